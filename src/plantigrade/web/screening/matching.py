"""Whose film a file is, by what it is called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath
from uuid import UUID

from plantigrade.web.screening.models import Entrant

_BETWEEN = re.compile(r"[\W_]+")


def matched(file_name: str, entrants: Sequence[Entrant]) -> Entrant | None:
    """The one athlete whose bib or whole name is among the words of a file's name, in that order.

    None when nobody or more than one fits: a film never goes to somebody by a guess.
    """
    words = _words(PurePath(file_name).stem)
    by_bib = [one for one in entrants if one.bib and _words(one.bib) == words[: len(_words(one.bib))]]
    if len(by_bib) == 1:
        return by_bib[0]
    by_name = [one for one in entrants if _holds(words, _words(one.person.name))]
    return by_name[0] if not by_bib and len(by_name) == 1 else None


def by_id(key: str, entrants: Sequence[Entrant]) -> Entrant | None:
    try:
        wanted = UUID(key)
    except ValueError:
        return None
    return next((one for one in entrants if one.pk == wanted), None)


def _words(text: str) -> list[str]:
    return [word for word in _BETWEEN.split(text.casefold()) if word]


def _holds(words: list[str], name: list[str]) -> bool:
    return bool(name) and any(words[at : at + len(name)] == name for at in range(len(words)))
