"""The skeleton: bones that never stretch, hands and feet that reach what they hold."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plantigrade.draw.skeleton import (
    Controls,
    Lengths,
    Point,
    Pose,
    centre_of_mass,
    lengths,
    plus,
    solve,
    turned,
    two_bones,
)
from plantigrade.knowledge.types.figures import Arm, Figures, Leg

ANGLE = st.floats(-170, 170)
STANDING = Controls(
    Leg(shin_deg=0, thigh_deg=0),
    Leg(shin_deg=0, thigh_deg=0),
    Arm(0, 0),
    Arm(0, 0),
    trunk_deg=0,
    head_deg=0,
    hip_x_cm=0,
    hip_y_cm=90,
)


def bones(pose: Pose, size: Lengths) -> list[tuple[str, float, float]]:
    """Each bone's name, its length in the pose and the length that it has."""
    joints = pose.joints
    pairs = [("hip", "shoulder", size.trunk), ("shoulder", "head", size.head_centre)]
    for side in ("near", "far"):
        pairs += [
            (f"{side}_hip", f"{side}_knee", size.thigh),
            (f"{side}_knee", f"{side}_ankle", size.shank),
            (f"{side}_ankle", f"{side}_heel", math.hypot(size.heel, size.ankle_height)),
            (f"{side}_ankle", f"{side}_ball", math.hypot(size.ball, size.ankle_height)),
            (f"{side}_ball", f"{side}_toe", size.ball_from_toe),
            (f"{side}_shoulder", f"{side}_elbow", size.upper_arm),
            (f"{side}_elbow", f"{side}_palm", size.forearm),
        ]
    return [(f"{a} to {b}", math.dist(joints[a], joints[b]), length) for a, b, length in pairs]


@given(
    legs=st.tuples(*[st.builds(Leg, pitch_deg=ANGLE, shin_deg=ANGLE, thigh_deg=ANGLE)] * 2),
    arms=st.tuples(*[st.builds(Arm, upper_deg=ANGLE, fore_deg=ANGLE)] * 2),
    trunk=ANGLE,
    view=st.sampled_from(["side", "front"]),
    root=st.sampled_from(["near_foot", "hip"]),
    pivot=st.sampled_from(["ball", "heel"]),
)
def test_no_pose_stretches_a_bone(
    figures: Figures,
    legs: tuple[Leg, Leg],
    arms: tuple[Arm, Arm],
    trunk: float,
    view: str,
    root: str,
    pivot: str,
) -> None:
    size = lengths(figures.body)
    controls = replace(
        STANDING,
        near_leg=replace(legs[0], toe_x_cm=0.0, pivot=pivot) if root == "near_foot" else legs[0],
        far_leg=legs[1],
        near_arm=arms[0],
        far_arm=arms[1],
        trunk_deg=trunk,
    )
    side = "side" if root == "near_foot" else view
    for name, drawn, true in bones(solve(controls, size, view=side, root=root), size):
        assert drawn == pytest.approx(true, abs=1e-9), name


@given(
    x=st.floats(-90, 90),
    y=st.floats(-90, 90),
    first=st.floats(20, 50),
    second=st.floats(20, 50),
    bend=st.sampled_from([-1, 1]),
)
def test_two_bones_meet_their_point_or_say_that_they_cannot(
    x: float, y: float, first: float, second: float, bend: int
) -> None:
    reach = math.hypot(x, y)
    if not abs(first - second) < reach <= first + second:
        with pytest.raises(ValueError, match="out of reach"):
            two_bones((0, 0), (x, y), first, second, bend)
        return
    a, b = two_bones((0, 0), (x, y), first, second, bend)
    middle = turned((0, -first), a)
    end: Point = plus(middle, turned((0, -second), b))
    assert end == pytest.approx((x, y), abs=1e-4)
    # The joint between lies on the side asked for: x * my - y * mx > 0 is ahead of a bone that hangs.
    assert bend * (x * middle[1] - y * middle[0]) >= -1e-6


def test_a_knee_bends_forward_and_an_elbow_back() -> None:
    thigh, _ = two_bones((0, 80), (0, 10), 40, 40, 1)
    upper, _ = two_bones((0, 80), (0, 30), 30, 30, -1)
    assert turned((0, -40), thigh)[0] > 0
    assert turned((0, -30), upper)[0] < 0


def test_the_body_has_the_proportions_of_the_wall_test(figures: Figures) -> None:
    body, size = figures.body, lengths(figures.body)
    h = body.stature_cm
    assert (size.shank, size.foot, size.ankle_height) == pytest.approx((0.246 * h, 0.152 * h, 0.039 * h))
    assert (size.ankle_from_toe, size.knee_depth) == pytest.approx((0.75 * size.foot, 0.032 * h))
    top = size.ankle_height + size.shank + size.thigh + size.trunk + size.head_centre + size.head_radius
    assert top == pytest.approx(h, rel=0.01)


def test_an_upright_body_balances_near_the_hips(figures: Figures) -> None:
    pose = solve(STANDING, lengths(figures.body), view="side", root="hip")
    x, y = centre_of_mass(pose, figures.body)
    assert abs(x) < 1
    assert 0.53 < y / figures.body.stature_cm < 0.59
    masses = (
        2 * body_part
        for body_part in (
            figures.body.mass_foot,
            figures.body.mass_shank,
            figures.body.mass_thigh,
            figures.body.mass_upper_arm,
            figures.body.mass_forearm,
        )
    )
    assert sum(masses) + figures.body.mass_trunk + figures.body.mass_head == pytest.approx(1, abs=1e-9)
