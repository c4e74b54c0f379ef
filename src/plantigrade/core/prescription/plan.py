"""An assessment into twelve weeks by day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from plantigrade.core.assessment import Assessment
from plantigrade.core.prescription.needs import Needs, needs_of
from plantigrade.core.prescription.tracks import (
    checkpoints_of,
    footwear_track,
    maintenance_plan,
    upkeep_checkpoints_of,
    wedge_plan,
)
from plantigrade.core.prescription.types import Plan
from plantigrade.core.prescription.weeks import Weeks
from plantigrade.core.quantities import Side
from plantigrade.core.sports import boosts_of
from plantigrade.knowledge.catalogue import Catalogue
from plantigrade.knowledge.types.limiters import Limiter
from plantigrade.knowledge.types.programme import Kind


def prescribe(
    assessment: Assessment,
    start: date,
    knowledge: Catalogue,
    budget: str = "",
    emphasis: Mapping[Side, Limiter] | None = None,
    upkeep_weeks: int = 0,
) -> Plan:
    """The programme of an assessment, beginning on `start`; `budget` is "5", "10" or "full".

    `emphasis` is the structure that a decision put first on a side. With `upkeep_weeks` it holds so many
    weeks of upkeep in place of corrective work (B10, B37).
    With a stop, or with nothing measured, `weeks` is empty and the reason is in `referrals` or `notes`.
    Raises KeyError for an unknown budget.
    """
    programme = knowledge.programme
    budget = budget or programme.default_budget
    if budget not in programme.budgets:
        raise KeyError(f"no such budget: {budget}; there are {', '.join(programme.budgets)}")
    count = upkeep_weeks or int(programme.horizon.weeks.value)
    after = start + timedelta(weeks=count)
    if assessment.safety.decision == "stop":
        return _empty(assessment, after, budget, (), knowledge)
    if assessment.summary == "not_enough_measured" or not assessment.sides:
        return _empty(assessment, after, budget, (knowledge.wording.plan["not_measured"],), knowledge)
    needs = needs_of(assessment, knowledge, emphasis)
    if upkeep_weeks and needs.kind == "corrective":
        needs = replace(needs, kind="maintenance")
    weeks = Weeks(needs, boosts_of(assessment.profiles), budget, knowledge)
    built = weeks.build(start, assessment.case.person.lower_body_days, count)
    wedge = wedge_plan(assessment, start, knowledge)
    held = weeks.held
    exercises = {exercise for exercise, _ in held}
    return Plan(
        safety=assessment.safety,
        kind=needs.kind,
        budget=budget,
        maintenance_only=needs.kind != "corrective",
        weeks=built,
        checkpoints=(upkeep_checkpoints_of if upkeep_weeks else checkpoints_of)(start, count, knowledge),
        wedge=wedge,
        footwear=footwear_track(assessment, start, wedge, knowledge),
        maintenance=maintenance_plan(assessment, after, knowledge),
        referrals=assessment.referrals,
        notes=_notes(assessment, needs, bool(held), knowledge),
        left_out=tuple(
            left
            for left in weeks.left_out
            if (left.exercise, left.side) not in held and (left.exercise, None) not in held
            if left.side is not None or left.exercise not in exercises
        ),
        focus={side: tuple(sorted(needs.likely[side])) for side in needs.sides},
    )


def _empty(
    assessment: Assessment, after: date, budget: str, notes: tuple[str, ...], knowledge: Catalogue
) -> Plan:
    kind: Kind = "maintenance"
    return Plan(
        safety=assessment.safety,
        kind=kind,
        budget=budget,
        maintenance_only=False,
        weeks=(),
        checkpoints=(),
        wedge=None,
        footwear=None,
        maintenance=maintenance_plan(assessment, after, knowledge),
        referrals=assessment.referrals,
        notes=notes,
        left_out=(),
        focus={},
    )


def _notes(assessment: Assessment, needs: Needs, any_item: bool, knowledge: Catalogue) -> tuple[str, ...]:
    """What the person should know about the whole: kind of programme, horizon, habits."""
    programme, wording = knowledge.programme, knowledge.wording.plan
    notes: list[str] = []
    if not any_item:
        notes.append(wording["nothing_left"])
    elif needs.kind == "maintenance":
        notes.append(wording["maintenance_only"])
    elif needs.kind == "control":
        notes.append(wording["control_only"])
    else:
        notes.append(
            programme.horizon.severe_text if _severe(assessment, knowledge) else programme.horizon.text
        )
        if needs.irritable:
            notes.append(programme.irritable.text)
        if needs.front:
            notes.append(programme.front.text)
    age = assessment.case.person.age_years
    if age is not None and age >= programme.horizon.older_from_age_years.value:
        notes.append(programme.horizon.older_text)
    return (*notes, *programme.habits.texts)


def _severe(assessment: Assessment, knowledge: Catalogue) -> bool:
    """Very short, or several sprains behind it: plan in months (B21)."""
    horizon = knowledge.programme.horizon
    return any(
        (side.wall_test is not None and side.wall_test.ktw_cm.value < horizon.severe_below_cm.value)
        or (side.findings.sprains or 0) >= horizon.severe_sprains.value
        for side in assessment.sides.values()
    )
