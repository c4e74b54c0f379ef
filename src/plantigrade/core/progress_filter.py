"""An exact filter for noisy retests of one ankle.

Model: y_k = b + A f_k + w_k + e_k. b is the distance at the first test, A the full gain, f the
share of it reached by practice (0 at the first test), w a random walk from 0, e the error of the
test. b and w are normal, A is normal cut off from below, and the time constant tau of f lies on a
weighted grid; where A depends on b, several hypotheses stand side by side. For each hypothesis and
tau a Kalman filter follows (b, A, w) with A uncut; the cut is then
applied in closed form, and the branches are mixed by their evidence. The state has a fixed size,
so a history streams through.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from statistics import NormalDist

from plantigrade.core.quantities import Estimate

_ROOT_2 = math.sqrt(2.0)
_LOG_ROOT_2PI = 0.5 * math.log(2.0 * math.pi)
# Quadrature in units of A's own spread: past this the normal density is below 1e-7 of its peak.
_REACH = 6.0
_NODES = 18
# Beyond this the complementary error function underflows and its asymptotic series is exact.
_FAR = 30.0
# A branch with less than a millionth of the best one's evidence is not read.
_NEGLIGIBLE_LOG = math.log(1e-6)


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One weighted belief, given the first test: where the ankle starts and how much it may gain (cm)."""

    weight: float
    baseline: Estimate
    gain: Estimate
    lowest_gain: float


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed once the first test is read. Lengths in cm, times in weeks; weights add up to 1."""

    hypotheses: tuple[Hypothesis, ...]
    tau_weeks: tuple[float, ...]
    tau_weights: tuple[float, ...]
    wander_sd: float
    half_life_weeks: float


@dataclass(frozen=True, slots=True)
class Branch:
    """The filter for one hypothesis and tau: share practised f, mean and covariance of (b, A, w)."""

    tau_weeks: float
    lowest_gain: float
    log_weight: float
    practised: float
    mean: tuple[float, float, float]
    cov: tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]


@dataclass(frozen=True, slots=True)
class FilterState:
    """All that is remembered of the tests so far."""

    branches: tuple[Branch, ...]
    wander_sd: float
    half_life_weeks: float


# What multiplies b, A and w in one branch. Besides A it must weigh b or w: for A alone the
# quadrature over A would give steps, and p_full_gain_below is exact.
Functional = Callable[[Branch], tuple[float, float, float]]


def level(branch: Branch) -> tuple[float, float, float]:
    """The true distance now."""
    return 1.0, branch.practised, 1.0


def gain(branch: Branch) -> tuple[float, float, float]:
    """The true change since the first test."""
    return 0.0, branch.practised, 1.0


def start(prior: Prior) -> FilterState:
    """The state on the day of the first test, which the prior has read already."""
    branches = []
    for belief in prior.hypotheses:
        cov = ((belief.baseline.sd**2, 0.0, 0.0), (0.0, belief.gain.sd**2, 0.0), (0.0, 0.0, 0.0))
        mean = (belief.baseline.value, belief.gain.value, 0.0)
        uncut = _log_tail((belief.lowest_gain - belief.gain.value) / belief.gain.sd)
        for tau, weight in zip(prior.tau_weeks, prior.tau_weights, strict=True):
            log_weight = math.log(weight * belief.weight) - uncut
            branches.append(Branch(tau, belief.lowest_gain, log_weight, 0.0, mean, cov))
    return FilterState(tuple(branches), prior.wander_sd, prior.half_life_weeks)


def practised_after(
    share: float, weeks: float, practice: float, tau_weeks: float, half_life_weeks: float
) -> float:
    """Share of the gain reached after `weeks` more at `practice` (0: nothing done, 1: all of it).

    A little practice is never worse than none.
    """
    kept = share * math.exp2(-weeks / half_life_weeks)
    if practice <= 0:
        return kept
    rest = math.exp(-weeks / tau_weeks)
    return max(share * rest + practice * (1.0 - rest), kept)


def advance(state: FilterState, weeks: float, practice: float) -> FilterState:
    """`weeks` pass at a level of `practice` from 0 to 1 (the share of the gain that it aims at)."""
    drift = state.wander_sd**2 * weeks
    branches = []
    for branch in state.branches:
        b_row, a_row, (wb, wa, ww) = branch.cov
        practised = practised_after(
            branch.practised, weeks, practice, branch.tau_weeks, state.half_life_weeks
        )
        cov = (b_row, a_row, (wb, wa, ww + drift))
        branches.append(
            Branch(branch.tau_weeks, branch.lowest_gain, branch.log_weight, practised, branch.mean, cov)
        )
    return replace(state, branches=tuple(branches))


def observe(state: FilterState, ktw_cm: float, sd_cm: float) -> FilterState:
    """Read one test with its standard error (above 0)."""
    branches = []
    for branch in state.branches:
        b_row, a_row, w_row = branch.cov
        f = branch.practised
        carried = tuple(row[0] + row[1] * f + row[2] for row in (b_row, a_row, w_row))
        spread = carried[0] + carried[1] * f + carried[2] + sd_cm**2
        b, a, w = branch.mean
        surprise = ktw_cm - (b + a * f + w)
        kb, ka, kw = (c / spread for c in carried)
        cb, ca, cw = carried
        bb, ba, bw = b_row[0] - kb * cb, b_row[1] - kb * ca, b_row[2] - kb * cw
        aa, aw, ww = a_row[1] - ka * ca, a_row[2] - ka * cw, w_row[2] - kw * cw
        branches.append(
            Branch(
                branch.tau_weeks,
                branch.lowest_gain,
                branch.log_weight - 0.5 * (math.log(spread) + surprise**2 / spread),
                f,
                (b + kb * surprise, a + ka * surprise, w + kw * surprise),
                ((bb, ba, bw), (ba, aa, aw), (bw, aw, ww)),
            )
        )
    return replace(state, branches=tuple(branches))


@dataclass(frozen=True, slots=True)
class Mixture:
    """A distribution as weighted normals (weight, mean, width = sd times root 2); `mean`, `sd` are exact."""

    mean: float
    sd: float
    parts: tuple[tuple[float, float, float], ...]

    @property
    def estimate(self) -> Estimate:
        return Estimate(self.mean, self.sd)

    def p_below(self, cut: float) -> float:
        """Probability that the value lies below `cut`."""
        erfc = math.erfc
        total = 0.0
        for weight, mean, width in self.parts:
            if width > 0:
                total += weight * erfc((mean - cut) / width)
            elif mean < cut:
                total += 2 * weight
        return min(1.0, total / 2)

    def quantile(self, p: float) -> float:
        """The value below which a share `p` (above 0, below 1) of the probability lies."""
        if self.sd == 0:
            return self.mean
        guess = NormalDist(self.mean, self.sd).inv_cdf(p)
        return _crossing(lambda x: self.p_below(x) - p, guess, self.sd)

    def interval(self, coverage: float) -> tuple[float, float]:
        """Central interval that holds the value with probability `coverage`."""
        return self.quantile(0.5 - coverage / 2), self.quantile(0.5 + coverage / 2)


def read(state: FilterState, of: Functional) -> Mixture:
    """The distribution of a linear functional of the state, given the tests so far."""
    branch_moments: list[tuple[float, float, float]] = []
    parts: list[tuple[float, float, float]] = []
    for branch, share, alpha in _weighed(state):
        centre, along, across = _split(branch, of(branch))
        shift, narrowed = _cut_moments(alpha)
        branch_moments.append((share, centre + along * shift, across**2 + along**2 * narrowed))
        if alpha < -_REACH or along == 0:
            parts.append((share, centre, math.hypot(along, across) * _ROOT_2))
        else:
            width = across * _ROOT_2
            parts += [(share * w, centre + along * z, width) for w, z in _cut_nodes(alpha)]
    mean = math.fsum(share * m for share, m, _ in branch_moments)
    variance = math.fsum(share * (v + (m - mean) ** 2) for share, m, v in branch_moments)
    return Mixture(mean, math.sqrt(variance), tuple(parts))


def p_full_gain_below(state: FilterState, cut: Callable[[Branch], float]) -> float:
    """Probability that the full gain A lies below a cut, which may differ between branches."""
    total = 0.0
    for branch, share, alpha in _weighed(state):
        at = (cut(branch) - branch.mean[1]) / math.sqrt(branch.cov[1][1])
        if at > alpha:
            total += share * (1.0 - math.exp(_log_tail(at) - _log_tail(alpha)))
    return min(1.0, total)


def _weighed(state: FilterState) -> list[tuple[Branch, float, float]]:
    """Each branch with its share of the evidence, the cut applied, and the cut in A's own spread."""
    alphas = [(b.lowest_gain - b.mean[1]) / math.sqrt(b.cov[1][1]) for b in state.branches]
    logs = [b.log_weight + _log_tail(alpha) for b, alpha in zip(state.branches, alphas, strict=True)]
    top = max(logs)
    kept = [
        (branch, math.exp(log - top), alpha)
        for branch, log, alpha in zip(state.branches, logs, alphas, strict=True)
        if log - top > _NEGLIGIBLE_LOG
    ]
    total = math.fsum(weight for _, weight, _ in kept)
    return [(branch, weight / total, alpha) for branch, weight, alpha in kept]


