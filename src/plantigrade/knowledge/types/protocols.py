"""Types of protocols.toml (evidence C2) and screening.toml (evidence E1, E2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from plantigrade.knowledge.types.exercises import Equipment, Feature


@dataclass(frozen=True, slots=True)
class TrialRules:
    start_cm: float
    restart_back_off_cm: float
    step_back_cm: float
    step_forward_cm: float
    trials: int
    foot_rotation_max_deg: float
    rest_after_mobilisation_h: float
    exercise_start_cm: float
    exercise_back_off_cm: float
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Protocol:
    """How one test is done. `minutes` covers both sides when `per_side`; `timer_s` is how long to hold."""

    title: str
    standard_name: str
    per_side: bool
    minutes: float
    equipment: tuple[Equipment, ...]
    cost: Literal["cheap", "moderate", "expensive"]
    gives: tuple[str, ...]
    why: str
    question: str
    before: tuple[str, ...]
    steps: tuple[str, ...]
    invalid_if: tuple[str, ...]
    stop_if: tuple[str, ...]
    sources: tuple[str, ...]
    trial: TrialRules | None = None
    timer_s: float | None = None


@dataclass(frozen=True, slots=True)
class Protocols:
    tests: Mapping[str, Protocol]


@dataclass(frozen=True, slots=True)
class RedFlag:
    question: str
    action: Literal["emergency", "same_day", "urgent_assessment", "medical", "physiotherapist"]
    text: str
    short: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Amber:
    question: str
    text: str
    short: str
    forbids: tuple[Feature, ...]
    referral: str
    sources: tuple[str, ...]
    pauses: tuple[Literal["footwear"], ...] = ()
    ignores: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Switch:
    """An amber that a finding turns on without being asked."""

    switches: str
    sources: tuple[str, ...]
    above: float | None = None
    at_least: float | None = None
    below: float | None = None


@dataclass(frozen=True, slots=True)
class NoBandAge:
    below: float
    forbids: tuple[Feature, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnsupportedAge:
    below: float
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Automatic:
    pinch_end_feel: Switch
    hypermobile_ktw_cm: Switch
    older_age_years: Switch
    under_age_years: Switch
    no_band_age_years: NoBandAge
    unsupported_age_years: UnsupportedAge


@dataclass(frozen=True, slots=True)
class Rescreen:
    weeks: tuple[int, ...]
    pain_above: float
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Positioning:
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Screening:
    red: Mapping[str, RedFlag]
    amber: Mapping[str, Amber]
    automatic: Automatic
    rescreen: Rescreen
    positioning: Positioning
