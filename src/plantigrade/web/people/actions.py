"""Writes of people."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from django.db import transaction

from plantigrade.web.accounts.models import User
from plantigrade.web.people.models import Person, feed_key


@transaction.atomic
def add_person(
    *, owner: User, name: str, units: str = "cm", language: str = "", is_demo: bool = False
) -> Person:
    return Person.objects.create(owner=owner, name=name, units=units, language=language, is_demo=is_demo)


@transaction.atomic
def add_people(*, owners: Sequence[User], names: Sequence[str]) -> list[Person]:
    """Each with an owner of their own."""
    return Person.objects.bulk_create(
        Person(owner=owner, name=name) for owner, name in zip(owners, names, strict=True)
    )


@transaction.atomic
def remove_person(*, person: Person) -> None:
    """Everything of this person; the videos, with all that was drawn from them, once the rows are gone."""
    folders = {Path(clip.file.path).parent for clip in person.clips.all()}
    person.delete()
    transaction.on_commit(partial(_remove_folders, folders))


def _remove_folders(folders: Iterable[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):  # others of this person are still in it
            folder.parent.rmdir()


@transaction.atomic
def change_person(
    *, person: Person, name: str, units: str, theme: str, language: str, player: dict[str, bool]
) -> None:
    person.name, person.units, person.theme = name, units, theme
    person.language, person.player = language, player
    person.save(update_fields=["name", "units", "theme", "language", "player"])


@transaction.atomic
def renew_feed(*, person: Person) -> None:
    """A new secret for the reminders; the old address is dead from now on."""
    person.feed_key = feed_key()
    person.save(update_fields=["feed_key"])
