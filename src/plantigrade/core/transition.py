"""Where a person stands on the way to lower shoes."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from plantigrade.core.upkeep import FootwearPlan, FootwearWeek, footwear_pauses
from plantigrade.knowledge.types.upkeep import Footwear, Note


@dataclass(frozen=True, slots=True)
class Morning:
    """Achilles or foot pain (0 to 10) on the morning after a run or walk in the lower shoe."""

    date: datetime.date
    pain_0_10: float


@dataclass(frozen=True, slots=True)
class FootwearNow:
    """The present week (None once all are done), and what holds or moves it.

    `paused`: old shoes only until a morning is fine again. `next_on`: the first day on which a good
    morning brings the next week.
    """

    week: FootwearWeek | None
    paused: bool
    next_on: datetime.date | None
    reasons: tuple[Note, ...]


def footwear_now(
    plan: FootwearPlan,
    begun: datetime.date,
    mornings: Sequence[Morning],
    harder_on: Sequence[datetime.date],
    today: datetime.date,
    window_days: int,
    footwear: Footwear,
) -> FootwearNow:
    """The week of the change of shoes after these mornings (S162, E3).

    A good morning after a whole week brings the next one. A bad one pauses and takes a week back. While
    something else got harder within the window (`harder_on`), the week does not rise. Mornings may come
    in any order; those after `today` are not read. Raises ValueError for a plan without weeks.
    """
    if not plan.weeks:
        raise ValueError("there is no change of shoes to follow")
    place, since, paused = 0, begun, False
    window = datetime.timedelta(days=window_days)
    for morning in sorted(mornings, key=lambda m: m.date):
        if not begun <= morning.date <= today:
            continue
        if footwear_pauses(morning.pain_0_10, footwear):
            place, since, paused = max(0, place - 1), morning.date, True
        elif paused:
            since, paused = morning.date, False
        elif morning.date - since >= window and not _harder(harder_on, morning.date, window):
            place, since = place + 1, morning.date
    if place >= len(plan.weeks):
        return FootwearNow(None, False, None, (footwear.notes["done"],))
    if paused:
        reasons = [footwear.notes["pause"]]
    elif _harder(harder_on, today, window):
        reasons = [footwear.notes["another_change"]]
    else:
        reasons = [footwear.notes["next_week"]]
    return FootwearNow(plan.weeks[place], paused, None if paused else since + window, tuple(reasons))


def _harder(harder_on: Sequence[datetime.date], on: datetime.date, window: datetime.timedelta) -> bool:
    return any(datetime.timedelta(0) <= on - day < window for day in harder_on)
