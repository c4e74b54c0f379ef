"""Somebody's programme as a professional changes it."""

from __future__ import annotations

import datetime
from typing import Any

from plantigrade import writing
from plantigrade.core.prescription.differences import last_day
from plantigrade.core.prescription.overrides import bounds_of
from plantigrade.core.prescription.types import Day, Item, Plan
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.web.base.clock import today
from plantigrade.web.care.plan_forms import DoseForm, ExchangeForm, ReasonForm
from plantigrade.web.people.models import Person
from plantigrade.web.player.queries import first_open_day
from plantigrade.web.programme.models import Override, Programme
from plantigrade.web.programme.override_presenters import changed_told, override_what
from plantigrade.web.programme.presenters import form_told, swap_choices
from plantigrade.web.programme.queries import hurt_lately, swap_options, week_of

_AHEAD = datetime.timedelta(days=13)
Kind = Override.Kind


def coming(plan: Plan, first: datetime.date) -> list[tuple[Item, Day]]:
    """Each exercise of the next two weeks with the first day that holds it."""
    found: dict[str, tuple[Item, Day]] = {}
    for week in plan.weeks:
        for day in week.days:
            if first <= day.date <= first + _AHEAD:
                for item in day.items:
                    found.setdefault(item.exercise, (item, day))
    return list(found.values())


def plan_parts(person: Person, plan: Plan | None) -> dict[str, Any]:
    """What was changed, and what may be."""
    made = [_told(one) for one in person.overrides.order_by("-made_at")]
    now = first_open_day(person, today())
    standing = [one for one in made if one["override"].ended_on is None or one["override"].ended_on > now]
    return {
        "standing": standing,
        "ended": [one for one in made if one not in standing],
        "exercises": [_row(item, day) for item, day in coming(plan, now)] if plan is not None else [],
    }


def forms_for(
    person: Person, held: Programme, plan: Plan, exercise_id: str, sent: Any
) -> dict[str, Any] | None:
    """The forms by kind for an exercise of the coming days, with how it stands; None when it is in none."""
    first = first_open_day(person, today())
    found = next(((i, d) for i, d in coming(plan, first) if i.exercise == exercise_id), None)
    if found is None:
        return None
    item, day = found
    act = sent.get("act", "") if sent is not None else ""
    days = {"first": first, "last": last_day(plan)}
    gentle = hurt_lately(person, exercise_id)
    choices = swap_choices(swap_options(held, day.date, exercise_id, gentle=gentle), exercise_id)
    week = week_of(plan, day.date)
    assert week is not None
    reps = item.dose.reps is not None
    now = item.dose.sets, int(item.dose.reps if item.dose.reps is not None else item.dose.seconds or 1)

    def data(kind: str) -> Any:
        return sent if act == kind else None

    return {
        "row": _row(item, day),
        "gentle": gentle,
        "forms": {
            Kind.LEAVE_OUT: ReasonForm(data(Kind.LEAVE_OUT), name="out", **days),
            Kind.SWAP: ExchangeForm(data(Kind.SWAP), choices=choices, name="swap", **days)
            if choices
            else None,
            Kind.DOSE: DoseForm(
                data(Kind.DOSE),
                most=bounds_of(item, week, default_catalogue()),
                reps=reps,
                now=now,
                name="dose",
                **days,
            ),
        },
    }


def _row(item: Item, day: Day) -> dict[str, Any]:
    return {
        "exercise": default_catalogue().exercises[item.exercise],
        "form": form_told(item.exercise, item.stage, item.variant),
        "dose": writing.dose(item.dose),
        "day": day.date,
    }


def _told(made: Override) -> dict[str, Any]:
    return {"override": made, "what": override_what(made), "told": changed_told(made)}
