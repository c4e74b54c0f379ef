"""Close framings: a person marks heel, toe, ankle and knee once; the leg is followed by its pixels."""
