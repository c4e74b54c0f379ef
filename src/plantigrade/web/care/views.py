"""The page of one athlete for whoever cares for them, and the notes about them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from plantigrade.web.base.clock import today
from plantigrade.web.care import actions
from plantigrade.web.care.forms import NoteForm
from plantigrade.web.care.presenters import athlete_parts, notes_parts
from plantigrade.web.people.models import Person
from plantigrade.web.team.access import for_person
from plantigrade.web.team.queries import level_of, memberships


@require_safe
@for_person
def athlete(request: HttpRequest, person: Person) -> HttpResponseBase:
    rosters = memberships(request.user).filter(  # type: ignore[arg-type]
        organisation__grants__person=person, organisation__grants__withdrawn_at=None
    )
    page = {**athlete_parts(person, today()), "rosters": rosters, "form": NoteForm()}
    return render(request, "care/athlete.html", page)


@for_person
def notes(request: HttpRequest, person: Person) -> HttpResponseBase:
    """All notes; with POST, one more."""
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.write_note(person=person, **_writer(request, person), **form.cleaned_data)
        messages.success(request, _("The note is kept."))
        return redirect("care:notes", person.id)
    page = {**notes_parts(person), "form": form}
    return render(request, "care/notes.html", page, status=400 if form.errors else 200)


@for_person
def correct(request: HttpRequest, person: Person, note_id: UUID) -> HttpResponseBase:
    """A note of one's own once more, as it should have been."""
    note = get_object_or_404(person.notes, pk=note_id, corrected=None)
    if note.by_id != request.user.pk:
        raise Http404
    form = NoteForm(request.POST if request.method == "POST" else None, initial={"text": note.text})
    if request.method == "POST" and form.is_valid():
        actions.correct_note(note=note, **_writer(request, person), **form.cleaned_data)
        messages.success(request, _("Corrected. What it said before stays below it."))
        return redirect("care:notes", person.id)
    page = {"form": form, "note": note}
    return render(request, "care/correct.html", page, status=400 if form.errors else 200)


def _writer(request: HttpRequest, person: Person) -> dict[str, Any]:
    user = request.user
    return {"by": user, "organisation": level_of(user, person)[1]}  # type: ignore[arg-type]
