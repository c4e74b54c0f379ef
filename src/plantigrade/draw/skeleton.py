"""Forward and inverse kinematics of the drawn person, in centimetres, x forward and y up.

Each segment has one absolute angle, `lean`: degrees clockwise from its upright, anatomical position.
A segment hangs on its parent's joint, and the tree grows either from the planted near foot upward or
from the hip. Lengths are constants of the tree, so no pose can stretch a limb.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from plantigrade.knowledge.types.figures import Arm, Body, Leg

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Lengths:
    """The body's lengths in centimetres."""

    foot: float
    ball_from_toe: float
    ankle_from_toe: float
    ankle_height: float
    shank: float
    thigh: float
    trunk: float
    head_centre: float
    head_radius: float
    upper_arm: float
    forearm: float
    half_hips: float
    half_shoulders: float
    knee_depth: float

    @property
    def heel(self) -> float:
        """Heel to ankle axis, along the sole."""
        return self.foot - self.ankle_from_toe

    @property
    def ball(self) -> float:
        """Ankle axis to ball of the foot, along the sole."""
        return self.ankle_from_toe - self.ball_from_toe


def lengths(body: Body) -> Lengths:
    """Lengths of that body; the forearm reaches to the middle of the palm."""
    h = body.stature_cm
    foot = body.foot * h
    return Lengths(
        foot=foot,
        ball_from_toe=body.ball_from_toe * foot,
        ankle_from_toe=body.ankle_from_toe * foot,
        ankle_height=body.ankle_height * h,
        shank=body.shank * h,
        thigh=body.thigh * h,
        trunk=body.trunk * h,
        head_centre=body.head_centre * h,
        head_radius=body.head_radius * h,
        upper_arm=body.upper_arm * h,
        forearm=(body.forearm + body.hand / 2) * h,
        half_hips=body.hip_width * h / 2,
        half_shoulders=body.shoulder_width * h / 2,
        knee_depth=body.knee_depth * h,
    )


@dataclass(frozen=True, slots=True)
class Controls:
    """One moment of a figure with nothing left out: what its key frames say, or a blend of two."""

    near_leg: Leg
    far_leg: Leg
    near_arm: Arm
    far_arm: Arm
    trunk_deg: float
    head_deg: float
    hip_x_cm: float
    hip_y_cm: float


@dataclass(frozen=True, slots=True)
class Pose:
    """Solved: every segment's lean and every joint's place."""

    leans: Mapping[str, float]
    joints: Mapping[str, Point]


def turned(point: Point, lean_deg: float) -> Point:
    """A point turned clockwise about the origin (y up)."""
    x, y = point
    a = math.radians(lean_deg)
    return x * math.cos(a) + y * math.sin(a), y * math.cos(a) - x * math.sin(a)


def plus(a: Point, b: Point) -> Point:
    return a[0] + b[0], a[1] + b[1]


def two_bones(start: Point, end: Point, first: float, second: float, bend: int) -> tuple[float, float]:
    """Leans of two hanging bones that join `start` to `end`.

    `bend` +1 puts the joint between them ahead of the line (a knee), -1 behind it (an elbow). Raises
    ValueError when the bones cannot reach, because a stretched limb is never drawn.
    """
    dx, dy = end[0] - start[0], end[1] - start[1]
    reach = math.hypot(dx, dy)
    if not abs(first - second) < reach <= first + second:
        raise ValueError(f"{start} to {end} is {reach:.1f} cm, out of reach of {first:.1f} + {second:.1f} cm")
    inner = math.acos(_unit((first**2 + reach**2 - second**2) / (2 * first * reach)))
    outer = math.acos(_unit((second**2 + reach**2 - first**2) / (2 * second * reach)))
    # The lean of a hanging bone is measured from straight down, clockwise.
    line = math.degrees(math.atan2(-dx, -dy))
    return line - bend * math.degrees(inner), line + bend * math.degrees(outer)


def ankle_of(leg: Leg, size: Lengths) -> Point:
    """Where the ankle is when the foot of `leg` stands at its place."""
    assert leg.toe_x_cm is not None
    back = -size.heel if leg.pivot == "heel" else size.ball
    pivot = (leg.toe_x_cm - size.ankle_from_toe + back, leg.floor_cm)
    return plus(pivot, turned((-back, size.ankle_height), leg.pitch_deg))


def solve(controls: Controls, size: Lengths, *, view: str, root: str) -> Pose:
    """All leans and joints of one moment. Raises ValueError when a held point is out of reach."""
    front = view == "front"
    leans = {"trunk": controls.trunk_deg, "head": controls.head_deg}
    if root == "near_foot":
        near = controls.near_leg
        origin = ankle_of(near, size)
        leans |= {"near_shin": near.shin_deg or 0.0, "near_thigh": -(near.thigh_deg or 0.0)}
        knee = plus(origin, turned((0, size.shank), leans["near_shin"]))
        hip = plus(knee, turned((0, size.thigh), leans["near_thigh"]))
    else:
        hip = (controls.hip_x_cm, controls.hip_y_cm)
        leans |= _leg("near", controls.near_leg, hip, size, front)
    leans |= _leg("far", controls.far_leg, hip, size, front)
    for name, leg in (("near", controls.near_leg), ("far", controls.far_leg)):
        flat = leg.toe_x_cm is not None and leg.pivot == "ball"
        leans |= {f"{name}_foot": leg.pitch_deg, f"{name}_toes": 0.0 if flat else leg.pitch_deg}
    shoulder = plus(hip, turned((0, size.trunk), controls.trunk_deg))
    leans |= _arm("near", controls.near_arm, shoulder, controls.trunk_deg, size, front)
    leans |= _arm("far", controls.far_arm, shoulder, controls.trunk_deg, size, front)
    return Pose(leans, _joints(hip, leans, size, front))


