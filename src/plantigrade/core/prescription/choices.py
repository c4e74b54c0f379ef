"""Which form of an exercise fits a person: stage, variant, side, how much it matters, and why."""

from __future__ import annotations

from functools import lru_cache

from plantigrade.core.prescription.needs import Needs
from plantigrade.core.prescription.types import Candidate, LeftOut
from plantigrade.core.quantities import Side
from plantigrade.knowledge.catalogue import Catalogue
from plantigrade.knowledge.types.exercises import Exercise, Feature, Stage, Variant
from plantigrade.knowledge.types.limiters import Limiter
from plantigrade.knowledge.types.programme import DoseLevel, Programme, Slot


@lru_cache(maxsize=4096)
def form_of(
    exercise: Exercise, stage: Stage, equipment: frozenset[str], forbidden: frozenset[Feature]
) -> Variant | LeftOut:
    """The first variant whose equipment is all there and that holds nothing forbidden."""
    if not forbidden.isdisjoint(stage.features):
        return LeftOut(exercise.id, "safety", None)
    fitting = [v for v in exercise.variants if equipment.issuperset((*v.equipment, *stage.equipment))]
    if not fitting:
        return LeftOut(exercise.id, "equipment", None)
    for variant in fitting:
        if forbidden.isdisjoint(variant.features):
            return variant
    return LeftOut(exercise.id, "safety", None)


@lru_cache(maxsize=4096)
def stages_for(exercise: Exercise, slot: Slot, week: int, raises_short: bool) -> tuple[Stage, ...]:
    """Stages open in a week, the hardest first. A stage named by the slot follows the slot's own week."""
    if week < slot.from_week:
        return ()
    if slot.stage:
        return tuple(s for s in exercise.stages if s.id == slot.stage)
    open_now = (
        s
        for s in exercise.stages
        if s.from_week <= max(week, slot.from_week) and not (s.needs and raises_short)
    )
    return tuple(sorted(open_now, key=lambda s: s.from_week))[::-1]


@lru_cache(maxsize=1024)
def seconds_of(exercise: Exercise, stage: Stage) -> dict[DoseLevel, float]:
    """Honest seconds at each dose: getting into position and the whole dose."""
    doses = stage.doses
    return {
        "minimal": exercise.setup_s + doses.minimal.total_s,
        "standard": exercise.setup_s + doses.standard.total_s,
        "full": exercise.setup_s + doses.full.total_s,
    }


@lru_cache(maxsize=256)
def place_of(exercise: Exercise, programme: Programme) -> tuple[int, int]:
    """Where an exercise stands in a day: by its role, then by its number."""
    return programme.role_order.index(exercise.role), int(exercise.id.removeprefix("EX"))


def candidates_of(
    slot: Slot,
    stages: tuple[Stage, ...],
    needs: Needs,
    knowledge: Catalogue,
    sides: tuple[Side, ...],
    boost: Slot | None,
) -> tuple[list[Candidate], list[LeftOut]]:
    """The slot's exercise in the form that fits, for each side that may have it.

    `stages` the hardest first; the first that fits is taken. What kept a stage out comes second.
    """
    exercise = knowledge.exercises[slot.exercise]
    missing: list[LeftOut] = []
    for stage in stages:
        if stage.laterality == "bilateral":
            form = form_of(exercise, stage, needs.equipment, needs.forbidden_both)
            if isinstance(form, LeftOut):
                missing.append(form)
                continue
            return [_candidate(exercise, stage, form, None, slot, needs, knowledge, boost)], []
        found: list[Candidate] = []
        for side in sides:
            form = form_of(exercise, stage, needs.equipment, needs.forbidden[side])
            if isinstance(form, LeftOut):
                missing.append(LeftOut(form.exercise, form.reason, side))
            else:
                found.append(_candidate(exercise, stage, form, side, slot, needs, knowledge, boost))
        if found:
            return found, missing
    return [], missing


def sides_for(exercise: Exercise, needs: Needs) -> tuple[Side, ...]:
    """Sides that take part: a side with plenty of range is trained but not stretched."""
    first = needs.weaker
    order = needs.sides if first is None else (first, *(s for s in needs.sides if s is not first))
    if _gives_range(exercise, needs):
        return tuple(side for side in order if needs.roles[side] != "rest")
    return order


def _gives_range(exercise: Exercise, needs: Needs) -> bool:
    return needs.kind == "corrective" and exercise.role in ("mobilisation", "stretch", "band")


def _candidate(
    exercise: Exercise,
    stage: Stage,
    variant: Variant,
    side: Side | None,
    slot: Slot,
    needs: Needs,
    knowledge: Catalogue,
    boost: Slot | None,
) -> Candidate:
    sides = needs.sides if side is None else (side,)
    weight = knowledge.programme.limiter_weight.value
    best, chance, where, put_first = 0.0, 0.0, sides[0], 0.0
    reason: Limiter | None = None
    for one in sides:
        p = needs.p[one]
        drawn = 0.0
        for name, share in exercise.addresses.items():
            drawn += share * p[name]
        best = max(best, drawn)
        if one in needs.emphasis:
            put_first = max(put_first, exercise.addresses.get(needs.emphasis[one], 0.0))
        for name in exercise.why_for:
            if name in needs.likely[one] and p[name] > chance:
                chance, reason, where = p[name], name, one
    if reason is not None:
        why = knowledge.wording.plan[f"for_limiter_{where}"].format(
            reason=exercise.why_for[reason].rstrip("."), chance=round(chance * 100)
        )
    else:
        why = boost.why if boost is not None else slot.why
    if side is not None and side is needs.weaker:
        why = f"{why} {knowledge.programme.weaker_side.why}"
    emphasis = knowledge.programme.emphasis
    if put_first >= emphasis.told_from_share.value:
        why = f"{why} {emphasis.why}"
    keeps = side is not None and _gives_range(exercise, needs) and needs.roles[side] != "work"
    if keeps and reason is None:
        why = knowledge.programme.weaker_side.keep_why
    return Candidate(
        exercise=exercise,
        stage=stage,
        variant=variant,
        side=side,
        score=slot.priority
        + weight * best
        + emphasis.weight.value * put_first
        + (boost.priority if boost is not None else 0.0),
        slot=slot if boost is None else boost,
        why=why,
        seconds=seconds_of(exercise, stage),
        place=place_of(exercise, knowledge.programme),
        lead=side is not None and side is needs.weaker,
        only_keeps=keeps,
    )
