"""Section H: rows, priors, cap, labels, mixed, gate and override."""

from __future__ import annotations

from typing import Any

import pytest

from plantigrade.core.limiters import Reading, label_of
from plantigrade.core.quantities import Side
from tests.spec.tables import Spec, judged
from tests.support import KNOWLEDGE

ORDER = ("gastrocnemius", "soleus", "talocrural_joint", "motor_control", "anterior_impingement", "proximal")
LETTERS = tuple("GSJMAP")


def left(found: dict[str, Any]) -> dict[str, Reading]:
    limiters = judged(found).sides[Side.LEFT].limiters
    assert limiters is not None
    return {str(name): reading for name, reading in limiters.items()}


Found = dict[str, Any]
DESK: Found = {"ktw_cm": 9.0, "other_ktw_cm": 9.0, "wb_bent_deg": 42, "wb_straight_deg": 22}
SPRAINED: Found = {"ktw_cm": 7.5, "other_ktw_cm": 11, "wb_bent_deg": 36, "wb_straight_deg": 30, "sprains": 2}
DESK |= {"end_feel": "calf_pull_straight"}
SPRAINED |= {"end_feel": "no_calf_feeling", "band_probe_gain_cm": 1.5}
LIFTER: Found = {"ktw_cm": 13.5, "other_ktw_cm": 13.5, "deep_hold": "poor", "elevated_response": "no_better"}
PINCHED: Found = {"ktw_cm": 8.5, "other_ktw_cm": 11.0, "wb_bent_deg": 36, "wb_straight_deg": 29, "sprains": 1}
PINCHED |= {"end_feel": "front_pinch"}
RUNNER: Found = {"ktw_cm": 9.2, "other_ktw_cm": 9.2, "wb_bent_deg": 34.5, "wb_straight_deg": 25.5}
RUNNER |= {"nwb_bent_deg": 12, "heels_rise_flat": True, "end_feel": "calf_pull_bent"}
BETTER = {"elevated_response": "clearly_better"}

WORKED = Spec(
    title="Worked checks of what limits an ankle",
    rules=("S14", "S45", "S49", "S54", "B15", "B16", "B17"),
    text="Left ankle; each structure's probability to two decimals, from priors and points.",
    columns=("person", "findings", *LETTERS),
    rows=(
        ("nothing known", {}, 0.35, 0.40, 0.30, 0.25, 0.07, 0.25),
        ("desk worker", DESK | BETTER, 0.92, 0.60, 0.28, 0.20, 0.07, 0.15),
        ("after sprains", SPRAINED, 0.05, 0.60, 0.95, 0.20, 0.11, 0.25),
        ("lifter with range", LIFTER, 0.35, 0.12, 0.07, 0.67, 0.07, 0.67),
        ("front pinch", PINCHED, 0.06, 0.55, 0.92, 0.20, 0.52, 0.25),
        ("runner", RUNNER | BETTER, 0.35, 0.91, 0.51, 0.14, 0.07, 0.13),
    ),
)


@WORKED.each
def test_worked_checks(row: tuple[Any, ...]) -> None:
    _, found, *expected = row
    readings = left(found)
    assert [round(readings[name].p, 2) for name in ORDER] == expected


NONE = (0, 0, 0, 0, 0, 0)
TWO_SPRAINS = {"sprains": 2}
UNEVEN = {"ktw_cm": 11, "wb_bent_deg": 38, "other_wb_bent_deg": 45}
BENT, STRAIGHT = "wb_bent_deg", "wb_straight_deg"
WEEKS, RAISES = "weeks_stretching_without_gain", "single_leg_calf_raises"
CAVES = {"knee_caves_flat": True}

