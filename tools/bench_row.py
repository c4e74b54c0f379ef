"""A line of the benchmarks, and how spans of time are written."""

from __future__ import annotations

import statistics
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """What was measured, the figure, what it stands against, and the ratio to it."""

    what: str
    figure: str
    against: str
    ratio: str


def spread(values: list[float], unit: str = "s", scale: float = 1.0) -> str:
    low, middle, high = (f"{v * scale:.3g}" for v in (min(values), statistics.median(values), max(values)))
    return f"{middle} {unit} ({low} to {high})"
