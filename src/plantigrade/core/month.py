"""What some weeks brought on one side: the estimate before, the estimate after, and the change."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from statistics import NormalDist
from typing import Literal

from plantigrade.core.progress import SideProgress, TrendPoint
from plantigrade.core.quantities import Estimate
from plantigrade.knowledge.types.progress import ProgressKnowledge

MonthVerdict = Literal["gained", "lost", "open", "one_test"]


@dataclass(frozen=True, slots=True)
class SideMonth:
    """`tests` lie within the stretch, `before` is the last one up to its start, or its first.

    `change_cm` and `p_real` (that the true gain exceeds what counts as real) are None with one test alone.
    """

    tests: tuple[TrendPoint, ...]
    before: TrendPoint
    after: TrendPoint
    now_cm: Estimate
    change_cm: Estimate | None
    p_real: float | None
    verdict: MonthVerdict


def month_of(
    progress: SideProgress, begins: date, ends: date, knowledge: ProgressKnowledge
) -> SideMonth | None:
    """The change over a stretch by the filtered estimates; None without a test in it.

    Both estimates are taken as known on their days and as independent. They share the tests before, so the
    error of the change is rather too wide than too narrow. Verdicts by the rules of the course as a whole:
    gained and lost need `improving_probability` and `lost_probability`.
    """
    tests = tuple(point for point in progress.trend if begins < point.date <= ends)
    if not tests:
        return None
    earlier = [point for point in progress.trend if point.date <= begins]
    before, after = (earlier or tests)[-1 if earlier else 0], tests[-1]
    coverage = knowledge.horizon.band_coverage.value
    then, now = _estimate(before, coverage), _estimate(after, coverage)
    if before.date == after.date:
        return SideMonth(tests, before, after, now, None, None, "one_test")
    change = Estimate(now.value - then.value, math.hypot(now.sd, then.sd))
    rules = knowledge.rules
    p_real = 1 - change.p_below(rules.real_gain_cm.value)
    verdict: MonthVerdict = "open"
    if p_real >= rules.improving_probability.value:
        verdict = "gained"
    elif change.p_below(0.0) >= rules.lost_probability.value:
        verdict = "lost"
    return SideMonth(tests, before, after, now, change, p_real, verdict)


def _estimate(point: TrendPoint, coverage: float) -> Estimate:
    """The mean with the standard deviation that its band stands for."""
    reach = NormalDist().inv_cdf(0.5 + coverage / 2)
    return Estimate(point.mean_cm, (point.high_cm - point.low_cm) / (2 * reach))
