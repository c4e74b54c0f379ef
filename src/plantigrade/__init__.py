"""plantigrade: open, local-first ankle mobility."""

__version__ = "0.1.0"
