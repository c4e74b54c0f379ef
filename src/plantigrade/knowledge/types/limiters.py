"""Types of limiters.toml (evidence H) and next_tests.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from plantigrade.knowledge.types.common import Sourced

Limiter = Literal[
    "gastrocnemius", "soleus", "talocrural_joint", "motor_control", "anterior_impingement", "proximal"
]
LIMITERS: tuple[Limiter, ...] = (
    "gastrocnemius",
    "soleus",
    "talocrural_joint",
    "motor_control",
    "anterior_impingement",
    "proximal",
)

# What a clause may read: fields of a case file's side and squat, and what follows from them.
MEASURES = frozenset(
    {
        "ktw_cm",
        "wb_bent_deg",
        "wb_straight_deg",
        "gap_deg",
        "range_measured",
        "nwb_bent_deg",
        "end_feel",
        "sprains",
        "fracture_or_immobilised",
        "lower_by_cm",
        "lower_by_deg",
        "sides_differ_cm",
        "band_probe_gain_cm",
        "stretch_probe_gain_cm",
        "weeks_stretching_without_gain",
        "single_leg_calf_raises",
        "single_leg_balance_s",
        "heels_rise_flat",
        "knee_caves_flat",
        "knee_straight_elevated",
        "elevated_response",
        "deep_hold",
    }
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition: on a measure (exactly one comparison), or on another finding being present.

    A measure that was not taken makes the clause false, except `known = false`.
    """

    measure: str = ""
    at_least: float | None = None
    above: float | None = None
    at_most: float | None = None
    below: float | None = None
    equals: str | bool | None = None
    includes: str | None = None
    known: bool | None = None
    finding: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    """One row of the table: present when every `all`, one of `any` (if given) and no `none` holds."""

    id: str
    row: int
    text: str
    points: Mapping[Limiter, float]
    sources: tuple[str, ...]
    all: tuple[Clause, ...] = ()
    any: tuple[Clause, ...] = ()
    none: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Hypothesis:
    id: Limiter
    letter: str
    name: str
    plain_name: str
    meaning: str
    prior: float
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Labels:
    likely_from: Sourced
    possible_from: Sourced
    override_from: Sourced


@dataclass(frozen=True, slots=True, eq=False)
class Limiters:
    cap: Sourced
    labels: Labels
    notice: str
    mixed: str
    mixed_among: tuple[Limiter, ...]
    mixed_needs: Sourced
    hypotheses: tuple[Hypothesis, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A typical reading that a test may give, and how often (before knowing more)."""

    values: Mapping[str, str | bool | float]
    share: float


@dataclass(frozen=True, slots=True, eq=False)
class Prospect:
    """A test that could be done next; `test` names its protocol."""

    test: str
    outcomes: tuple[Outcome, ...]
    sources: tuple[str, ...]

    @property
    def measures(self) -> frozenset[str]:
        return frozenset(name for outcome in self.outcomes for name in outcome.values)


@dataclass(frozen=True, slots=True, eq=False)
class NextTests:
    worth_rate: Sourced
    most_tests: Sourced
    why: str
    why_first: str
    names: Mapping[Limiter, str]
    prospects: tuple[Prospect, ...]
