"""Pages into plain text, and the examples of the interface."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

from rich.cells import cell_len
from rich.console import Console

CASES = sorted((Path(__file__).parents[1] / "data" / "cases").glob("*.json"))
NAMES = [path.stem for path in CASES]
WIDTHS = (100, 60)


def raw_case(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(next(p for p in CASES if p.stem == name).read_text(encoding="utf-8"))
    return found


def a_console(width: int, terminal: bool = False) -> Console:
    return Console(
        file=io.StringIO(),
        width=width,
        force_terminal=terminal,
        color_system="truecolor" if terminal else None,
    )


def text_of(out: Console) -> str:
    assert isinstance(out.file, io.StringIO)
    return out.file.getvalue()


def flat(text: str) -> str:
    """The words of a page, whatever its line breaks."""
    return " ".join(text.split())


def assert_fits(text: str, width: int) -> None:
    for line in text.splitlines():
        assert cell_len(line) <= width, line
    assert "\x1b" not in text
    assert "\u00a0" not in text


def in_100(p: float) -> str:
    """Independent of the code under test, with the same promise: never none and never all."""
    count = round(100 * p)
    return f"{1 if count < 1 else 99 if count > 99 else count} in 100"


def numbers_in(text: str) -> list[float]:
    """Signed numbers with a decimal point."""
    return [float(found.replace("−", "-")) for found in re.findall(r"[+−]?\d+\.\d+", text)]


def saved(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
