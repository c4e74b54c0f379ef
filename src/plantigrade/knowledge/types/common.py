"""A number that says where it comes from, and the words shared by all subjects."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

Status = Literal["seed", "seen", "recalled", "derived", "expert"]
Unit = Literal[
    "1",
    "cm",
    "mm",
    "deg",
    "deg/cm",
    "cm/wk",
    "s",
    "min",
    "h",
    "d",
    "wk",
    "a",
    "%",
    "{score}",
    "{rep}",
    "{set}",
]

# How a name must end for its number to carry that unit; a name with none of these carries "1".
UNIT_SUFFIXES: dict[str, Unit] = {
    "_cm_per_week": "cm/wk",
    "_deg_per_cm": "deg/cm",
    "_cm": "cm",
    "_mm": "mm",
    "_deg": "deg",
    "_s": "s",
    "_min": "min",
    "_hours": "h",
    "_days": "d",
    "_weeks": "wk",
    "_years": "a",
    "_pct": "%",
    "_0_10": "{score}",
    "_reps": "{rep}",
    "_sets": "{set}",
}


def unit_for(name: str) -> Unit:
    """The UCUM unit that a field of this name must carry (longest suffix wins)."""
    fitting = [suffix for suffix in UNIT_SUFFIXES if name.endswith(suffix)]
    return UNIT_SUFFIXES[max(fitting, key=len)] if fitting else "1"


@dataclass(frozen=True, slots=True)
class Sourced:
    """One number with its unit (UCUM), its sources and how well it is known.

    Raises ValueError when the number is not finite or no source is given.
    """

    value: float
    unit: Unit
    sources: tuple[str, ...]
    status: Status
    note: str = ""

    def __post_init__(self) -> None:
        if not math.isfinite(self.value):
            raise ValueError(f"value {self.value} is not a finite number")
        if not self.sources:
            raise ValueError("no source is given")
