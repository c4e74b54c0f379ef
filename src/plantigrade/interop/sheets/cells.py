"""Texts in the cells of a table that a spreadsheet opens, and back."""

from __future__ import annotations

# A spreadsheet takes a text that begins like this for a formula, and would run it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MARK = "'"


def guarded(text: str) -> str:
    """The text with a mark before it when a spreadsheet would take it for a formula."""
    return f"{_MARK}{text}" if text.startswith((*_FORMULA, _MARK)) else text


def unguarded(cell: str) -> str:
    """What `guarded` was given."""
    bare = cell.removeprefix(_MARK)
    return bare if bare.startswith((*_FORMULA, _MARK)) else cell
