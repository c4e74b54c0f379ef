"""What an assessment as a whole must get right, beyond the tables of single rules."""

from __future__ import annotations

from typing import Any

import pytest

from plantigrade.core.quantities import Side
from tests.support import KNOWLEDGE, assessed


@pytest.mark.rule("B25")
def test_a_reading_further_down_the_shin_meets_the_same_thresholds() -> None:
    upper = {"wb_bent_deg": 33, "wb_straight_deg": 22, "inclinometer_placement": "tuberosity"}
    lower = {"wb_bent_deg": 39, "wb_straight_deg": 28, "inclinometer_placement": "15cm_below"}
    one, two = (assessed(side) for side in (upper, lower))
    assert one.summary == two.summary == "restriction_shown"
    first, second = one.sides[Side.LEFT], two.sides[Side.LEFT]
    assert first.limiters is not None
    assert second.limiters is not None
    assert {n: r.total for n, r in first.limiters.items()} == {n: r.total for n, r in second.limiters.items()}
    assert second.shin_angle is not None
    assert first.shin_angle is not None
    assert second.shin_angle.angle_deg.value == first.shin_angle.angle_deg.value
    assert second.shin_angle.angle_deg.sd > first.shin_angle.angle_deg.sd


@pytest.mark.rule("S40", "B15")
def test_a_lying_angle_says_nothing_with_neuropathy() -> None:
    side = {"ktw_cm": [9], "wb_bent_deg": 33, "nwb_bent_deg": 12}
    with_it, without = assessed(side, screen={"AM3": True}), assessed(side)

    def rows(assessment: Any) -> set[str]:
        readings = assessment.sides[Side.LEFT].limiters
        return {point.finding for reading in readings.values() for point in reading.points}

    assert rows(without) - rows(with_it) == {"lying_and_standing_short"}
    offered = assessed({"ktw_cm": [9], "wb_bent_deg": 33}, screen={"AM3": True}).next_tests
    assert all(test.test != "nwb_bent" for test in offered)


@pytest.mark.rule("S39", "B25")
@pytest.mark.parametrize(
    ("side", "meanings"),
    [
        ({"wb_bent_deg": 29}, ["squat_short"]),
        ({"wb_bent_deg": 33}, ["squat_between"]),
        ({"wb_bent_deg": 39}, ["squat_ample"]),
        ({"nwb_bent_deg": 19}, ["lying_short"]),
        ({"nwb_bent_deg": 20}, ["lying_usual"]),
        ({"nwb_bent_deg": 30.5}, ["lying_ample"]),
        ({"wb_bent_deg": 39, "nwb_bent_deg": 12}, ["squat_ample", "lying_short"]),
        ({}, []),
    ],
)
def test_angles_have_a_meaning_each_of_its_own_kind(side: dict[str, Any], meanings: list[str]) -> None:
    assert [meaning.id for meaning in assessed(side).sides[Side.LEFT].angles] == meanings


@pytest.mark.rule("S6", "S125", "S152", "S153")
@pytest.mark.parametrize(
    ("person", "side", "groups"),
    [
        ({"age_years": 30}, {}, []),
        ({"age_years": 40}, {}, ["over_forty"]),
        ({"age_years": 70}, {}, ["older"]),
        ({"heel_drop_mm": 10}, {"sprains": 1}, ["sprained", "sitting"]),
        ({}, {"fracture_or_immobilised": True}, ["sprained"]),
    ],
)
def test_groups_follow_age_history_and_shoes(
    person: dict[str, Any], side: dict[str, Any], groups: list[str]
) -> None:
    known = KNOWLEDGE.sports.populations
    assert list(assessed(side, person=person).groups) == [known[name] for name in groups]


def test_a_child_gets_no_band_name() -> None:
    young, grown = (assessed({"ktw_cm": [9]}, person={"age_years": age}) for age in (11, 12))
    assert (young.sides[Side.LEFT].named_band, grown.sides[Side.LEFT].named_band) == (False, True)


@pytest.mark.rule("S55", "B5", "B16")
def test_a_cleared_ankle_with_a_limited_squat_is_sent_above_the_ankle() -> None:
    squat = {"torso_falls_flat": True, "elevated_response": "no_better"}
    found = assessed({"ktw_cm": [12.5]}, {"ktw_cm": [12.5]}, squat=squat)
    assert "proximal" in {advice.id for advice in found.referrals}
    assert found.headline == "squat_only"
