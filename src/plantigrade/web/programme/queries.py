"""Reads of the programme: its days are computed, never stored (docs/adr/0013, 0015)."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from plantigrade.core.assessment import assess
from plantigrade.core.prescription import prescribe
from plantigrade.core.prescription.adjust import Change, Segment, adjusted, shifted
from plantigrade.core.prescription.guard import guarded
from plantigrade.core.prescription.swaps import Option, options
from plantigrade.core.prescription.types import Day, Plan, Week
from plantigrade.core.quantities import Side
from plantigrade.interop.case_file import case_from
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.knowledge.words import language
from plantigrade.web.assess.queries import reading_of
from plantigrade.web.base.clock import today
from plantigrade.web.people.models import Person
from plantigrade.web.programme.changes import SETTINGS, change_from, override_from
from plantigrade.web.programme.models import Adjustment, Override, Programme

SHORT = "5"
Kind = Adjustment.Kind


@dataclass(frozen=True, slots=True)
class Pause:
    """Days off from `begins`; `ends` is the first day of work again, None while it lasts."""

    begins: datetime.date
    ends: datetime.date | None
    reason: str

    def days(self, on: datetime.date) -> int:
        """How long it has lasted by a day."""
        return max(0, ((self.ends or on) - self.begins).days)


def running(person: Person) -> Programme | None:
    return person.programmes.filter(ended_on=None).select_related("assessment").first()


def standing(programme: Programme) -> QuerySet[Adjustment]:
    """The adjustments that were not taken back, in the order in which they were made."""
    return programme.adjustments.filter(undone_at=None)


def undoable(programme: Programme) -> list[Adjustment]:
    """What was changed today and may still be taken back, the last first."""
    return list(standing(programme).filter(on=today()).reverse())


def pauses_of(programme: Programme) -> list[Pause]:
    """The pauses in order; at most the last still lasts."""
    return _pauses(standing(programme).filter(kind__in=(Kind.PAUSE, Kind.RESUME)))


def _pauses(made: Iterable[Adjustment]) -> list[Pause]:
    found: list[Pause] = []
    for one in sorted(made, key=lambda one: (one.on, one.made_at)):
        lasting = bool(found) and found[-1].ends is None
        if one.kind == Kind.PAUSE and not lasting:
            found.append(Pause(one.on, None, one.reason))
        elif one.kind == Kind.RESUME and lasting:
            found[-1] = Pause(found[-1].begins, one.on, found[-1].reason)
    return found


def paused(programme: Programme) -> Pause | None:
    """The pause that lasts."""
    return next((pause for pause in pauses_of(programme) if pause.ends is None), None)


def changed_at(programme: Programme) -> datetime.datetime:
    """When the programme last became another: a calendar takes over only events with a newer stamp."""
    stamps = [
        stamp
        for made in programme.adjustments.all()
        for stamp in (made.made_at, made.undone_at)
        if stamp is not None
    ]
    for made in programme.person.overrides.all():
        stamps += [stamp for stamp in (made.made_at, made.ended_at) if stamp is not None]
    return max(stamps, default=programme.created_at)


def plan_of(programme: Programme) -> Plan:
    """The twelve weeks as they stand, with every adjustment applied."""
    return plan_with(programme, ())


def short_plan_of(programme: Programme) -> Plan:
    """The same weeks in five minutes a day."""
    return plan_with(programme, (), always_minutes=SHORT)


def plan_with(
    programme: Programme,
    more: Sequence[Adjustment],
    *,
    always_minutes: str | None = None,
    in_place_of: datetime.date | None = None,
) -> Plan:
    """The weeks with every adjustment, and with some that are not stored: what a change would do.

    What a decision of the day `in_place_of` changed is left out.
    """
    held = (one for one in standing(programme) if not (one.rule and one.on == in_place_of))
    made = [*held, *more]
    pauses = _pauses(made)
    segments = _segments(programme, made, pauses, always_minutes)
    plan = adjusted(segments, _changes(programme, made, pauses), default_catalogue())
    for pause in pauses:
        plan = shifted(plan, pause.begins, pause.days(today()))
    return plan


def _changes(programme: Programme, made: Sequence[Adjustment], pauses: Sequence[Pause]) -> list[Change]:
    """What the person and the rules changed, and what a professional did, in the order of their making."""

    def day(on: datetime.date) -> datetime.date:
        return programme_day(on, pauses)

    found: list[tuple[datetime.datetime, Change]] = [
        (one.made_at, override_from(one, day)) for one in programme.person.overrides.all()
    ]
    for one in made:
        change = change_from(one, day(one.on)) if one.kind not in SETTINGS else None
        if change is not None:
            found.append((one.made_at, change))
    return [change for _, change in sorted(found, key=lambda pair: pair[0])]


def overrides_on(person: Person, on: datetime.date) -> list[Override]:
    """What professionals set that counts on a day or begins after it, the first made first."""
    return list(person.overrides.filter(Q(ended_on=None) | Q(ended_on__gt=on)))


def day_of(plan: Plan, on: datetime.date) -> Day | None:
    """The day of a date; None before the first, after the last, and in a pause."""
    return next((day for week in plan.weeks for day in week.days if day.date == on), None)


def week_of(plan: Plan, on: datetime.date) -> Week | None:
    """The week that holds the day of a date."""
    return next((week for week in plan.weeks for day in week.days if day.date == on), None)


def unstored(programme: Programme, on: datetime.date, kind: str, values: dict[str, Any]) -> Adjustment:
    """A change as it would be from a day on, to look at its effect."""
    return Adjustment(programme=programme, on=on, made_at=timezone.now(), kind=kind, values=values)


def settings_of(programme: Programme) -> dict[str, Any]:
    """What the days to come are prescribed from: minutes, equipment, training days, emphasis by side, and
    whether the front of the ankle is spared."""
    return _settings(programme, standing(programme))


def equipment_of(programme: Programme) -> list[str]:
    """What there is to work with now."""
    found: list[str] | None = settings_of(programme)["equipment"]
    return list(default_catalogue().programme.default_equipment) if found is None else list(found)


def tried_of(programme: Programme) -> dict[Side, list[str]]:
    """What decisions put first on each side, in order."""
    found: dict[Side, list[str]] = {}
    for made in standing(programme).filter(kind=Kind.EMPHASIS):
        for side, name in made.values.items():
            found.setdefault(Side(side), []).append(name)
    return found


def programme_day(on: datetime.date, pauses: Iterable[Pause]) -> datetime.date:
    """The day of the programme without its pauses that a date of the calendar stands for.

    A date within a pause stands for the day with which the work goes on.
    """
    before = sum((min(pause.ends or on, on) - pause.begins).days for pause in pauses if pause.begins <= on)
    return on - datetime.timedelta(days=before)


def _settings(programme: Programme, made: Iterable[Adjustment]) -> dict[str, Any]:
    person = programme.assessment.raw.get("person", {})
    found: dict[str, Any] = {
        "minutes": programme.minutes,
        "equipment": person.get("equipment"),
        "training_days": person.get("lower_body_days", []),
        "emphasis": {},
        "front": False,
    }
    for one in made:
        if one.kind == Kind.EMPHASIS:
            found["emphasis"] = {**found["emphasis"], **one.values}
        elif one.kind in SETTINGS:
            found[one.kind] = one.values[one.kind]
    return found


def _segments(
    programme: Programme, made: Sequence[Adjustment], pauses: Sequence[Pause], minutes: str | None
) -> list[Segment]:
    """What was prescribed from when on: at the start, and from each change of settings."""
    changes = [one for one in made if one.kind in SETTINGS]
    found = []
    for count in range(len(changes) + 1):
        settings = _settings(programme, changes[:count])
        raw = programme.assessment.raw
        person = {**raw.get("person", {}), "lower_body_days": settings["training_days"]}
        if settings["equipment"] is not None:
            person["equipment"] = settings["equipment"]
        plan = _plan(
            json.dumps({**raw, "person": person}, sort_keys=True),
            programme.starts_on,
            minutes or settings["minutes"],
            tuple(sorted(settings["emphasis"].items())),
            settings["front"],
            _upkeep_weeks(programme) if programme.upkeep else 0,
            language(),
        )
        begins = programme_day(changes[count - 1].on, pauses) if count else programme.starts_on
        equipment = settings["equipment"]
        there = default_catalogue().programme.default_equipment if equipment is None else equipment
        found.append(Segment(begins, plan, frozenset(there)))
    return found


def _upkeep_weeks(programme: Programme) -> int:
    """Upkeep has no end: there are always as many weeks ahead as a programme has."""
    ahead = int(default_catalogue().programme.horizon.weeks.value)
    return max(0, (today() - programme.starts_on).days // 7) + ahead


@lru_cache(maxsize=256)
def _plan(
    raw: str,
    starts_on: datetime.date,
    minutes: str,
    emphasis: tuple[tuple[str, Any], ...],
    front: bool,
    upkeep_weeks: int,
    spoken: str,
) -> Plan:
    """`spoken` is the language of the plan's texts."""
    knowledge = default_catalogue()
    first: Mapping[Side, Any] = {Side(side): name for side, name in emphasis}
    found = assess(case_from(json.loads(raw)), knowledge)
    if front:
        found = guarded(found, knowledge)
    return prescribe(found, starts_on, knowledge, minutes, first, upkeep_weeks)


