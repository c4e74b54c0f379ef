"""When someone else should look (evidence A7, E4)."""

from __future__ import annotations

from typing import Any

from plantigrade.core.quantities import Side
from tests.spec.tables import Spec, judged, said

BOTH = {"ktw_cm": 12, "other_ktw_cm": 12}
NO_HELP = {"deep_hold": "poor", "elevated_response": "no_better"}
LEFT, RIGHT = Side.LEFT, Side.RIGHT

WHEN = Spec(
    title="When to see someone",
    rules=("S30", "S55", "S56", "S58", "S120", "S121", "S137", "B14", "B16"),
    text="Findings, and what is advised with the side that it concerns.",
    columns=("findings", "advice", "side"),
    rows=(
        ({"ktw_cm": 5.9}, ("very_short",), LEFT),
        ({"ktw_cm": 6.0}, (), None),
        ({"ktw_cm": 8.9}, (), None),
        ({"ktw_cm": 8.9, "sprains": 0, "pain_0_10": 0}, (), None),
        ({"ktw_cm": 8.9, "sprains": 1}, ("short_with_history",), LEFT),
        ({"ktw_cm": 8.9, "pain_0_10": 1}, ("short_with_history",), LEFT),
        ({"ktw_cm": 8.9, "fracture_or_immobilised": True}, ("short_with_history",), LEFT),
        ({"ktw_cm": 9.0, "sprains": 1}, (), None),
        ({"other_ktw_cm": 8.9, "other_sprains": 1}, ("short_with_history",), RIGHT),
        ({"ktw_cm": 5.0, "sprains": 1}, ("very_short", "short_with_history"), LEFT),
        ({"ktw_cm": 11, "end_feel": "front_pinch"}, ("AM1", "front_of_ankle"), LEFT),
        ({"ktw_cm": 11, "end_feel": "hard_block"}, ("AM1", "front_of_ankle"), LEFT),
        ({"ktw_cm": 11, "pain_0_10": 5}, (), None),
        ({"ktw_cm": 11, "pain_0_10": 6}, ("pain_high",), LEFT),
        ({"ktw_cm": 11, "weeks_stretching_without_gain": 5}, (), None),
        ({"ktw_cm": 11, "weeks_stretching_without_gain": 6}, ("stretching_failed",), LEFT),
        ({"ktw_cm": 10, "other_ktw_cm": 13}, (), None),
        ({"ktw_cm": 10, "other_ktw_cm": 13.1}, ("asymmetry_high",), None),
        (BOTH | {"heels_rise_flat": True}, ("proximal",), None),
        (BOTH | {"ktw_cm": 11.9, "heels_rise_flat": True}, (), None),
        (BOTH | {"heels_rise_flat": False}, (), None),
        ({"ktw_cm": 13.5, "other_ktw_cm": 13.5} | NO_HELP, ("proximal", "control"), None),
        (BOTH | NO_HELP, ("proximal",), None),
        ({"ktw_cm": 9, "other_ktw_cm": 9} | NO_HELP, (), None),
        ({}, (), None),
    ),
)


@WHEN.each
def test_when(row: tuple[Any, ...]) -> None:
    found, ids, side = row
    advice = judged(found).referrals
    assert tuple(one.id for one in advice) == ids
    assert all(one.side == side for one in advice)


SAYS = Spec(
    title="What the advice says",
    rules=("S55", "S56", "S119", "S121", "S122", "S136"),
    text="The words that carry the meaning.",
    columns=("advice", "says"),
    rows=(
        ("very_short", "physiotherapist"),
        ("short_with_history", "structural cause"),
        ("asymmetry_high", "sprain or see swelling"),
        ("front_of_ankle", "four to six weeks"),
        ("pain_high", "above 5 out of 10"),
        ("proximal", "hip rotation, hip flexion and the upper back"),
        ("control", "coach or physiotherapist"),
        ("stretching_failed", "test the joint itself"),
    ),
)


@SAYS.each
def test_says(row: tuple[Any, ...]) -> None:
    assert row[1] in said(f"referrals.triggers.{row[0]}.text")


STOPPED = Spec(
    title="With a stop there is only one thing to do",
    rules=("S56",),
    text="Other findings give no advice beside it.",
    columns=("findings", "answers", "advice"),
    rows=(
        ({"ktw_cm": 5, "sprains": 3}, {"RF3": True}, ("RF3",)),
        ({"ktw_cm": 5, "age_years": 5}, {}, ("AGE", "AM9")),
    ),
)


@STOPPED.each
def test_stopped(row: tuple[Any, ...]) -> None:
    found, answers, ids = row
    assert tuple(one.id for one in judged(found, **answers).referrals) == ids
