"""Numbers, days and sides as people type them into a table."""

from __future__ import annotations

import datetime as dt
import re

from plantigrade.core.quantities import Side

_NUMBER = re.compile(r"([+-]?\d{1,6}(?:[.,]\d{1,6})?)\s*(?:cm|mm|in|inch|zoll|\"|/\s*10)?", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[T ].*)?")
_DAY = re.compile(r"(\d{1,2})[-./ ]+(\d{1,2})[-./ ]+(\d{4}|\d{2})")
# Where nothing was measured people often write something all the same.
_NONE = frozenset({"", "-", "–", "—", "n/a", "na", "n.a.", "nan", "null", "none", "x", "?", "k.a."})
_SIDES = {
    Side.LEFT: frozenset({"left", "l", "li", "links", "link"}),
    Side.RIGHT: frozenset({"right", "r", "re", "rechts", "recht"}),
}


def is_empty(text: str) -> bool:
    return text.strip().casefold() in _NONE


def number(text: str) -> float | None:
    """With a point or a comma, and a unit behind it or none. None for what is no number."""
    found = _NUMBER.fullmatch(text.strip())
    return float(found[1].replace(",", ".")) if found else None


def day(text: str, order: str) -> dt.date | None:
    """A day with the year first, or in the `order` "dmy" or "mdy". None for what is none."""
    text = text.strip()
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, number_ = found[1], found[2], found[3]
    elif found := _DAY.fullmatch(text):
        first, second, year = found[1], found[2], found[3]
        number_, month = (second, first) if order == "mdy" else (first, second)
    else:
        return None
    try:
        return dt.date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(number_))
    except ValueError:
        return None


def side(text: str) -> Side | None:
    plain = text.strip().strip(".").casefold()
    return next((side for side, words in _SIDES.items() if plain in words), None)
