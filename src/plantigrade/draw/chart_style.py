"""The type of the charts: sizes, fonts, and how much room a text takes.

Browsers differ in their system font, so widths are estimated from the widest common one (DejaVu Sans):
what fits by this table fits everywhere.
"""

from __future__ import annotations

import re

from plantigrade.writing import bound

FONT = "system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, DejaVu Sans, sans-serif"
TICK, NOTE, BODY, LEAD, NUMBER = 11.5, 12.0, 13.5, 16.0, 22.0
LEADING = 1.3

CHART_CSS = (
    ".pg-chart{display:block;width:100%;height:auto;font-variant-numeric:tabular-nums lining-nums}"
    "@media print{.pg-chart{break-inside:avoid}}"
)

TEXT_ROLES = ("ink", "soft", "accent", "left", "right")
# Opacities of what lies under lines and text: every second stretch of a ruler (in the floor's role),
# and in a side's role the error of a course, of its forecast, of an angle.
STRETCH, ERROR, FORECAST, WEDGE = 0.22, 0.15, 0.08, 0.28

_WIDTHS = {
    0.28: "ijl'",
    0.33: "IJ ,.·’/:;\\|\u00a0",
    0.36: "f-",
    0.4: "()[]t!r",
    0.5: '"*_`°–sz',
    0.56: "?cL",
    0.6: "FkvxyPTYao",
    0.64: "eéESbdghnpquü$0123456789{}",
    0.7: "KAVBRXZC",
    0.79: "UHNDG&OQ",
    0.84: "w#+<=>^~−±",
    0.98: "Mm%W@",
}
_WIDTH = {character: width for width, characters in _WIDTHS.items() for character in characters}
_SPACES = re.compile("[^\\S\u00a0]+")
_WIDE_FROM = "\u1100"
_BOLD = 1.18


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Upper estimate of a line's width in units of the picture."""
    ems = sum(_WIDTH.get(c, 1.02 if c >= _WIDE_FROM else 0.8) for c in text)
    return ems * size * (_BOLD if bold else 1)


def wrap(text: str, size: float, room: float, bold: bool = False) -> tuple[str, ...]:
    """Lines no wider than `room`, broken at spaces, inside a word only when the word alone is too wide.

    Nothing is dropped, and a number keeps its unit. An empty text is one empty line.
    """
    lines = [""]
    for word in _words(text):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if text_width(joined, size, bold) <= room:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        for character in word:
            if lines[-1] and text_width(lines[-1] + character, size, bold) > room:
                lines.append("")
            lines[-1] += character
    return tuple(lines)


def balanced(text: str, size: float, room: float, bold: bool = False) -> tuple[str, ...]:
    """As `wrap`, in the same number of lines but of even length."""
    lines = wrap(text, size, room, bold)
    low, high = 0.0, room
    while len(lines) > 1 and high - low > 1:
        middle = (low + high) / 2
        if len(wrap(text, size, middle, bold)) > len(lines) or _breaks_words(text, size, middle, bold):
            low = middle
        else:
            high = middle
    return wrap(text, size, high, bold)


def _breaks_words(text: str, size: float, room: float, bold: bool) -> bool:
    return any(text_width(word, size, bold) > room for word in _words(text))


def _words(text: str) -> list[str]:
    return bound(_SPACES.sub(" ", text).strip(" ")).split(" ")
