"""Reads of what was trained."""

from __future__ import annotations

import datetime

from plantigrade.web.people.models import Person


def days_done(person: Person) -> frozenset[datetime.date]:
    """Days with a session that was finished."""
    return frozenset(person.sessions.exclude(finished_at=None).values_list("day", flat=True))


def first_open_day(person: Person, on: datetime.date) -> datetime.date:
    """The first day from `on` that may still change: the day after when that of `on` is done."""
    return on + datetime.timedelta(days=on in days_done(person))
