"""What holds for every person: minutes, equipment, safety, reasons, and a timeline that adds up."""

from __future__ import annotations

import math
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plantigrade.core.assessment import assess
from plantigrade.core.prescription import Plan, prescribe
from plantigrade.core.prescription.types import Item
from plantigrade.core.quantities import Side
from plantigrade.core.session import timeline
from plantigrade.interop.case_file import case_from
from plantigrade.knowledge.types.exercises import Feature
from tests.strategies import CASES
from tests.support import KNOWLEDGE

START = date(2026, 11, 30)
BUDGETS = st.sampled_from(("5", "10", "full"))


def a_plan(raw: dict[str, Any], budget: str) -> Plan:
    return prescribe(assess(case_from(raw), KNOWLEDGE), START, KNOWLEDGE, budget)


def items_of(plan: Plan) -> list[Item]:
    return [item for week in plan.weeks for day in week.days for item in day.items]


def features_of(item: Item) -> set[Feature]:
    exercise = KNOWLEDGE.exercises[item.exercise]
    stage = next(s for s in exercise.stages if s.id == item.stage)
    variant = next(v for v in exercise.variants if v.id == item.variant)
    return {*stage.features, *variant.features}


@pytest.mark.rule("S61", "S64", "S66", "S68", "S70", "B8", "B9")
@given(raw=CASES, budget=BUDGETS)
@settings(max_examples=150)
def test_no_day_exceeds_its_minutes(raw: dict[str, Any], budget: str) -> None:
    plan = a_plan(raw, budget)
    limit = {"5": 5.0, "10": 10.0, "full": math.inf}[budget]
    warm_up = 3.0 if plan.kind != "maintenance" else 5.0
    for week in plan.weeks:
        assert len(week.days) == 7
        for day in week.days:
            assert day.minutes <= limit
            assert day.seconds == pytest.approx(sum(item.seconds for item in day.items))
            first = [item for item in day.items if item.block == "warm_up"]
            assert sum(item.seconds for item in first) <= warm_up * 60
            assert day.items[: len(first)] == tuple(first)


@given(raw=CASES, budget=BUDGETS)
@settings(max_examples=150)
def test_nothing_without_its_equipment(raw: dict[str, Any], budget: str) -> None:
    plan = a_plan(raw, budget)
    there = set(raw.get("person", {}).get("equipment", KNOWLEDGE.programme.default_equipment))
    for item in items_of(plan):
        exercise = KNOWLEDGE.exercises[item.exercise]
        stage = next(s for s in exercise.stages if s.id == item.stage)
        variant = next(v for v in exercise.variants if v.id == item.variant)
        assert there.issuperset((*stage.equipment, *variant.equipment))


@pytest.mark.rule("S54", "S98", "B14")
@given(raw=CASES, budget=BUDGETS)
@settings(max_examples=150)
def test_nothing_that_safety_forbids(raw: dict[str, Any], budget: str) -> None:
    plan = a_plan(raw, budget)
    forbidden = plan.safety.forbidden
    for item in items_of(plan):
        for side in (item.side,) if item.side else plan.focus:
            assert not features_of(item) & forbidden[side], (item.exercise, item.stage, side)


@given(raw=CASES, red=st.sampled_from(tuple(KNOWLEDGE.screening.red)), budget=BUDGETS)
def test_a_red_answer_leaves_no_programme(raw: dict[str, Any], red: str, budget: str) -> None:
    raw = {**raw, "screen": {**raw.get("screen", {}), red: True}}
    plan = a_plan(raw, budget)
    assert plan.weeks == ()
    assert any(advice.id == red and advice.text for advice in plan.referrals)


@given(raw=CASES, budget=BUDGETS)
def test_every_item_says_why(raw: dict[str, Any], budget: str) -> None:
    for item in items_of(a_plan(raw, budget)):
        assert item.why
        assert "{" not in item.why
        assert item.sources


@given(raw=CASES, budget=BUDGETS)
def test_the_timeline_adds_up_without_gaps(raw: dict[str, Any], budget: str) -> None:
    for week in a_plan(raw, budget).weeks[::4]:
        for day in week.days:
            steps = timeline(day, KNOWLEDGE.exercises)
            assert sum(step.seconds for step in steps) == pytest.approx(day.seconds)
            for before, after in pairwise(steps):
                assert after.starts_s == pytest.approx(before.starts_s + before.seconds)
            for index, item in enumerate(day.items):
                own = [s for s in steps if s.item == index and s.kind == "work"]
                assert len(own) == item.dose.sets
                assert {s.side for s in own} == {item.side}


@given(raw=CASES)
def test_a_mirrored_person_gets_the_mirrored_programme(raw: dict[str, Any]) -> None:
    mirrored = {**{k: v for k, v in raw.items() if k not in ("left", "right")}}
    for side, other in (("left", "right"), ("right", "left")):
        if side in raw:
            mirrored[other] = raw[side]

    def doses(raw_case: dict[str, Any], swap: bool) -> list[set[tuple[str, str, float]]]:
        found = []
        for week in a_plan(raw_case, "10").weeks:
            for day in week.days:
                names = {i: (i.side.other if swap and i.side else i.side) for i in day.items}
                found.append({(i.exercise, str(names[i]), i.seconds) for i in day.items})
        return found

    assert doses(mirrored, swap=True) == doses(raw, swap=False)


@given(raw=CASES, data=st.data())
def test_the_order_of_findings_changes_nothing(raw: dict[str, Any], data: st.DataObject) -> None:
    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            keys = data.draw(st.permutations(list(value)))
            return {key: shuffled(value[key]) for key in keys}
        if isinstance(value, list) and all(isinstance(v, str) for v in value):
            return data.draw(st.permutations(value))
        return value

    first, second = (assess(case_from(r), KNOWLEDGE) for r in (raw, shuffled(raw)))
    for side in first.sides:
        one, two = first.sides[side].limiters, second.sides[side].limiters
        assert one is not None
        assert two is not None
        assert {n: r.log_odds for n, r in one.items()} == {n: r.log_odds for n, r in two.items()}
    assert first.next_tests == second.next_tests
    assert first.summary == second.summary


@pytest.mark.rule("S25")
@given(raw=CASES)
def test_done_tests_are_never_offered_again(raw: dict[str, Any]) -> None:
    assessment = assess(case_from(raw), KNOWLEDGE)
    for offer in assessment.next_tests:
        gives = KNOWLEDGE.protocols.tests[offer.test].gives
        sides = [offer.side] if offer.side else list(Side)
        for side in sides:
            done = {**raw.get(side.value, {}), **raw.get("squat", {})}
            prospect = next(p for p in KNOWLEDGE.next_tests.prospects if p.test == offer.test)
            assert not prospect.measures & set(done)
            assert prospect.measures <= set(gives)
