"""Reading the squat: signs, raised heels, three positions, and a knee that hurts."""

from __future__ import annotations

from typing import Any

from plantigrade.core.quantities import Side
from tests.spec.tables import Spec, at, judged

SIGNS = Spec(
    title="Signs of the flat overhead squat",
    rules=("S5", "S10", "S26", "S27", "S28", "S35", "S36", "B33"),
    text="Each positive sign with its meaning, and whether it counts as a limited squat.",
    columns=("finding", "limited", "reading", "says"),
    rows=(
        ({"heels_rise_flat": True}, True, "heels_rise_flat", "points to the ankle most"),
        ({"torso_falls_flat": True}, True, "torso_falls_flat", "ankle, hip and upper back"),
        ({"reaches_parallel_flat": False}, True, "reaches_parallel_flat", "ankle and hip both"),
        ({"knee_caves_flat": True}, True, "knee_caves_flat", "inward"),
        ({"heels_rise_flat": False}, False, None, None),
        ({"torso_falls_flat": False}, False, None, None),
        ({"reaches_parallel_flat": True}, False, None, None),
        ({"knee_caves_flat": False}, False, None, None),
        ({"deep_hold": "poor"}, False, None, None),
        ({}, False, None, None),
    ),
)


@SIGNS.each
def test_signs(row: tuple[Any, ...]) -> None:
    found, limited, reading, says = row
    squat = judged({"ktw_cm": 12} | found).squat
    assert (squat.limited, [r.id for r in squat.readings]) == (limited, [reading] if reading else [])
    assert all(says in r.text.lower() for r in squat.readings)


ELEVATION = Spec(
    title="The same squat on raised heels",
    rules=("S29", "S34", "B17", "B18"),
    text="Only a clear change counts, and it is no proof; almost everyone gets a little better.",
    columns=("answer", "limited", "says"),
    rows=(
        ("clearly_better", True, "fits an ankle limit"),
        ("clearly_better", True, "proves nothing"),
        ("somewhat_better", False, "as it does for almost everyone"),
        ("somewhat_better", False, "does not point anywhere"),
        ("no_better", False, "the hip, the upper back or control rather than the ankle"),
    ),
)


@ELEVATION.each
def test_elevation(row: tuple[Any, ...]) -> None:
    answer, limited, says = row
    squat = judged({"ktw_cm": 12, "elevated_response": answer}).squat
    assert (squat.limited, [r.id for r in squat.readings]) == (limited, [answer])
    assert says in squat.readings[0].text.lower()


HEIGHTS = Spec(
    title="How high, and how much better",
    rules=("S29", "S34", "S37", "B17", "B18"),
    text="Heights in cm, and the change of the trunk in degrees that counts as clearly better.",
    columns=("number", "value"),
    rows=(
        ("elevation_standard_cm", 2.0),
        ("elevation_knee_low_cm", 2.0),
        ("elevation_knee_high_cm", 3.0),
        ("clearly_better_trunk_deg", 10.0),
        ("gastrocnemius_gap_deg", 18.0),
        ("equal_positions_gap_deg", 8.0),
    ),
)


@HEIGHTS.each
def test_heights(row: tuple[Any, ...]) -> None:
    assert at(f"squat.{row[0]}.value") == row[1]


POSITIONS = Spec(
    title="Three positions",
    rules=("S11", "S12", "S50", "S51", "S52", "S53", "S55", "B15", "B16"),
    text="Straight knee, bent knee and deep hold of one side, read together.",
    columns=("straight", "bent", "deep hold", "reading"),
    rows=(
        (22, 40, None, "gastrocnemius"),
        (22, 40, "poor", "gastrocnemius"),
        (22.1, 40, None, "open"),
        (24, 32, None, "equal"),
        (24, 32.1, None, "open"),
        (30, 34.9, None, "equal"),
        (30, 35, None, "open"),
        (25, 35, "poor", "control"),
        (25, 35, "adequate", "open"),
        (25, 34.9, "poor", "open"),
        (24.9, 35, "poor", "open"),
        (None, 35, "poor", None),
        (25, None, "poor", None),
    ),
)


@POSITIONS.each
def test_positions(row: tuple[Any, ...]) -> None:
    straight, bent, hold, reading = row
    taken = {"wb_straight_deg": straight, "wb_bent_deg": bent, "deep_hold": hold}
    found = {name: value for name, value in taken.items() if value is not None}
    three = judged(found).sides[Side.LEFT].three_positions
    assert (three.id if three else None) == reading


MEANINGS = Spec(
    title="What each pattern of the three positions says",
    rules=("S49", "S51", "S52", "S53", "B16"),
    text="The words that carry the meaning.",
    columns=("pattern", "says"),
    rows=(
        ("equal", "the joint itself or the soleus is more likely than the gastrocnemius"),
        ("gastrocnemius", "points to the gastrocnemius"),
        ("control", "control under load, the hip or the upper back"),
        ("open", "do not single out one structure"),
    ),
)


@MEANINGS.each
def test_meanings(row: tuple[Any, ...]) -> None:
    assert row[1] in at(f"squat.three_positions.{row[0]}").text.lower()


KNEE = Spec(
    title="A knee that hurts in the squat",
    rules=("S37", "S134", "B36"),
    text="Less pain on raised heels is consistent with an ankle contribution, and never proof.",
    columns=("pain flat", "pain raised", "reading"),
    rows=(
        (5, 2, "eased"),
        (5, 4, "eased"),
        (5, 5, "unchanged"),
        (5, 6, "unchanged"),
        (0, 0, None),
        (5, None, None),
    ),
)


@KNEE.each
def test_knee(row: tuple[Any, ...]) -> None:
    flat, raised, reading = row
    taken = {"knee_pain_flat": flat, "knee_pain_elevated": raised}
    found = {name: value for name, value in taken.items() if value is not None}
    readings = judged(found).squat.readings
    assert [r.id for r in readings] == ([reading] if reading else [])
    for r in readings:
        assert ("consistent with an ankle contribution" in r.text) == (reading == "eased")
        assert "almost certainly" not in r.text
