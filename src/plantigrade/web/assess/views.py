"""The guided assessment, page by page, and its answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from plantigrade.interviewing import other_tests
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.web.assess import actions, flow
from plantigrade.web.assess.models import Assessment
from plantigrade.web.assess.presenters import answer_parts, claim_parts, page_parts
from plantigrade.web.assess.queries import latest, open_assessment, reading_of
from plantigrade.web.people.models import Person
from plantigrade.web.team.access import for_person
from plantigrade.web.videos.findings import filmed, recent_offers, used_rows


@for_person
def start(request: HttpRequest, person: Person) -> HttpResponseBase:
    """Begins, or goes on with, an assessment."""
    if request.method == "POST":
        actions.start_assessment(person=person)
        return redirect("assess:question", person.id)
    return render(request, "assess/start.html", {"held": open_assessment(person)})


@require_safe
@for_person
def question(request: HttpRequest, person: Person) -> HttpResponseBase:
    """To the next page; to the end when nothing is left that would change the answer."""
    held = open_assessment(person)
    if held is None:
        return redirect("assess:answer", person.id)
    reading = reading_of(held)
    found = flow.next_page(held.raw, held.skipped, held.chosen, reading, default_catalogue())
    if found is not None:
        return redirect("assess:page", person.id, found)
    return redirect("assess:finish", person.id)


@for_person
def page(request: HttpRequest, person: Person, page: str) -> HttpResponseBase:
    """One page of questions; with mistakes it comes back as it was sent."""
    held = open_assessment(person)
    if held is None:
        return redirect("assess:answer", person.id)
    if not flow.questions_on(page, held.raw, default_catalogue()):
        raise Http404
    problems: dict[str, str] = {}
    if request.method == "POST":
        sent = {} if "skip" in request.POST else dict(request.POST.lists())
        problems = actions.take_page(assessment=held, page=page, sent=sent)
        if not problems:
            return redirect("assess:question", person.id)
    sent = dict(request.POST.lists()) if problems else {}
    parts = page_parts(held, page, sent, problems, person.unit)
    if parts["protocol"]:
        names = filmed(parts["protocol"].gives)
        parts |= _from_clips(person, held, names) | {"filmable": bool(names)}
    return render(request, "assess/page.html", parts, status=400 if problems else 200)


@for_person
def finish(request: HttpRequest, person: Person) -> HttpResponseBase:
    """Nothing cheap would change the answer: see it, or do one more test."""
    held = open_assessment(person)
    if held is None:
        return redirect("assess:answer", person.id)
    reading = reading_of(held)
    stopped = reading.safety.decision == "stop"
    if request.method == "POST" and request.POST.get("test"):
        test = request.POST["test"]
        if test not in default_catalogue().protocols.tests:
            raise Http404
        actions.choose_test(assessment=held, test=test)
        return redirect("assess:page", person.id, test)
    if request.method == "POST" or stopped:
        actions.close(assessment=held)
        return redirect("assess:answer", person.id)
    knowledge = default_catalogue()
    tests = [(id_, knowledge.protocols.tests[id_]) for id_ in other_tests(held.raw, knowledge)]
    return render(request, "assess/finish.html", {"tests": tests, **_from_clips(person, held)})


def _from_clips(person: Person, held: Assessment, names: frozenset[str] | None = None) -> dict[str, Any]:
    """What clips gave to the assessment, and what they still have to offer; of some fields, or of all."""
    used = used_rows(held, person.unit)
    shown = [row for row in used if names is None or row.key.partition(".")[2] in names]
    return {"from_clips": shown, "offers": recent_offers(person, held, names)}


@require_POST
@for_person
def take_back(request: HttpRequest, person: Person) -> HttpResponseBase:
    """Gives back the answer that a finding of a clip took the place of."""
    held = open_assessment(person)
    if held is None:
        return redirect("assess:answer", person.id)
    actions.take_back(assessment=held, key=request.POST.get("finding", ""))
    messages.success(request, _("Taken back."))
    return redirect("assess:question", person.id)


@require_POST
@for_person
def reopen(request: HttpRequest, person: Person) -> HttpResponseBase:
    """Back into the last assessment: to correct an answer, or for one more test."""
    last = latest(person)
    if last is None:
        return redirect("assess:start", person.id)
    held = actions.reopen(assessment=last)
    wanted = request.POST.get("page", "")
    if wanted in default_catalogue().protocols.tests:
        actions.choose_test(assessment=held, test=wanted)
    elif wanted not in (flow.SAFETY, flow.CAUTION, flow.PERSON):
        raise Http404
    return redirect("assess:page", person.id, wanted)


@require_safe
@for_person
def answer(request: HttpRequest, person: Person) -> HttpResponseBase:
    """What the last assessment says."""
    held = latest(person)
    if held is None:
        return redirect("assess:start", person.id)
    parts = answer_parts(reading_of(held), person.unit)
    return render(request, "assess/answer.html", parts | {"from_clips": used_rows(held, person.unit)})


@require_safe
@for_person
def claims(request: HttpRequest, person: Person) -> HttpResponseBase:
    """Popular claims that are nowhere in the application, and why."""
    return render(request, "assess/claims.html", claim_parts())
