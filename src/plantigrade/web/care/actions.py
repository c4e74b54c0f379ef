"""Writes of care."""

from __future__ import annotations

from django.db import transaction

from plantigrade.web.accounts.models import User
from plantigrade.web.care.models import Note
from plantigrade.web.people.models import Person


@transaction.atomic
def write_note(
    *, person: Person, by: User, organisation: str, text: str, corrects: Note | None = None
) -> Note:
    author = by.email or by.get_username()
    return Note.objects.create(
        person=person, by=by, author=author, organisation=organisation, text=text, corrects=corrects
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
