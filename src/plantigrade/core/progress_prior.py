"""What is expected of a person's gain, before the second test."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from plantigrade.core.progress_filter import Hypothesis, Prior
from plantigrade.core.quantities import Estimate
from plantigrade.knowledge.types.progress import BaselineStep, Modifiers, ProgressKnowledge

# A baseline band that holds less than this of the probability is left out.
_RARE = 1e-3


@dataclass(frozen=True, slots=True)
class Profile:
    """What changes the expected gain, besides the first distance."""

    age_years: float | None = None
    joint_limited: bool = False
    mobilising: bool = True
    impingement: bool = False
    trained: bool = False
    hypermobile: bool = False


def prior_for(first_ktw_cm: float, sd_cm: float, profile: Profile, knowledge: ProgressKnowledge) -> Prior:
    """The prior of a person whose first test is read, with every modifier applied (B4, S125).

    The factor for the baseline depends on the true distance, which the first test tells only within
    its error: each band that may hold it is one hypothesis, so no forecast jumps at an edge.
    """
    gain = knowledge.gain
    gain_factor, tau_factor = _person_factors(profile, knowledge.modifiers)
    spread = Estimate(gain.baseline_mean_cm.value, gain.baseline_sd_cm.value)
    precision = 1 / sd_cm**2 + 1 / spread.sd**2
    value = (first_ktw_cm / sd_cm**2 + spread.value / spread.sd**2) / precision
    first = NormalDist(value, math.sqrt(1 / precision))
    return Prior(
        hypotheses=tuple(
            Hypothesis(
                weight=weight,
                baseline=baseline,
                gain=Estimate(
                    gain.mean_cm.value * gain_factor * factor, gain.sd_cm.value * gain_factor * factor
                ),
                lowest_gain=gain.lowest_cm.value * gain_factor * factor,
            )
            for weight, baseline, factor in _bands_of(first, knowledge.modifiers.baseline.steps)
        ),
        tau_weeks=tuple(tau * tau_factor for tau in gain.tau.tau_weeks),
        tau_weights=gain.tau.weights,
        wander_sd=gain.wander_sd_cm.value,
        half_life_weeks=knowledge.detraining.half_life_weeks.value,
    )


def _person_factors(profile: Profile, modifiers: Modifiers) -> tuple[float, float]:
    """Factors on the gain and on its time constant that do not depend on the distance."""
    chosen = []
    # A pinch or bony block sets the limit whatever else the joint does, so the two do not add up.
    if profile.impingement:
        chosen.append(modifiers.impingement)
    elif profile.joint_limited:
        chosen.append(
            modifiers.joint_with_mobilisation if profile.mobilising else modifiers.joint_without_mobilisation
        )
    if profile.trained or profile.hypermobile:
        chosen.append(modifiers.trained_or_hypermobile)
    gain_factor = math.prod(modifier.gain_factor for modifier in chosen)
    tau_factor = math.prod(modifier.tau_factor for modifier in chosen)
    age_years = profile.age_years
    reached = [m for m in modifiers.age if age_years is not None and age_years >= m.from_age_years]
    if reached:
        oldest = max(reached, key=lambda m: m.from_age_years)
        gain_factor *= oldest.gain_factor
        tau_factor *= oldest.tau_factor
    return gain_factor, tau_factor


def _bands_of(first: NormalDist, steps: Sequence[BaselineStep]) -> list[tuple[float, Estimate, float]]:
    """Weight, baseline within the band and factor, for every band that may hold the true distance."""
    edges = [-math.inf, *(math.inf if step.below_cm is None else step.below_cm for step in steps)]
    found = []
    for step, low, high in zip(steps, edges, edges[1:], strict=False):
        weight, baseline = _between(first, low, high)
        if weight >= _RARE:
            found.append((weight, baseline, step.factor))
    total = math.fsum(weight for weight, _, _ in found)
    return [(weight / total, baseline, factor) for weight, baseline, factor in found]


def _between(normal: NormalDist, low: float, high: float) -> tuple[float, Estimate]:
    """Probability of an interval, and mean and spread within it (the whole when it is rare)."""
    weight = normal.cdf(high) - normal.cdf(low)
    if weight < _RARE:
        return weight, Estimate(normal.mean, normal.stdev)
    variance = normal.variance
    at_low, at_high = normal.pdf(low), normal.pdf(high)
    shift = variance * (at_low - at_high) / weight
    # An infinite edge has no density, so it adds nothing.
    pull = sum(
        sign * (edge - normal.mean) * density
        for sign, edge, density in ((1, low, at_low), (-1, high, at_high))
        if density > 0
    )
    inner = variance * (1 + pull / weight) - shift**2
    return weight, Estimate(normal.mean + shift, math.sqrt(max(inner, 0.0)))
