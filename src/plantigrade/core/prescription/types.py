"""A twelve-week programme as plain values."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from plantigrade.core.quantities import Side
from plantigrade.core.referrals import Advice
from plantigrade.core.screening import Safety
from plantigrade.knowledge.types.exercises import Dose, Exercise, Stage, Variant
from plantigrade.knowledge.types.programme import DoseLevel, Kind, Slot

DayKind = Literal["standalone", "warm_up", "rest"]
Block = Literal["warm_up", "main"]
CheckpointKind = Literal["capture", "checkpoint", "report"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An exercise that a day may hold: for one side, or (`side` None) for both legs at once.

    `seconds` is the honest time at each dose: getting into position and the whole dose.
    `place` orders the exercises of a day: by their role, then by their number.
    `lead`: the weaker side, served first. `only_keeps`: a side that has its range and gets a small dose.
    """

    exercise: Exercise
    stage: Stage
    variant: Variant
    side: Side | None
    score: float
    slot: Slot
    why: str
    seconds: Mapping[DoseLevel, float]
    place: tuple[int, int]
    lead: bool
    only_keeps: bool


@dataclass(frozen=True, slots=True)
class Item:
    """One exercise of a day with its dose: per side, or for both legs at once when `side` is None.

    `seconds` is the honest time: getting into position, all sets, rests and the hold at the end.
    `override` is the key of the professional's change that it came with, empty without one.
    """

    exercise: str
    stage: str
    variant: str
    side: Side | None
    dose: Dose
    setup_s: float
    seconds: float
    block: Block
    why: str
    sources: tuple[str, ...]
    override: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """`overrides` are the keys of all professional's changes that made it what it is."""

    date: date
    kind: DayKind
    items: tuple[Item, ...]
    seconds: float
    overrides: tuple[str, ...] = ()

    @property
    def minutes(self) -> float:
        """Minutes of the day, rounded up to a tenth so that they never promise too little."""
        return math.ceil(self.seconds / 6 - 1e-9) / 10


@dataclass(frozen=True, slots=True)
class Week:
    number: int
    phase: str
    name: str
    goal: str
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    date: date
    kind: CheckpointKind


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An exercise that the programme would hold, and why it does not."""

    exercise: str
    reason: Literal["safety", "equipment"]
    side: Side | None


@dataclass(frozen=True, slots=True)
class WedgeStage:
    """One height of the heel wedge: the earliest week it can be reached, and what it is worth in degrees."""

    height_cm: float
    tilt_deg: float
    earliest: date
    mark: bool


@dataclass(frozen=True, slots=True)
class WedgePlan:
    stages: tuple[WedgeStage, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FootwearWeek:
    week: int
    starts: date
    share_pct: float
    drop_mm: float


@dataclass(frozen=True, slots=True)
class FootwearPlan:
    weeks: tuple[FootwearWeek, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MaintenancePlan:
    starts: date
    before_session_min: float
    stretch_days_per_week: int
    strength_days_per_week: int
    retest_weeks: int
    notes: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The programme. `weeks` is empty when safety says stop or nothing was measured."""

    safety: Safety
    kind: Kind
    budget: str
    maintenance_only: bool
    weeks: tuple[Week, ...]
    checkpoints: tuple[Checkpoint, ...]
    wedge: WedgePlan | None
    footwear: FootwearPlan | None
    maintenance: MaintenancePlan
    referrals: tuple[Advice, ...]
    notes: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    focus: Mapping[Side, tuple[str, ...]]
