"""Pages into plain text."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

from rich.cells import cell_len
from rich.console import Console

WIDTHS = (100, 60)


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


def numbers_in(text: str) -> list[float]:
    """Signed numbers with a decimal point."""
    return [float(found.replace("−", "-")) for found in re.findall(r"[+−]?\d+\.\d+", text)]


def saved(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
