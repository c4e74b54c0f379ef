"""Whatever is changed on the way: past days stay, minutes hold, nothing forbidden or missing comes in."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plantigrade.core.assessment import Assessment, assess
from plantigrade.core.prescription import Plan, prescribe
from plantigrade.core.prescription.adjust import Change, Delay, Lighter, Move, Segment, Skip, Swap, adjusted
from plantigrade.core.prescription.edits import Form, lighter
from plantigrade.core.prescription.overrides import (
    Exchange,
    Hold,
    LeaveOut,
    Override,
    Redose,
    What,
    bounds_of,
)
from plantigrade.core.prescription.swaps import options
from plantigrade.core.prescription.types import Day
from plantigrade.core.quantities import Side
from plantigrade.interop.case_file import case_from
from plantigrade.knowledge.types.limiters import LIMITERS
from tests.strategies import CASES
from tests.support import KNOWLEDGE

START = date(2026, 11, 30)
TOOLS = ("wall", "step", "band", "anchor", "strap", "weight")
PERSON = {"age_years": 30, "equipment": list(TOOLS)}
SHORT_LEFT: dict[str, Any] = {
    "person": PERSON,
    "left": {"ktw_cm": [7.0, 7.5, 7.0], "single_leg_calf_raises": 20},
    "right": {"ktw_cm": [11.0, 11.5, 11.0], "single_leg_calf_raises": 20},
}
FORMS = [
    Form(exercise.id, stage.id, variant.id)
    for exercise in KNOWLEDGE.exercises.values()
    for stage in exercise.stages
    for variant in exercise.variants
]
DATES = st.integers(-3, 110).map(lambda days: START + timedelta(days=days))


def at(days: int) -> date:
    return START + timedelta(days=days)


def read(raw: dict[str, Any]) -> Assessment:
    return assess(case_from(raw), KNOWLEDGE)


def prescribed(raw: dict[str, Any], budget: str = "10", **more: Any) -> Plan:
    return prescribe(read(raw), START, KNOWLEDGE, budget, **more)


@st.composite
def overrides(draw: st.DrawFn) -> Override:
    on = draw(DATES)
    begins = max(on, draw(DATES))
    until = draw(st.none() | st.integers(0, 60).map(lambda days: begins + timedelta(days=days)))
    exercise = draw(st.sampled_from(tuple(KNOWLEDGE.exercises)))
    seconds = draw(st.none() | st.floats(1, 600))
    found: list[What] = [
        LeaveOut(exercise),
        Exchange(exercise, draw(st.sampled_from(FORMS))),
        Redose(exercise, draw(st.integers(1, 20)), seconds, None if seconds else draw(st.integers(1, 99))),
        Hold(max(begins, draw(DATES))),
    ]
    what = draw(st.sampled_from(found))
    return Override(draw(st.sampled_from("abcdef")), on, begins, until, what)


@st.composite
def changes(draw: st.DrawFn) -> Change:
    on, day = draw(DATES), draw(DATES)
    # A change is never about a day before it was made.
    day = max(on, day)
    exercise = draw(st.sampled_from(tuple(KNOWLEDGE.exercises)))
    lasting = draw(st.booleans())
    made: list[Change] = [
        Delay(on, draw(st.integers(1, 4))),
        Lighter(on, day, day + timedelta(days=draw(st.integers(0, 9))), draw(st.floats(0, 0.6))),
        Skip(on, day, draw(st.sampled_from(("", exercise))), lasting),
        Swap(on, day, exercise, draw(st.sampled_from(FORMS)), lasting),
        Move(on, day, max(on, draw(DATES))),
        draw(overrides()),
    ]
    return draw(st.sampled_from(made))


@st.composite
def courses(draw: st.DrawFn) -> tuple[list[Segment], list[Change]]:
    """What was prescribed from when on, and what was changed, in the order of their days."""
    raw = draw(CASES)
    segments = []
    for on in [START, *sorted(draw(st.lists(DATES, max_size=3)))]:
        there = draw(st.lists(st.sampled_from(TOOLS), unique=True))
        days = draw(st.lists(st.sampled_from(("mon", "wed", "sat")), unique=True))
        person = {**raw.get("person", {}), "equipment": there, "lower_body_days": days}
        first = {side: draw(st.sampled_from(LIMITERS)) for side in draw(st.sets(st.sampled_from(list(Side))))}
        plan = prescribed(
            {**raw, "person": person}, draw(st.sampled_from(("5", "10", "full"))), emphasis=first
        )
        segments.append(Segment(on, plan, frozenset(there)))
    made = draw(st.lists(changes(), max_size=6))
    return segments, sorted(made, key=lambda change: change.on)


def days_of(plan: Plan) -> list[Day]:
    return [day for week in plan.weeks for day in week.days]


@given(course=courses(), more=changes(), setting=st.booleans())
@settings(max_examples=150, deadline=None)
def test_no_change_reaches_a_day_before_it(
    course: tuple[list[Segment], list[Change]], more: Change, setting: bool
) -> None:
    segments, made = course
    before = adjusted(segments, made, KNOWLEDGE)
    # What comes last was made last.
    latest = max([START, *(s.on for s in segments[1:]), *(c.on for c in made), more.on])
    if setting:
        after = adjusted([*segments, replace(segments[0], on=latest)], made, KNOWLEDGE)
    else:
        after = adjusted(segments, [*made, replace(more, on=latest)], KNOWLEDGE)
    kept_days = [day for day in days_of(before) if day.date < latest]
    assert days_of(after)[: len(kept_days)] == kept_days
    if not setting and isinstance(more, Delay) and before.weeks:
        assert len(after.weeks) == len(before.weeks) + more.weeks


@given(course=courses())
@settings(max_examples=150, deadline=None)
def test_every_day_keeps_its_minutes_its_date_and_what_is_allowed(
    course: tuple[list[Segment], list[Change]],
) -> None:
    segments, made = course
    plan = adjusted(segments, made, KNOWLEDGE)
    limits = [{"5": 5.0, "10": 10.0, "full": math.inf}[segment.plan.budget] for segment in segments]
    for place, day in enumerate(days_of(plan)):
        assert day.date == at(place)
        assert day.seconds == pytest.approx(sum(item.seconds for item in day.items))
        assert (day.kind == "rest") == (not day.items)
        # Two days that changed places keep the minutes they were made for.
        assert day.minutes <= max(limits)
        for item in day.items:
            _, stage, variant = Form(item.exercise, item.stage, item.variant).parts(KNOWLEDGE)
            there = frozenset[str]().union(*(segment.equipment for segment in segments))
            assert there.issuperset((*stage.equipment, *variant.equipment))
            for side in (item.side,) if item.side else plan.focus:
                assert not {*stage.features, *variant.features} & plan.safety.forbidden[side]


@given(course=courses(), override=overrides())
@settings(max_examples=150, deadline=None)
def test_an_override_holds_until_it_is_ended_and_never_asks_for_more_than_is_described(
    course: tuple[list[Segment], list[Change]], override: Override
) -> None:
    segments, made = course
    latest = max([START, *(s.on for s in segments[1:]), *(c.on for c in made), override.on])
    override = replace(override, key="this", on=latest, begins=max(latest, override.begins))
    plan = adjusted(segments, [*made, override], KNOWLEDGE)
    what = override.what
    for week in plan.weeks:
        for day in week.days:
            assert "this" not in day.overrides or override.covers(day.date) or any_move(made)
            if override.covers(day.date) and isinstance(what, LeaveOut):
                assert all(item.exercise != what.exercise for item in day.items)
            if override.covers(day.date) and isinstance(what, Exchange):
                forms = [
                    Form(i.exercise, i.stage, i.variant) for i in day.items if i.exercise == what.exercise
                ]
                assert all(form == what.form for form in forms)
            for item in day.items:
                if item.override == "this" and isinstance(what, Redose):
                    most = bounds_of(item, week, KNOWLEDGE)
                    assert 1 <= item.dose.sets <= min(what.sets, most.sets)
                    assert item.dose.sets * item.dose.set_s <= most.work_s + 1e-6
                    assert item.dose.seconds is None or item.dose.seconds <= (what.seconds or 0)
                    assert item.dose.reps is None or item.dose.reps <= (what.reps or 0)
    if plan.weeks and override.until is None:
        ends = override.begins + timedelta(days=3)
        ended = adjusted(segments, [*made, replace(override, until=ends)], KNOWLEDGE)
        before = [day for day in days_of(plan) if day.date < ends]
        assert before == days_of(ended)[: len(before)]


def any_move(made: list[Change]) -> bool:
    """Two days that change places take their changes along."""
    return any(isinstance(change, Move) for change in made)


@pytest.mark.parametrize(
    ("until", "weeks", "shown"),
    [
        # Held in the middle of week 5, seen in week 8: it is week 5 to the end.
        (None, 15, {30: 5, 41: 5, 60: 5, 104: 5}),
        # Ended at the beginning of week 7: the next week is the sixth.
        (at(42), 13, {34: 5, 41: 5, 42: 6, 90: 12}),
        # Ended within week 7: the rest of it is week 5 still.
        (at(44), 14, {41: 5, 46: 5, 49: 6, 97: 12}),
        # Ended before anything stood still.
        (at(33), 12, {30: 5, 35: 6, 83: 12}),
    ],
)
def test_a_hold_lets_the_work_stand_still(until: date | None, weeks: int, shown: dict[int, int]) -> None:
    plan = prescribed(SHORT_LEFT)
    hold = Override("hold", at(30), at(30), until, Hold(at(52)))
    held = adjusted([Segment(START, plan, frozenset(TOOLS))], [hold], KNOWLEDGE)
    assert len(held.weeks) == weeks
    was, now = days_of(plan), days_of(held)
    for day, week in shown.items():
        assert now[day].items == was[(week - 1) * 7 + day % 7].items
        assert ("hold" in now[day].overrides) == hold.covers(at(day))


def test_a_step_back_counts_while_the_work_stands_still() -> None:
    plan = prescribed(SHORT_LEFT)
    made: list[Change] = [Override("hold", at(30), at(30), None, Hold(at(52))), Delay(at(35), 1)]
    held = adjusted([Segment(START, plan, frozenset(TOOLS))], made, KNOWLEDGE)
    assert days_of(held)[36].items == days_of(plan)[22].items


def test_a_lighter_day_stays_lighter_whatever_is_set() -> None:
    plan = prescribed(SHORT_LEFT)
    day = next(day for day in days_of(plan) if day.items)
    exercise = day.items[0].exercise
    cut = Lighter(day.date, day.date, day.date + timedelta(days=1), 0.5)
    asked = Override("more", day.date, day.date, None, Redose(exercise, 20, 600.0, None))
    if day.items[0].dose.reps is not None:
        asked = replace(asked, what=Redose(exercise, 20, None, 99))
    segments = [Segment(START, plan, frozenset(TOOLS))]
    free = days_of(adjusted(segments, [asked], KNOWLEDGE))[(day.date - START).days]
    light = days_of(adjusted(segments, [cut, asked], KNOWLEDGE))[(day.date - START).days]
    for full, less in zip(free.items, light.items, strict=True):
        assert less.dose.set_s * less.dose.sets < full.dose.set_s * full.dose.sets


@pytest.mark.rule("S54", "S98")
def test_no_override_brings_work_back_after_a_stop() -> None:
    stopped = prescribed({**SHORT_LEFT, "screen": {next(iter(KNOWLEDGE.screening.red)): True}})
    asked = Override("more", START, START, None, Hold(START))
    assert adjusted([Segment(START, stopped, frozenset(TOOLS))], [asked], KNOWLEDGE).weeks == ()


@given(share=st.floats(0, 0.9), place=st.integers(0, 83))
def test_a_lighter_day_is_never_longer_and_keeps_its_exercises(share: float, place: int) -> None:
    day = days_of(prescribed(SHORT_LEFT))[place]
    light = lighter(day, share, KNOWLEDGE)
    assert [i.exercise for i in light.items] == [i.exercise for i in day.items]
    for was, now in zip(day.items, light.items, strict=True):
        assert now.dose.sets == was.dose.sets
        work = was.dose.set_s * (1 - share)
        step = was.dose.tempo_s.rep_s if was.dose.tempo_s else 1.0
        assert now.dose.set_s <= was.dose.set_s
        assert now.dose.set_s == pytest.approx(work, abs=step)


@given(raw=CASES, place=st.integers(0, 83), gentle=st.booleans())
@settings(max_examples=100, deadline=None)
def test_what_is_offered_in_place_of_an_exercise_serves_the_same_purpose(
    raw: dict[str, Any], place: int, gentle: bool
) -> None:
    assessment = read(raw)
    plan = prescribe(assessment, START, KNOWLEDGE)
    if not plan.weeks:
        return
    week, day = plan.weeks[place // 7], days_of(plan)[place]
    tools = raw.get("person", {}).get("equipment")
    there = frozenset(KNOWLEDGE.programme.default_equipment if tools is None else tools)
    for exercise_id in {item.exercise for item in day.items}:
        held = KNOWLEDGE.exercises[exercise_id]
        most = max(held.addresses.values())
        for option in options(day, exercise_id, week, plan, assessment, there, KNOWLEDGE, gentle=gentle):
            exercise, stage, variant = option.form.parts(KNOWLEDGE)
            assert there.issuperset((*stage.equipment, *variant.equipment))
            assert not (gentle and option.relation == "harder")
            assert stage.from_week <= week.number or exercise is held
            shared = [n for n, share in held.addresses.items() if share == most and n in exercise.addresses]
            assert shared or exercise is held
            swap = Swap(day.date, day.date, exercise_id, option.form)
            after = days_of(adjusted([Segment(START, plan, there)], [swap], KNOWLEDGE))[place]
            assert option.form in {Form(i.exercise, i.stage, i.variant) for i in after.items}


@given(count=st.integers(12, 80))
def test_upkeep_goes_on_without_an_end(count: int) -> None:
    plan = prescribed(SHORT_LEFT, upkeep_weeks=count)
    assert len(plan.weeks) == count
    assert {week.phase for week in plan.weeks} == {"P4"}
    assert all(any(day.items for day in week.days) for week in plan.weeks)
