"""Twelve weeks by day: phases, minutes, what comes early and what is kept (evidence A4, A6, G)."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from plantigrade.core.prescription import Day, Item, Plan
from plantigrade.core.quantities import Side
from tests.spec.tables import EVERYTHING, START, Spec, items_of, planned
from tests.support import KNOWLEDGE

KIT = {"equipment": EVERYTHING}
PLAIN = {"ktw_cm": 9.5, "other_ktw_cm": 9.5}
JOINT = {"ktw_cm": 7.5, "other_ktw_cm": 11, "sprains": 2}
LIFTER = {"ktw_cm": 13.5, "other_ktw_cm": 13.5, "deep_hold": "poor", "elevated_response": "no_better"}
AMPLE = {"ktw_cm": 14, "other_ktw_cm": 14}
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
THREE = {"lower_body_days": ("mon", "wed", "fri")}


def days_of(plan: Plan, week: int) -> tuple[Day, ...]:
    return plan.weeks[week - 1].days


def names(items: tuple[Item, ...] | list[Item]) -> set[str]:
    return {item.exercise for item in items}


PHASES = Spec(
    title="The weeks as written",
    rules=("S76", "S89", "S90", "S91", "S92", "S93", "S101", "S102", "S103", "S105", "S109", "B11",
           "B30", "B35"),
    text="Both ankles short, everything at hand: what every day holds and what some days hold.",
    columns=("week", "phase", "every day", "some days"),
    rows=(
        (1, "Loosen", {"EX1", "EX2", "EX3"}, {"EX14"}),
        (3, "Loosen", {"EX1", "EX2", "EX3"}, {"EX14"}),
        (4, "Loosen", {"EX1", "EX2", "EX3"}, {"EX6", "EX12", "EX14"}),
        (5, "Free the joint", {"EX1", "EX2", "EX3", "EX4"}, {"EX6", "EX12"}),
        (8, "Free the joint", {"EX1", "EX2", "EX3", "EX4"}, {"EX6", "EX12"}),
        (9, "Load it", {"EX1"}, {"EX2", "EX3", "EX4", "EX5", "EX6", "EX7", "EX9", "EX12"}),
        (12, "Load it", {"EX1"}, {"EX2", "EX3", "EX4", "EX5", "EX6", "EX7", "EX9", "EX12"}),
    ),
)  # fmt: skip


@PHASES.each
def test_phases(row: tuple[Any, ...]) -> None:
    week, phase, daily, some = row
    plan = planned(PLAIN | KIT, "full")
    held = [names(day.items) for day in days_of(plan, week)]
    assert plan.weeks[week - 1].name == phase
    assert set.intersection(*held) == daily
    assert set.union(*held) - daily == some


CONTROL = Spec(
    title="The weeks of a control programme",
    rules=("S53", "S54", "S98"),
    text="Range is there and is learned to be used: what the days of a week hold, as written.",
    columns=("week", "phase", "exercises"),
    rows=(
        (1, "Use the range", {"EX5", "EX6", "EX9", "EX12"}),
        (4, "Use the range", {"EX5", "EX6", "EX9", "EX12"}),
        (5, "Load the range", {"EX5", "EX6", "EX9", "EX11", "EX12"}),
        (8, "Load the range", {"EX5", "EX6", "EX9", "EX11", "EX12"}),
        (9, "Own it", {"EX5", "EX6", "EX9", "EX11"}),
        (12, "Own it", {"EX5", "EX6", "EX9", "EX11"}),
    ),
)


@CONTROL.each
def test_control(row: tuple[Any, ...]) -> None:
    week, phase, exercises = row
    plan = planned(LIFTER | KIT, "full")
    assert plan.weeks[week - 1].name == phase
    assert names(items_of(plan, week, week)) == exercises


def test_every_day_has_its_date() -> None:
    dates = [day.date for week in planned(PLAIN).weeks for day in week.days]
    assert dates == [START + timedelta(days=i) for i in range(84)]


LIMITS = Spec(
    title="Minutes are kept",
    rules=("S60", "S61", "S64", "S66", "B8", "B9"),
    text="No day of the twelve weeks goes over its minutes or holds more exercises than it should.",
    columns=("findings", "minutes", "most exercises"),
    rows=tuple(
        (found, minutes, most)
        for found in (PLAIN, JOINT | KIT, LIFTER | KIT, AMPLE, PLAIN | KIT | {"sports": ["basketball"]})
        for minutes, most in (("5", 2), ("10", 4))
    ),
)


@LIMITS.each
def test_limits(row: tuple[Any, ...]) -> None:
    found, minutes, most = row
    for week in planned(found, minutes).weeks:
        for day in week.days:
            assert day.minutes <= int(minutes)
            assert len(names(day.items)) <= most


WRITTEN = Spec(
    title="Honest minutes as written",
    rules=("S61", "B8", "B9"),
    text="The sum of all doses with getting into position, in the minutes that the written doses add up to.",
    columns=("weeks", "day", "minutes", "from", "to"),
    rows=((1, "shortest", 13.0, 8, 14), (3, "shortest", 13.0, 8, 14), (9, "shortest", 23.9, 22, 29),
          (9, "longest", 26.6, 22, 29), (12, "longest", 26.6, 22, 29)),
)  # fmt: skip


@WRITTEN.each
def test_written(row: tuple[Any, ...]) -> None:
    week, which, minutes, least, most = row
    sums = [day.minutes for day in days_of(planned(PLAIN | KIT, "full"), week)]
    found = min(sums) if which == "shortest" else max(sums)
    assert found == minutes
    assert least <= found <= most


CALF = Spec(
    title="Calf raises",
    rules=("S86", "S87", "S101", "S105", "S144", "B11", "B30"),
    text="The form in each week; never alone on one leg before fifteen are there and week nine has come.",
    columns=("findings", "week", "form", "days a week"),
    rows=(
        (PLAIN, 3, None, 0),
        (PLAIN, 4, "two_leg", 3),
        (PLAIN, 8, "two_leg", 3),
        (PLAIN, 9, "single_leg", 3),
        (PLAIN, 12, "single_leg", 3),
        (PLAIN | {"single_leg_calf_raises": 14}, 9, "two_leg", 3),
        (PLAIN | {"single_leg_calf_raises": 15}, 9, "single_leg", 3),
        (PLAIN | THREE, 9, "single_leg", 3),
        (PLAIN | {"sports": ["running"]}, 1, "two_leg", 3),
        (PLAIN | {"goals": ["running"]}, 1, "two_leg", 3),
        (PLAIN | {"sports": ["running"]}, 3, "two_leg", 3),
    ),
)


@CALF.each
def test_calf(row: tuple[Any, ...]) -> None:
    found, week, form, count = row
    held = [[i for i in day.items if i.exercise == "EX6"] for day in days_of(planned(found), week)]
    assert {item.stage for items in held for item in items} == ({form} if form else set())
    assert sum(map(bool, held)) == count


EARLY = Spec(
    title="The band comes early when the joint is likely",
    rules=("S13", "S45", "S46", "S54", "S58", "S82", "S115", "S137", "B32"),
    text="From the first week, on that side only, with the stretches beside it.",
    columns=("findings", "answer", "sides with the band in week 1", "stretches"),
    rows=(
        (JOINT, None, {Side.LEFT}, {"EX2", "EX3"}),
        (PLAIN, None, set(), {"EX2", "EX3"}),
        (JOINT | {"sprains": 0, "ktw_cm": 9.5}, None, set(), {"EX2", "EX3"}),
        (JOINT | {"other_sprains": 2, "other_ktw_cm": 7.5}, None, {Side.LEFT, Side.RIGHT}, {"EX2", "EX3"}),
        (JOINT, "AM1", set(), set()),
        (JOINT, "AM2", set(), set()),
        (JOINT, "AM14", set(), {"EX2", "EX3"}),
    ),
)


@EARLY.each
def test_early(row: tuple[Any, ...]) -> None:
    found, answer, sides, stretches = row
    items = items_of(planned(found, **({answer: True} if answer else {})), 1, 1)
    standard = [item for item in items if item.exercise == "EX4" and item.stage == "standard"]
    assert {item.side for item in standard} == sides
    assert names(items) & {"EX2", "EX3"} == stretches


WARM_UP = Spec(
    title="Lower-body days begin with the ankle",
    rules=("S68", "S69", "S70", "S71", "S74", "S75"),
    text="Circles, from week five the band, for two to three minutes; other days have their own session.",
    columns=("budget", "week", "training days", "first", "least minutes", "most minutes"),
    rows=tuple(
        (budget, week, ("mon", "wed", "fri"), first, 1.8, 3.0)
        for budget in ("5", "10", "full")
        for week, first in ((1, "EX1"), (4, "EX1"), (5, "EX4"), (9, "EX4"), (12, "EX4"))
    ),
)


@WARM_UP.each
def test_warm_up(row: tuple[Any, ...]) -> None:
    budget, week, training, first, least, most = row
    for index, day in enumerate(days_of(planned(PLAIN | KIT | {"lower_body_days": training}, budget), week)):
        if WEEK[index] in training:
            before = [item for item in day.items if item.block == "warm_up"]
            assert (day.kind, day.items[0].exercise, day.items[0].block) == ("warm_up", first, "warm_up")
            assert least <= sum(item.seconds for item in before) / 60 < most
        else:
            assert day.kind == "standalone"
            assert all(item.block == "main" for item in day.items)


RUNNERS = Spec(
    title="Lunges before a run",
    rules=("S94", "S144"),
    text="On the days that a runner names, through all the weeks.",
    columns=("week", "exercise"),
    rows=((1, "EX8"), (5, "EX8"), (9, "EX8"), (12, "EX8")),
)


@RUNNERS.each
def test_runners(row: tuple[Any, ...]) -> None:
    week, exercise = row
    days = days_of(planned(PLAIN | KIT | THREE | {"sports": ["running"]}), week)
    assert all(exercise in names(day.items) for day in days if day.kind == "warm_up")


KEPT = Spec(
    title="The band is kept in weeks 9 to 12",
    rules=("S92", "S105"),
    text="On three days a week or more, as written and in ten minutes.",
    columns=("lower-body days", "budget", "at least"),
    rows=(((), "10", 3), (("tue",), "10", 3), (("mon", "wed", "fri"), "10", 3), ((), "full", 3)),
)


@KEPT.each
def test_kept(row: tuple[Any, ...]) -> None:
    training, budget, least = row
    plan = planned(PLAIN | KIT | {"lower_body_days": training}, budget)
    for week in range(9, 13):
        assert sum("EX4" in names(day.items) for day in days_of(plan, week)) >= least


KINDS = Spec(
    title="Which kind of programme",
    rules=("S33", "S42", "S53", "S54", "S168", "B3", "B16"),
    text="A restriction is worked on, control is trained where it is missing, and plenty is only kept.",
    columns=("findings", "answer", "kind", "no corrective programme"),
    rows=(
        (PLAIN, None, "corrective", False),
        ({"ktw_cm": 12, "other_ktw_cm": 12, "heels_rise_flat": True}, None, "corrective", False),
        ({"ktw_cm": 11, "other_ktw_cm": 11, "goals": ["squat"]}, None, "corrective", False),
        ({"ktw_cm": 11, "other_ktw_cm": 11}, None, "maintenance", True),
        ({"ktw_cm": 13, "other_ktw_cm": 13}, None, "maintenance", True),
        (AMPLE, None, "maintenance", True),
        (AMPLE | {"goals": ["squat"]}, None, "maintenance", True),
        (LIFTER, None, "control", True),
        (PLAIN, "AM2", "control", True),
        ({"ktw_cm": 15.1, "other_ktw_cm": 9}, None, "control", True),
    ),
)


@KINDS.each
def test_kinds(row: tuple[Any, ...]) -> None:
    found, answer, kind, none = row
    plan = planned(found, **({answer: True} if answer else {}))
    assert (plan.kind, plan.maintenance_only) == (kind, none)
    if kind == "control":
        roles = {KNOWLEDGE.exercises[name].role for name in names(items_of(plan))}
        assert roles <= {"loaded", "control", "strength"}
        assert roles >= {"loaded", "control", "strength"}


SIDES = Spec(
    title="The shorter side",
    rules=("S25",),
    text="It goes first and gets at least as much; a side with plenty is not stretched.",
    columns=("left", "right", "first", "stretched"),
    rows=(
        (8.0, 11.0, Side.LEFT, {Side.LEFT, Side.RIGHT}),
        (12.0, 9.0, Side.RIGHT, {Side.LEFT, Side.RIGHT}),
        (9.0, 14.0, Side.LEFT, {Side.LEFT}),
    ),
)


@SIDES.each
def test_sides(row: tuple[Any, ...]) -> None:
    left, right, first, stretched = row
    items = items_of(planned({"ktw_cm": left, "other_ktw_cm": right}))
    own = [item for item in items if item.side is not None and item.exercise in ("EX1", "EX2", "EX3", "EX4")]
    assert {item.side for item in own} == stretched
    assert own[0].side is first
    for one, other in pairwise(own):
        if one.exercise == other.exercise and other.side is not first and one.side is first:
            assert one.seconds >= other.seconds


SORE = Spec(
    title="A sore ankle begins gently",
    rules=("B21",),
    text="Pain above 3 at the end of the test: two calm weeks, without the band.",
    columns=("pain", "week 1", "week 2", "week 3"),
    rows=((3, "P1", "P1", "P1"), (4, "P0", "P0", "P1")),
)


@SORE.each
def test_sore(row: tuple[Any, ...]) -> None:
    pain, *phases = row
    plan = planned(JOINT | {"pain_0_10": pain})
    assert [week.phase for week in plan.weeks[:3]] == phases
    assert ("EX4" in names(items_of(plan, 1, 2))) == (pain == 3)


HORIZON = Spec(
    title="How long it is likely to take",
    rules=("S107", "S114", "S117", "S118", "S125", "S126", "B21", "S63", "S67", "S69"),
    text="What the notes of a programme say.",
    columns=("findings", "says", "or not"),
    rows=(
        (PLAIN, "twelve weeks are a fair horizon", True),
        (PLAIN | {"ktw_cm": 8}, "four to six months", False),
        (PLAIN | {"ktw_cm": 7.9}, "four to six months", True),
        (PLAIN | {"sprains": 1}, "four to six months", False),
        (PLAIN | {"sprains": 2}, "four to six months", True),
        (PLAIN | {"age_years": 39}, "past forty", False),
        (PLAIN | {"age_years": 40}, "past forty", True),
        (PLAIN, "first coffee, brushing your teeth, the gym warm-up", True),
        (PLAIN, "start tomorrow", True),
        (PLAIN, "watching television", True),
        (LIFTER, "strength and control instead of stretching", True),
        (AMPLE, "no corrective programme is needed", True),
    ),
)


@HORIZON.each
def test_horizon(row: tuple[Any, ...]) -> None:
    found, says, expected = row
    assert (says in " ".join(planned(found).notes).lower()) == expected


UNMEASURED = Spec(
    title="Nothing to plan for yet",
    rules=("S14", "S67"),
    text="Without a distance or an angle of any side there is no programme, but a pointer to the wall test.",
    columns=("findings", "weeks", "says"),
    rows=(
        ({}, 0, "begin with the knee-to-wall test"),
        ({"sprains": 1, "end_feel": "calf_pull_bent"}, 0, "begin with the knee-to-wall test"),
        ({"ktw_cm": 9}, 12, "start tomorrow"),
        ({"wb_bent_deg": 33}, 12, "start tomorrow"),
    ),
)


@UNMEASURED.each
def test_unmeasured(row: tuple[Any, ...]) -> None:
    found, weeks, says = row
    plan = planned(found)
    assert len(plan.weeks) == weeks
    assert says in " ".join(plan.notes).lower()


def test_an_unknown_budget_is_refused() -> None:
    with pytest.raises(KeyError, match="there are 5, 10, full"):
        planned(PLAIN, "7")
