"""What an assessed person needs and may not have: the input of every choice of the programme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from plantigrade.core.assessment import Assessment, SideAssessment
from plantigrade.core.quantities import Side
from plantigrade.knowledge.catalogue import Catalogue
from plantigrade.knowledge.types.exercises import Feature
from plantigrade.knowledge.types.limiters import LIMITERS, Limiter
from plantigrade.knowledge.types.programme import Kind

# work: short of what is asked. keep: has it, gets a small dose. rest: has plenty, gets no stretching.
SideRole = Literal["work", "keep", "rest"]


@dataclass(frozen=True, slots=True)
class Needs:
    """Per side: its role, how probable each structure is, and which features are ruled out."""

    kind: Kind
    sides: tuple[Side, ...]
    roles: Mapping[Side, SideRole]
    p: Mapping[Side, Mapping[Limiter, float]]
    likely: Mapping[Side, frozenset[Limiter]]
    front: frozenset[Side]
    early: frozenset[Side]
    forbidden: Mapping[Side, frozenset[Feature]]
    forbidden_both: frozenset[Feature]
    weaker: Side | None
    equipment: frozenset[str]
    raises_short: bool
    irritable: bool
    emphasis: Mapping[Side, Limiter] = field(default_factory=dict)


def _kind(assessment: Assessment, knowledge: Catalogue) -> Kind:
    """Corrective work for a restriction or an unmet demand; else control when it limits; else upkeep.

    Too much range (AM2) is trained, never stretched. Every side in the range where only upkeep is asked
    for settles it (B3), and so does a side that meets all that its sports and goals ask.
    """
    if any(assessment.safety.has(id_) for id_ in knowledge.programme.control_for):
        return "control"
    plenty = knowledge.bands.cuts.maintenance_only_cm.value
    tests = [s.wall_test for s in assessment.sides.values() if s.wall_test is not None]
    ample = bool(tests) and all(t.ktw_cm.value > plenty for t in tests)
    unmet = any(not reach.met for side in assessment.sides.values() for reach in side.reaches)
    restricted = assessment.summary == "restriction_shown"
    if not ample and (restricted or unmet):
        return "corrective"
    if any(_is_likely(side, "motor_control") for side in assessment.sides.values()):
        return "control"
    uneven = assessment.asymmetry is not None and assessment.asymmetry.kind in ("unilateral", "high")
    return "corrective" if uneven and not ample else "maintenance"


def _is_likely(side: SideAssessment, limiter: Limiter) -> bool:
    return side.limiters is not None and side.limiters[limiter].label == "likely"


def _role(side: SideAssessment, knowledge: Catalogue) -> SideRole:
    test = side.wall_test
    if test is None:
        return "work"
    cuts = knowledge.bands.cuts
    if test.ktw_cm.value > cuts.maintenance_only_cm.value:
        return "rest"
    wanting = any(not reach.met for reach in side.reaches)
    return "work" if wanting or test.ktw_cm.value < cuts.functional_cm.value else "keep"


def needs_of(
    assessment: Assessment, knowledge: Catalogue, emphasis: Mapping[Side, Limiter] | None = None
) -> Needs:
    """The needs of an assessment that safety did not stop.

    `emphasis` is the structure that a decision put first on a side; the findings stay as they are.
    """
    first = {side: name for side, name in (emphasis or {}).items() if side in assessment.sides}
    programme = knowledge.programme
    person = assessment.case.person
    kind = _kind(assessment, knowledge)
    sides = tuple(assessment.sides)
    roles = {side: _role(found, knowledge) for side, found in assessment.sides.items()}
    if kind == "corrective" and "work" not in roles.values():
        # What is short is the squat, not a distance: both sides take part.
        roles = {side: "keep" if role == "rest" else "work" for side, role in roles.items()}
    front = frozenset(
        side
        for side, found in assessment.sides.items()
        if found.front
        or any(
            item.id in programme.front.also_for and item.side in (None, side)
            for item in assessment.safety.items
        )
    )
    forbidden = {
        side: assessment.safety.forbidden[side]
        | (frozenset(programme.front.forbids) if side in front else set())
        for side in sides
    }
    asymmetry = assessment.asymmetry
    weaker = None
    if asymmetry is not None and asymmetry.kind in ("unilateral", "high"):
        weaker = asymmetry.lower_side
    elif len({role == "work" for role in roles.values()}) > 1:
        weaker = next(side for side, role in roles.items() if role == "work")
    ruled_out = any(assessment.safety.has(id_) for id_ in programme.early.unless)
    raises = [found.findings.single_leg_calf_raises for found in assessment.sides.values()]
    pains = [found.findings.pain_0_10 for found in assessment.sides.values()]
    return Needs(
        kind=kind,
        sides=sides,
        roles=roles,
        p={
            side: {name: reading.p for name, reading in (found.limiters or {}).items()}
            for side, found in assessment.sides.items()
        },
        likely={
            side: frozenset(name for name in LIMITERS if _is_likely(found, name))
            for side, found in assessment.sides.items()
        },
        front=front,
        early=frozenset(
            side
            for side, found in assessment.sides.items()
            if (_is_likely(found, "talocrural_joint") or first.get(side) == "talocrural_joint")
            and side not in front
            and not ruled_out
        ),
        forbidden=forbidden,
        forbidden_both=frozenset[Feature]().union(*forbidden.values()) if forbidden else frozenset(),
        weaker=weaker,
        equipment=frozenset(programme.default_equipment) if person.equipment is None else person.equipment,
        raises_short=any(
            r is not None and r < programme.strength.calf_raises_needed_reps.value for r in raises
        ),
        irritable=any(p is not None and p > programme.irritable.pain_above_0_10.value for p in pains),
        emphasis=first,
    )
