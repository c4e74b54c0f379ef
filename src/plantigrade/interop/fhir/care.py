"""Goal, CarePlan and DiagnosticReport."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from plantigrade.core.assessment import Assessment
from plantigrade.core.prescription.types import Item, Plan
from plantigrade.core.quantities import Side
from plantigrade.interop.fhir.codes import Values, concept, plain, quantity
from plantigrade.interop.fhir.record import Aim, Assessed, Prescribed
from plantigrade.knowledge.catalogue import Catalogue
from plantigrade.writing import dose, length, listed


def goal(aim: Aim, *, subject: Values) -> Values:
    """The distance to reach on one side."""
    target: Values = {
        "measure": concept("ktw-distance"),
        "detailQuantity": {**quantity(aim.ktw_cm, "cm"), "comparator": ">="},
    }
    if aim.expected is not None:
        target["dueDate"] = aim.expected.isoformat()
    return {
        "resourceType": "Goal",
        "lifecycleStatus": "active",
        "description": {
            "text": plain(f"Knee to wall, {aim.side.value}: at least {length(aim.ktw_cm, 'cm')}")
        },
        "subject": subject,
        "startDate": aim.begins.isoformat(),
        "target": [target],
    }


def care_plan(
    one: Prescribed, *, subject: Values, goals: Sequence[Values], names: Mapping[str, str]
) -> Values:
    """The weeks as they stand: each exercise with the days on which it is planned."""
    days = [day for week in one.plan.weeks for day in week.days]
    made: Values = {
        "resourceType": "CarePlan",
        "status": one.status,
        "intent": "plan",
        "title": "Ankle mobility programme",
        "subject": subject,
        "created": one.made_at.isoformat(timespec="seconds"),
        "activity": [_activity(item, dates, names) for item, dates in _work(one.plan)],
    }
    if days:
        made["period"] = {"start": days[0].date.isoformat(), "end": days[-1].date.isoformat()}
    if goals:
        made["goal"] = list(goals)
    return {name: value for name, value in made.items() if value != []}


def _work(plan: Plan) -> list[tuple[Item, list[str]]]:
    """Each exercise at each dose, in the order of its first day."""
    found: dict[tuple[object, ...], tuple[Item, list[str]]] = {}
    for week in plan.weeks:
        for day in week.days:
            for item in day.items:
                key = (item.exercise, item.side, item.stage, item.dose)
                found.setdefault(key, (item, []))[1].append(day.date.isoformat())
    return list(found.values())


def _activity(item: Item, dates: list[str], names: Mapping[str, str]) -> Values:
    side = f"{item.side.value} side" if item.side is not None else "both sides"
    name = names.get(item.exercise, item.exercise)
    return {
        "detail": {
            "status": "scheduled",
            "code": {"text": name},
            "description": plain(f"{name}, {side}: {dose(item.dose)}"),
            "scheduledTiming": {"event": list(dict.fromkeys(dates))},
        }
    }


def report(one: Assessed, knowledge: Catalogue, *, subject: Values, results: Sequence[Values]) -> Values:
    """The assessment in words; likely limiting factors, no claim of a disease."""
    made: Values = {
        "resourceType": "DiagnosticReport",
        "status": "final",
        "code": concept("ankle-mobility-report"),
        "subject": subject,
        "effectiveDateTime": one.at.isoformat(timespec="seconds"),
        "issued": one.at.isoformat(timespec="seconds"),
        "conclusion": conclusion(one.reading, knowledge),
    }
    if results:
        made["result"] = list(results)
    return made


def conclusion(reading: Assessment, knowledge: Catalogue) -> str:
    """Headline, likely limiting factors of each side, and the notice that belongs to them."""
    names = {one.id: one.plain_name for one in knowledge.limiters.hypotheses}
    said = [knowledge.wording.headline[reading.headline]]
    for side in Side:
        limiters = reading.sides[side].limiters if side in reading.sides else None
        likely = [names[name] for name, one in (limiters or {}).items() if one.label == "likely"]
        if likely:
            said.append(f"Likely limiting factors, {side.value}: {listed(likely)}.")
    return plain(" ".join([*said, knowledge.limiters.notice]))
