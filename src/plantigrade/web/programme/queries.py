"""Reads of the programme: its days are computed, never stored (docs/adr/0013)."""

from __future__ import annotations

import datetime
import json
from functools import lru_cache

from plantigrade.core.assessment import assess
from plantigrade.core.prescription import prescribe
from plantigrade.core.prescription.types import Day, Plan
from plantigrade.interop.case_file import case_from
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.web.people.models import Person
from plantigrade.web.programme.models import Programme

SHORT = "5"


def running(person: Person) -> Programme | None:
    return person.programmes.filter(ended_on=None).select_related("assessment").first()


def plan_of(programme: Programme) -> Plan:
    """The twelve weeks."""
    return _plan(_raw(programme), programme.starts_on, programme.minutes)


def short_plan_of(programme: Programme) -> Plan:
    """The same weeks in five minutes a day."""
    return _plan(_raw(programme), programme.starts_on, SHORT)


def day_of(plan: Plan, on: datetime.date) -> Day | None:
    """The day of a date; None before the first and after the last."""
    return next((day for week in plan.weeks for day in week.days if day.date == on), None)


def _raw(programme: Programme) -> str:
    return json.dumps(programme.assessment.raw, sort_keys=True)


@lru_cache(maxsize=256)
def _plan(raw: str, starts_on: datetime.date, minutes: str) -> Plan:
    knowledge = default_catalogue()
    return prescribe(assess(case_from(json.loads(raw)), knowledge), starts_on, knowledge, minutes)
