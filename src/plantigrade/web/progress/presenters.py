"""Progress as the parts of its pages: the same parts as the report's."""

from __future__ import annotations

import datetime
from typing import Any

from plantigrade.core.adaptation import Decision
from plantigrade.core.review import Review
from plantigrade.draw.svg import Markup
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.report import progress as parts
from plantigrade.report.closing import sources
from plantigrade.web.base.frames import new_frame
from plantigrade.web.people.models import Person
from plantigrade.writing import Unit


def overview_parts(found: Review, unit: Unit) -> dict[str, Any]:
    """The verdict of each side, where they stand, the trend, and what it rests on."""
    frame = new_frame(unit)
    opening = parts.verdicts(found, frame)
    sections = [parts.standing(found, frame).markup(), parts.trend(found, frame).markup()]
    return {"opening": opening, "sections": [*sections, sources(frame).markup()]}


def decision_parts(found: Review, unit: Unit) -> dict[str, Any]:
    frame = new_frame(unit)
    sections = [section.markup() for section in parts.decision(found, frame)]
    return {"sections": [*sections, sources(frame).markup()], "kind": found.decision.kind}


def pain_parts(decision: Decision, unit: Unit) -> dict[str, Any]:
    """What the pain rules ask for: each rule with its reason and sources."""
    frame = new_frame(unit)
    told = [
        {"what": change.what, "why": change.why, "refs": frame.cite(change.sources)}
        for change in decision.changes
    ]
    wording = default_catalogue().progress.decisions[decision.kind]
    shown: Markup = sources(frame).markup()
    return {
        "kind": decision.kind,
        "title": wording.title,
        "lead": wording.text,
        "changes": told,
        "sources": shown,
    }


def tests_on(person: Person, on: datetime.date) -> dict[str, list[float]]:
    """The tries that were entered on a day, by side."""
    return {retest.side: retest.ktw_cm for retest in person.retests.filter(on=on)}
