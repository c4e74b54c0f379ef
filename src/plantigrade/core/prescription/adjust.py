"""Changes of a running programme: what is past stays, what is to come follows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from plantigrade.core.prescription.edits import Form, lighter, swapped, without
from plantigrade.core.prescription.overrides import (
    Exchange,
    LeaveOut,
    Override,
    Setting,
    overridden,
    told_to_hold,
    weeks_held,
    weeks_held_in_all,
)
from plantigrade.core.prescription.types import Day, Plan, Week
from plantigrade.knowledge.catalogue import Catalogue

_WEEK = 7


@dataclass(frozen=True, slots=True)
class Segment:
    """What is prescribed from `on` on: the whole plan as if it had always been so, and its equipment."""

    on: date
    plan: Plan
    equipment: frozenset[str]


@dataclass(frozen=True, slots=True)
class Delay:
    """From `on` the work comes so many weeks later: the weeks before are done again."""

    on: date
    weeks: int


@dataclass(frozen=True, slots=True)
class Lighter:
    """The days from `begins` up to `until` lose this share of their work (0 to 1)."""

    on: date
    begins: date
    until: date
    cut_share: float


@dataclass(frozen=True, slots=True)
class Skip:
    """A day without one exercise, or (`exercise` empty) without any; `lasting`: and every day after."""

    on: date
    day: date
    exercise: str = ""
    lasting: bool = False


@dataclass(frozen=True, slots=True)
class Swap:
    """Another form in place of an exercise on a day; `lasting`: and on every day after."""

    on: date
    day: date
    exercise: str
    form: Form
    lasting: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """Two days change places."""

    on: date
    day: date
    to: date


Change = Delay | Lighter | Skip | Swap | Move | Override


def adjusted(segments: Sequence[Segment], changes: Sequence[Change], knowledge: Catalogue) -> Plan:
    """The plan as it stands after changes of settings (`segments`) and of days (`changes`).

    Each change counts from the day `on` at which it was made: days before it are as they were without
    it. Changes of one day count in their order. Raises ValueError without a segment.
    """
    if not segments:
        raise ValueError("a programme begins with a plan")
    if not segments[0].plan.weeks:
        return segments[0].plan
    made = sorted({*(segment.on for segment in segments[1:]), *(change.on for change in changes)})
    plan = _whole(segments[:1], (), knowledge)
    for on in made:
        # Every span of days is computed from what was known then, so nothing later can reach it.
        known = [*segments[:1], *(segment for segment in segments[1:] if segment.on <= on)]
        plan = _from(plan, _whole(known, [c for c in changes if c.on <= on], knowledge), on)
    return plan


def _from(before: Plan, after: Plan, on: date) -> Plan:
    """Days before `on` from one plan, the rest from the other, which is as long or longer."""
    old = {day.date: day for week in before.weeks for day in week.days}
    weeks = []
    for place, week in enumerate(after.weeks):
        begun = place < len(before.weeks) and week.days[0].date < on
        named = before.weeks[place] if begun else week
        days = tuple(old.get(day.date, day) if day.date < on else day for day in week.days)
        weeks.append(replace(named, days=days))
    return replace(after, weeks=tuple(weeks))


def _whole(segments: Sequence[Segment], changes: Sequence[Change], knowledge: Catalogue) -> Plan:
    """All days by these settings and changes, the past included."""
    delays = [change for change in changes if isinstance(change, Delay)]
    overrides = [change for change in changes if isinstance(change, Override)]
    weeks = _weeks(segments, delays, overrides)
    days = {day.date: (week, told_to_hold(day, overrides)) for week in weeks for day in week.days}
    for place, change in enumerate(changes):
        if isinstance(change, Override):
            _override(change, changes[:place], days, segments, knowledge)
        else:
            _apply(change, days, segments, knowledge)
    # What a professional took out does not come back by a change of the person's own.
    for override in overrides:
        if isinstance(override.what, LeaveOut | Exchange):
            _override(override, changes, days, segments, knowledge)
    last = segments[-1].plan
    later = timedelta(weeks=len(weeks) - len(segments[0].plan.weeks))
    return replace(
        last,
        weeks=tuple(replace(w, days=tuple(days[day.date][1] for day in w.days)) for w in weeks),
        maintenance=replace(last.maintenance, starts=last.maintenance.starts + later),
    )


def _segment(segments: Sequence[Segment], on: date) -> Segment:
    return next((segment for segment in reversed(segments) if segment.on <= on), segments[0])


def _weeks(segments: Sequence[Segment], delays: Sequence[Delay], overrides: Sequence[Override]) -> list[Week]:
    """The prescribed weeks, with those that are done again and those in which the work stands still."""
    first = segments[0].plan
    begins, count = first.weeks[0].days[0].date, len(first.weeks)
    found = []
    more = sum(delay.weeks for delay in delays) + weeks_held_in_all(overrides, begins)
    for number in range(count + more):
        places = []
        for weekday in range(_WEEK):
            on = begins + timedelta(days=number * _WEEK + weekday)
            back = sum(delay.weeks for delay in delays if delay.on <= on)
            back += weeks_held(overrides, begins, on)
            places.append((on, min(max(number - back, 0), count - 1), weekday))
        days = tuple(
            replace(_segment(segments, on).plan.weeks[place].days[weekday], date=on)
            for on, place, weekday in places
        )
        on, place, _ = places[0]
        found.append(replace(_segment(segments, on).plan.weeks[place], number=number + 1, days=days))
    return found


def _override(
    override: Override,
    before: Sequence[Change],
    days: dict[date, tuple[Week, Day]],
    segments: Sequence[Segment],
    knowledge: Catalogue,
) -> None:
    """Applies an override; days that a decision made lighter before stay lighter."""
    cuts = [change for change in before if isinstance(change, Lighter)]
    for on, (week, day) in days.items():
        if override.covers(on):
            kept = math.prod(1 - cut.cut_share for cut in cuts if cut.begins <= on < cut.until)
            held = _segment(segments, on)
            setting = Setting(week, held.plan, held.equipment)
            days[on] = week, overridden(day, override, setting, 1 - kept, knowledge)


def _apply(
    change: Delay | Lighter | Skip | Swap | Move,
    days: dict[date, tuple[Week, Day]],
    segments: Sequence[Segment],
    knowledge: Catalogue,
) -> None:
    if isinstance(change, Delay):
        return
    if isinstance(change, Move):
        if change.day in days and change.to in days:
            (week, here), (other, there) = days[change.day], days[change.to]
            days[change.day] = week, replace(there, date=here.date)
            days[change.to] = other, replace(here, date=there.date)
        return
    for on, (week, day) in days.items():
        if isinstance(change, Lighter):
            if change.begins <= on < change.until:
                days[on] = week, lighter(day, change.cut_share, knowledge)
        elif on == change.day or (change.lasting and on > change.day):
            if isinstance(change, Skip):
                days[on] = week, without(day, change.exercise)
            else:
                held = _segment(segments, on)
                days[on] = (
                    week,
                    swapped(day, change.exercise, change.form, week, held.plan, held.equipment, knowledge),
                )


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
