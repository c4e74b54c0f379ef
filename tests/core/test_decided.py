"""What a decision does to the programme: a table, and what holds for anybody."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from plantigrade.core.adaptation import CheckIn, Decision, DrillPain, Situation, decide
from plantigrade.core.assessment import assess
from plantigrade.core.prescription import prescribe
from plantigrade.core.prescription.decided import Effect, effect_of
from plantigrade.core.prescription.differences import differences
from plantigrade.core.prescription.guard import guarded
from plantigrade.core.quantities import Side
from plantigrade.interop.case_file import case_from
from tests.core.test_adjust import SHORT_LEFT, START, at, prescribed
from tests.strategies import CASES
from tests.support import KNOWLEDGE

# In front, and not more than a stretch may hurt elsewhere.
PINCH = (DrillPain(3, "mobility", "front"),)


def flare(days: int) -> CheckIn:
    return CheckIn(date=at(days), next_morning_change_0_10=3)


def decided(today: int, *reports: CheckIn) -> Decision:
    situation = Situation(today=at(today), phase=2, week=today // 7)
    return decide(situation, reports, KNOWLEDGE.pain, KNOWLEDGE.progress)


@pytest.mark.rule("S58", "S120", "B14")
@pytest.mark.parametrize(
    ("decision", "effect"),
    [
        (decided(30), Effect()),
        (
            decided(30, CheckIn(at(30), swelling=True)),
            Effect(pause=True),
        ),
        # Week 5 is the first of its phase: one week back is the last of the phase before.
        (decided(30, flare(28), flare(30)), Effect(repeat_weeks=1, step_back=True)),
        # There is no phase before the first: the week is done again with less.
        (
            decided(10, flare(8), flare(10)),
            Effect(repeat_weeks=1, lighter_from=at(10), lighter_until=at(17), cut_share=0.35),
        ),
        (decided(30, flare(30)), Effect(lighter_from=at(30), lighter_until=at(31), cut_share=0.35)),
        # A worse morning and a pinch: lighter at once, and the front spared for good.
        (
            decided(30, CheckIn(at(30), next_morning_change_0_10=3, drills=PINCH)),
            Effect(lighter_from=at(30), lighter_until=at(31), cut_share=0.35, front=True),
        ),
        (
            # A stretch that hurts too much, and in front: the week again, and the front spared.
            decided(30, CheckIn(at(30), drills=(DrillPain(4, "mobility", "front"),))),
            Effect(repeat_weeks=1, front=True),
        ),
        (
            decided(30, CheckIn(at(30), drills=PINCH)),
            Effect(front=True),
        ),
        (
            Decision("refer", decided(30, flare(30)).changes, 2, {Side.LEFT: "soleus"}),
            Effect(repeat_weeks=3, emphasis={Side.LEFT: "soleus"}),
        ),
        (
            Decision("switch_emphasis", (), 2, {Side.LEFT: "soleus", Side.RIGHT: "gastrocnemius"}),
            Effect(emphasis={Side.LEFT: "soleus"}),
        ),
    ],
)
def test_what_a_decision_does(decision: Decision, effect: Effect) -> None:
    now = {Side.LEFT: "gastrocnemius", Side.RIGHT: "gastrocnemius"}
    today = at(10) if effect.lighter_until == at(17) else at(30)
    found = effect_of(decision, prescribed(SHORT_LEFT), today, now, KNOWLEDGE, done_today=False)
    assert found == effect


@pytest.mark.rule("B14")
def test_a_front_that_pinches_again_although_it_is_spared_does_the_week_again() -> None:
    decision = decided(30, CheckIn(at(30), drills=PINCH))
    plan = prescribed(SHORT_LEFT)
    found = effect_of(decision, plan, at(30), {}, KNOWLEDGE, done_today=False, spared=True)
    assert found == Effect(repeat_weeks=1)


@pytest.mark.rule("B14")
@given(raw=CASES)
def test_a_spared_front_has_nothing_at_the_end_of_its_range(raw: dict[str, Any]) -> None:
    """Nothing barred in any item, for anybody."""
    found = guarded(assess(case_from(raw), KNOWLEDGE), KNOWLEDGE)
    barred = set(KNOWLEDGE.programme.front.forbids)
    for week in prescribe(found, START, KNOWLEDGE).weeks:
        for day in week.days:
            for item in day.items:
                exercise = KNOWLEDGE.exercises[item.exercise]
                stage = next(one for one in exercise.stages if one.id == item.stage)
                variant = next(one for one in exercise.variants if one.id == item.variant)
                assert barred.isdisjoint({*stage.features, *variant.features}), item


def test_a_session_already_done_is_not_made_lighter() -> None:
    found = effect_of(decided(30, flare(30)), prescribed(SHORT_LEFT), at(30), {}, KNOWLEDGE, done_today=True)
    assert found.lighter_from is not None
    assert found.lighter_from > at(30)


@pytest.mark.rule("S58", "S120")
def test_what_a_decision_puts_first_comes_earlier_or_gets_more() -> None:
    before = prescribed(SHORT_LEFT, "5")
    after = prescribed(SHORT_LEFT, "5", emphasis={Side.LEFT: "soleus"})
    found = {(d.exercise, d.side): d for d in differences(before, after, at(28), 7)}
    stretch = found["EX3", Side.LEFT]
    assert stretch.before is None
    assert stretch.after is not None
    assert KNOWLEDGE.programme.emphasis.why in stretch.after.item.why
    assert differences(before, before, START, 7) == ()
