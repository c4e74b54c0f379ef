"""Types of exercises/EX*.toml (evidence G)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from plantigrade.knowledge.types.limiters import Limiter

Equipment = Literal["wall", "step", "band", "anchor", "rack", "wedge", "plates", "weight", "strap"]
Feature = Literal[
    "end_range",
    "long_hold",
    "passive_stretch",
    "compression",
    "single_leg_load",
    "eccentric",
    "below_step",
    "deep_knee",
    "squat",
    "balance",
    "unstable",
    "roller",
    "tendon_load",
]
Role = Literal["mobilisation", "stretch", "band", "loaded", "strength", "control", "block", "comfort"]
Laterality = Literal["unilateral", "bilateral"]


@dataclass(frozen=True, slots=True)
class Tempo:
    """Seconds of each part of one repetition."""

    up: float
    hold: float
    down: float

    @property
    def rep_s(self) -> float:
        return self.up + self.hold + self.down


@dataclass(frozen=True, slots=True)
class Dose:
    """Work per side (unilateral) or in all (bilateral): sets of seconds, or of repetitions at a tempo."""

    sets: int
    seconds: float | None = None
    reps: int | None = None
    tempo_s: Tempo | None = None
    rest_s: float = 0.0
    hold_s: float = 0.0

    def __post_init__(self) -> None:
        if (self.seconds is None) == (self.reps is None):
            raise ValueError("a dose has either seconds or reps")
        if (self.reps is None) != (self.tempo_s is None):
            raise ValueError("repetitions need tempo_s, and only repetitions")
        if self.sets < 1 or self.set_s <= 0 or self.rest_s < 0 or self.hold_s < 0:
            raise ValueError("a dose needs at least one set, and no negative times")

    @property
    def set_s(self) -> float:
        """Seconds of work in one set."""
        if self.seconds is not None:
            return self.seconds
        assert self.reps is not None
        assert self.tempo_s is not None
        return self.reps * self.tempo_s.rep_s

    @property
    def total_s(self) -> float:
        """Seconds of all sets, the rests between them and the hold at the end."""
        return self.sets * self.set_s + (self.sets - 1) * self.rest_s + self.hold_s


@dataclass(frozen=True, slots=True)
class Doses:
    full: Dose
    standard: Dose
    minimal: Dose

    def __post_init__(self) -> None:
        if not self.minimal.total_s <= self.standard.total_s <= self.full.total_s:
            raise ValueError("doses must not shrink from minimal over standard to full")


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """A level of difficulty in time; the latest one that is allowed is taken."""

    id: str
    name: str
    from_week: int
    laterality: Laterality
    doses: Doses
    sources: tuple[str, ...]
    features: tuple[Feature, ...] = ()
    equipment: tuple[Equipment, ...] = ()
    needs: Literal["", "calf_raises_15"] = ""


@dataclass(frozen=True, slots=True, eq=False)
class Variant:
    """One way to do the exercise with what there is; the first whose equipment is complete is taken."""

    id: str
    name: str
    equipment: tuple[Equipment, ...]
    note: str
    features: tuple[Feature, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Exercise:
    id: str
    name: str
    standard_name: str
    summary: str
    role: Role
    pain_rule: Literal["mobility", "loading"]
    setup_s: float
    addresses: Mapping[Limiter, float]
    why: str
    feel: str
    stop: tuple[str, ...]
    steps: tuple[str, ...]
    cues: tuple[str, ...]
    faults: tuple[str, ...]
    easier: tuple[str, ...]
    harder: tuple[str, ...]
    sources: tuple[str, ...]
    variants: tuple[Variant, ...]
    stages: tuple[Stage, ...]
    why_for: Mapping[Limiter, str] = field(default_factory=dict)
    made_of: tuple[str, ...] = ()
