"""Writes of a day's films."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.files.base import File
from django.db import transaction

from plantigrade.web.accounts.models import User
from plantigrade.web.screening.matching import matched
from plantigrade.web.screening.models import Entrant, LooseClip, ScreeningDay
from plantigrade.web.team.actions import note
from plantigrade.web.team.models import Entry, Level
from plantigrade.web.team.queries import level_of
from plantigrade.web.videos.actions import add_clip


@transaction.atomic
def take_films(
    *, day: ScreeningDay, user: User, files: Sequence[File[bytes]], entrants: Sequence[Entrant]
) -> int:
    """Each film to the athlete whom its name tells; the others wait. Returns how many found their athlete."""
    found = 0
    for file in files:
        entrant = matched(file.name or "", entrants)
        if entrant is not None and _hand_over(entrant, user, file):
            found += 1
        else:
            LooseClip.objects.create(day=day, file=file, name=(file.name or "")[-200:])
    return found


@transaction.atomic
def assign(*, clip: LooseClip, user: User, entrant: Entrant) -> bool:
    """A film that waited becomes the athlete's. False when the athlete lets nobody here record."""
    # A file of its own name: a model's file would be taken over in place, and go with the one that waited.
    with clip.file.storage.open(str(clip.file.name)) as stored:
        if not _hand_over(entrant, user, File(stored, name=clip.name)):
            return False
    remove(clip=clip)
    return True


@transaction.atomic
def remove(*, clip: LooseClip) -> None:
    storage, name = clip.file.storage, str(clip.file.name)
    clip.delete()
    transaction.on_commit(lambda: storage.delete(name))


def _hand_over(entrant: Entrant, user: User, file: File[bytes]) -> bool:
    level, by = level_of(user, entrant.person)
    if level is None or level < Level.RECORD:
        return False
    note(
        person=entrant.person,
        user=user,
        organisation=by,
        kind=Entry.Kind.CHANGED,
        what="screening:films",
    )
    add_clip(person=entrant.person, file=file, taken_on=entrant.day.on)
    return True