def _split(branch: Branch, of: tuple[float, float, float]) -> tuple[float, float, float]:
    """Mean, spread along A and spread across A of a functional, in the uncut branch."""
    centre = sum(c * m for c, m in zip(of, branch.mean, strict=True))
    with_each = [sum(c * x for c, x in zip(of, row, strict=True)) for row in branch.cov]
    variance = sum(c * x for c, x in zip(of, with_each, strict=True))
    along = with_each[1] / math.sqrt(branch.cov[1][1])
    return centre, along, math.sqrt(max(variance - along**2, 0.0))


def _log_tail(alpha: float) -> float:
    """Log of the probability that a standard normal exceeds `alpha`."""
    if alpha < _FAR:
        return math.log(0.5 * math.erfc(alpha / _ROOT_2))
    inverse = 1 / alpha**2
    return -0.5 * alpha**2 - _LOG_ROOT_2PI - math.log(alpha) + math.log1p(-inverse + 3 * inverse**2)


def _cut_moments(alpha: float) -> tuple[float, float]:
    """Mean and variance of a standard normal that is known to exceed `alpha`."""
    if alpha >= _FAR:
        inverse = 1 / alpha**2
        return alpha + (1 - 2 * inverse) / alpha, inverse * (1 - 6 * inverse)
    hazard = math.exp(-0.5 * alpha**2 - _LOG_ROOT_2PI - _log_tail(alpha))
    return hazard, max(1 + alpha * hazard - hazard**2, 0.0)


