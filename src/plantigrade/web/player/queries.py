"""Reads of what was trained."""

from __future__ import annotations

import datetime

from plantigrade.web.people.models import Person


def days_done(person: Person) -> frozenset[datetime.date]:
    """Days with a session that was finished."""
    return frozenset(person.sessions.exclude(finished_at=None).values_list("day", flat=True))
