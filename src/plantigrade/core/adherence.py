"""How much of the planned work is done, as a score that fades instead of a chain that breaks."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from plantigrade.knowledge.types.progress import Detraining

_DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Kept:
    """Share of the planned days that was done, from 0 to 1: a day counts half as much every half-life.

    `days` is how many planned days it rests on.
    """

    share: float
    days: int


def kept(planned: Iterable[date], done: Iterable[date], today: date, detraining: Detraining) -> Kept | None:
    """The score by today; None while no planned day has passed.

    A day counts for as long as its gain lasts (half-life of detraining, B37). Today counts once it is
    done. Days that were not planned (left out with a reason, paused) neither help nor hurt.
    """
    did = frozenset(done)
    due = [day for day in frozenset(planned) if day < today or (day == today and day in did)]
    if not due:
        return None
    half_life_days = detraining.half_life_weeks.value * _DAYS_A_WEEK

    def weight(day: date) -> float:
        return math.exp2(-(today - day).days / half_life_days)

    whole = math.fsum(weight(day) for day in due)
    return Kept(min(1.0, math.fsum(weight(day) for day in due if day in did) / whole), len(due))