ROWS = Spec(
    title="What each finding adds",
    rules=(
        "S8", "S11", "S12", "S13", "S24", "S25", "S27", "S28", "S29", "S33", "S34", "S35", "S40", "S44",
        "S46", "S47", "S48", "S51", "S52", "S53", "S55", "S58", "S59",
        "S82", "S137", "S153", "B3", "B14", "B32",
    ),
    text="The difference in log-odds between two cases that differ in one finding, for every row.",
    columns=("row", "without", "with", *LETTERS),
    rows=(
        (1, {BENT: 45, STRAIGHT: 27.1}, {STRAIGHT: 27}, 1.5, -0.3, -0.5, 0, 0, 0),
        (1, {BENT: 34.1, STRAIGHT: 19}, {STRAIGHT: 16.1}, 1.5, -0.3, -0.5, 0, 0, 0),
        (2, {BENT: 38.1, STRAIGHT: 30}, {BENT: 38}, -1.5, 0.3, 0.7, 0, 0, 0),
        (3, {STRAIGHT: 25}, {STRAIGHT: 24.9}, 0.8, 0, 0, 0, 0, 0),
        (4, {STRAIGHT: 32.9}, {STRAIGHT: 33}, -1.0, 0, 0, 0, 0, 0),
        (5, {"ktw_cm": 10}, {"ktw_cm": 9.9}, 0, 0.8, 0.8, -0.3, 0, 0),
        (5, {BENT: 35}, {BENT: 34.9}, 0, 0.8, 0.8, -0.3, 0, 0),
        (5, {"ktw_cm": 9.9, BENT: 35}, {BENT: 34.9}, *NONE),
        (5, {"ktw_cm": 10}, {"ktw_cm": [9.5, 10.2, 10.2]}, 0, 0.8, 0.8, -0.3, 0, 0),
        (6, {"ktw_cm": 8}, {"ktw_cm": 7.9}, 0, 0.3, 0.5, 0, 0, 0),
        (7, {"ktw_cm": 12.9}, {"ktw_cm": 13}, 0, -1.2, -1.2, 0.3, 0, 0),
        (8, {}, {"end_feel": "calf_pull_straight"}, 0.7, 0, -0.5, 0, 0, 0),
        (9, {}, {"end_feel": "calf_pull_bent"}, 0, 0.9, -0.7, 0, 0, 0),
        (10, {"ktw_cm": 9.9}, {"end_feel": "no_calf_feeling"}, -0.8, -0.8, 1.0, 0, 0, 0),
        (10, {BENT: 34.9}, {"end_feel": "no_calf_feeling"}, -0.8, -0.8, 1.0, 0, 0, 0),
        (10, {"ktw_cm": 10}, {"end_feel": "no_calf_feeling"}, *NONE),
        (10, {BENT: 40}, {"end_feel": "no_calf_feeling"}, *NONE),
        (11, {}, {"sprains": 1}, 0, 0, 0.5, 0, 0.3, 0),
        (12, {}, {"sprains": 2}, 0, 0, 0.9, 0, 0.5, 0),
        (12, {"sprains": 1}, {"sprains": 2}, 0, 0, 0.4, 0, 0.2, 0),
        (12, {"sprains": 1}, {"fracture_or_immobilised": True}, 0, 0, 0.4, 0, 0.2, 0),
        (12, {}, {"fracture_or_immobilised": True}, 0, 0, 0.9, 0, 0.5, 0),
        (12, TWO_SPRAINS, {"fracture_or_immobilised": True}, *NONE),
        (13, {"ktw_cm": 11, "other_ktw_cm": 12.9}, {"other_ktw_cm": 13}, 0, 0.2, 0.7, 0, 0, 0),
        (13, {"ktw_cm": 10.1, "other_ktw_cm": 12}, {"other_ktw_cm": 12.1}, 0, 0.2, 0.7, 0, 0, 0),
        (13, {BENT: 38, "other_wb_bent_deg": 44}, {"other_wb_bent_deg": 44.1}, 0, 0.2, 0.7, 0, 0, 0),
        (13, {"ktw_cm": 12.9}, {"other_ktw_cm": 10}, *NONE),
        (14, {"ktw_cm": 11, "other_ktw_cm": 12.6}, {"other_ktw_cm": 12.5}, 0, 0, -0.2, 0, 0, 0),
        (14, {"ktw_cm": 11, "other_ktw_cm": 9.4}, {"other_ktw_cm": 9.5}, 0, 0, -0.2, 0, 0, 0),
        (14, UNEVEN, {"other_ktw_cm": 12}, *NONE),
        (15, {}, {"end_feel": "front_pinch"}, -0.7, -0.7, 0.6, 0, 2.4, 0),
        (16, {}, {"end_feel": "hard_block"}, -0.5, -0.5, 0.4, 0, 1.0, 0),
        (17, {BENT: 34, "nwb_bent_deg": 19.9}, {"nwb_bent_deg": 20}, 0, 0, 0.3, 0.4, 0.2, 0),
        (17, {BENT: 35, "nwb_bent_deg": 19.9}, {"nwb_bent_deg": 20}, *NONE),
        (17, {"ktw_cm": 9}, {"nwb_bent_deg": 20}, *NONE),
        (18, {BENT: 34, "nwb_bent_deg": 15}, {"nwb_bent_deg": 14.9}, 0, 0.4, 0.4, -0.4, 0, 0),
        (18, {BENT: 35, "nwb_bent_deg": 15}, {"nwb_bent_deg": 14.9}, *NONE),
        (18, {"ktw_cm": 9}, {"nwb_bent_deg": 14.9}, *NONE),
        (19, {}, {"elevated_response": "clearly_better"}, 0, 0.3, 0.3, 0, 0, -0.6),
        (19, {}, {"elevated_response": "somewhat_better"}, *NONE),
        (20, {}, {"elevated_response": "no_better"}, 0, -0.4, -0.4, 0.3, 0, 1.0),
        (21, {}, {"heels_rise_flat": True}, 0, 0.3, 0.3, 0, 0, -0.2),
        (21, {}, {"heels_rise_flat": False}, *NONE),
        (22, {}, {"deep_hold": "poor"}, 0, 0, 0, 1.2, 0, 0.8),
        (22, {"ktw_cm": 10, STRAIGHT: 25}, {"deep_hold": "poor"}, 0, 0, 0, 1.2, 0, 0.8),
        (22, {"ktw_cm": 10, STRAIGHT: 24.9}, {"deep_hold": "poor"}, *NONE),
        (22, {"ktw_cm": 9.9}, {"deep_hold": "poor"}, *NONE),
        (22, {BENT: 34.9}, {"deep_hold": "poor"}, *NONE),
        (22, {}, {"deep_hold": "adequate"}, *NONE),
        (23, {"band_probe_gain_cm": 0.9}, {"band_probe_gain_cm": 1.0}, 0, 0, 0.4, 0, 0, 0),
        (23, {}, {"band_probe_gain_cm": 1.4}, 0, 0, 0.4, 0, 0, 0),
        (23, {}, {"band_probe_gain_cm": 1.5}, 0, 0, 0.8, 0, 0, 0),
        (24, {"stretch_probe_gain_cm": 1.4}, {"stretch_probe_gain_cm": 1.5}, 0, 0.8, 0, 0, 0, 0),
        (25, {WEEKS: 3}, {WEEKS: 4}, -0.3, -0.3, 0.6, 0, 0, 0),
        (26, {"ktw_cm": 10, RAISES: 15}, {RAISES: 14}, 0, 0, 0, 0.5, 0, 0),
        (26, {"ktw_cm": 10, "single_leg_balance_s": 20}, {"single_leg_balance_s": 19.9}, 0, 0, 0, 0.5, 0, 0),
        (26, {"ktw_cm": 10, RAISES: 9}, {"single_leg_balance_s": 9}, *NONE),
        (26, {"ktw_cm": 9.9}, {RAISES: 9}, *NONE),
        (26, {}, {RAISES: 9}, *NONE),
        (27, CAVES, {"knee_straight_elevated": True}, 0, 0.2, 0.2, 0, 0, -0.2),
        (27, {}, CAVES, *NONE),
    ),
)  # fmt: skip


