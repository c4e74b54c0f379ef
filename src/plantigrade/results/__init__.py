"""What a movement analysis leaves in a folder: one clip's files, and a whole folder of clips."""
