"""The twelve weeks, a day of them, an exercise."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from plantigrade.core.prescription import prescribe
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.web.assess.queries import latest, reading_of
from plantigrade.web.base.clock import today
from plantigrade.web.people.models import Person
from plantigrade.web.player.queries import days_done, first_open_day
from plantigrade.web.programme import actions
from plantigrade.web.programme.forms import ChangeForm, StartForm
from plantigrade.web.programme.models import Adjustment
from plantigrade.web.programme.override_presenters import with_overrides
from plantigrade.web.programme.presenters import (
    calendar_parts,
    day_parts,
    exercise_parts,
    undo_parts,
    weeks_parts,
)
from plantigrade.web.programme.queries import (
    day_of,
    equipment_of,
    paused,
    plan_of,
    running,
    settings_of,
    undoable,
)
from plantigrade.web.team.access import for_person, treated_person

Kind = Adjustment.Kind


@for_person
def calendar(request: HttpRequest, person: Person) -> HttpResponseBase:
    """The running programme; before it begins, the one that would be, and the choice to begin it."""
    assessed = latest(person)
    if assessed is None:
        return redirect("assess:start", person.id)
    held = running(person)
    reading = reading_of(held.assessment if held else assessed)
    if reading.safety.decision == "stop":
        return redirect("assess:answer", person.id)
    if held is not None:
        plan = plan_of(held)
        parts = calendar_parts(plan, reading, person.unit, upkeep=held.upkeep)
        parts["weeks"] = weeks_parts(plan, days_done(person), today(), upkeep=held.upkeep)
        parts["undoable"] = undo_parts(undoable(held))
        return render(request, "programme/calendar.html", {**parts, "held": held, "paused": paused(held)})
    # Whoever has just measured may begin at once; a day that is done is not done twice.
    first_day = first_open_day(person, today())
    form = StartForm(request.POST if request.method == "POST" else None, first_day=first_day)
    if request.method == "POST" and form.is_valid():
        actions.start_programme(person=person, assessment=assessed, **form.cleaned_data)
        return redirect("home:today", person.id)
    plan = prescribe(reading, first_day, default_catalogue())
    parts = calendar_parts(plan, reading, person.unit)
    status = 400 if form.errors else 200
    return render(request, "programme/calendar.html", {**parts, "form": form}, status=status)


@require_safe
@for_person
def day(request: HttpRequest, person: Person, on: datetime.date) -> HttpResponseBase:
    held = running(person)
    found = day_of(plan_of(held), on) if held else None
    if found is None:
        raise Http404
    parts = day_parts(found, person.unit)
    assert held is not None
    done = on in days_done(person)
    parts |= with_overrides(found, parts["items"], person.overrides.all())
    parts |= {
        "done": done,
        "is_today": on == today(),
        "open": on >= today() and not done,
        "undoable": undo_parts(undoable(held)),
    }
    return render(request, "programme/day.html", parts)


@require_safe
@for_person
def exercise(request: HttpRequest, person: Person, exercise_id: str) -> HttpResponseBase:
    if exercise_id not in default_catalogue().exercises:
        raise Http404
    held = running(person)
    parts = exercise_parts(exercise_id, plan_of(held) if held else None, person.unit)
    return render(request, "programme/exercise.html", parts)


@treated_person
def change(request: HttpRequest, person: Person) -> HttpResponseBase:
    """Other minutes, equipment or training days from today on; the days before stay as they were."""
    held = running(person)
    if held is None:
        return redirect("programme:calendar", person.id)
    known = {**settings_of(held), "equipment": equipment_of(held)}
    form = ChangeForm(request.POST if request.method == "POST" else None, known=known)
    if request.method == "POST" and form.is_valid():
        for kind in (Kind.MINUTES, Kind.EQUIPMENT, Kind.TRAINING_DAYS):
            value, before = form.cleaned_data[kind.value], known[kind.value]
            same = value == before if kind == Kind.MINUTES else set(value) == set(before)
            if not same:
                actions.adjust(programme=held, on=today(), kind=kind, values={kind.value: value})
        messages.success(request, _("Changed from today on."))
        return redirect("programme:calendar", person.id)
    return render(request, "programme/change.html", {"form": form}, status=400 if form.errors else 200)


@require_POST
@treated_person
def pause(request: HttpRequest, person: Person) -> HttpResponseBase:
    """Begins a pause, or ends the one that lasts. It costs nothing but time."""
    held = running(person)
    if held is not None:
        kind = Adjustment.Kind.RESUME if paused(held) else Adjustment.Kind.PAUSE
        reason = request.POST.get("reason", "")[:200]
        actions.adjust(programme=held, on=today(), kind=kind, values={}, reason=reason)
    return redirect("home:today", person.id)


@require_POST
@treated_person
def end(request: HttpRequest, person: Person) -> HttpResponseBase:
    """Ends the programme; what was trained stays."""
    held = running(person)
    if held is not None:
        actions.end_programme(programme=held, on=today())
    return redirect("programme:calendar", person.id)
