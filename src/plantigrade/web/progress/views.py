"""How the ankles change."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from plantigrade.core.review import review
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.report import progress as parts
from plantigrade.report.citing import Citations
from plantigrade.report.frame import Frame
from plantigrade.web.assess.queries import latest, reading_of
from plantigrade.web.base.clock import today
from plantigrade.web.people.access import for_person
from plantigrade.web.people.models import Person
from plantigrade.web.progress.queries import history_of


@require_safe
@for_person
def overview(request: HttpRequest, person: Person) -> HttpResponseBase:
    history, assessed = history_of(person), latest(person)
    if not history or assessed is None:
        return redirect("assess:start", person.id)
    knowledge = default_catalogue()
    found = review(history, knowledge, assessment=reading_of(assessed), today=today())
    frame = Frame(knowledge, "in" if person.units == "in" else "cm", Citations(knowledge))
    opening = parts.verdicts(found, frame)
    sections = [part.markup() for part in (parts.standing(found, frame), parts.trend(found, frame))]
    return render(request, "progress/overview.html", {"opening": opening, "sections": sections})
