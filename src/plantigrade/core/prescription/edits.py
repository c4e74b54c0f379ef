"""One day made lighter, without an exercise, or with another in its place."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from plantigrade.core.prescription.choices import seconds_of
from plantigrade.core.prescription.filling import LEVELS, dose_at
from plantigrade.core.prescription.types import Day, Item, Plan, Week
from plantigrade.core.quantities import Side
from plantigrade.knowledge.catalogue import Catalogue
from plantigrade.knowledge.types.exercises import Exercise, Stage, Variant
from plantigrade.knowledge.types.programme import DoseLevel, Phase


@dataclass(frozen=True, slots=True)
class Form:
    """An exercise in one stage and variant."""

    exercise: str
    stage: str
    variant: str

    def parts(self, knowledge: Catalogue) -> tuple[Exercise, Stage, Variant]:
        """What the ids stand for. Raises KeyError for one that there is not."""
        exercise = knowledge.exercises[self.exercise]
        stages = {stage.id: stage for stage in exercise.stages}
        variants = {variant.id: variant for variant in exercise.variants}
        return exercise, stages[self.stage], variants[self.variant]


def with_items(day: Day, items: tuple[Item, ...]) -> Day:
    """The day with other items; without any it is a day of rest."""
    kind = day.kind if items else "rest"
    return replace(day, items=items, kind=kind, seconds=math.fsum(item.seconds for item in items))


def without(day: Day, exercise: str) -> Day:
    """The day without an exercise; with an empty id, without any."""
    return with_items(day, tuple(item for item in day.items if exercise and item.exercise != exercise))


def lighter(day: Day, cut_share: float, knowledge: Catalogue) -> Day:
    """Every set shorter by this share, in whole seconds and repetitions. Raises ValueError outside 0 to 1."""
    if not 0 <= cut_share < 1:
        raise ValueError(f"a share lies between 0 and 1, not {cut_share}")
    return with_items(day, tuple(lighter_item(item, cut_share, knowledge) for item in day.items))


def lighter_item(item: Item, cut_share: float, knowledge: Catalogue) -> Item:
    """Shorter sets by a share, in whole seconds and repetitions."""
    kept, dose = 1 - cut_share, item.dose
    if dose.reps is not None:
        cut = replace(dose, reps=max(1, round(dose.reps * kept)), hold_s=_whole(dose.hold_s * kept))
    else:
        assert dose.seconds is not None
        cut = replace(dose, seconds=max(1.0, _whole(dose.seconds * kept)), hold_s=_whole(dose.hold_s * kept))
    return replace(item, dose=cut, seconds=knowledge.exercises[item.exercise].setup_s + cut.total_s)


def _whole(seconds: float) -> float:
    return float(round(seconds))


def swapped(
    day: Day,
    exercise: str,
    form: Form,
    week: Week,
    plan: Plan,
    equipment: frozenset[str],
    knowledge: Catalogue,
) -> Day:
    """The day with a form in place of an exercise, at the largest dose that fits its minutes.

    The day stays as it is when it does not hold the exercise, when it holds the new one already, when
    something that the form needs is not there, when it is ruled out, or when no dose fits.
    """
    old = [item for item in day.items if item.exercise == exercise]
    if not old or (form.exercise != exercise and any(i.exercise == form.exercise for i in day.items)):
        return day
    _, stage, variant = form.parts(knowledge)
    if not equipment.issuperset((*stage.equipment, *variant.equipment)):
        return day
    sides = _sides(old, stage, plan)
    barred = {*phase_of_week(week, knowledge).forbids}
    barred.update(feature for side in sides or plan.focus for feature in plan.safety.forbidden[side])
    if barred.intersection((*stage.features, *variant.features)):
        return day
    for level in _levels(week, plan, knowledge):
        of_sides: list[Side | None] = [*sides] or [None]
        new = [_item(form, side, level, old[0], knowledge) for side in of_sides]
        if sum(item.seconds for item in new) <= room_s(day, old, plan, knowledge):
            return with_items(day, _in_place(day, old, new))
    return day


def _sides(old: list[Item], stage: Stage, plan: Plan) -> list[Side]:
    """The sides that take part; none for both legs at once."""
    if stage.laterality == "bilateral":
        return []
    return list(dict.fromkeys(i.side for i in old if i.side)) or list(plan.focus)


def _levels(week: Week, plan: Plan, knowledge: Catalogue) -> list[DoseLevel]:
    """The doses that the phase and the minutes allow, the largest first."""
    level = knowledge.programme.budgets[plan.budget].level
    most = min(level, phase_of_week(week, knowledge).level, key=LEVELS.index)
    return list(LEVELS[: LEVELS.index(most) + 1])[::-1]


def phase_of_week(week: Week, knowledge: Catalogue) -> Phase:
    """The phase that a week of a plan is of."""
    return next(phase for phase in knowledge.programme.phases if phase.id == week.phase)


def room_s(day: Day, old: list[Item], plan: Plan, knowledge: Catalogue) -> float:
    """Seconds that the new items may take: a warm-up never grows, a day may up to its minutes."""
    taken = math.fsum(item.seconds for item in old)
    limit_s = knowledge.programme.budgets[plan.budget].limit_min.value * 60
    if any(item.block == "warm_up" for item in old):
        return taken
    return max(taken, limit_s - (day.seconds - taken)) if limit_s else math.inf


def _item(form: Form, side: Side | None, level: DoseLevel, old: Item, knowledge: Catalogue) -> Item:
    exercise, stage, _ = form.parts(knowledge)
    name = knowledge.exercises[old.exercise].name
    return Item(
        exercise=form.exercise,
        stage=form.stage,
        variant=form.variant,
        side=side,
        dose=dose_at(stage, level),
        setup_s=exercise.setup_s,
        seconds=seconds_of(exercise, stage)[level],
        block=old.block,
        why=knowledge.wording.plan["swapped"].format(name=name),
        sources=stage.sources,
    )


def _in_place(day: Day, old: list[Item], new: list[Item]) -> tuple[Item, ...]:
    """The new items where the first of the old ones stood."""
    place = day.items.index(old[0])
    rest = [item for item in day.items if item not in old]
    return (*rest[:place], *new, *rest[place:])
