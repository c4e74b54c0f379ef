"""What runs beside the daily work: equipment, sports, dates, wedge, shoes, and upkeep for good."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.spec.tables import EVERYTHING, START, Spec, items_of, planned
from tests.support import KNOWLEDGE

PLAIN = {"ktw_cm": 9.5, "other_ktw_cm": 9.5}
AMPLE = {"ktw_cm": 14, "other_ktw_cm": 14}

EQUIPMENT = Spec(
    title="The same work with what there is",
    rules=("S72", "S83", "S86"),
    text="The way each exercise is done, by what is at hand.",
    columns=("equipment", "EX1", "EX2", "EX4", "EX5", "EX6"),
    rows=(
        ((), "door", "chair", "hand", "doorframe", "floor"),
        (("wall",), "wall", "wall", "hand", "doorframe", "floor"),
        (("rack",), "rack", "rack", "hand", "rack", "floor"),
        (("wall", "band"), "wall", "wall", "hand", "doorframe", "floor"),
        (("wall", "band", "anchor"), "wall", "wall", "band_anchor", "doorframe", "floor"),
        (("wall", "band", "rack"), "wall", "wall", "band_rack", "rack", "floor"),
        (("wall", "strap", "anchor"), "wall", "wall", "strap_anchor", "strap", "floor"),
        (("wall", "strap", "rack"), "wall", "wall", "strap_rack", "rack", "floor"),
        (("wall", "plates"), "wall", "wall", "hand", "doorframe", "plates"),
        (("wall", "plates", "step"), "wall", "wall", "hand", "doorframe", "step"),
    ),
)


@EQUIPMENT.each
def test_equipment(row: tuple[Any, ...]) -> None:
    equipment, *expected = row
    items = items_of(planned(PLAIN | {"equipment": equipment}, "full"))
    for exercise, variant in zip(EQUIPMENT.columns[1:], expected, strict=True):
        assert {item.variant for item in items if item.exercise == exercise} == {variant}


BOOSTS = Spec(
    title="What a sport or goal adds",
    rules=("S94", "S95", "S97", "S98", "S105", "S144", "S145", "S146", "S147", "S149", "S150", "S151", "B28"),
    text="The first week in which the exercise is there, as written, with three lower-body days.",
    columns=("sport or goal", "exercise", "first week"),
    rows=(
        (None, "EX5", 9),
        (None, "EX6", 4),
        (None, "EX8", None),
        (None, "EX9", 9),
        (None, "EX10", None),
        (None, "EX11", None),
        ("basketball", "EX9", 8),
        ("basketball", "EX10", 8),
        ("basketball", "EX11", 8),
        ("volleyball", "EX9", 8),
        ("volleyball", "EX11", 8),
        ("soccer", "EX9", 8),
        ("soccer", "EX10", 8),
        ("weightlifting", "EX5", 4),
        ("squat", "EX5", 4),
        ("sprint", "EX6", 4),
        ("running", "EX6", 1),
        ("running", "EX8", 1),
        ("swimming", "EX8", None),
    ),
)


@BOOSTS.each
def test_boosts(row: tuple[Any, ...]) -> None:
    name, exercise, week = row
    person: dict[str, Any] = {"equipment": EVERYTHING, "lower_body_days": ("mon", "wed", "fri")}
    if name is not None:
        person["goals" if name in KNOWLEDGE.sports.goals and name != "running" else "sports"] = [name]
    weeks = planned(PLAIN | person, "full").weeks
    held = [w.number for w in weeks if any(i.exercise == exercise for d in w.days for i in d.items)]
    assert (held[0] if held else None) == week


DATES = Spec(
    title="When to test again",
    rules=("S104", "S110", "S111", "B7"),
    text="Days from the start: every week for the trend, every third a decision, every fourth a report.",
    columns=("kind", "days"),
    rows=(
        ("capture", tuple(range(7, 85, 7))),
        ("checkpoint", (21, 42, 63, 84)),
        ("report", (28, 56, 84)),
    ),
)


@DATES.each
def test_dates(row: tuple[Any, ...]) -> None:
    kind, days = row
    found = planned(PLAIN).checkpoints
    assert tuple((c.date - START).days for c in found if c.kind == kind) == days
    assert list(found) == sorted(found, key=lambda c: c.date)


WEDGE = Spec(
    title="The wedge comes down",
    rules=("S127", "S128", "S129", "S130", "S131", "B22", "B23"),
    text="Heights in cm with what they are worth in degrees (foot 26 cm), two weeks apart at the earliest.",
    columns=("heel lift now", "heights", "degrees"),
    rows=(
        (2.0, (2.0, 1.5, 1.0, 0.5, 0.0), (6.1, 4.6, 3.1, 1.5, 0.0)),
        (1.3, (1.3, 1.0, 0.5, 0.0), (4.0, 3.1, 1.5, 0.0)),
        (0.5, (0.5, 0.0), (1.5, 0.0)),
        (0, None, None),
        (None, None, None),
    ),
)


@WEDGE.each
def test_wedge(row: tuple[Any, ...]) -> None:
    lift, heights, degrees = row
    plan = planned(PLAIN | ({} if lift is None else {"squats_with_heel_lift_cm": lift}))
    if heights is None:
        assert plan.wedge is None
    else:
        assert plan.wedge is not None
        assert tuple(stage.height_cm for stage in plan.wedge.stages) == heights
        assert [stage.tilt_deg for stage in plan.wedge.stages] == pytest.approx(degrees, abs=0.051)
        assert [stage.earliest for stage in plan.wedge.stages] == [
            START + timedelta(weeks=2 * i) for i in range(len(heights))
        ]
        assert "every day" in " ".join(plan.wedge.notes)


LOW = {"wants_lower_drop": True, "heel_drop_mm": 10}
ABLE = {"single_leg_calf_raises": 15, "other_single_leg_calf_raises": 15}

SHOES = Spec(
    title="Lower shoes",
    rules=("S160", "S161", "S162", "B11"),
    text="Starts once fifteen calf raises are there, or after the weeks that build them.",
    columns=("person", "answer", "starts in week", "weeks", "shares in %", "drops in mm"),
    rows=(
        (LOW | ABLE, None, 1, 12, (10, 18), (8, 4)),
        (LOW, None, 9, 12, (10, 18), (8, 4)),
        (LOW | ABLE | {"single_leg_calf_raises": 14}, None, 9, 12, (10, 18), (8, 4)),
        (LOW | ABLE | {"squats_with_heel_lift_cm": 2.0}, None, 11, 12, (10, 18), (8, 4)),
        (LOW | ABLE | {"heel_drop_mm": 8}, None, 1, 10, (10, 20), (4, 4)),
        (LOW | ABLE | {"heel_drop_mm": 4}, None, 1, 0, None, None),
        (LOW | ABLE | {"wants_lower_drop": False}, None, None, None, None, None),
        (LOW | ABLE, "AM7", None, None, None, None),
    ),
)


@SHOES.each
def test_shoes(row: tuple[Any, ...]) -> None:
    person, answer, starts, count, shares, drops = row
    track = planned(PLAIN | person, **({answer: True} if answer else {})).footwear
    if starts is None:
        assert track is None or not track.weeks
        return
    assert track is not None
    assert len(track.weeks) == count
    if count:
        assert track.weeks[0].starts == START + timedelta(weeks=starts - 1)
        assert tuple(round(week.share_pct) for week in track.weeks[:2]) == shares
        assert track.weeks[-1].share_pct == 100
        assert (track.weeks[0].drop_mm, track.weeks[-1].drop_mm) == drops


UPKEEP = Spec(
    title="Upkeep",
    rules=("S106", "S165", "S166", "S167", "S169", "B10", "B37"),
    text="Week 12 is where it begins: five minutes before lower-body work and two short stretch days.",
    columns=("number", "value"),
    rows=(
        ("starts", START + timedelta(weeks=12)),
        ("before_session_min", 5),
        ("stretch_days_per_week", 2),
        ("strength_days_per_week", 2),
        ("retest_weeks", 4),
    ),
)


@UPKEEP.each
def test_upkeep(row: tuple[Any, ...]) -> None:
    name, value = row
    assert getattr(planned(PLAIN).maintenance, name) == value


KEEPING = Spec(
    title="A week of upkeep",
    rules=("S33", "S165", "S168", "S169", "B3", "B10"),
    text="For ankles with plenty: the days of week 12, with at most five minutes before training.",
    columns=("lower-body days", "day", "kind", "exercises"),
    rows=(
        (("tue", "sat"), "mon", "rest", ()),
        (("tue", "sat"), "tue", "warm_up", ("EX4", "EX1")),
        (("tue", "sat"), "sat", "warm_up", ("EX4", "EX1")),
        (("tue", "sat"), "thu", "standalone", ("EX2", "EX3", "EX6")),
        (("tue", "sat"), "sun", "standalone", ("EX2", "EX3", "EX6")),
        ((), "mon", "standalone", ("EX4", "EX1")),
        ((), "tue", "rest", ()),
    ),
)


@KEEPING.each
def test_keeping(row: tuple[Any, ...]) -> None:
    training, name, kind, exercises = row
    plan = planned(AMPLE | {"equipment": EVERYTHING, "lower_body_days": training})
    day = plan.weeks[11].days[("mon", "tue", "wed", "thu", "fri", "sat", "sun").index(name)]
    assert (day.kind, tuple(dict.fromkeys(item.exercise for item in day.items))) == (kind, exercises)
    assert sum(item.seconds for item in day.items if item.block == "warm_up") <= 5 * 60
