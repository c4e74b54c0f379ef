"""What may stand in place of an exercise: easier, harder, or another one of the same purpose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from plantigrade.core.assessment import Assessment
from plantigrade.core.prescription.choices import form_of
from plantigrade.core.prescription.edits import Form, swapped
from plantigrade.core.prescription.needs import Needs, needs_of
from plantigrade.core.prescription.types import Day, Item, LeftOut, Plan, Week
from plantigrade.knowledge.catalogue import Catalogue
from plantigrade.knowledge.types.exercises import Exercise, Feature, Stage, Variant

Relation = Literal["easier", "other_way", "same_purpose", "harder"]


@dataclass(frozen=True, slots=True)
class Option:
    """A form that may stand in place of an exercise, and how it compares."""

    form: Form
    relation: Relation


def options(
    day: Day,
    exercise_id: str,
    week: Week,
    plan: Plan,
    assessment: Assessment,
    equipment: frozenset[str],
    knowledge: Catalogue,
    *,
    gentle: bool = False,
) -> tuple[Option, ...]:
    """Every form that fits the day in place of an exercise; `gentle` (it hurts) leaves out harder ones.

    Only what the equipment, the safety answers and the week allow. Of the same purpose is what acts
    most on the same structure, the most probable limiter first. Empty when the day does not hold it.
    """
    held = [item for item in day.items if item.exercise == exercise_id]
    if not held:
        return ()
    needs = needs_of(assessment, knowledge)
    found = [*_own(held[0], week, needs, equipment, knowledge)]
    found += _others(held, week, needs, equipment, knowledge)
    return tuple(
        option
        for option in found
        if not (gentle and option.relation == "harder")
        and swapped(day, exercise_id, option.form, week, plan, equipment, knowledge) is not day
    )


def _own(
    item: Item, week: Week, needs: Needs, equipment: frozenset[str], knowledge: Catalogue
) -> Iterator[Option]:
    """The exercise itself: easier stages, other equipment, harder stages that the week allows."""
    exercise = knowledge.exercises[item.exercise]
    rising = sorted(exercise.stages, key=lambda stage: stage.from_week)
    now = next(place for place, stage in enumerate(rising) if stage.id == item.stage)
    for place, stage in enumerate(rising):
        relation: Relation = "easier" if place < now else "harder" if place > now else "other_way"
        if relation == "harder" and not _open(stage, week, needs, knowledge):
            continue
        for variant in _variants(exercise, stage, needs, equipment):
            if (stage.id, variant.id) != (item.stage, item.variant):
                yield Option(Form(exercise.id, stage.id, variant.id), relation)
                if relation != "other_way":
                    break


def _others(
    held: list[Item], week: Week, needs: Needs, equipment: frozenset[str], knowledge: Catalogue
) -> list[Option]:
    exercise = knowledge.exercises[held[0].exercise]
    purpose = _purpose(exercise)
    sides = {item.side for item in held if item.side} or set(needs.sides)

    def worth(other: Exercise) -> float:
        return max(sum(share * needs.p[s][name] for name, share in other.addresses.items()) for s in sides)

    fitting = [
        other
        for other in knowledge.exercises.values()
        if other is not exercise and not other.made_of and _purpose(other) == purpose
    ]
    found = []
    for other in sorted(fitting, key=lambda one: (-worth(one), one.id)):
        open_now = [stage for stage in other.stages if _open(stage, week, needs, knowledge)]
        for stage in sorted(open_now, key=lambda one: -one.from_week):
            form = form_of(other, stage, equipment, _forbidden(needs))
            if not isinstance(form, LeftOut):
                found.append(Option(Form(other.id, stage.id, form.id), "same_purpose"))
                break
    return found


def _purpose(exercise: Exercise) -> str:
    """The structure it acts most on; what only soothes has a purpose of its own."""
    if exercise.role == "comfort":
        return "comfort"
    return max(exercise.addresses, key=lambda name: exercise.addresses[name])


def _forbidden(needs: Needs) -> frozenset[Feature]:
    return needs.forbidden_both


def _variants(exercise: Exercise, stage: Stage, needs: Needs, equipment: frozenset[str]) -> Iterator[Variant]:
    barred = _forbidden(needs)
    if not barred.isdisjoint(stage.features):
        return
    for variant in exercise.variants:
        if equipment.issuperset((*variant.equipment, *stage.equipment)) and barred.isdisjoint(
            variant.features
        ):
            yield variant


def _open(stage: Stage, week: Week, needs: Needs, knowledge: Catalogue) -> bool:
    """Whether the work has come as far as this stage: weeks that are done again do not count twice."""
    phase = next(p for p in knowledge.programme.phases if p.id == week.phase)
    return stage.from_week <= min(week.number, phase.to_week) and not (stage.needs and needs.raises_short)
