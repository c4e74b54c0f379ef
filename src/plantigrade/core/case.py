"""One person's findings, as they enter the reasoning. Units in the names; what was not taken is None."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from plantigrade.core.quantities import Side


@dataclass(frozen=True, slots=True)
class Person:
    """Who is measured. `equipment` None means that nobody asked; an empty set means that there is none."""

    age_years: float | None = None
    sex: str = "unspecified"
    height_cm: float | None = None
    tibia_cm: float | None = None
    foot_cm: float | None = None
    sports: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    equipment: frozenset[str] | None = None
    lower_body_days: frozenset[str] = frozenset()
    heel_drop_mm: float | None = None
    wants_lower_drop: bool = False
    squats_with_heel_lift_cm: float | None = None


@dataclass(frozen=True, slots=True)
class SideFindings:
    """What was found on one side. Angles in degrees, dorsiflexion positive; distances in cm.

    `photo_sd_deg` is the standard error of `photo_deg` where what read it gives one.
    """

    ktw_cm: tuple[float, ...] = ()
    wb_bent_deg: float | None = None
    wb_straight_deg: float | None = None
    nwb_bent_deg: float | None = None
    nwb_straight_deg: float | None = None
    inclinometer_placement: str | None = None
    photo_deg: float | None = None
    photo_sd_deg: float | None = None
    end_feel: frozenset[str] | None = None
    pain_0_10: int | None = None
    sprains: int | None = None
    fracture_or_immobilised: bool | None = None
    band_probe_gain_cm: float | None = None
    stretch_probe_gain_cm: float | None = None
    weeks_stretching_without_gain: int | None = None
    single_leg_calf_raises: int | None = None
    single_leg_balance_s: float | None = None


@dataclass(frozen=True, slots=True)
class SquatFindings:
    """Signs of the overhead squat, flat and with raised heels, and of the deep hold."""

    heels_rise_flat: bool | None = None
    torso_falls_flat: bool | None = None
    reaches_parallel_flat: bool | None = None
    knee_caves_flat: bool | None = None
    knee_straight_elevated: bool | None = None
    elevated_response: str | None = None
    elevation_cm: float | None = None
    knee_pain_flat: int | None = None
    knee_pain_elevated: int | None = None
    deep_hold: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One assessment of one person. `screen` holds only the safety questions that were asked."""

    person: Person = field(default_factory=Person)
    screen: Mapping[str, bool] = field(default_factory=dict)
    sides: Mapping[Side, SideFindings] = field(default_factory=dict)
    squat: SquatFindings = field(default_factory=SquatFindings)
