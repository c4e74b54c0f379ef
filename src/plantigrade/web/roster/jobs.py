"""What a team's server does beside answering."""

from __future__ import annotations

from django_tasks import task

from plantigrade.web.base.clock import today
from plantigrade.web.people.models import Person
from plantigrade.web.roster.actions import refresh_standing


@task()
def read_standings(organisation_id: str) -> None:
    """A new day: who was due, missed or resting yesterday may stand otherwise today."""
    stale = Person.objects.filter(
        grants__organisation__id=organisation_id, grants__withdrawn_at=None, standing__on__lt=today()
    ).distinct()
    for person in stale.iterator(chunk_size=200):
        refresh_standing(person=person)
