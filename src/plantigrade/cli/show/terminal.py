"""The page in a terminal: wrapped sentences, few colours, and never a colour alone."""

from __future__ import annotations

import codecs
import io
import sys
import unicodedata
from collections.abc import Iterable, Sequence

from rich.cells import cell_len, get_character_cell_size
from rich.console import Console
from rich.text import Text

from plantigrade.core.quantities import Side
from plantigrade.writing import NBSP

# Longer lines are hard to read, however wide the window is.
WIDEST = 100
SYMBOL = {Side.LEFT: "●", Side.RIGHT: "■"}
# Each reads on dark and on light ground.
LEFT, RIGHT, ACCENT, WARN = "#6b7de0", "#c8702e", "#1f978b", "bold #c2683c"
SIDE_STYLE = {Side.LEFT: LEFT, Side.RIGHT: RIGHT}
SOFT, STRONG = "dim", "bold"

_PLAIN = str.maketrans({
    "●": "o", "■": "#", "×": "x", "−": "-", "–": "-", "±": "~", "°": " ", "█": "#", "░": ".", "▒": ":",
    "│": "|", "┊": ":", "├": "|", "┤": "|", "─": "-", "┄": "-", "┃": "|", "▁": "_",
})  # fmt: skip


def _replace(error: UnicodeError) -> tuple[str, int]:
    """What a terminal with few characters shows instead of a symbol."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    shown = error.object[error.start : error.end].translate(_PLAIN)
    return "".join(c if c.isascii() else "?" for c in shown), error.end


codecs.register_error("plantigrade", _replace)


def console() -> Console:
    """Standard output: colour only in a terminal and without NO_COLOR, plain text elsewhere."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="plantigrade")
    return Console(highlight=False, markup=False, emoji=False)


def clean(text: str) -> str:
    """Text from a file without control, direction and other unseen characters; spaces made plain."""
    kept = (" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    return "".join(kept).replace(NBSP, " ")


def styled(text: str, style: str) -> Text:
    """Words in a style that ends with them, whatever is added behind."""
    return Text().append(text, style=style)


def side_mark(side: Side) -> Text:
    return styled(SYMBOL[side], SIDE_STYLE[side])


def sides_mark(sides: Iterable[Side | None]) -> Text:
    """The symbols of these sides; both for None."""
    named = {side for given in sides for side in (Side if given is None else (given,))}
    return Text(" ").join(side_mark(side) for side in Side if side in named)


def sources_mark(sources: Sequence[str]) -> Text:
    """Sources in brackets, as they follow a sentence."""
    return styled(f" [{', '.join(sources)}]" if sources else "", SOFT)


def share_bar(share: float, cells: int, style: str = ACCENT) -> Text:
    """A bar of `cells` characters filled to `share` (0 to 1)."""
    full = min(cells, max(0, round(share * cells)))
    return styled("█" * full, style).append("░" * (cells - full), style=SOFT)


def _lines(text: str, width: int) -> list[tuple[int, int]]:
    """Where the lines of at most `width` cells begin and end; a word that is too long is cut."""
    found: list[tuple[int, int]] = []
    start = end = cells = 0
    at = 0
    for word in text.split(" "):
        room = cell_len(word)
        if end > start and cells + 1 + room > width:
            found.append((start, end))
            start = end = at
            cells = 0
        if end > start:
            cells += 1
        if room > width:
            for place, character in enumerate(word, start=at):
                size = get_character_cell_size(character)
                if cells + size > width and place > start:
                    found.append((start, place))
                    start, cells = place, 0
                cells += size
        else:
            cells += room
        at += len(word)
        end = at
        at += 1
    return [*found, (start, end)]


class Page:
    """Writes top down. `width` is the number of columns in use."""

    def __init__(self, out: Console | None = None) -> None:
        self.console = out or console()
        self.width = max(20, min(WIDEST, self.console.width))

    def line(self, text: Text | str = "") -> None:
        """One line as it is, which has to fit; its hard spaces become plain ones."""
        shown = Text(text) if isinstance(text, str) else text.copy()
        shown.rstrip()
        shown.plain = shown.plain.replace(NBSP, " ")
        self.console.print(shown, no_wrap=True, overflow="crop", crop=True, end="\n")

    def text(
        self, body: Text | str, indent: int = 2, lead: Text | str = "", style: str = "", edge: bool = False
    ) -> None:
        """Wrapped words, all lines `indent` columns in; `lead` stands before the first, or as an edge all.

        A lead that is longer than the indent gets its own line.
        """
        words = styled(body, style) if isinstance(body, str) else body
        before = Text(lead) if isinstance(lead, str) else lead
        indent = min(indent, self.width // 2)
        for start, end in _lines(words.plain, self.width - indent):
            if cell_len(before.plain) > indent:
                self.text(before, 0)
                before = Text()
            gap = " " * (indent - cell_len(before.plain))
            self.line(before + Text(gap) + words[start:end])
            before = before if edge else Text()

    def title(self, text: str) -> None:
        self.line()
        self.text(text, 0, style=STRONG)

    def section(self, text: str) -> None:
        self.line()
        self.text(text, 0, style=f"{STRONG} {ACCENT}")

    def bullet(self, body: Text | str, sources: Sequence[str] = (), indent: int = 2) -> None:
        """A point of a list with its sources."""
        words = Text(body) if isinstance(body, str) else body
        self.text(words + sources_mark(sources), indent + 2, " " * indent + "·")

    def sources(self, sources: Sequence[str]) -> None:
        """The sources of what stands above."""
        self.text(sources_mark(sources)[1:])
