"""Writes of a roster: who is on it, and how each stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from plantigrade.web.accounts.models import User
from plantigrade.web.base.clock import today
from plantigrade.web.people.models import Person
from plantigrade.web.roster.standing import standing_of
from plantigrade.web.team.actions import add_athletes
from plantigrade.web.team.models import Organisation, Standing

# A job that was asked for longer ago is that of a worker that died.
_STANDINGS_LAST = dt.timedelta(minutes=15)
# More would keep whoever waits for a page waiting.
_READ_AT_ONCE = 100


@transaction.atomic
def add_athlete(
    *, organisation: Organisation, name: str, by: User, group: str = "", position: str = ""
) -> Person:
    """Somebody without an account: the record waits for its owner, who takes it by an invitation."""
    [person] = add_athletes(organisation=organisation, by=by, listed=[(name, group, position)])
    refresh_standing(person=person)
    return person


@transaction.atomic
def refresh_standing(*, person: Person) -> None:
    found = standing_of(person, today())
    Standing.objects.update_or_create(person=person, defaults=asdict(found))


def bring_row_up_to_date(*, person: Person, **_more: Any) -> None:
    """After a change of the record (`team.access.record_changed`), when the person is on a roster.

    They are not when the record was deleted a moment ago.
    """
    if Person.objects.filter(pk=person.pk, standing__isnull=False).exists():
        refresh_standing(person=person)


@transaction.atomic
def bring_standings_up_to_date(*, people: Sequence[Person]) -> None:
    """Of some at once. Of many a part: the others stand as of yesterday, and a job reads them (`stale`)."""
    each = list({person.pk: person for person in people}.values())
    for person in each[:_READ_AT_ONCE]:
        refresh_standing(person=person)
    later = [person.pk for person in each[_READ_AT_ONCE:]]
    yesterday = today() - dt.timedelta(days=1)
    Standing.objects.filter(person__in=later).update(on=yesterday)
    there = set(Standing.objects.filter(person__in=later).values_list("person_id", flat=True))
    Standing.objects.bulk_create(
        Standing(person_id=pk, on=yesterday, attention=0, reason="untested")
        for pk in later
        if pk not in there
    )


def have_standings_read(*, organisation_id: str) -> None:
    """One job, however many look at the roster of yesterday: for ten thousand it works for minutes."""
    from plantigrade.web.roster.jobs import read_standings

    open_states = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    asked = DBTaskResult.objects.filter(
        task_path=read_standings.module_path,
        status__in=open_states,
        args_kwargs__args=[organisation_id],
        enqueued_at__gt=timezone.now() - _STANDINGS_LAST,
    )
    if not asked.exists():
        read_standings.enqueue(organisation_id)
