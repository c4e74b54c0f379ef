"""What the safety answers stop, what they change, and what switches them on by itself (evidence E1, E2)."""

from __future__ import annotations

from typing import Any

import pytest

from plantigrade.core.quantities import Side
from tests.spec.tables import EVERYTHING, Spec, features_of, items_of, judged, planned
from tests.support import KNOWLEDGE

SHORT = {"ktw_cm": 8.5, "other_ktw_cm": 8.8}
# Everything at hand and every reason for all exercises, so that what is missing is missing for safety.
BUSY = SHORT | {"equipment": EVERYTHING, "sports": ["basketball"], "goals": ["squat"]}
BUDGETS = ("5", "10", "full")

RED = Spec(
    title="Answers that stop",
    rules=("S56",),
    text="No limiting factors, no programme and no further tests; the text says where to go.",
    columns=("answer", "action", "says"),
    rows=(
        ("RF1", "urgent_assessment", "x-ray"),
        ("RF1", "urgent_assessment", "today"),
        ("RF2", "same_day", "does not rule out"),
        ("RF2", "same_day", "do not stretch or load"),
        ("RF3", "emergency", "emergency number now"),
        ("RF3", "emergency", "do not stretch, massage or roll"),
        ("RF4", "medical", "stop running, jumping and loading"),
        ("RF5", "medical", "cleared for exercise"),
        ("RF6", "medical", "see a doctor before"),
        ("RF7", "emergency", "medical help now"),
        ("RF8", "physiotherapist", "without weight and without pain"),
        ("RF9", "medical", "do not use bands or straps"),
        ("RF10", "medical", "use no band on it"),
        ("RF10", "medical", "diabetes"),
        ("RF11", "medical", "talk to your doctor before"),
    ),
)


@RED.each
def test_red(row: tuple[Any, ...]) -> None:
    answer, action, says = row
    found = judged(BUSY, **{answer: True})
    assert found.safety.decision == "stop"
    assert [(item.id, item.action) for item in found.safety.items] == [(answer, action)]
    assert says in found.referrals[0].text.lower()
    assert all(side.limiters is None for side in found.sides.values())
    assert (found.headline, found.next_tests) == ("stop", ())


@pytest.mark.parametrize("budget", BUDGETS)
@pytest.mark.parametrize("answer", KNOWLEDGE.screening.red)
def test_red_plans_nothing(answer: str, budget: str) -> None:
    plan = planned(BUSY, budget, **{answer: True, "AM1": True})
    assert (plan.weeks, plan.checkpoints, plan.wedge, plan.footwear) == ((), (), None, None)
    assert plan.safety.decision == "stop"
    assert [advice.id for advice in plan.referrals] == [answer, "AM1"]


AMBER = Spec(
    title="Answers that change the programme",
    rules=("S76", "B14"),
    text="The programme goes on without what is forbidden, whatever the minutes and the equipment.",
    columns=("answer", "forbidden", "says"),
    rows=(
        ("AM1", {"end_range", "long_hold"}, "middle of the range"),
        ("AM1", {"end_range", "long_hold"}, "above 2 out of 10"),
        ("AM2", {"passive_stretch", "long_hold", "compression"}, "strength, balance and control instead"),
        ("AM3", {"compression"}, "look at your feet"),
        ("AM3", {"compression"}, "do not rely on pain alone"),
        ("AM4", {"compression", "roller"}, "gentle stretching stays"),
        ("AM5", {"eccentric", "single_leg_load", "tendon_load"}, "until your doctor agrees"),
        ("AM6", {"below_step"}, "floor level"),
        ("AM7", set(), "less barefoot time"),
        ("AM8", set(), "avoid bouncing"),
        ("AM9", {"single_leg_load"}, "parent or guardian"),
        ("AM10", {"unstable"}, "firm support within reach"),
        ("AM11", {"unstable"}, "firm support within reach"),
        ("AM12", {"deep_knee"}, "only as deep as it is free of pain"),
        ("AM13", {"squat"}, "leave out squat work"),
        ("AM14", {"compression"}, "leave the band out"),
    ),
)


@AMBER.each
def test_amber(row: tuple[Any, ...]) -> None:
    answer, forbidden, says = row
    safety = judged(BUSY, **{answer: True}).safety
    assert (safety.decision, [item.id for item in safety.items]) == ("modify", [answer])
    assert says in safety.items[0].text.lower()
    assert all(safety.forbidden[side] >= forbidden for side in Side)
    for budget in BUDGETS:
        items = items_of(planned(BUSY, budget, **{answer: True}))
        assert items
        assert not [item for item in items if features_of(item) & forbidden]


def test_amber_would_otherwise_be_there() -> None:
    held = {feature for item in items_of(planned(BUSY, "full")) for feature in features_of(item)}
    forbidden = {feature for _, features, _ in AMBER.rows for feature in features}
    assert forbidden <= held


