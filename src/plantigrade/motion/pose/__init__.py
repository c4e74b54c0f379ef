"""Engines that find a person's points in a picture, and the passes that walk them through a clip."""
