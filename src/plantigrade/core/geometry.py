"""Distance to the wall and angle of the shin, with the error carried through (evidence C3).

The sagittal model: the foot is flat, its toe tip `d` cm from the wall. The ankle axis lies `k F` behind
the toe tip, the knee axis `p` behind the wall, and the shank of length `L` joins them:

    L sin(theta) = d + k F - p

All angles in degrees, forward tilt of the shin positive; all lengths in cm.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from plantigrade.core.case import Person
from plantigrade.core.quantities import Estimate
from plantigrade.knowledge.types.measurement import Geometry


@dataclass(frozen=True, slots=True)
class Build:
    """The lengths that the model needs, each with its standard deviation.

    `height_sd_cm` above zero says that the height is a guess, which moves shank and foot together.
    """

    tibia_cm: Estimate
    foot_cm: Estimate
    knee_to_wall_cm: Estimate
    axis_share: Estimate
    height_sd_cm: float


def build_of(person: Person, g: Geometry) -> Build:
    """Measured lengths where given, else scaled from height, else the defaults (C3)."""
    height = person.height_cm
    if person.tibia_cm is not None:
        tibia = Estimate(person.tibia_cm, g.measured_tibia_sd_cm.value)
    elif height is not None:
        tibia = Estimate(g.tibia_height_share.value * height, g.scaled_tibia_sd_cm.value)
    else:
        tibia = Estimate(g.default_tibia_cm.value, g.scaled_tibia_sd_cm.value)
    if person.foot_cm is not None:
        foot = Estimate(person.foot_cm, g.measured_foot_sd_cm.value)
    elif height is not None:
        foot = Estimate(g.foot_height_share.value * height, g.scaled_foot_sd_cm.value)
    else:
        foot = Estimate(g.default_foot_cm.value, g.scaled_foot_sd_cm.value)
    knee = g.knee_to_wall_cm.value if height is None else g.knee_to_wall_height_share.value * height
    known = height is not None or (person.tibia_cm is not None and person.foot_cm is not None)
    return Build(
        tibia_cm=tibia,
        foot_cm=foot,
        knee_to_wall_cm=Estimate(knee, g.knee_to_wall_sd_cm.value),
        axis_share=Estimate(g.axis_from_toe_share.value, g.axis_from_toe_sd.value),
        height_sd_cm=0.0 if known else g.height_sd_cm.value,
    )


def shin_angle_deg(ktw: Estimate, build: Build, g: Geometry) -> Estimate | None:
    """Shin angle of a knee-to-wall distance, its error propagated to first order.

    None when the distance is out of reach of so short a shank (the sine would exceed one).
    """
    length = build.tibia_cm.value
    foot = build.foot_cm.value
    k = build.axis_share.value
    sine = (ktw.value + k * foot - build.knee_to_wall_cm.value) / length
    if not -1 < sine < 1:
        return None
    theta = math.asin(sine)
    per_cm = 1 / (length * math.cos(theta))
    by_tibia = -math.tan(theta) / length
    # An unknown height lengthens shank and foot together, which mostly cancels.
    by_height = g.tibia_height_share.value * by_tibia + g.foot_height_share.value * k * per_cm
    variance = (
        (per_cm * ktw.sd) ** 2
        + (per_cm * build.knee_to_wall_cm.sd) ** 2
        + (per_cm * foot * build.axis_share.sd) ** 2
        + (per_cm * k * build.foot_cm.sd) ** 2
        + (by_tibia * build.tibia_cm.sd) ** 2
        + (by_height * build.height_sd_cm) ** 2
    )
    return Estimate(math.degrees(theta), math.degrees(math.sqrt(variance)))


def ktw_for_angle_cm(angle_deg: float, build: Build) -> float:
    """Knee-to-wall distance at which the shin stands at `angle_deg` (inverse of `shin_angle_deg`)."""
    return (
        build.tibia_cm.value * math.sin(math.radians(angle_deg))
        - build.axis_share.value * build.foot_cm.value
        + build.knee_to_wall_cm.value
    )


def slope_deg_per_cm(angle_deg: float, build: Build) -> float:
    """Degrees gained for each further centimetre at this angle: 57.3 / (L cos theta)."""
    return math.degrees(1 / (build.tibia_cm.value * math.cos(math.radians(angle_deg))))
