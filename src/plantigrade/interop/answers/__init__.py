"""Answers as plain JSON values: the public machine interface. Keys are added, never renamed or dropped."""
