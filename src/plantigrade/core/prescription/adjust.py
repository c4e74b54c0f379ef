"""Changes of a running programme: what is past stays, what is to come follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from plantigrade.core.prescription.types import Plan


def joined(before: Plan, after: Plan, on: date) -> Plan:
    """Days before `on` from one plan, days from `on` from the other.

    Both must begin on the same day. Raises ValueError otherwise.
    """
    if [week.days[0].date for week in before.weeks] != [week.days[0].date for week in after.weeks]:
        raise ValueError("only plans of the same weeks can be joined")
    weeks = tuple(
        replace(
            new,
            days=tuple(
                old_day if old_day.date < on else new_day
                for old_day, new_day in zip(old.days, new.days, strict=True)
            ),
        )
        for old, new in zip(before.weeks, after.weeks, strict=True)
    )
    return replace(after, weeks=weeks)


def shifted(plan: Plan, on: date, days: int) -> Plan:
    """Everything from `on` so many days later: a pause costs time and nothing else.

    Raises ValueError for a negative number of days.
    """
    if days < 0:
        raise ValueError(f"a pause lasts {days} days")

    def moved(was: date) -> date:
        return was + timedelta(days=days) if was >= on else was

    return replace(
        plan,
        weeks=tuple(
            replace(week, days=tuple(replace(day, date=moved(day.date)) for day in week.days))
            for week in plan.weeks
        ),
        checkpoints=tuple(replace(point, date=moved(point.date)) for point in plan.checkpoints),
        wedge=plan.wedge
        and replace(
            plan.wedge,
            stages=tuple(replace(stage, earliest=moved(stage.earliest)) for stage in plan.wedge.stages),
        ),
        footwear=plan.footwear
        and replace(
            plan.footwear,
            weeks=tuple(replace(week, starts=moved(week.starts)) for week in plan.footwear.weeks),
        ),
        maintenance=replace(plan.maintenance, starts=moved(plan.maintenance.starts)),
    )
