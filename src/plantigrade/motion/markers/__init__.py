"""Close framings: a person marks heel, toe, ankle and knee once, and the leg is followed by its own pixels."""
