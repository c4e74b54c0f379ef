"""The session of a day."""

from __future__ import annotations

import datetime

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from plantigrade.core.session import timeline
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.web.people.access import for_person
from plantigrade.web.people.models import Person
from plantigrade.web.programme.queries import day_of, plan_of, running


@require_safe
@for_person
def play(request: HttpRequest, person: Person, on: datetime.date) -> HttpResponseBase:
    held = running(person)
    day = day_of(plan_of(held), on) if held else None
    if day is None:
        raise Http404
    steps = timeline(day, default_catalogue().exercises)
    return render(request, "player/play.html", {"day": day, "steps": steps})
