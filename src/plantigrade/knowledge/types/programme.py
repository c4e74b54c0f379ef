"""Types of programme.toml, sports.toml and referrals.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from plantigrade.knowledge.types.common import Sourced
from plantigrade.knowledge.types.exercises import Feature
from plantigrade.knowledge.types.limiters import Limiter

DoseLevel = Literal["minimal", "standard", "full"]
Pattern = Literal["daily", "strength_days", "other_days", "stretch_days", "warm_up"]
Kind = Literal["corrective", "control", "maintenance"]


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """An exercise with its place in a phase. `priority` orders what is kept when minutes are short.

    A named `stage` is taken from `from_week` on, whatever week the stage itself begins in.
    """

    exercise: str
    priority: float
    pattern: Pattern
    why: str
    sources: tuple[str, ...]
    from_week: int = 1
    to_week: int = 12
    stage: str = ""
    budgets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Phase:
    id: str
    kind: Kind
    name: str
    goal: str
    from_week: int
    to_week: int
    slots: tuple[Slot, ...]
    sources: tuple[str, ...]
    level: DoseLevel = "full"
    forbids: tuple[Feature, ...] = ()


@dataclass(frozen=True, slots=True)
class Budget:
    """A choice of daily minutes. `limit_min` 0 means: as written, and the honest sum is shown."""

    title: str
    limit_min: Sourced
    level: DoseLevel
    most_exercises: Sourced
    note: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WarmUp:
    limit_min: Sourced
    exercises: tuple[str, ...]
    why: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Early:
    """The band brought forward on a side whose joint is likely limiting (H)."""

    slot: Slot
    unless: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Emphasis:
    """What a decision that puts a structure first adds to the exercises that work on it.

    `told_from_share`: how much an exercise must work on it to say so.
    """

    weight: Sourced
    told_from_share: Sourced
    why: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FrontBranch:
    """What replaces end-range work on a side with a likely or possible cause at the front.

    `also_for` names the ambers that ask for it whatever the probabilities say.
    """

    also_for: tuple[str, ...]
    slot: Slot
    forbids: tuple[Feature, ...]
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Strength:
    days_per_week: Sourced
    calf_raises_needed_reps: Sourced
    needs_standalone_days: Sourced
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Irritable:
    pain_above_0_10: Sourced
    phase: str
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Horizon:
    weeks: Sourced
    severe_below_cm: Sourced
    severe_from_weeks: Sourced
    severe_to_weeks: Sourced
    severe_sprains: Sourced
    text: str
    severe_text: str
    older_text: str
    older_from_age_years: Sourced
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WeakerSide:
    why: str
    keep_why: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Habits:
    texts: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UpkeepDays:
    """How maintenance fills a week, beside the dose in upkeep.toml."""

    strength_days_per_week: Sourced
    default_days: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Programme:
    default_budget: str
    default_equipment: tuple[str, ...]
    core_share: Sourced
    limiter_weight: Sourced
    budgets: Mapping[str, Budget]
    warm_up: WarmUp
    early: Early
    front: FrontBranch
    emphasis: Emphasis
    strength: Strength
    irritable: Irritable
    horizon: Horizon
    weaker_side: WeakerSide
    upkeep_days: UpkeepDays
    role_order: tuple[str, ...]
    control_for: tuple[str, ...]
    habits: Habits
    phases: tuple[Phase, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """What a sport or goal asks of the ankle: a distance or an angle, never both."""

    text: str
    sources: tuple[str, ...]
    ktw_cm: float | None = None
    shin_angle_deg: float | None = None

    def __post_init__(self) -> None:
        if (self.ktw_cm is None) == (self.shin_angle_deg is None):
            raise ValueError("a target is either a distance or an angle")


@dataclass(frozen=True, slots=True)
class Profile:
    """A sport or a goal: what it asks, what it adds to the programme, what may be said about it."""

    name: str
    text: str
    sources: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()
    boosts: tuple[Slot, ...] = ()
    notes: tuple[str, ...] = ()
    from_age_years: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Sports:
    general: Profile
    unknown: str
    sports: Mapping[str, Profile]
    goals: Mapping[str, Profile]
    populations: Mapping[str, Profile]


@dataclass(frozen=True, slots=True)
class Referral:
    """A reason to see someone, with the threshold of its trigger where it has one."""

    text: str
    sources: tuple[str, ...]
    below_cm: Sourced | None = None
    above_0_10: Sourced | None = None
    from_weeks: Sourced | None = None
    limiter: Limiter | None = None


@dataclass(frozen=True, slots=True)
class Referrals:
    triggers: Mapping[str, Referral]
