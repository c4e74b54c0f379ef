"""The programme as the parts of its pages: the same parts as the report's."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Any

from plantigrade import writing
from plantigrade.core.assessment import Assessment
from plantigrade.core.prescription.types import Day, Plan
from plantigrade.core.quantities import Side
from plantigrade.draw.figures import draw_figure, figure_style
from plantigrade.draw.svg import Markup
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.report.closing import sources
from plantigrade.report.programme import programme as programme_sections
from plantigrade.web.base.frames import new_frame
from plantigrade.writing import Unit


def calendar_parts(plan: Plan, reading: Assessment, unit: Unit) -> dict[str, Any]:
    """The overview sections; the exercises have pages of their own."""
    frame = new_frame(unit)
    found = [s for s in programme_sections(plan, reading, frame) if s.id != "exercises"]
    return {
        "plan": plan,
        "sections": [section.markup() for section in found] + [sources(frame).markup()],
        "exercises": _exercises(plan),
    }


def weeks_parts(plan: Plan, done: Collection[datetime.date], on: datetime.date) -> list[dict[str, Any]]:
    """The weeks with their days, and of each day whether it was done, is today, or is to come."""
    return [
        {
            "week": week,
            "now": week.days[0].date <= on <= week.days[-1].date,
            "days": [
                {"day": day, "done": day.date in done, "today": day.date == on, "past": day.date < on}
                for day in week.days
            ],
        }
        for week in plan.weeks
    ]


def _exercises(plan: Plan) -> list[Any]:
    ids = dict.fromkeys(item.exercise for week in plan.weeks for day in week.days for item in day.items)
    return [default_catalogue().exercises[id_] for id_ in ids]


def day_parts(day: Day, unit: Unit) -> dict[str, Any]:
    """The items of a day, with dose, side, reason and sources."""
    frame = new_frame(unit)
    exercises = default_catalogue().exercises
    items = [
        {
            "exercise": exercises[item.exercise],
            "side": item.side,
            "dose": writing.dose(item.dose),
            "pace": writing.pace(item.dose),
            "why": item.why,
            "refs": frame.cite(item.sources),
        }
        for item in day.items
    ]
    return {"day": day, "items": items, "sources": sources(frame).markup() if items else Markup()}


def exercise_parts(exercise_id: str, plan: Plan | None, unit: Unit) -> dict[str, Any]:
    """One exercise: picture, steps, cues, faults, easier, harder, and why it is in this programme."""
    frame = new_frame(unit)
    knowledge = default_catalogue()
    exercise = knowledge.exercises[exercise_id]
    figure = knowledge.figures.figure(exercise_id)
    items = [
        item
        for week in (plan.weeks if plan else ())
        for day in week.days
        for item in day.items
        if item.exercise == exercise_id
    ]
    side = next((item.side for item in items if item.side), None) or Side.RIGHT
    refs = frame.cite((*exercise.sources, *(source for item in items for source in item.sources)))
    return {
        "exercise": exercise,
        "figure": Markup(draw_figure(figure, side=side, uid="page", embed_style=False)),
        "style": Markup(figure_style(figure)),
        "reasons": list(dict.fromkeys(item.why for item in items)),
        "refs": refs,
        "sources": sources(frame).markup(),
    }
