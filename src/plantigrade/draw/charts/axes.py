"""Scales, ticks, and labels that keep out of each other's way."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from plantigrade.core.quantities import Estimate
from plantigrade.writing import CM_PER, COVERAGE, Unit, short


@dataclass(frozen=True, slots=True)
class Scale:
    """Straight map from values `low`..`high` to places `start`..`end` (which may run backwards)."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def held(self, value: float) -> float:
        """As `at`, with values beyond the axis held at its end."""
        return self.at(min(self.high, max(self.low, value)))


@dataclass(frozen=True, slots=True)
class Spread:
    """A value with the intervals that hold the true one 80 and 95 times in 100."""

    value: float
    low80: float
    high80: float
    low95: float
    high95: float

    @classmethod
    def of(cls, estimate: Estimate) -> Self:
        return cls(estimate.value, *estimate.interval(0.8), *estimate.interval(COVERAGE))

    @property
    def half95(self) -> float:
        return (self.high95 - self.low95) / 2


def step_for(span: float, most: int) -> float:
    """The finest of 1, 2, 5 times a power of ten that makes at most `most` steps of `span`."""
    rough = span / most
    power = 10.0 ** math.floor(math.log10(rough))
    # A hair of slack, so that a rounding error in the division never skips a step.
    return next(m * power for m in (1, 2, 5, 10) if m * power >= rough * (1 - 1e-9))


def ticks(low: float, high: float, most: int) -> tuple[float, ...]:
    """Round numbers from `low` to `high`, at most `most` + 1 of them."""
    step = step_for(high - low, most)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return tuple(n * step for n in range(first, last + 1))


def unit_ticks(low_cm: float, high_cm: float, most: int, unit: Unit) -> tuple[tuple[float, str], ...]:
    """Round numbers of the unit: (place in cm, label)."""
    per = CM_PER[unit]
    return tuple((value * per, short(value)) for value in ticks(low_cm / per, high_cm / per, most))


def in_rows(
    wanted: Sequence[tuple[float, float]], start: float, end: float, gap: float = 8.0
) -> tuple[tuple[float, int], ...]:
    """Left edge and row of labels (centre, width), none overlapping another of its row.

    Each is centred where it wants to be or pushed inside `start`..`end`, in the first row with room.
    """
    rows: list[list[tuple[float, float]]] = []
    placed = []
    for centre, width in wanted:
        left = max(start, min(centre - width / 2, end - width))
        row = next(
            (
                n
                for n, taken in enumerate(rows)
                if all(left >= b + gap or left + width + gap <= a for a, b in taken)
            ),
            len(rows),
        )
        if row == len(rows):
            rows.append([])
        rows[row].append((left, left + width))
        placed.append((left, row))
    return tuple(placed)
