"""Weaning from the heel wedge, changing shoes, and keeping what was gained (upkeep.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plantigrade.knowledge.types.common import Sourced, Status


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence with its sources."""

    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WedgeSizes:
    sizes_cm: tuple[float, ...]
    marks_cm: tuple[float, ...]
    sources: tuple[str, ...]
    status: Status

    def __post_init__(self) -> None:
        if not self.sizes_cm or list(self.sizes_cm) != sorted(set(self.sizes_cm), reverse=True):
            raise ValueError("sizes_cm must fall from the highest wedge to the floor")
        if self.sizes_cm[-1] != 0 or not set(self.marks_cm) <= set(self.sizes_cm):
            raise ValueError("sizes_cm must end at 0, and the marks must be among the sizes")


@dataclass(frozen=True, slots=True)
class WedgeCriteria:
    """When a step down is earned, and when it is taken back."""

    sessions_needed: Sourced
    trunk_change_deg: Sourced
    pain_0_10: Sourced
    back_pain_0_10: Sourced
    falling_probability: Sourced
    step_hold_weeks: Sourced
    trial_sets: Sourced
    trial_days: Sourced


@dataclass(frozen=True, slots=True)
class WedgeRange:
    """How much distance pays for a step, and the geometry of the ramp."""

    gain_for_step_cm: Sourced
    step_paid_cm: Sourced
    ramp_foot_fraction: Sourced


@dataclass(frozen=True, slots=True)
class Wedge:
    sizes: WedgeSizes
    step_cm: Sourced
    long_step_cm: Sourced
    criteria: WedgeCriteria
    range: WedgeRange
    expected_low_weeks: Sourced
    expected_high_weeks: Sourced
    notes: Mapping[str, Note]


@dataclass(frozen=True, slots=True)
class Footwear:
    transition_low_weeks: Sourced
    transition_high_weeks: Sourced
    first_share_pct: Sourced
    share_rise_pct: Sourced
    staged_above_drop_mm: Sourced
    drop_step_mm: Sourced
    drop_step_weeks: Sourced
    raises_needed_reps: Sourced
    raises_days_a_week: Sourced
    pause_pain_0_10: Sourced
    after_wedge_step_weeks: Sourced
    barefoot_min: Sourced
    target_drop_mm: Sourced
    notes: Mapping[str, Note]


@dataclass(frozen=True, slots=True)
class Maintenance:
    before_lower_body_min: Sourced
    rest_days_a_week: Sourced
    daily_option_min: Sourced
    retest_weeks: Sourced
    repeated_fall_cm: Sourced
    repeated_fall_tests: Sourced
    notes: Mapping[str, Note]


@dataclass(frozen=True, slots=True)
class UpkeepKnowledge:
    wedge: Wedge
    footwear: Footwear
    maintenance: Maintenance
