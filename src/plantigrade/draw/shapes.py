"""The outlines of body parts, in each part's own frame: origin at its upper joint, y down, facing right."""

from __future__ import annotations

import math
from collections.abc import Sequence

from plantigrade.draw.skeleton import Lengths
from plantigrade.draw.svg import points

Circle = tuple[float, float, float]

HIP, KNEE, ANKLE = 7.3, 5.2, 3.3
SHOULDER, ELBOW, WRIST, PALM = 4.3, 3.2, 2.4, 2.7


def hull(circles: Sequence[Circle]) -> str:
    """Path data of the taut outline around circles (x, y, radius) given clockwise on their hull."""
    normals = []
    for (x1, y1, r1), (x2, y2, r2) in zip(circles, (*circles[1:], circles[0]), strict=True):
        apart = math.hypot(x2 - x1, y2 - y1)
        dx, dy = (x2 - x1) / apart, (y2 - y1) / apart
        along = (r1 - r2) / apart
        across = math.sqrt(1 - along**2)
        normals.append((dx * along + dy * across, dy * along - dx * across))
    path: list[str] = []
    for index, (x, y, r) in enumerate(circles):
        into, out = normals[index - 1], normals[index]
        swept = (math.atan2(out[1], out[0]) - math.atan2(into[1], into[0])) % (2 * math.pi)
        enter = points(x + r * into[0], y + r * into[1])
        leave = points(x + r * out[0], y + r * out[1])
        path.append(f"{'L' if path else 'M'}{enter}A{points(r, r)} 0 {int(swept > math.pi)} 1 {leave}")
    return "".join(path) + "Z"


def thigh(size: Lengths, front: bool) -> str:
    hip = 6.6 if front else HIP
    return hull(((0, 0, hip), (0, size.thigh, KNEE)))


def shin(size: Lengths, front: bool) -> str:
    """Shin with its calf."""
    calf = 0.3 * size.shank
    if front:
        return hull(((0, 0, KNEE), (0.5, calf, 5.2), (0, size.shank, ANKLE), (-0.5, calf, 5.2)))
    return hull(((0, 0, KNEE), (0, size.shank, ANKLE), (-1.3, calf, 5.2)))


def foot(size: Lengths, front: bool) -> str:
    """The foot from heel to ball; its toes are a part of their own."""
    sole = size.ankle_height
    if front:
        side = sole - 1.6
        return (
            f"M-3.2 0C-3.4 2 {points(-4.6, 3, -4.6, side)}Q{points(-4.6, sole, -3, sole)}"
            f"L{points(3, sole)}Q{points(4.6, sole, 4.6, side)}C4.6 3 3.4 2 3.2 0Z"
        )
    heel, ball = -size.heel, size.ball
    return (
        f"M{points(-3.3, -0.4)}C-3.9 1.6 {points(heel, 2.2, heel, sole - 2.1)}"
        f"Q{points(heel, sole, heel + 2.4, sole)}L{points(ball + 0.4, sole)}L{points(ball + 0.6, sole - 3.3)}"
        f"C{points(ball - 4.4, sole - 4.2)} 5.6 0.6 3.2 -1.6Z"
    )


def toes(size: Lengths) -> str:
    """The toes, from the ball of the foot (on the sole) forward."""
    tip = size.ball_from_toe
    return (
        f"M-0.6 0L{points(tip - 1.9, 0)}Q{points(tip, 0, tip, -1.3)}"
        f"Q{points(tip - 0.2, -2.5, tip - 3.2, -2.9)}L0.6 -3.3Q-1.7 -3.3 -1.7 -1.6Q-1.7 0 -0.6 0Z"
    )


def torso(size: Lengths, front: bool) -> str:
    """Trunk, from the hip joint (or the middle of the hips) up to the shoulders."""
    top = -size.trunk
    if front:
        hips, shoulders, waist, low = (
            size.half_hips,
            size.half_shoulders - 0.6,
            size.half_hips - 1.5,
            0.3 * top,
        )
        chest = hull(((-shoulders, top, 4.3), (shoulders, top, 4.3), (waist, low, 6.2), (-waist, low, 6.2)))
        nape = hull(((6 - shoulders, top - 1, 3.6), (0, top - 6, 4.2), (shoulders - 6, top - 1, 3.6)))
        return chest + nape + hull(((-waist, low, 6.2), (waist, low, 6.2), (hips, 0, 6.9), (-hips, 0, 6.9)))
    return hull(((0, 0, HIP + 0.3), (-0.6, 0.76 * top, 8.6), (0, top, 5.4), (0.9, 0.72 * top, 8.2)))


def neck(size: Lengths) -> str:
    """Neck, from the shoulder toward the head."""
    return hull(((0, 0, 4.3), (0, -size.head_centre, 4.1)))


def upper_arm(size: Lengths) -> str:
    return hull(((0, 0, SHOULDER), (0, size.upper_arm, ELBOW)))


def forearm(size: Lengths) -> str:
    """Forearm and closed hand."""
    wrist = 0.78 * size.forearm
    return hull(((0, 0, ELBOW), (0, wrist, WRIST))) + hull(((0, wrist, WRIST), (0, size.forearm, PALM)))
