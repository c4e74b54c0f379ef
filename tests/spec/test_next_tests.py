"""What is worth testing next."""

from __future__ import annotations

from typing import Any

import pytest

from plantigrade.core.quantities import Side
from tests.spec.tables import EVERYTHING, Spec, judged
from tests.support import KNOWLEDGE

BOTH = {"ktw_cm": 9.5, "other_ktw_cm": 9.5}
LEFT, RIGHT = Side.LEFT, Side.RIGHT
TAKEN = {
    "wb_bent_deg": 33,
    "wb_straight_deg": 25,
    "nwb_bent_deg": 17,
    "end_feel": "calf_pull_bent",
    "sprains": 0,
    "weeks_stretching_without_gain": 0,
    "band_probe_gain_cm": 0.5,
    "stretch_probe_gain_cm": 0.5,
    "single_leg_calf_raises": 20,
    "single_leg_balance_s": 30,
}
SQUATS = {"heels_rise_flat": True, "elevated_response": "clearly_better", "deep_hold": "adequate"}


def both_sides(found: dict[str, Any]) -> dict[str, Any]:
    return found | {f"other_{name}": value for name, value in found.items()}


FIRST = Spec(
    title="The first thing to test",
    rules=("S14", "S23", "S25", "S45", "S47", "S48"),
    text="The wall test before anything else, then what tells most in a minute.",
    columns=("findings", "first test", "side"),
    rows=(
        ({}, "wall_test", LEFT),
        ({"sprains": 2}, "wall_test", LEFT),
        ({"end_feel": "front_pinch", "heels_rise_flat": True}, "wall_test", LEFT),
        ({"ktw_cm": 9.5}, "wall_test", RIGHT),
        ({"ktw_cm": 9.5, "other_sprains": 1}, "wall_test", RIGHT),
        ({"other_ktw_cm": 9.5}, "wall_test", LEFT),
        (BOTH, "end_feel", LEFT),
        ({"wb_bent_deg": 33, "other_wb_bent_deg": 33}, "end_feel", LEFT),
    ),
)


@FIRST.each
def test_first(row: tuple[Any, ...]) -> None:
    found, test, side = row
    first = judged(found).next_tests[0]
    assert (first.test, first.side) == (test, side)


DONE = Spec(
    title="A test that was done is not offered again",
    rules=("S45", "S58", "B15"),
    text="On the side where it was done; the other side may still need it.",
    columns=("findings", "test", "offered on"),
    rows=(
        (BOTH, "end_feel", (LEFT, RIGHT)),
        (BOTH | {"end_feel": "calf_pull_bent"}, "end_feel", (RIGHT,)),
        (BOTH | {"end_feel": "no_calf_feeling", "other_end_feel": "no_calf_feeling"}, "end_feel", ()),
        (BOTH | {"sprains": 0}, "ankle_history", (RIGHT,)),
        (BOTH | {"sprains": 0, "other_fracture_or_immobilised": False}, "ankle_history", ()),
        (BOTH | {"wb_straight_deg": 30}, "wb_straight", (RIGHT,)),
        (BOTH, "wall_test", ()),
        ({"ktw_cm": 9.5}, "wall_test", (RIGHT,)),
        ({}, "wall_test", (LEFT, RIGHT)),
        ({"wb_bent_deg": 33, "other_wb_bent_deg": 33}, "wb_bent", ()),
    ),
)


@DONE.each
def test_done(row: tuple[Any, ...]) -> None:
    found, test, sides = row
    assert tuple(one.side for one in judged(found).next_tests if one.test == test) == sides


@pytest.mark.parametrize("name", TAKEN)
def test_nothing_done_is_offered(name: str) -> None:
    found = judged(both_sides({"ktw_cm": 9.5, name: TAKEN[name]}))
    gives = KNOWLEDGE.protocols.tests
    assert all(name not in gives[one.test].gives for one in found.next_tests)


ENOUGH = Spec(
    title="When there is nothing left to test",
    rules=("S14", "S56"),
    text="After a stop, and when all is known.",
    columns=("findings", "answers"),
    rows=(
        ({}, {"RF1": True}),
        (BOTH, {"RF3": True}),
        ({"ktw_cm": 9.5, "age_years": 5}, {}),
        (both_sides(TAKEN | {"ktw_cm": 9.5}) | SQUATS, {}),
    ),
)


@ENOUGH.each
def test_enough(row: tuple[Any, ...]) -> None:
    found, answers = row
    assert judged(found, **answers).next_tests == ()


KIT = Spec(
    title="Only what can be done with what is at hand",
    rules=("S46", "S73"),
    text="Whatever is offered needs no more than this; a test without equipment is always possible.",
    columns=("equipment", "findings"),
    rows=(((), BOTH), (("wall",), BOTH), (("wall", "band"), BOTH), (EVERYTHING, BOTH)),
)


@KIT.each
def test_kit(row: tuple[Any, ...]) -> None:
    equipment, found = row
    offered = judged(found | {"equipment": equipment}).next_tests
    assert offered
    assert all(set(KNOWLEDGE.protocols.tests[one.test].equipment) <= set(equipment) for one in offered)


ORDER = Spec(
    title="Few tests, the most telling first",
    rules=("S2", "S14"),
    text="At most three tests, ordered by what a minute of each is expected to tell.",
    columns=("findings", "most"),
    rows=(
        (BOTH, 3),
        (BOTH | {"end_feel": "calf_pull_straight"}, 3),
        (BOTH | {"ktw_cm": 13.5}, 3),
        (BOTH | SQUATS, 3),
    ),
)


@ORDER.each
def test_order(row: tuple[Any, ...]) -> None:
    found, most = row
    offered = judged(found).next_tests
    rates = [one.bits / one.minutes for one in offered]
    assert len({one.test for one in offered}) <= most
    assert rates == sorted(rates, reverse=True)
    assert min(rates) >= KNOWLEDGE.next_tests.worth_rate.value
    assert all("speaks for or against" in one.why for one in offered)
