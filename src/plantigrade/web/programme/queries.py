"""Reads of the programme: its days are computed, never stored (docs/adr/0013)."""

from __future__ import annotations

import datetime

from plantigrade.core.prescription import prescribe
from plantigrade.core.prescription.types import Day, Plan
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.web.assess.queries import reading_of
from plantigrade.web.people.models import Person
from plantigrade.web.programme.models import Programme


def running(person: Person) -> Programme | None:
    return person.programmes.filter(ended_on=None).select_related("assessment").first()


def plan_of(programme: Programme) -> Plan:
    """The twelve weeks as they stand, with every adjustment applied."""
    reading = reading_of(programme.assessment)
    return prescribe(reading, programme.starts_on, default_catalogue(), programme.minutes)


def day_of(plan: Plan, on: datetime.date) -> Day | None:
    """The day of a date; None before the first and after the last."""
    return next((day for week in plan.weeks for day in week.days if day.date == on), None)