INSTEAD = Spec(
    title="What stands in the place of what is left out",
    rules=("S53", "S86", "S97", "B11", "B14"),
    text="Exercises with their form, somewhere in the twelve weeks as written.",
    columns=("answer or feeling", "exercise", "form", "in weeks"),
    rows=(
        ("AM1", "EX4", "mid_range", (1, 12)),
        ("front_pinch", "EX4", "mid_range", (1, 12)),
        ("hard_block", "EX4", "mid_range", (1, 12)),
        ("AM2", "EX6", "two_leg", (1, 8)),
        ("AM2", "EX9", "standard", (1, 12)),
        ("AM2", "EX5", "doorframe", (1, 12)),
        ("AM3", "EX4", "hand", (5, 12)),
        ("AM3", "EX10", "no_band", (8, 12)),
        ("AM4", "EX2", "standard", (1, 12)),
        ("AM5", "EX3", "standard", (1, 12)),
        ("AM6", "EX6", "floor", (4, 12)),
        ("AM9", "EX6", "two_leg", (9, 12)),
        ("AM10", "EX9", "wall", (9, 12)),
        ("AM12", "EX6", "single_leg", (9, 12)),
        ("AM14", "EX3", "standard", (1, 4)),
    ),
)


@INSTEAD.each
def test_instead(row: tuple[Any, ...]) -> None:
    answer, exercise, form, weeks = row
    felt = {} if answer.startswith("AM") else {"end_feel": answer, "other_end_feel": answer}
    kit = {"equipment": ["wall"] if form == "doorframe" else EVERYTHING}
    asked = {} if felt else {answer: True}
    items = items_of(planned(BUSY | felt | kit, "full", **asked), *weeks)
    assert any(item.exercise == exercise and form in (item.stage, item.variant) for item in items)


def test_unstable_ankles_are_trained_not_stretched() -> None:
    roles = {KNOWLEDGE.exercises[item.exercise].role for item in items_of(planned(BUSY, "full", AM2=True))}
    assert roles <= {"strength", "control", "loaded"}


CHILD = {"single_leg_load", "compression"}
FLEXIBLE = {"passive_stretch", "long_hold", "compression"}

SWITCHED = Spec(
    title="Findings that switch an answer on",
    rules=("S33", "S152", "B14"),
    text="Without being asked; a feeling at the front of one ankle concerns that side only.",
    columns=("findings", "decision", "switched on", "forbidden left", "forbidden right"),
    rows=(
        ({"age_years": 64.9}, "go", (), set(), set()),
        ({"age_years": 65}, "modify", ("AM10",), {"unstable"}, {"unstable"}),
        ({"age_years": 18}, "go", (), set(), set()),
        ({"age_years": 17}, "modify", ("AM9",), {"single_leg_load"}, {"single_leg_load"}),
        ({"age_years": 12}, "modify", ("AM9",), {"single_leg_load"}, {"single_leg_load"}),
        ({"age_years": 11}, "modify", ("AM9",), CHILD, CHILD),
        ({"age_years": 6}, "modify", ("AM9",), CHILD, CHILD),
        ({"age_years": 5}, "stop", ("AGE", "AM9"), CHILD, CHILD),
        ({"ktw_cm": 15}, "go", (), set(), set()),
        ({"ktw_cm": 15.1}, "modify", ("AM2",), FLEXIBLE, FLEXIBLE),
        ({"end_feel": "front_pinch"}, "modify", ("AM1",), {"end_range", "long_hold"}, set()),
        ({"end_feel": "hard_block"}, "modify", ("AM1",), {"end_range", "long_hold"}, set()),
        ({"other_end_feel": "front_pinch"}, "modify", ("AM1",), set(), {"end_range", "long_hold"}),
        ({"end_feel": "calf_pull_bent"}, "go", (), set(), set()),
    ),
)


@SWITCHED.each
def test_switched(row: tuple[Any, ...]) -> None:
    found, decision, items, *forbidden = row
    safety = judged(SHORT | found).safety
    assert (safety.decision, tuple(item.id for item in safety.items)) == (decision, items)
    for side, features in zip((Side.LEFT, Side.RIGHT), forbidden, strict=True):
        assert safety.forbidden[side] == features
    assert not any(item.asked for item in safety.items if item.id != "AGE")


ASKED = Spec(
    title="Questions that were not asked",
    rules=("S56",),
    text="A question left out is not a no: it is counted until someone answers it.",
    columns=("answers", "decision", "still to ask"),
    rows=(
        ({}, "go", 25),
        ({"RF1": False}, "go", 24),
        ({"AM6": True}, "modify", 24),
        ({"RF3": True, "AM6": True, "AM7": False}, "stop", 22),
    ),
)


@ASKED.each
def test_asked(row: tuple[Any, ...]) -> None:
    answers, decision, still = row
    safety = judged(SHORT, **answers).safety
    assert (safety.decision, len(safety.not_asked)) == (decision, still)


RESCREEN = Spec(
    title="When the questions are asked again",
    rules=("S120",),
    text="At the start and in weeks 4, 8 and 12, after an injury, and when pain goes above 5.",
    columns=("at", "value"),
    rows=(("weeks", (1, 4, 8, 12)), ("pain_above", 5)),
)


@RESCREEN.each
def test_rescreen(row: tuple[Any, ...]) -> None:
    name, value = row
    assert getattr(KNOWLEDGE.screening.rescreen, name) == value
    assert "new injury" in KNOWLEDGE.screening.rescreen.text
