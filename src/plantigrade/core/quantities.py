"""Sides and values with their error."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist


class Side(StrEnum):
    """Left or right, always explicit."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> Side:
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


SIDES = (Side.LEFT, Side.RIGHT)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its standard deviation, in one unit named by the field that holds it.

    Never NaN: a value that is not known is None, not an Estimate.
    """

    value: float
    sd: float

    def interval(self, coverage: float) -> tuple[float, float]:
        """Central interval holding the true value with probability `coverage` (0 to 1)."""
        half = NormalDist().inv_cdf(0.5 + coverage / 2) * self.sd
        return self.value - half, self.value + half

    def p_below(self, cut: float) -> float:
        """Probability that the true value lies below `cut`, by a normal error."""
        if self.sd == 0:
            return 1.0 if self.value < cut else 0.0
        return 0.5 * math.erfc((self.value - cut) / (self.sd * math.sqrt(2)))


def as_read(value: float) -> float:
    """A difference or mean of readings without the dust of binary fractions.

    8.7 - 7.2 must meet a cut at 1.5, and readings carry one or two decimals.
    """
    return round(value, 6)


def fuse(estimates: tuple[Estimate, ...]) -> Estimate:
    """Inverse-variance mean of independent estimates of one quantity.

    When they disagree by more than their errors explain, the error is widened by the
    Birge ratio (the root of chi-square per degree of freedom), so that a false agreement
    is never reported. Raises ValueError when `estimates` is empty.
    """
    if not estimates:
        raise ValueError("nothing to fuse")
    weights = [1 / e.sd**2 for e in estimates]
    total = math.fsum(weights)
    value = math.fsum(w * e.value for w, e in zip(weights, estimates, strict=True)) / total
    sd = math.sqrt(1 / total)
    if len(estimates) > 1:
        chi2 = math.fsum(w * (e.value - value) ** 2 for w, e in zip(weights, estimates, strict=True))
        sd *= max(1.0, math.sqrt(chi2 / (len(estimates) - 1)))
    return Estimate(value, sd)