def centre_of_mass(pose: Pose, body: Body) -> Point:
    """Whole-body centre of mass, each segment's mass at the middle of its segment."""
    j = pose.joints
    pairs = [(j["hip"], j["shoulder"], body.mass_trunk), (j["head"], j["head"], body.mass_head)]
    for side in ("near", "far"):
        pairs += [
            (j[f"{side}_heel"], j[f"{side}_toe"], body.mass_foot),
            (j[f"{side}_ankle"], j[f"{side}_knee"], body.mass_shank),
            (j[f"{side}_knee"], j[f"{side}_hip"], body.mass_thigh),
            (j[f"{side}_shoulder"], j[f"{side}_elbow"], body.mass_upper_arm),
            (j[f"{side}_elbow"], j[f"{side}_palm"], body.mass_forearm),
        ]
    total = math.fsum(mass for _, _, mass in pairs)
    x = math.fsum((a[0] + b[0]) / 2 * mass for a, b, mass in pairs) / total
    y = math.fsum((a[1] + b[1]) / 2 * mass for a, b, mass in pairs) / total
    return x, y


def _unit(value: float) -> float:
    return max(-1.0, min(1.0, value))


def outward(side: str, front: bool) -> int:
    """+1 where "ahead" (or, from behind, "outward") points to +x, else -1."""
    return -1 if front and side == "far" else 1


def _leg(side: str, leg: Leg, hip: Point, size: Lengths, front: bool) -> dict[str, float]:
    sign = outward(side, front)
    if leg.toe_x_cm is None:
        thigh, shin = -(leg.thigh_deg or 0.0), leg.shin_deg or 0.0
        return {f"{side}_thigh": sign * thigh, f"{side}_shin": sign * shin}
    start = plus(hip, (sign * size.half_hips, 0.0)) if front else hip
    end = (leg.toe_x_cm, leg.floor_cm + size.ankle_height) if front else ankle_of(leg, size)
    thigh, shin = two_bones(start, end, size.thigh, size.shank, sign)
    return {f"{side}_thigh": thigh, f"{side}_shin": shin}


def _arm(side: str, arm: Arm, shoulder: Point, trunk: float, size: Lengths, front: bool) -> dict[str, float]:
    sign = outward(side, front)
    if arm.palm_x_cm is None:
        return {
            f"{side}_upper_arm": -sign * (arm.upper_deg or 0.0),
            f"{side}_forearm": -sign * (arm.fore_deg or 0.0),
        }
    start = plus(shoulder, turned((sign * size.half_shoulders, 0.0), trunk)) if front else shoulder
    bend = 1 if arm.elbow == "up" else -1
    upper, fore = two_bones(
        start, (arm.palm_x_cm, arm.palm_y_cm or 0.0), size.upper_arm, size.forearm, bend * sign
    )
    return {f"{side}_upper_arm": upper, f"{side}_forearm": fore}


def _joints(hip: Point, leans: Mapping[str, float], size: Lengths, front: bool) -> dict[str, Point]:
    shoulder = plus(hip, turned((0, size.trunk), leans["trunk"]))
    joints = {
        "hip": hip,
        "shoulder": shoulder,
        "head": plus(shoulder, turned((0, size.head_centre), leans["head"])),
    }
    for side in ("near", "far"):
        apart = outward(side, front) if front else 0
        hip_side = plus(hip, (apart * size.half_hips, 0.0))
        knee = plus(hip_side, turned((0, -size.thigh), leans[f"{side}_thigh"]))
        ankle = plus(knee, turned((0, -size.shank), leans[f"{side}_shin"]))
        ball = plus(ankle, turned((size.ball, -size.ankle_height), leans[f"{side}_foot"]))
        shoulder_side = plus(shoulder, turned((apart * size.half_shoulders, 0.0), leans["trunk"]))
        elbow = plus(shoulder_side, turned((0, -size.upper_arm), leans[f"{side}_upper_arm"]))
        joints |= {
            f"{side}_hip": hip_side,
            f"{side}_knee": knee,
            f"{side}_ankle": ankle,
            f"{side}_heel": plus(ankle, turned((-size.heel, -size.ankle_height), leans[f"{side}_foot"])),
            f"{side}_ball": ball,
            f"{side}_toe": plus(ball, turned((size.ball_from_toe, 0.0), leans[f"{side}_toes"])),
            f"{side}_shoulder": shoulder_side,
            f"{side}_elbow": elbow,
            f"{side}_palm": plus(elbow, turned((0, -size.forearm), leans[f"{side}_forearm"])),
        }
    return joints
