"""One day changed: left out, moved, or with another exercise; and what was changed today taken back."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from plantigrade.web.base.clock import today
from plantigrade.web.people.models import Person
from plantigrade.web.player.queries import days_done
from plantigrade.web.programme import actions
from plantigrade.web.programme.forms import LeaveOutForm, MoveForm, SkipForm, SwapForm
from plantigrade.web.programme.models import Adjustment, Programme
from plantigrade.web.programme.presenters import item_parts, move_choices, swap_choices
from plantigrade.web.programme.queries import (
    day_of,
    hurt_lately,
    plan_of,
    running,
    stored_day,
    swap_options,
)
from plantigrade.web.team.access import treated_person

Kind = Adjustment.Kind


def _open_programme(person: Person, on: datetime.date) -> Programme:
    """The running programme when a day of it may still be changed; a past or done day may not."""
    held = running(person)
    if held is None or on < today() or on in days_done(person):
        raise Http404
    return held


@treated_person
def change_day(request: HttpRequest, person: Person, on: datetime.date) -> HttpResponseBase:
    """A day left out with a reason, or changed with another day."""
    held = _open_programme(person, on)
    plan = plan_of(held)
    day = day_of(plan, on)
    if day is None:
        raise Http404
    act = request.POST.get("act", "")
    skip = SkipForm(request.POST if act == "skip" else None, auto_id="skip_%s")
    choices = move_choices(plan, on, today(), days_done(person))
    move = MoveForm(request.POST if act == "move" else None, choices=choices)
    values: dict[str, Any] = {"day": stored_day(held, on).isoformat()}
    if act == "skip" and skip.is_valid():
        reason = skip.cleaned_data["reason"]
        actions.adjust(programme=held, on=today(), kind=Kind.SKIP, values=values, reason=reason)
        messages.success(request, _("Left out. It costs nothing; the next day waits for you."))
        return redirect("programme:day", person.id, on)
    if act == "move" and move.is_valid():
        values["to"] = stored_day(held, move.cleaned_data["to"]).isoformat()
        actions.adjust(programme=held, on=today(), kind=Kind.MOVE, values=values)
        messages.success(request, _("The two days changed places."))
        return redirect("programme:day", person.id, move.cleaned_data["to"])
    parts = {"day": day, "skip": skip, "move": move if choices else None}
    status = 400 if skip.errors or move.errors else 200
    return render(request, "programme/change_day.html", parts, status=status)


@treated_person
def change_item(
    request: HttpRequest, person: Person, on: datetime.date, exercise_id: str
) -> HttpResponseBase:
    """An exercise of a day left out with a reason, or another one in its place."""
    held = _open_programme(person, on)
    day = day_of(plan_of(held), on)
    if day is None or all(item.exercise != exercise_id for item in day.items):
        raise Http404
    gentle = hurt_lately(person, exercise_id) or request.GET.get("hurts") == "1"
    act = request.POST.get("act", "")
    skip = LeaveOutForm(request.POST if act == "skip" else None, auto_id="skip_%s")
    choices = swap_choices(swap_options(held, on, exercise_id, gentle=gentle), exercise_id)
    swap = SwapForm(request.POST if act == "swap" else None, choices=choices)
    values: dict[str, Any] = {"day": stored_day(held, on).isoformat(), "exercise": exercise_id}
    if act == "skip" and skip.is_valid():
        values["lasting"] = skip.cleaned_data["lasting"]
        reason = skip.cleaned_data["reason"]
        actions.adjust(programme=held, on=today(), kind=Kind.SKIP, values=values, reason=reason)
        messages.success(request, _("Left out."))
        return redirect("programme:day", person.id, on)
    if act == "swap" and swap.is_valid():
        exercise, stage, variant = swap.cleaned_data["form"].split(".")
        values["form"] = {"exercise": exercise, "stage": stage, "variant": variant}
        values["lasting"] = swap.cleaned_data["lasting"]
        actions.adjust(programme=held, on=today(), kind=Kind.SWAP, values=values)
        messages.success(request, _("Swapped."))
        return redirect("programme:day", person.id, on)
    parts = item_parts(day, exercise_id)
    parts |= {"skip": skip, "swap": swap if choices else None, "gentle": gentle}
    status = 400 if skip.errors or swap.errors else 200
    return render(request, "programme/change_item.html", parts, status=status)


@require_POST
@treated_person
def undo(request: HttpRequest, person: Person, adjustment_id: UUID) -> HttpResponseBase:
    """Takes back a change that was made today."""
    held = running(person)
    if held is None or not actions.undo(programme=held, adjustment_id=adjustment_id):
        raise Http404
    messages.success(request, _("Taken back."))
    return redirect("programme:calendar", person.id)
