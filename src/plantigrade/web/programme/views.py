"""The twelve weeks."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from plantigrade.core.prescription import prescribe
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.report.citing import Citations
from plantigrade.report.frame import Frame
from plantigrade.report.programme import programme as programme_sections
from plantigrade.web.assess.queries import latest, reading_of
from plantigrade.web.base.clock import today
from plantigrade.web.people.access import for_person
from plantigrade.web.people.models import Person
from plantigrade.web.programme import actions
from plantigrade.web.programme.queries import plan_of, running


@for_person
def calendar(request: HttpRequest, person: Person) -> HttpResponseBase:
    """The running programme; before it begins, the one that would be."""
    assessed = latest(person)
    if assessed is None:
        return redirect("assess:start", person.id)
    held = running(person)
    knowledge = default_catalogue()
    if request.method == "POST" and held is None:
        actions.start_programme(
            person=person, assessment=assessed, starts_on=today() + timedelta(days=1), minutes="10"
        )
        return redirect("programme:calendar", person.id)
    reading = reading_of(held.assessment if held else assessed)
    plan = plan_of(held) if held else prescribe(reading, today() + timedelta(days=1), knowledge)
    frame = Frame(knowledge, "in" if person.units == "in" else "cm", Citations(knowledge))
    sections = [section.markup() for section in programme_sections(plan, reading, frame)]
    return render(request, "programme/calendar.html", {"held": held, "sections": sections})
