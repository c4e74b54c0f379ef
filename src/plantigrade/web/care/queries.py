"""Reads of care: what a clinician wants to know of one athlete."""

from __future__ import annotations

from django.db.models import QuerySet

from plantigrade.web.care.models import Note
from plantigrade.web.people.models import Person
from plantigrade.web.screening.models import Entrant


def notes_of(person: Person) -> QuerySet[Note]:
    """As they stand now, the last first; what a note said before its correction hangs on it."""
    return person.notes.filter(corrected=None).select_related("corrects").order_by("-written_at", "-pk")


def before(note: Note) -> list[Note]:
    """What a note said before it was corrected, the last first."""
    found = []
    while note.corrects is not None:
        note = note.corrects
        found.append(note)
    return found


def screenings_of(person: Person) -> QuerySet[Entrant]:
    """The screening days on whose list the person stands, the last first."""
    return (
        Entrant.objects.filter(person=person)
        .select_related("day", "day__organisation")
        .prefetch_related("marks")
        .order_by("-day__on")
    )
