"""Texts in the language of whoever reads: the standard library's gettext behind one name.

English stands in the code and in the knowledge, and is what is said unless somebody who knows the
reader's language says so (`follow`; the web application does). Rooms without Django use this.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).parent.parent / "locale"
ENGLISH = "en"


def _english() -> str | None:
    return ENGLISH


_asked: Callable[[], str | None] = _english


def follow(asked: Callable[[], str | None]) -> None:
    """From now on `asked` names the reader's language (a tag such as "de" or "de-at") at every text."""
    global _asked
    _asked = asked


def language() -> str:
    """The language in use, without its region."""
    return (_asked() or ENGLISH).split("-")[0]


@cache
def _texts(language: str) -> gettext.NullTranslations:
    if language == ENGLISH:
        return gettext.NullTranslations()
    return gettext.translation("django", LOCALE, [language], fallback=True)


def word(text: str) -> str:
    """The text itself, marked for translators: it is said later, by `say`."""
    return text


def say(text: str, /, **values: object) -> str:
    """The text in the reader's language, with its values in place. Without values braces stay."""
    said = _texts(language()).gettext(text) if text else text
    return said.format(**values) if values else said


def say_many(one: str, more: str, number: int, /, **values: object) -> str:
    """`one` or `more`, as the reader's language counts."""
    said = _texts(language()).ngettext(one, more, number)
    return said.format(**values) if values else said


def said_in(language: str) -> Callable[[str], str]:
    """How one language says a text."""
    return _texts(language).gettext