@ROWS.each
def test_rows(row: tuple[Any, ...]) -> None:
    _, without, change, *expected = row
    before, after = left(without), left({**without, **change})
    assert [after[n].log_odds - before[n].log_odds for n in ORDER] == pytest.approx(expected, abs=1e-9)


def test_every_row_has_a_case() -> None:
    assert {row[0] for row in ROWS.rows} == {f.row for f in KNOWLEDGE.limiters.findings} == set(range(1, 28))


SQUAT = Spec(
    title="Findings of the squat count on both sides",
    rules=("S28", "S29"),
    text="Log-odds on the right ankle, without and with the finding.",
    columns=("finding", "structure", "without", "with"),
    rows=(
        ({"heels_rise_flat": True}, "soleus", -0.4, -0.1),
        ({"elevated_response": "no_better"}, "proximal", -1.1, -0.1),
    ),
)


@SQUAT.each
def test_squat_on_both_sides(row: tuple[Any, ...]) -> None:
    finding, name, *expected = row
    right = {"other_sprains": 0}
    pairs = [judged(found).sides[Side.RIGHT].limiters for found in (right, right | finding)]
    assert [pair[name].log_odds for pair in pairs if pair] == pytest.approx(expected)


ALL_J = {"ktw_cm": 7, "other_ktw_cm": 11, "sprains": 2, "end_feel": "no_calf_feeling"}
NOT_G = {"wb_bent_deg": 40, "wb_straight_deg": 34, "end_feel": "front_pinch"}

CAP = Spec(
    title="The cap",
    rules=("S14",),
    text="Points add up, and the sum is held between -3 and +3, because findings go together.",
    columns=("findings", "structure", "sum of all points", "counted", "p"),
    rows=(
        ({"ktw_cm": 9.9}, "talocrural_joint", -0.05, -0.05, 0.488),
        (ALL_J, "talocrural_joint", 3.05, 3.0, 0.953),
        (ALL_J | {"band_probe_gain_cm": 2}, "talocrural_joint", 3.85, 3.0, 0.953),
        (NOT_G, "gastrocnemius", -3.8, -3.0, 0.047),
    ),
)


@CAP.each
def test_cap(row: tuple[Any, ...]) -> None:
    found, name, total, counted, p = row
    reading = left(found)[name]
    assert reading.prior + sum(point.points for point in reading.points) == pytest.approx(total)
    assert reading.log_odds == pytest.approx(counted)
    assert round(reading.p, 3) == p
    assert reading.capped == (total != counted)


