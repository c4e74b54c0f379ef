"""Writes of care."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from plantigrade.core.prescription.edits import Form
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.web.accounts.models import User
from plantigrade.web.care.models import Note
from plantigrade.web.people.models import Person
from plantigrade.web.programme.changes import override_from
from plantigrade.web.programme.models import Override


@transaction.atomic
def write_note(
    *, person: Person, by: User, organisation: str, text: str, corrects: Note | None = None
) -> Note:
    return Note.objects.create(
        person=person, by=by, author=_name(by), organisation=organisation, text=text, corrects=corrects
    )


@transaction.atomic
def correct_note(*, note: Note, by: User, organisation: str, text: str) -> Note | None:
    """The note once more, as it should have been; what was written stays.

    None when it is somebody else's, was corrected already, or says the same.
    """
    held = Note.objects.select_for_update().get(pk=note.pk)
    if held.by_id != by.pk or held.text == text or Note.objects.filter(corrects=held).exists():
        return None
    return write_note(person=held.person, by=by, organisation=organisation, text=text, corrects=held)


@transaction.atomic
def set_override(
    *,
    person: Person,
    by: User,
    organisation: str,
    on: datetime.date,
    begins: datetime.date,
    kind: str,
    reason: str,
    exercise: str = "",
    values: dict[str, Any] | None = None,
) -> Override:
    """In place of one of the same kind for the same exercise, which ends with the day it begins.

    Raises ValueError without a reason, for days that are past, and for values that its kind does not know.
    """
    if not reason.strip() or begins < on:
        raise ValueError("an override has a reason and begins no earlier than it is made")
    made = Override(
        person=person,
        on=on,
        begins=begins,
        kind=kind,
        exercise=exercise,
        values=values or {},
        reason=reason.strip(),
        by=by,
        author=_name(by),
        organisation=organisation,
    )
    _check(made)
    before = person.overrides.select_for_update().filter(kind=kind, exercise=exercise, ended_on=None)
    before.update(ended_on=begins, ended_at=timezone.now(), ended_by=made.author)
    made.save()
    return made


@transaction.atomic
def end_override(*, override: Override, by: User, on: datetime.date) -> bool:
    """From the day `on` the programme is what it would be without it; False when it was ended before."""
    standing = Override.objects.filter(pk=override.pk, ended_on=None)
    return standing.update(ended_on=on, ended_at=timezone.now(), ended_by=_name(by)) > 0


def _check(made: Override) -> None:
    knowledge = default_catalogue()
    try:
        override_from(made, lambda day: day)
        if made.kind != Override.Kind.HOLD:
            knowledge.exercises[made.exercise]
        if made.kind == Override.Kind.SWAP:
            Form(**made.values["form"]).parts(knowledge)
    except (KeyError, TypeError) as error:
        raise ValueError(f"no such override: {made.kind} {made.exercise} {made.values}") from error


def _name(user: User) -> str:
    return user.email or user.get_username()
