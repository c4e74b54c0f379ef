"""What is expected of the wall-test distance over the weeks, and what is said about it (progress.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from plantigrade.knowledge.types.common import Sourced, Status

Verdict = Literal["too_early", "improving", "plateau", "falling", "refer"]
DecisionKind = Literal["continue", "hold", "regress", "switch_emphasis", "step_wedge", "refer", "stop"]


@dataclass(frozen=True, slots=True)
class TauGrid:
    """How long the gain takes: time constants with their weights (which add up to 1)."""

    tau_weeks: tuple[float, ...]
    weights: tuple[float, ...]
    sources: tuple[str, ...]
    status: Status

    def __post_init__(self) -> None:
        if not self.tau_weeks or len(self.tau_weeks) != len(self.weights):
            raise ValueError("tau_weeks and weights must be lists of one length, and not empty")
        if min(self.tau_weeks) <= 0 or min(self.weights) <= 0 or abs(sum(self.weights) - 1) > 1e-9:
            raise ValueError("tau_weeks and weights must be above 0, and the weights must add up to 1")


@dataclass(frozen=True, slots=True)
class GainPrior:
    """The expected gain of a person who practises as planned, before anything is measured."""

    mean_cm: Sourced
    sd_cm: Sourced
    lowest_cm: Sourced
    wander_sd_cm: Sourced
    baseline_mean_cm: Sourced
    baseline_sd_cm: Sourced
    tau: TauGrid


@dataclass(frozen=True, slots=True)
class BaselineStep:
    """Factor on the gain for a first distance below `below_cm` (None: no upper edge)."""

    factor: float
    below_cm: float | None = None


@dataclass(frozen=True, slots=True)
class BaselineModifier:
    steps: tuple[BaselineStep, ...]
    sources: tuple[str, ...]
    status: Status

    def __post_init__(self) -> None:
        edges = [step.below_cm for step in self.steps]
        inner = [edge for edge in edges if edge is not None]
        if not edges or edges[-1] is not None or len(inner) != len(edges) - 1 or inner != sorted(inner):
            raise ValueError("steps must rise by below_cm, and only the last has none")


@dataclass(frozen=True, slots=True)
class Modifier:
    """Factors on the size of the gain and on the time it takes."""

    gain_factor: float
    tau_factor: float
    sources: tuple[str, ...]
    status: Status


@dataclass(frozen=True, slots=True)
class AgeModifier:
    from_age_years: float
    gain_factor: float
    tau_factor: float
    sources: tuple[str, ...]
    status: Status


@dataclass(frozen=True, slots=True)
class Modifiers:
    baseline: BaselineModifier
    joint_with_mobilisation: Modifier
    joint_without_mobilisation: Modifier
    impingement: Modifier
    trained_or_hypermobile: Modifier
    age: tuple[AgeModifier, ...]


@dataclass(frozen=True, slots=True)
class Adherence:
    """How the share of the planned sessions that was done acts on the gain."""

    exponent: Sourced
    lowest_share: Sourced
    assumed_share: Sourced


@dataclass(frozen=True, slots=True)
class Detraining:
    half_life_weeks: Sourced
    half_life_low_weeks: Sourced
    half_life_high_weeks: Sourced


@dataclass(frozen=True, slots=True)
class VerdictRules:
    real_gain_cm: Sourced
    improving_probability: Sourced
    plateau_slope_cm_per_week: Sourced
    plateau_probability: Sourced
    plateau_window_days: Sourced
    non_response_probability: Sourced
    non_response_adherence: Sourced
    non_response_switch_days: Sourced
    non_response_refer_days: Sourced
    no_clear_gain_refer_days: Sourced
    fall_cm: Sourced
    fall_window_days: Sourced
    lost_probability: Sourced
    at_target_probability: Sourced
    first_verdict_days: Sourced
    tests_needed: Sourced


@dataclass(frozen=True, slots=True)
class Horizon:
    """How far and how wide a forecast is drawn."""

    programme_weeks: Sourced
    target_weeks: Sourced
    band_coverage: Sourced


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When to test again: to feed the filter, to decide, to report."""

    capture_days: Sourced
    checkpoint_days: Sourced
    report_days: Sourced
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DetectableChange:
    """Smallest difference between two tests that is more than their error."""

    single_pair_cm: Sourced
    two_raters_pair_cm: Sourced
    mean_of_trials_pair_cm: Sourced
    mean_of_trials: Sourced
    likely_pair_cm: Sourced
    between_sides_cm: Sourced


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the article expects, shown as its expectation and never as a promise."""

    id: str
    from_weeks: float
    to_weeks: float
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a verdict was given, the decision it leads to and what changes then."""

    verdict: Verdict
    decision: DecisionKind
    text: str
    change: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProgressKnowledge:
    gain: GainPrior
    modifiers: Modifiers
    adherence: Adherence
    detraining: Detraining
    rules: VerdictRules
    horizon: Horizon
    rhythm: Rhythm
    change: DetectableChange
    expectations: tuple[Expectation, ...]
    expectation_note: str
    verdicts: Mapping[Verdict, Wording]
    reasons: Mapping[str, Reason]
    decisions: Mapping[DecisionKind, Wording]