LABELS = Spec(
    title="Labels",
    rules=("S14",),
    text="From a probability to the word that is shown.",
    columns=("p", "label"),
    rows=((1.0, "likely"), (0.65, "likely"), (0.649, "possible"), (0.4, "possible"), (0.399, "unlikely")),
)


@LABELS.each
def test_labels(row: tuple[Any, ...]) -> None:
    assert label_of(row[0], KNOWLEDGE.limiters.labels) == row[1]


MIXED = Spec(
    title="More than one structure",
    rules=("S49",),
    text="Two of calf, deep calf and joint that are at least possible make the picture mixed.",
    columns=("findings", "G", "S", "J", "mixed"),
    rows=(
        ({}, "unlikely", "possible", "unlikely", False),
        ({"ktw_cm": 9.5}, "unlikely", "possible", "possible", True),
        ({"ktw_cm": 13}, "unlikely", "unlikely", "unlikely", False),
        ({"wb_straight_deg": 24}, "possible", "possible", "unlikely", True),
        ({"wb_bent_deg": 45, "wb_straight_deg": 27, "ktw_cm": 13}, "likely", "unlikely", "unlikely", False),
        (ALL_J, "unlikely", "possible", "likely", True),
    ),
)


@MIXED.each
def test_mixed(row: tuple[Any, ...]) -> None:
    found, *labels, mixed = row
    readings = left(found)
    assert [readings[name].label for name in ORDER[:3]] == labels
    assert judged(found).sides[Side.LEFT].mixed == mixed


OVERRIDE = Spec(
    title="The front of the ankle overrides",
    rules=("B14", "S59"),
    text="From a probability of 0.40 on, a cause at the front rules out end-range loading on that side.",
    columns=("findings", "A", "end range ruled out"),
    rows=(
        ({}, 0.07, False),
        ({"end_feel": "front_pinch"}, 0.45, True),
        ({"end_feel": ["front_pinch", "hard_block"]}, 0.69, True),
        ({"end_feel": "hard_block", "sprains": 2}, 0.25, False),
        ({"sprains": 5, "fracture_or_immobilised": True}, 0.11, False),
    ),
)


@OVERRIDE.each
def test_override(row: tuple[Any, ...]) -> None:
    found, p, front = row
    side = judged(found).sides[Side.LEFT]
    assert side.limiters is not None
    assert (round(side.limiters["anterior_impingement"].p, 2), side.front) == (p, front)


GATE = Spec(
    title="Whether a restriction shows",
    rules=("S14", "S24", "B5"),
    text="A distance below 10 cm, an angle below 35, a side difference above 1.5 cm, or a limited squat.",
    columns=("findings", "summary"),
    rows=(
        ({"ktw_cm": 9.9, "other_ktw_cm": 11}, "restriction_shown"),
        ({"ktw_cm": 11, "other_ktw_cm": 9.9}, "restriction_shown"),
        ({"ktw_cm": 10, "other_ktw_cm": 11.5}, "no_ankle_restriction_shown"),
        ({"ktw_cm": 10, "other_ktw_cm": 11.6}, "restriction_shown"),
        ({"ktw_cm": 14, "other_ktw_cm": 16}, "restriction_shown"),
        ({"wb_bent_deg": 34.9}, "restriction_shown"),
        ({"wb_bent_deg": 35}, "no_ankle_restriction_shown"),
        ({"ktw_cm": 12, "heels_rise_flat": True}, "restriction_shown"),
        ({"ktw_cm": 12, "torso_falls_flat": True}, "restriction_shown"),
        ({"ktw_cm": 12, "reaches_parallel_flat": False}, "restriction_shown"),
        ({"ktw_cm": 12, "knee_caves_flat": True}, "restriction_shown"),
        ({"ktw_cm": 12, "elevated_response": "clearly_better"}, "restriction_shown"),
        ({"ktw_cm": 12, "elevated_response": "somewhat_better"}, "no_ankle_restriction_shown"),
        (LIFTER, "no_ankle_restriction_shown"),
        ({"ktw_cm": 12, "reaches_parallel_flat": True}, "no_ankle_restriction_shown"),
        ({"heels_rise_flat": True}, "restriction_shown"),
        ({"heels_rise_flat": False}, "not_enough_measured"),
        ({"end_feel": "no_calf_feeling", "sprains": 3}, "not_enough_measured"),
        ({"wb_straight_deg": 20}, "not_enough_measured"),
        ({}, "not_enough_measured"),
    ),
)


@GATE.each
def test_gate(row: tuple[Any, ...]) -> None:
    assert judged(row[0]).summary == row[1]
