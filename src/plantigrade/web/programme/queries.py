"""Reads of the programme: its days are computed, never stored (docs/adr/0013)."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from plantigrade.core.assessment import assess
from plantigrade.core.prescription import prescribe
from plantigrade.core.prescription.adjust import joined, shifted
from plantigrade.core.prescription.types import Day, Plan
from plantigrade.interop.case_file import case_from
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.web.base.clock import today
from plantigrade.web.people.models import Person
from plantigrade.web.programme.models import Adjustment, Programme

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


def pauses_of(programme: Programme) -> list[Pause]:
    """The pauses in order; at most the last still lasts."""
    found: list[Pause] = []
    for made in programme.adjustments.filter(kind__in=(Kind.PAUSE, Kind.RESUME)).order_by("on", "made_at"):
        lasting = bool(found) and found[-1].ends is None
        if made.kind == Kind.PAUSE and not lasting:
            found.append(Pause(made.on, None, made.reason))
        elif made.kind == Kind.RESUME and lasting:
            found[-1] = Pause(found[-1].begins, made.on, found[-1].reason)
    return found


def paused(programme: Programme) -> Pause | None:
    """The pause that lasts."""
    return next((pause for pause in pauses_of(programme) if pause.ends is None), None)


def changed_at(programme: Programme) -> datetime.datetime:
    """When the programme last became another: a calendar takes over only events with a newer stamp."""
    last = programme.adjustments.last()
    return last.made_at if last is not None else programme.created_at


def plan_of(programme: Programme) -> Plan:
    """The twelve weeks as they stand, with every adjustment applied."""
    return _adjusted(programme, None)


def short_plan_of(programme: Programme) -> Plan:
    """The same weeks in five minutes a day."""
    return _adjusted(programme, SHORT)


def day_of(plan: Plan, on: datetime.date) -> Day | None:
    """The day of a date; None before the first, after the last, and in a pause."""
    return next((day for week in plan.weeks for day in week.days if day.date == on), None)


def equipment_of(programme: Programme) -> list[str]:
    """What there is to work with now."""
    last = programme.adjustments.filter(kind=Kind.EQUIPMENT).last()
    if last is not None:
        return list(last.values["equipment"])
    return list(programme.assessment.raw.get("person", {}).get("equipment", ()))


def minutes_of(programme: Programme) -> str:
    """The minutes a day that count now."""
    last = programme.adjustments.filter(kind=Kind.MINUTES).last()
    return str(last.values["minutes"]) if last is not None else programme.minutes


def _adjusted(programme: Programme, always_minutes: str | None) -> Plan:
    """Re-prescribed from the day of each change on, then moved by the pauses."""
    pauses = pauses_of(programme)
    raw = programme.assessment.raw
    minutes = always_minutes or programme.minutes
    plan = _plan(json.dumps(raw, sort_keys=True), programme.starts_on, minutes)
    if not plan.weeks:
        return plan
    for made in programme.adjustments.filter(kind__in=(Kind.MINUTES, Kind.EQUIPMENT)).order_by("made_at"):
        if made.kind == Kind.MINUTES:
            minutes = always_minutes or made.values["minutes"]
        else:
            raw = {**raw, "person": {**raw.get("person", {}), "equipment": made.values["equipment"]}}
        fresh = _plan(json.dumps(raw, sort_keys=True), programme.starts_on, minutes)
        plan = joined(plan, fresh, _programme_day(made.on, pauses))
    for pause in pauses:
        plan = shifted(plan, pause.begins, pause.days(today()))
    return plan


def _programme_day(on: datetime.date, pauses: Iterable[Pause]) -> datetime.date:
    """The day of the programme without its pauses that a date of the calendar stands for."""
    before = sum(pause.days(on) for pause in pauses if pause.begins <= on and (pause.ends or on) <= on)
    return on - datetime.timedelta(days=before)


@lru_cache(maxsize=256)
def _plan(raw: str, starts_on: datetime.date, minutes: str) -> Plan:
    knowledge = default_catalogue()
    return prescribe(assess(case_from(json.loads(raw)), knowledge), starts_on, knowledge, minutes)
