"""Writes of programmes."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction

from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.web.assess.models import Assessment
from plantigrade.web.people.models import Person
from plantigrade.web.programme.models import Adjustment, Programme
from plantigrade.web.programme.queries import paused


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


@transaction.atomic
def adjust(
    *, programme: Programme, on: datetime.date, kind: str, values: dict[str, Any], reason: str = ""
) -> Adjustment | None:
    """Writes a change from a day on. None when it changes nothing: a second pause, a resume without one.

    Raises ValueError for values that its kind does not know.
    """
    held = Programme.objects.select_for_update().get(pk=programme.pk)
    lasting = paused(held) is not None
    if (kind == Adjustment.Kind.PAUSE and lasting) or (kind == Adjustment.Kind.RESUME and not lasting):
        return None
    if kind == Adjustment.Kind.MINUTES and values.get("minutes") not in default_catalogue().programme.budgets:
        raise ValueError(f"no such minutes: {values}")
    if kind == Adjustment.Kind.EQUIPMENT and not set(values["equipment"]) <= set(
        default_catalogue().interview.person["equipment"].options
    ):
        raise ValueError(f"no such equipment: {values}")
    return Adjustment.objects.create(programme=held, on=on, kind=kind, values=values, reason=reason)
