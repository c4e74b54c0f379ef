"""Types of bands.toml, measurement.toml, norms.toml and squat.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from plantigrade.knowledge.types.common import Sourced

Placement = Literal["tuberosity", "15cm_below"]


@dataclass(frozen=True, slots=True)
class Band:
    """A named stretch of the knee-to-wall distance, from its lower edge to the next band's."""

    id: str
    name: str
    from_cm: float
    includes_edge: bool
    means: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BandProfile:
    title: str
    note: str
    bands: tuple[Band, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cuts:
    """Single cut points with a meaning of their own."""

    functional_cm: Sourced
    cleared_cm: Sourced
    maintenance_only_cm: Sourced
    running_low_cm: Sourced
    running_high_cm: Sourced
    jumping_reference_deg: Sourced
    squat_limited_deg: Sourced
    squat_ample_deg: Sourced
    squat_demand_deg: Sourced
    nwb_basic_deg: Sourced
    nwb_ample_deg: Sourced
    no_labels_below_age_years: Sourced


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one reading, sign or pattern says."""

    id: str
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bands:
    default_profile: str
    profiles: Mapping[str, BandProfile]
    cuts: Cuts
    angle_readings: Mapping[str, Meaning]


@dataclass(frozen=True, slots=True)
class WallTestError:
    sem_single_cm: Sourced
    sem_mean_cm: Sourced
    mean_from_trials: Sourced
    spread_implausible_cm: Sourced
    distance_implausible_cm: Sourced


@dataclass(frozen=True, slots=True)
class Instrument:
    """An instrument that reads the shin angle: its error and its offset from the tuberosity reading."""

    name: str
    sem_deg: Sourced
    offset_deg: Sourced
    offset_sd_deg: Sourced


@dataclass(frozen=True, slots=True)
class Geometry:
    """Sagittal model of the wall test (evidence C3)."""

    axis_from_toe_share: Sourced
    axis_from_toe_sd: Sourced
    knee_to_wall_cm: Sourced
    knee_to_wall_sd_cm: Sourced
    knee_to_wall_height_share: Sourced
    tibia_height_share: Sourced
    foot_height_share: Sourced
    ankle_height_share: Sourced
    default_tibia_cm: Sourced
    default_foot_cm: Sourced
    scaled_tibia_sd_cm: Sourced
    scaled_foot_sd_cm: Sourced
    measured_tibia_sd_cm: Sourced
    measured_foot_sd_cm: Sourced
    height_sd_cm: Sourced
    slope_default_deg_per_cm: Sourced


@dataclass(frozen=True, slots=True)
class AsymmetryLimits:
    watch_cm: Sourced
    unilateral_cm: Sourced
    high_cm: Sourced
    angle_deg: Sourced


@dataclass(frozen=True, slots=True)
class Measurement:
    disagreement_ratio: Sourced
    wall_test: WallTestError
    instruments: Mapping[str, Instrument]
    geometry: Geometry
    asymmetry: AsymmetryLimits


@dataclass(frozen=True, slots=True)
class Norm:
    """A group with its mean and standard deviation of the knee-to-wall distance."""

    id: str
    group: str
    mean_cm: float
    sd_cm: float
    people: int
    from_age_years: float
    to_age_years: float
    default: bool
    note: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Norms:
    decline_from_age_years: Sourced
    wording: str
    caution: str
    groups: tuple[Norm, ...]


@dataclass(frozen=True, slots=True)
class SquatScreen:
    elevation_standard_cm: Sourced
    elevation_knee_high_cm: Sourced
    elevation_knee_low_cm: Sourced
    clearly_better_trunk_deg: Sourced
    equal_positions_gap_deg: Sourced
    gastrocnemius_gap_deg: Sourced
    straight_adequate_deg: Sourced
    bent_adequate_deg: Sourced
    signs: Mapping[str, Meaning]
    elevation: Mapping[str, Meaning]
    three_positions: Mapping[str, Meaning]
    knee_pain: Mapping[str, Meaning]
