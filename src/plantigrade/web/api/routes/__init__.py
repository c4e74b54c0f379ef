"""One module a subject; each route acts through the actions that the pages use."""
