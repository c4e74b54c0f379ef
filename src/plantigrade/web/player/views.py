"""The session of a day, and what the phone sends of it."""

from __future__ import annotations

import datetime

from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from plantigrade.web.base.clock import today
from plantigrade.web.base.records import RecordError, sent_in
from plantigrade.web.people.models import Person
from plantigrade.web.player import actions
from plantigrade.web.player.presenters import pain_limits, play_parts
from plantigrade.web.player.records import records_from
from plantigrade.web.programme.override_presenters import with_overrides
from plantigrade.web.programme.queries import day_of, plan_of, running, short_plan_of
from plantigrade.web.progress.presenters import decision_values
from plantigrade.web.team.access import for_person


@require_safe
@for_person
def play(request: HttpRequest, person: Person, on: datetime.date) -> HttpResponseBase:
    """The player of a day; `?short=1` in five minutes."""
    held = running(person)
    if held is None:
        raise Http404
    short = request.GET.get("short") == "1"
    plan = short_plan_of(held) if short else plan_of(held)
    day = day_of(plan, on)
    if day is None:
        raise Http404
    week = next(week.number for week in plan.weeks if day in week.days)
    parts = play_parts(day, week)
    parts |= with_overrides(day, parts["items"], person.overrides.all())
    script = {
        "person": str(person.id),
        "day": on.isoformat(),
        "short": short,
        "steps": parts["steps"],
        "pain": pain_limits(),
        "switches": person.player,
    }
    return render(request, "player/play.html", {**parts, "script": script, "short": short})


@require_POST
@for_person
def records(request: HttpRequest, person: Person) -> HttpResponseBase:
    """Keeps what a phone logged, in any order and as often as it likes; answers what is safe."""
    try:
        sent = sent_in(request.body)
    except RecordError as error:
        return JsonResponse({"problem": str(error)}, status=400)
    kept, refused, decision = actions.log_records(person=person, records=records_from(sent), on=today())
    answer: dict[str, object] = {"kept": kept, "refused": refused}
    if decision is not None:
        answer["decision"] = decision_values(decision)
    return JsonResponse(answer)
