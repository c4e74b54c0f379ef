"""The guided assessment, question by question, and its answer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from plantigrade.interop.problems import InputError
from plantigrade.interviewing import EntryError, next_question, parse
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.web.assess import actions
from plantigrade.web.assess.presenters import answer_parts
from plantigrade.web.assess.queries import latest, open_assessment, reading_of
from plantigrade.web.people.access import for_person
from plantigrade.web.people.models import Person


@for_person
def start(request: HttpRequest, person: Person) -> HttpResponseBase:
    """Begins, or goes on with, an assessment."""
    if request.method == "POST":
        actions.start_assessment(person=person)
        return redirect("assess:question", person.id)
    return render(request, "assess/start.html")


@for_person
def question(request: HttpRequest, person: Person) -> HttpResponseBase:
    """The next question; the answer when there is none."""
    held = open_assessment(person)
    if held is None:
        return redirect("assess:answer", person.id)
    knowledge = default_catalogue()
    reading = reading_of(held)
    stop = reading.safety.decision == "stop"
    asked = (
        None if stop else next_question(held.raw, held.skipped, reading.next_tests, held.chosen, knowledge)
    )
    if asked is None:
        actions.close(assessment=held)
        return redirect("assess:answer", person.id)
    problem = ""
    if request.method == "POST" and request.POST.get("key") == asked.key:
        entry = request.POST.get("entry", "").strip()
        try:
            if "skip" in request.POST or not entry:
                actions.pass_over(assessment=held, question=asked)
            else:
                actions.answer(assessment=held, question=asked, value=parse(entry, asked.field, person.units))
            return redirect("assess:question", person.id)
        except (EntryError, InputError) as error:
            problem = str(error)
    return render(
        request,
        "assess/question.html",
        {"question": asked, "problem": problem, "entry": request.POST.get("entry", "")},
    )


@require_safe
@for_person
def answer(request: HttpRequest, person: Person) -> HttpResponseBase:
    """What the last assessment says."""
    held = latest(person)
    if held is None:
        return redirect("assess:start", person.id)
    return render(request, "assess/answer.html", answer_parts(reading_of(held), person.units))
