"""What each exercise must say and hold (evidence A5, G)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.spec.tables import Spec, at, carries, said
from tests.support import KNOWLEDGE

COLUMNS = ("rule", "place", "holds")

CORE = Spec(
    title="Circles, stretches and rocks",
    rules=(
        "S11", "S12", "S74", "S77", "S78", "S79", "S80", "S83", "S84", "S85", "S89", "S90", "S91", "S93",
        "S105", "B9", "B14", "B19", "B32", "B35",
    ),
    text="Where each rule stands, and the words or the number that it must hold there.",
    columns=COLUMNS,
    rows=(
        ("S77", "exercises.EX1.steps", "face the wall"),
        ("S77", "exercises.EX1.steps", "about 5 cm from the wall, or 2 cm inside your test distance"),
        ("S77", "exercises.EX1.steps", "until it touches the wall, with the heel down"),
        ("B19", "exercises.EX1.steps", "2 cm inside your test distance if that is nearer"),
        ("S78", "exercises.EX1.steps", "ten one way and ten the other"),
        ("S78", "exercises.EX1.steps", "at the deepest point"),
        ("S78", "exercises.EX1.steps", "move the foot back 1 cm and repeat"),
        ("S79", "exercises.EX1.feel", "achilles tendon, or nothing in particular"),
        ("B14", "exercises.EX1.feel", "pinch or block at the front of the ankle is not wanted"),
        ("B14", "exercises.EX1.stop", "above 2 out of 10, or is sharp at any level"),
        ("B14", "exercises.EX1.faults", "come back out of it"),
        ("S80", "exercises.EX1.summary", "actively through the range"),
        ("B35", "programme.phases.P1.slots.EX1.why", "end of the range"),
        ("S91", "exercises.EX1.stages.standard.doses.full.seconds", 120),
        ("S91", "exercises.EX1.stages.standard.laterality", "unilateral"),
        ("S11", "exercises.EX2.why", "crosses both the knee and the ankle"),
        ("S89", "exercises.EX2.steps", "straighten the back knee fully"),
        ("S89", "exercises.EX2.stages.standard.doses.full.sets", 2),
        ("S89", "exercises.EX2.stages.standard.doses.full.seconds", 60),
        ("S12", "exercises.EX3.why", "crosses only the ankle"),
        ("S90", "exercises.EX3.steps", "bend the back knee clearly"),
        ("S90", "exercises.EX3.stages.standard.doses.full.sets", 2),
        ("S90", "exercises.EX3.stages.standard.doses.full.seconds", 60),
        ("B9", "exercises.EX2.stages.standard.doses.standard.seconds", 60),
        ("B9", "exercises.EX3.stages.standard.doses.standard.seconds", 60),
        ("B32", "exercises.EX2.why_for.talocrural_joint", "stretching stays in the plan"),
        ("S74", "programme.phases.P2.slots.EX1.why", "the range the band just freed"),
        ("S83", "exercises.EX5.steps", "the deepest squat you can keep with the heels down"),
        ("S83", "exercises.EX5.steps", "hold your support"),
        ("S83", "exercises.EX5.variants", "door frame"),
        ("S84", "exercises.EX5.stages.standard.doses.full.reps", 30),
        ("S84", "exercises.EX5.stages.standard.doses.minimal.reps", 20),
        ("S84", "exercises.EX5.steps", "press the knees further over the toes"),
        ("S85", "exercises.EX5.steps", "pulling with the front of the shins"),
        ("S105", "exercises.EX5.why", "never used under load does not carry over"),
        ("S93", "exercises.EX2.addresses.gastrocnemius", 1.0),
        ("S93", "exercises.EX3.addresses.soleus", 1.0),
        ("S93", "exercises.EX4.addresses.talocrural_joint", 1.0),
        ("S93", "exercises.EX5.addresses.motor_control", 0.9),
        ("S93", "programme.budgets.10.most_exercises", 4),
    ),
)  # fmt: skip


@CORE.each
def test_core(row: tuple[Any, ...]) -> None:
    carries(CORE, row)


BAND = Spec(
    title="The band",
    rules=("S46", "S58", "S72", "S73", "S75", "S81", "S82", "S92", "S115", "B12", "B27", "B31"),
    text="Backward pull, low on the ankle, from an anchor behind.",
    columns=COLUMNS,
    rows=(
        ("S72", "exercises.EX4.variants.band_rack.note", "round the foot of a rack post at ankle height"),
        ("S72", "exercises.EX4.variants.band_rack.note", "stand inside the loop facing away from it"),
        ("S72", "exercises.EX4.steps", "low across the front ankle crease"),
        ("S72", "exercises.EX4.steps", "step forward until the pull is strong but comfortable"),
        ("S73", "exercises.EX4.stages.standard.doses.full.seconds", 120),
        ("S73", "exercises.EX4.stages.standard.doses.full.hold_s", 30),
        ("S73", "exercises.EX4.stages.standard.doses.full.sets", 1),
        ("S73", "exercises.EX4.steps", "one to two seconds each way"),
        ("S73", "exercises.EX4.steps", "finish in the deepest comfortable position"),
        ("S92", "exercises.EX4.stages.standard.laterality", "unilateral"),
        ("S92", "exercises.EX4.stages.standard.from_week", 5),
        ("S75", "exercises.EX13.steps", "start your training straight away and use the range"),
        ("S75", "programme.warm_up.why", "the range you are about to train in"),
        ("S81", "exercises.EX4.harder", "add slow squat lowerings and ankle circles with the band taut"),
        ("S82", "exercises.EX4.why", "where stretching alone may not"),
        ("S46", "exercises.EX4.why_for.talocrural_joint", "works on its glide directly"),
        ("S58", "limiters.findings.stretching_failed.text", "brought no gain"),
        ("S115", "programme.early.slot.why", "from the first week instead of the fifth"),
        ("B12", "exercises.EX4.standard_name", "anterior-to-posterior (posterior) talar glide"),
        ("B12", "exercises.EX4.steps", "set the pull behind you"),
        ("B12", "exercises.EX4.steps", "draws your ankle straight back and slightly down"),
        ("B12", "exercises.EX4.steps", "below the two ankle bones"),
        ("B12", "exercises.EX4.faults", "turn round so that the anchor is behind you"),
        ("B12", "exercises.EX4.faults", "band sits on the shin, which makes the pull act the opposite way"),
        ("B31", "exercises.EX4.steps", "drive the knee forward over the second toe"),
        ("B31", "exercises.EX4.harder", "from week 9"),
        ("B27", "claims.most_effective_exercise.say", "no exercise has been shown to be best"),
    ),
)


@BAND.each
def test_band(row: tuple[Any, ...]) -> None:
    carries(BAND, row)


STRENGTH = Spec(
    title="Calf strength",
    rules=("S86", "S87", "S88", "S96", "S99", "S100", "S101", "S105", "S169", "B11"),
    text="Full range, slow lowering, two legs first.",
    columns=COLUMNS,
    rows=(
        ("S86", "exercises.EX6.steps", "to full height"),
        ("S86", "exercises.EX6.variants.step.note", "heels over the edge"),
        ("S86", "exercises.EX6.steps", "to the lowest comfortable point"),
        ("S87", "exercises.EX6.stages.single_leg.doses.full.sets", 3),
        ("S87", "exercises.EX6.stages.single_leg.doses.full.reps", 15),
        ("S87", "exercises.EX6.stages.single_leg.doses.full.tempo_s.down", 3),
        ("S87", "exercises.EX6.stages.single_leg.laterality", "unilateral"),
        ("S87", "programme.strength.days_per_week", 3),
        ("S88", "programme.phases.P2.slots.EX6.why", "strength keeps what stretching gains"),
        ("S88", "programme.phases.P4.slots.EX6.why", "keep the range"),
        ("S99", "exercises.EX6.steps", "start the next one from there without a bounce"),
        ("S101", "exercises.EX6.stages.two_leg.from_week", 4),
        ("S101", "programme.phases.P1.slots.EX6.why", "from week four"),
        ("S105", "exercises.EX6.stages.single_leg.from_week", 9),
        ("B11", "exercises.EX6.stages.two_leg.laterality", "bilateral"),
        ("B11", "exercises.EX6.stages.two_leg.doses.standard.sets", 2),
        ("B11", "exercises.EX6.stages.two_leg.doses.standard.reps", 15),
        ("B11", "exercises.EX6.stages.single_leg.needs", "calf_raises_15"),
        ("B11", "programme.strength.calf_raises_needed_reps", 15),
        ("S96", "exercises.EX7.variants.step.note", "sink slowly below the edge"),
        ("S100", "exercises.EX7.steps", "rise to full height on both legs"),
        ("S100", "exercises.EX7.steps", "lower slowly to the lowest comfortable point"),
        ("S100", "exercises.EX7.steps", "put the other foot back and rise on both legs"),
        ("S100", "exercises.EX7.stages.single_leg.laterality", "unilateral"),
        ("S169", "upkeep.maintenance.notes.dose.text", "keep the calf raises"),
        ("S169", "claims.eccentric_prevents_achilles.say", "is not promised"),
    ),
)


@STRENGTH.each
def test_strength(row: tuple[Any, ...]) -> None:
    carries(STRENGTH, row)


LATER = Spec(
    title="Running and later work",
    rules=("S94", "S95", "S97", "S98", "S144", "S165", "B24"),
    text="What comes before a run, and what waits for the basic range.",
    columns=COLUMNS,
    rows=(
        ("S94", "exercises.EX8.steps", "knee travel past the toes with the heel of that foot down"),
        ("S94", "sports.sports.running.boosts.EX8.why", "before a run"),
        ("S144", "sports.sports.running.boosts.EX6.why", "from the first day, on two legs"),
        ("B24", "exercises.EX8.why", "the forward shin of running"),
        ("S95", "exercises.EX9.steps", "letters of the alphabet in the air"),
        ("S95", "exercises.EX9.steps", "stand on one leg"),
        ("S97", "exercises.EX10.steps", "step to the side"),
        ("S97", "exercises.EX10.variants.band.note", "light loop"),
        ("S97", "exercises.EX11.why", "soft ground"),
        ("S98", "exercises.EX9.stages.standard.from_week", 8),
        ("S98", "exercises.EX10.stages.standard.from_week", 8),
        ("S98", "exercises.EX11.stages.standard.from_week", 8),
        ("S165", "exercises.EX13.steps", "knee-to-wall circles on the left, then on the right"),
        ("S165", "exercises.EX13.steps", "one set of knee drives"),
    ),
)


@LATER.each
def test_later(row: tuple[Any, ...]) -> None:
    carries(LATER, row)


PINCH = Spec(
    title="Every drill that bends the ankle far stops at a pinch",
    rules=("B14",),
    text="The exercise says when to stop.",
    columns=("exercise", "says"),
    rows=tuple(
        (id_, "pinch at the front of the ankle")
        for id_, exercise in KNOWLEDGE.exercises.items()
        if any("end_range" in stage.features for stage in exercise.stages)
    ),
)


@PINCH.each
def test_pinch(row: tuple[Any, ...]) -> None:
    id_, says = row
    assert says in said(f"exercises.{id_}.stop")
    assert {"EX1", "EX2", "EX3", "EX4", "EX5"} <= {name for name, _ in PINCH.rows}


LIMITS = Spec(
    title="Pain that an exercise allows",
    rules=("B14",),
    text="Mobility up to 3, loading up to 5 out of 10.",
    columns=("exercise", "kind", "says"),
    rows=tuple(
        (id_, exercise.pain_rule, "3 out of 10" if exercise.pain_rule == "mobility" else "5 out of 10")
        for id_, exercise in KNOWLEDGE.exercises.items()
    ),
)


@LIMITS.each
def test_limits(row: tuple[Any, ...]) -> None:
    id_, kind, says = row
    assert says in said(f"exercises.{id_}.stop")
    assert kind == ("loading" if id_ in ("EX6", "EX7", "EX8", "EX12") else "mobility")
    assert at(f"pain.ceilings.{kind}_0_10.value") == int(says[0])


NOT_SAID = Spec(
    title="What no exercise may claim",
    rules=("S80", "S88", "B12", "B27", "B35"),
    text="Words that stand nowhere in the place.",
    columns=("place", "does not say"),
    rows=(
        ("exercises.EX4", "posterior-to-anterior"),
        ("exercises.EX4", "most effective"),
        ("exercises.EX6", "most effective"),
        ("exercises.EX1", "faster"),
        ("programme.phases.P1.slots.EX1", "faster"),
        ("programme.phases.P3.slots.EX6", "better than anything else"),
    ),
)


@NOT_SAID.each
def test_not_said(row: tuple[Any, ...]) -> None:
    place, phrase = row
    assert phrase not in said(place)


def test_places_are_real() -> None:
    with pytest.raises(KeyError, match="there is no EX99"):
        at("exercises.EX99.steps")
