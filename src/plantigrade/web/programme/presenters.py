"""The programme as the parts of its pages: the same parts as the report's."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plantigrade import writing
from plantigrade.core.assessment import Assessment
from plantigrade.core.prescription.swaps import Option
from plantigrade.core.prescription.types import Day, Plan
from plantigrade.core.quantities import Side
from plantigrade.draw.figures import draw_figure, figure_style
from plantigrade.draw.svg import Markup
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.report.closing import sources
from plantigrade.report.programme import programme as programme_sections
from plantigrade.web.base.frames import new_frame
from plantigrade.web.programme.forms import REASONS
from plantigrade.web.programme.models import Adjustment
from plantigrade.writing import Unit

_UPKEEP_WEEKS_SHOWN = 4
# How far ahead a day may be moved: the same week or the next.
_MOVE_DAYS = 13


def calendar_parts(plan: Plan, reading: Assessment, unit: Unit, *, upkeep: bool = False) -> dict[str, Any]:
    """The overview sections; the exercises have pages of their own, and so has what upkeep asks for."""
    frame = new_frame(unit)
    elsewhere = {"exercises", "tracks"} if upkeep else {"exercises"}
    found = [s for s in programme_sections(plan, reading, frame) if s.id not in elsewhere]
    return {
        "plan": plan,
        "sections": [section.markup() for section in found] + [sources(frame).markup()],
        "exercises": _exercises(plan),
    }


def weeks_parts(
    plan: Plan, done: Collection[datetime.date], on: datetime.date, *, upkeep: bool = False
) -> list[dict[str, Any]]:
    """The weeks with their days, and of each day whether it was done, is today, or is to come.

    Of upkeep, which has no end, the last weeks and the next.
    """
    near = datetime.timedelta(weeks=_UPKEEP_WEEKS_SHOWN)
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
        if not upkeep or on - near <= week.days[0].date <= on + near
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
            "form": form_told(item.exercise, item.stage, item.variant),
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


def item_parts(day: Day, exercise_id: str) -> dict[str, Any]:
    """An exercise of a day, as it stands."""
    held = [item for item in day.items if item.exercise == exercise_id]
    return {
        "day": day,
        "exercise": default_catalogue().exercises[exercise_id],
        "form": form_told(exercise_id, held[0].stage, held[0].variant),
        "dose": writing.dose(held[0].dose),
    }


def swap_choices(found: Sequence[Option], exercise_id: str) -> list[Any]:
    """The options in groups, as a form lists them."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for option in found:
        form = option.form
        name = default_catalogue().exercises[form.exercise].name
        told = form_told(form.exercise, form.stage, form.variant)
        label = told if form.exercise == exercise_id and told else " · ".join(filter(None, (name, told)))
        value = f"{form.exercise}.{form.stage}.{form.variant}"
        groups.setdefault(str(_RELATIONS[option.relation]), []).append((value, writing.capital(label)))
    return list(groups.items())


def move_choices(
    plan: Plan, day: datetime.date, on: datetime.date, done: Collection[datetime.date]
) -> list[tuple[str, str]]:
    """The days of this week and the next that a day may change places with."""
    last = on + datetime.timedelta(days=_MOVE_DAYS)
    return [
        (other.date.isoformat(), f"{writing.day(other.date)}: {_told(other)}")
        for week in plan.weeks
        for other in week.days
        if on <= other.date <= last and other.date != day and other.date not in done
    ]


def undo_parts(made: Sequence[Adjustment]) -> list[dict[str, Any]]:
    """What was changed today, in words."""
    reasons = dict(REASONS)
    return [
        {
            "id": one.pk,
            "what": _what(one),
            "why": reasons.get(one.reason, one.reason),
        }
        for one in made
    ]


_RELATIONS = {
    "easier": gettext_lazy("Easier"),
    "other_way": gettext_lazy("The same, another way"),
    "same_purpose": gettext_lazy("Another exercise for the same purpose"),
    "harder": gettext_lazy("Harder"),
}
_KINDS = {
    Adjustment.Kind.PAUSE: gettext_lazy("A pause"),
    Adjustment.Kind.RESUME: gettext_lazy("The end of the pause"),
    Adjustment.Kind.EQUIPMENT: gettext_lazy("Other equipment"),
    Adjustment.Kind.MINUTES: gettext_lazy("Other minutes"),
    Adjustment.Kind.TRAINING_DAYS: gettext_lazy("Other training days"),
    Adjustment.Kind.HOLD: gettext_lazy("The weeks before done again"),
    Adjustment.Kind.REGRESS: gettext_lazy("A step back to the phase before"),
    Adjustment.Kind.LIGHTER: gettext_lazy("Lighter sessions"),
    Adjustment.Kind.EMPHASIS: gettext_lazy("Another emphasis"),
    Adjustment.Kind.FRONT: gettext_lazy("The front of the ankle spared"),
    Adjustment.Kind.MOVE: gettext_lazy("Two days in each other's place"),
}


def _what(made: Adjustment) -> str:
    exercises = default_catalogue().exercises
    if made.kind == Adjustment.Kind.SKIP:
        exercise = made.values.get("exercise")
        return (
            _("Left out: %(name)s") % {"name": exercises[exercise].name} if exercise else _("A day left out")
        )
    if made.kind == Adjustment.Kind.SWAP:
        names = {
            "old": exercises[made.values["exercise"]].name,
            "new": exercises[made.values["form"]["exercise"]].name,
        }
        return (
            _("%(new)s in place of %(old)s") % names
            if names["old"] != names["new"]
            else (_("Another form of %(old)s") % names)
        )
    return str(_KINDS[Adjustment.Kind(made.kind)])


def _told(day: Day) -> str:
    return writing.minutes(day.minutes) if day.items else _("rest")


def form_told(exercise_id: str, stage_id: str, variant_id: str) -> str:
    """Stage and variant in words, where there is more than one."""
    exercise = default_catalogue().exercises[exercise_id]
    stage = next(one.name for one in exercise.stages if one.id == stage_id)
    variant = next(one.name for one in exercise.variants if one.id == variant_id)
    several = [(stage, len(exercise.stages)), (variant, len(exercise.variants))]
    return ", ".join(name for name, count in several if count > 1 and name != "standard")
