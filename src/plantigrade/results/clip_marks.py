"""Marks beside a clip: NAME.marks.json says where heel, toe, ankle and knee are, for a clip of the leg alone.

{"heel": [259, 691], "toe": [335, 696], "ankle": [270, 675], "knee": [276, 562],
 "at_s": 0.5, "side": "right", "task": "wall_lunge"}
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from plantigrade.motion.markers.marks import PARTS

ENDING = ".marks.json"
_CHOICES = {"side": ("left", "right"), "facing": ("left", "right"), "task": ("squat", "wall_lunge")}
_NEEDED = (*PARTS, "at_s", "side")


class MarksFileError(ValueError):
    """`text` says what is wrong in which file, and what would be right."""

    def __init__(self, path: Path, text: str) -> None:
        self.text = f"{path.name}: {text}"
        super().__init__(self.text)


def marks_beside(clip: Path) -> tuple[str, ...]:
    """Options of `video analyse` from the marks beside the clip; none when there are no marks.

    Raises MarksFileError. Whether the marks fit the picture is seen when the clip is read.
    """
    path = clip.with_name(f"{clip.stem}{ENDING}")
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        raise MarksFileError(path, f"cannot be read as JSON ({error})") from None
    if not isinstance(found, dict):
        raise MarksFileError(path, f"should be an object with {', '.join(_NEEDED)}")
    if missing := [name for name in _NEEDED if name not in found]:
        raise MarksFileError(path, f"lacks {', '.join(missing)}")
    if unknown := sorted(found.keys() - {*_NEEDED, *_CHOICES}):
        raise MarksFileError(path, f"holds {', '.join(unknown)}, which is not known; leave it out")
    for name, choices in _CHOICES.items():
        if name in found and found[name] not in choices:
            raise MarksFileError(path, f"{name} should be {' or '.join(choices)}")
    if not _number(found["at_s"]) or found["at_s"] < 0:
        raise MarksFileError(path, "at_s should be the time of the marked picture in seconds")
    points = " ".join(f"{part}={_point(path, part, found[part])}" for part in PARTS)
    more = [word for name in _CHOICES if name in found for word in (f"--{name}", found[name])]
    return ("--markers", points, "--marked-at", f"{found['at_s']:g}", *more)


def _point(path: Path, part: str, value: Any) -> str:
    if not isinstance(value, list) or len(value) != 2 or not all(map(_number, value)):
        raise MarksFileError(path, f"{part} should be [x, y] in pixels")
    return f"{value[0]:g},{value[1]:g}"


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
