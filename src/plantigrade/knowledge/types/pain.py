"""What pain allows, what it stops and what it changes (pain.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from plantigrade.knowledge.types.common import Sourced
from plantigrade.knowledge.types.progress import DecisionKind

# Things that get harder one at a time; never two of them in one week.
Advance = Literal["load", "range", "shoe_drop", "wedge"]


@dataclass(frozen=True, slots=True)
class PainCeilings:
    """Most pain allowed (0 to 10) while doing a drill; `programme` is for the whole programme."""

    mobility_0_10: Sourced
    loading_0_10: Sourced
    front_pinch_0_10: Sourced
    programme_0_10: Sourced


@dataclass(frozen=True, slots=True)
class PainAfter:
    """What the next morning may bring, and what follows when it brings more."""

    next_morning_rise_0_10: Sourced
    stiffness_min: Sourced
    load_reduction_low_pct: Sourced
    load_reduction_high_pct: Sourced
    flares_for_step_back: Sourced
    flare_window_days: Sourced


@dataclass(frozen=True, slots=True)
class PainPersistence:
    pain_refer_days: Sourced
    pinch_refer_days: Sourced


@dataclass(frozen=True, slots=True)
class StepBack:
    from_phase: int
    to_phase: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OneAdvance:
    """Only one of these may get harder within the window."""

    variables: tuple[Advance, ...]
    window_days: Sourced


@dataclass(frozen=True, slots=True)
class PainRule:
    kind: DecisionKind
    what: str
    why: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PainKnowledge:
    ceilings: PainCeilings
    after: PainAfter
    persistence: PainPersistence
    step_back: tuple[StepBack, ...]
    one_advance: OneAdvance
    rules: Mapping[str, PainRule]