def _cut_nodes(alpha: float) -> list[tuple[float, float]]:
    """Weights (adding up to 1) and places that stand for a standard normal above `alpha`."""
    floor = max(alpha, 0.0)
    low, high = max(alpha, -_REACH), math.sqrt(floor**2 + _REACH**2)
    half, middle = (high - low) / 2, (high + low) / 2
    places = [(weight, middle + half * x) for x, weight in _legendre(_NODES)]
    heights = [(weight * math.exp(0.5 * (floor - z) * (floor + z)), z) for weight, z in places]
    total = math.fsum(height for height, _ in heights)
    return [(height / total, z) for height, z in heights if height > 1e-9 * total]


@cache
def _legendre(count: int) -> tuple[tuple[float, float], ...]:
    """Nodes and weights of Gauss-Legendre quadrature on -1 to 1."""
    rule = []
    for k in range(count):
        x = math.cos(math.pi * (k + 0.75) / (count + 0.5))
        slope = 1.0
        for _ in range(50):
            before, value = 1.0, x
            for n in range(2, count + 1):
                before, value = value, ((2 * n - 1) * x * value - (n - 1) * before) / n
            slope = count * (x * value - before) / (x * x - 1)
            step = value / slope
            x -= step
            if abs(step) < 1e-15:
                break
        rule.append((x, 2 / ((1 - x * x) * slope**2)))
    return tuple(rule)


def _crossing(rising: Callable[[float], float], guess: float, scale: float) -> float:
    """Where a rising function crosses zero, near `guess` (bracket, then Illinois false position)."""
    low = high = guess
    at_low = at_high = rising(guess)
    step = scale / 8
    while at_low > 0:
        high, at_high = low, at_low
        low -= step
        at_low = rising(low)
        step *= 2
    while at_high < 0:
        low, at_low = high, at_high
        high += step
        at_high = rising(high)
        step *= 2
    kept = 0
    while high - low > scale * 1e-7 and at_high > at_low:
        middle = (low * at_high - high * at_low) / (at_high - at_low)
        if not low < middle < high:
            middle = (low + high) / 2
        value = rising(middle)
        if abs(value) < 1e-8:
            return middle
        if value < 0:
            low, at_low = middle, value
            at_high = at_high / 2 if kept < 0 else at_high
            kept = -1
        else:
            high, at_high = middle, value
            at_low = at_low / 2 if kept > 0 else at_low
            kept = 1
    return (low + high) / 2
