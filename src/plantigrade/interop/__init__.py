"""Values in, bytes out, and back: the files and documents that other programs read and write."""
