"""Frozen types of what the field knows, one module a subject."""
