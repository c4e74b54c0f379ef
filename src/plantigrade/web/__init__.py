"""The application in the browser: thin views over actions (the only writers) and presenters."""
