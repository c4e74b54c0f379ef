"""Why a file is not taken in."""

from __future__ import annotations


class FileError(Exception):
    """The file cannot be used; the text says why and what to do. Nothing was changed."""