def stored_day(programme: Programme, on: datetime.date) -> datetime.date:
    """A date of the calendar as it is stored with a change: without the pauses so far."""
    return programme_day(on, pauses_of(programme))


def swap_options(
    programme: Programme, on: datetime.date, exercise_id: str, *, gentle: bool
) -> tuple[Option, ...]:
    """What may stand in place of an exercise of a day."""
    plan = plan_of(programme)
    day, week = day_of(plan, on), week_of(plan, on)
    if day is None or week is None:
        return ()
    there = frozenset(equipment_of(programme))
    reading = reading_of(programme.assessment)
    if settings_of(programme)["front"]:
        reading = guarded(reading, default_catalogue())
    found = options(day, exercise_id, week, plan, reading, there, default_catalogue(), gentle=gentle)
    out = _taken_out(programme.person, on)
    return tuple(one for one in found if one.form.exercise not in out)


def _taken_out(person: Person, on: datetime.date) -> frozenset[str]:
    """The exercises that a professional wants on no such day."""
    kinds = (Override.Kind.LEAVE_OUT, Override.Kind.SWAP)
    found = [one for one in overrides_on(person, on) if one.kind in kinds and one.begins <= on]
    return frozenset(
        one.exercise for one in found if one.values.get("form", {}).get("exercise") != one.exercise
    )


def hurt_lately(person: Person, exercise_id: str) -> bool:
    """Whether the exercise was reported as painful within the window of the pain rules."""
    window_days = int(default_catalogue().pain.after.flare_window_days.value)
    since = today() - datetime.timedelta(days=window_days)
    return person.pain_reports.filter(exercise=exercise_id, day__gt=since, pain_0_10__gt=0).exists()
