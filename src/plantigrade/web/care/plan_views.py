"""A professional changes somebody's programme, with a reason that the athlete sees, until it is ended."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from plantigrade.core.prescription.differences import last_day
from plantigrade.web.base.clock import today
from plantigrade.web.care import actions
from plantigrade.web.care.plan_forms import ReasonForm
from plantigrade.web.care.plan_presenters import forms_for, plan_parts
from plantigrade.web.people.models import Person
from plantigrade.web.player.queries import first_open_day
from plantigrade.web.programme.models import Override
from plantigrade.web.programme.queries import plan_of, running
from plantigrade.web.team.access import treated_person
from plantigrade.web.team.queries import level_of


@treated_person
def plan(request: HttpRequest, person: Person) -> HttpResponseBase:
    """All changes, the exercises of the coming days; with POST, the work stands still from a day on."""
    held = running(person)
    found = plan_of(held) if held is not None else None
    form = None
    if found is not None and found.weeks and held is not None and not held.upkeep:
        sent = request.POST if request.method == "POST" else None
        form = ReasonForm(sent, first=first_open_day(person, today()), last=last_day(found), name="hold")
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid():
            _set(request, person, Override.Kind.HOLD, "", form)
            return redirect("care:plan", person.id)
    page = {**plan_parts(person, found), "form": form, "held": held}
    return render(request, "care/plan.html", page, status=400 if form is not None and form.errors else 200)


@treated_person
def exercise(request: HttpRequest, person: Person, exercise_id: str) -> HttpResponseBase:
    """An exercise left out, exchanged, or with another dose."""
    held = running(person)
    sent = request.POST if request.method == "POST" else None
    parts = forms_for(person, held, plan_of(held), exercise_id, sent) if held is not None else None
    if parts is None:
        raise Http404
    form = parts["forms"].get(request.POST.get("act", ""))
    if form is not None and form.is_valid():
        _set(request, person, request.POST["act"], exercise_id, form)
        return redirect("care:plan", person.id)
    page = {**parts, **{f"{kind}_form": one for kind, one in parts["forms"].items()}}
    return render(request, "care/override.html", page, status=400 if form is not None else 200)


@require_POST
@treated_person
def end(request: HttpRequest, person: Person, override_id: UUID) -> HttpResponseBase:
    """The programme is again what it would be; days that are past stay."""
    held = get_object_or_404(person.overrides, pk=override_id)
    if not actions.end_override(override=held, by=request.user, on=first_open_day(person, today())):  # type: ignore[arg-type]
        raise Http404
    messages.success(request, _("Ended. The programme goes on as prescribed."))
    return redirect("care:plan", person.id)


def _set(request: HttpRequest, person: Person, kind: str, exercise_id: str, form: Any) -> None:
    actions.set_override(
        person=person,
        by=request.user,  # type: ignore[arg-type]
        organisation=level_of(request.user, person)[1],  # type: ignore[arg-type]
        on=today(),
        begins=form.cleaned_data["begins"],
        kind=kind,
        exercise=exercise_id,
        values=form.values(),
        reason=form.cleaned_data["reason"],
    )
    messages.success(request, _("Changed. The athlete sees it with your name and the reason."))
