"""Options and outputs that several commands share."""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from plantigrade.interop.problems import InputError, InputProblem


def add_output(command: argparse.ArgumentParser, html: bool = True) -> None:
    """--json, --units and, where there is a page, --html."""
    command.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    command.add_argument("--units", choices=("cm", "in"), default="cm", help="unit of distances for people")
    if html:
        command.add_argument("--html", metavar="FILE", help="also write one self-contained page to FILE")


def a_date(text: str) -> date:
    """Argument type: an ISO date."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2026-11-30") from None


def _a_number(low: float, high: float, like: str) -> Callable[[str], float]:
    """Argument type: a number between two limits, `like` an example of it."""

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text!r} is not {like}") from None
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"{text} should lie between {low:g} and {high:g}")
        return value

    return read


a_length = _a_number(0, 60, "a number of centimetres")
a_factor = _a_number(1, 64, "a number of times, 1 for as in life")
a_second = _a_number(0, 86400, "a time in seconds")
a_rate = _a_number(1, 1000, "a frame rate like 30 or 29.97")


def add_clip_options(command: argparse.ArgumentParser) -> None:
    """What every command that measures clips takes."""
    command.add_argument("--mode", choices=("fast", "standard", "best"), default="standard")
    command.add_argument(
        "--engine", choices=("blazepose", "rtmlib"), default="blazepose", help="what finds the points"
    )
    command.add_argument("--foot-cm", type=a_length, metavar="CM", help="length of the foot or shoe")
    command.add_argument(
        "--slow-motion", type=a_factor, metavar="N",
        help="the clip plays N times slower than life; 1: as in life, whatever the file says",
    )  # fmt: skip
    command.add_argument("--json", action="store_true", help="print one JSON document and nothing else")


def some_marks(text: str) -> dict[str, tuple[float, float]]:
    """Argument type: heel, toe, ankle and knee, each `name=x,y` in pixels."""
    from plantigrade.motion.markers.marks import PARTS

    found: dict[str, tuple[float, float]] = {}
    for word in text.split():
        name, _, place = word.partition("=")
        x, _, y = place.partition(",")
        try:
            point = float(x), float(y)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{word!r} is not a mark like knee=512,340") from None
        if name not in PARTS or name in found or not all(map(math.isfinite, point)):
            raise argparse.ArgumentTypeError(f"{word!r}: give {', '.join(PARTS)}, each once, in pixels")
        found[name] = point
    if missing := [part for part in PARTS if part not in found]:
        raise argparse.ArgumentTypeError(f"no mark for {', '.join(missing)}; give each like knee=512,340")
    return found


def a_size(text: str) -> tuple[int, int]:
    """Argument type: width and height of a picture."""
    width, _, height = text.lower().partition("x")
    try:
        size = int(width), int(height)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a size like 1080x1920") from None
    if not all(16 <= side <= 16384 for side in size):
        raise argparse.ArgumentTypeError(f"{text}: both sides should lie between 16 and 16384")
    return size


def tomorrow() -> date:
    """The day a programme starts when no other is named (S67)."""
    return date.today() + timedelta(days=1)


def print_json(values: dict[str, Any]) -> None:
    """One JSON document on standard output; NaN cannot pass."""
    sys.stdout.write(json.dumps(values, ensure_ascii=False, indent=1, allow_nan=False) + "\n")


def write_page(path: str, text: str) -> None:
    """Writes a page as UTF-8 and says so on standard error. Raises InputError when it cannot."""
    try:
        Path(path).write_text(text, encoding="utf-8")
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError([InputProblem(path, f"cannot be written ({reason}); name another file")]) from None
    print(f"Page written to {path}", file=sys.stderr)
