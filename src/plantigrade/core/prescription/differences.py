"""Two plans side by side: what a change would do, as a plain list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from plantigrade.core.prescription.types import Item, Plan
from plantigrade.core.quantities import Side


@dataclass(frozen=True, slots=True)
class Work:
    """An exercise of one side (None: both legs at once) over some days: on how many, and as what.

    `item` is the first of them.
    """

    days: int
    item: Item


@dataclass(frozen=True, slots=True)
class Difference:
    """One exercise before and after; None where it is not done."""

    exercise: str
    side: Side | None
    before: Work | None
    after: Work | None


def differences(before: Plan, after: Plan, begins: date, days: int) -> tuple[Difference, ...]:
    """What differs in the days from `begins` on, in the order in which it is done. Empty: nothing."""
    end = begins + timedelta(days=days)
    old, new = _works(before, begins, end), _works(after, begins, end)
    return tuple(
        Difference(exercise, side, old.get((exercise, side)), new.get((exercise, side)))
        for exercise, side in dict.fromkeys([*new, *old])
        if not _alike(old.get((exercise, side)), new.get((exercise, side)))
    )


def minutes(plan: Plan, begins: date, days: int) -> float:
    """Minutes of all days from `begins` on."""
    end = begins + timedelta(days=days)
    return sum(day.minutes for week in plan.weeks for day in week.days if begins <= day.date < end)


def last_day(plan: Plan) -> date:
    """The last day of a plan with weeks."""
    return plan.weeks[-1].days[-1].date


def _works(plan: Plan, begins: date, end: date) -> dict[tuple[str, Side | None], Work]:
    found: dict[tuple[str, Side | None], Work] = {}
    for week in plan.weeks:
        for day in week.days:
            if not begins <= day.date < end:
                continue
            for item in day.items:
                key = item.exercise, item.side
                held = found.get(key)
                found[key] = Work(held.days + 1, held.item) if held else Work(1, item)
    return found


def _alike(first: Work | None, second: Work | None) -> bool:
    if first is None or second is None:
        return first is second
    one, two = first.item, second.item
    return (first.days, one.stage, one.variant, one.dose) == (second.days, two.stage, two.variant, two.dose)
