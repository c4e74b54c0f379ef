"""Writes of programmes."""

from __future__ import annotations

import datetime

from django.db import transaction

from plantigrade.web.assess.models import Assessment
from plantigrade.web.people.models import Person
from plantigrade.web.programme.models import Programme


@transaction.atomic
def start_programme(
    *, person: Person, assessment: Assessment, starts_on: datetime.date, minutes: str
) -> Programme:
    """Begins twelve weeks and ends the programme before."""
    person.programmes.filter(ended_on=None).update(ended_on=starts_on)
    return Programme.objects.create(
        person=person, assessment=assessment, starts_on=starts_on, minutes=minutes
    )


@transaction.atomic
def end_programme(*, programme: Programme, on: datetime.date) -> None:
    programme.ended_on = on
    programme.save(update_fields=["ended_on"])
