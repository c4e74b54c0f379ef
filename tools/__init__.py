"""Makers of generated documents and measurements."""
