"""The page of upkeep: offered, kept up, and left for daily work when the range falls."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from plantigrade.web.assess.queries import latest, reading_of
from plantigrade.web.base.clock import today
from plantigrade.web.people.models import Person
from plantigrade.web.team.access import treated_person
from plantigrade.web.tracks import actions
from plantigrade.web.tracks.presenters import upkeep_parts
from plantigrade.web.tracks.upkeep import upkeep_of


@treated_person
def upkeep(request: HttpRequest, person: Person) -> HttpResponseBase:
    """Begin upkeep, or go back to daily work; either is the person's choice at any time."""
    assessed = latest(person)
    if assessed is None:
        return redirect("assess:start", person.id)
    if reading_of(assessed).safety.decision == "stop":
        return redirect("assess:answer", person.id)
    found, act = upkeep_of(person, today()), request.POST.get("act", "")
    if (act == "begin" and not found.runs) or (act == "daily" and found.runs):
        actions.change_kind(person=person, assessment=assessed, on=today(), upkeep=act == "begin")
        messages.success(
            request,
            _("Upkeep has begun.") if act == "begin" else _("Daily work has begun again."),
        )
        return redirect("tracks:upkeep", person.id)
    return render(request, "tracks/upkeep.html", upkeep_parts(found, person.unit))
