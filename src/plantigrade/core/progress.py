"""Noisy retests of one side into a filtered estimate, a forecast and a verdict."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from plantigrade.core import progress_filter as kalman
from plantigrade.core.progress_filter import FilterState
from plantigrade.core.progress_prior import Profile as Profile
from plantigrade.core.progress_prior import prior_for
from plantigrade.core.progress_verdict import Evidence, reason_for
from plantigrade.core.quantities import Estimate
from plantigrade.knowledge.types.progress import ProgressKnowledge, Verdict

_DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Retest:
    """One test day of one side.

    `ktw_cm` is the mean of the `trials` trials; `planned` and `done` count the sessions since the
    test before (None: not recorded). Raises ValueError when a number cannot be.
    """

    date: datetime.date
    ktw_cm: float
    trials: int
    planned: float | None = None
    done: float | None = None

    def __post_init__(self) -> None:
        counts = [n for n in (self.planned, self.done) if n is not None]
        if not math.isfinite(self.ktw_cm) or self.trials < 1:
            raise ValueError(f"a retest needs a finite distance and at least one trial: {self}")
        if not all(math.isfinite(n) and n >= 0 for n in counts):
            raise ValueError(f"sessions planned and done are counts from 0: {self}")


@dataclass(frozen=True, slots=True)
class ForecastPoint:
    """The true distance expected so many weeks after the first test, with its band."""

    week: int
    mean_cm: float
    low_cm: float
    high_cm: float


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The true distance on a test day, as known on that day, with its band; `measured_cm` is the test."""

    date: datetime.date
    measured_cm: float
    mean_cm: float
    low_cm: float
    high_cm: float


@dataclass(frozen=True, slots=True)
class Target:
    """`expected_date` is when the forecast reaches `cm`; None when it does not within the horizon.

    `p_by_week_12` is the probability that the true distance is at least `cm` at the end of the
    programme, or on the last test day when that is later.
    """

    cm: float
    p_by_week_12: float
    expected_date: datetime.date | None


@dataclass(frozen=True, slots=True)
class SideProgress:
    """What the retests of one side say. Never NaN.

    `adherence` is the share of planned sessions done (None: not recorded), `weeks` the time from
    the first test to the last, `reason` an id of `ProgressKnowledge.reasons`.
    """

    now_cm: Estimate
    gain_cm: Estimate
    p_gain_real: float
    verdict: Verdict
    reason: str
    forecast: tuple[ForecastPoint, ...]
    target: Target
    trend: tuple[TrendPoint, ...]
    adherence: float | None
    weeks: float


def read_progress(
    retests: Sequence[Retest],
    target_cm: float,
    profile: Profile,
    knowledge: ProgressKnowledge,
    sem: Callable[[int], float],
) -> SideProgress:
    """The estimate, forecast and verdict for one side (rules B7, B20, S110, S120).

    Rows may come in any order, and tests of one day count as one. `sem` gives the standard error
    in cm of a mean of so many trials. Raises ValueError when there is no test.
    """
    tests = _by_day(retests)
    states = _filtered(tests, profile, knowledge, sem)
    last, state = tests[-1], states[-1]
    weeks = _weeks_between(tests[0].date, last.date)
    adherence = _adherence(tests)
    practice = _practice(adherence, knowledge)
    level, gained = kalman.read(state, kalman.level), kalman.read(state, kalman.gain)
    p_real = 1.0 - gained.p_below(knowledge.rules.real_gain_cm.value)
    coverage = knowledge.horizon.band_coverage.value
    trend = []
    for test, then in zip(tests, states, strict=True):
        filtered = kalman.read(then, kalman.level)
        trend.append(TrendPoint(test.date, test.ktw_cm, filtered.mean, *filtered.interval(coverage)))
    reason = reason_for(
        Evidence(
            test_days=len(tests),
            days=(last.date - tests[0].date).days,
            adherence=knowledge.adherence.assumed_share.value if adherence is None else adherence,
            p_real=p_real,
            p_lost=gained.p_below(0.0),
            p_at_target=1.0 - level.p_below(target_cm),
            p_flat=_p_flat(tests, states, knowledge),
            fell=_fell(tests, knowledge),
            slowed=_slowed(trend, knowledge),
        ),
        knowledge.rules,
    )
    return SideProgress(
        now_cm=level.estimate,
        gain_cm=gained.estimate,
        p_gain_real=p_real,
        verdict=knowledge.reasons[reason].verdict,
        reason=reason,
        forecast=_forecast(state, weeks, practice, knowledge),
        target=_target(state, target_cm, weeks, last.date, practice, knowledge),
        trend=tuple(trend),
        adherence=adherence,
        weeks=weeks,
    )


def _by_day(retests: Sequence[Retest]) -> tuple[Retest, ...]:
    """In order of date, the trials of one day pooled."""
    if not retests:
        raise ValueError("there is no retest to read")
    return tuple(
        _pooled(day, tuple(tests))
        for day, tests in groupby(sorted(retests, key=lambda r: r.date), key=lambda r: r.date)
    )


def _pooled(day: datetime.date, tests: tuple[Retest, ...]) -> Retest:
    if len(tests) == 1:
        return tests[0]
    trials = sum(t.trials for t in tests)
    planned = [t.planned for t in tests if t.planned is not None]
    done = [t.done for t in tests if t.done is not None]
    return Retest(
        date=day,
        ktw_cm=math.fsum(t.ktw_cm * t.trials for t in tests) / trials,
        trials=trials,
        planned=math.fsum(planned) if planned else None,
        done=math.fsum(done) if done else None,
    )


def _weeks_between(first: datetime.date, second: datetime.date) -> float:
    return (second - first).days / _DAYS_A_WEEK


def _share_done(test: Retest) -> float | None:
    """Share of the planned sessions done since the test before, at most 1; None when not known."""
    if test.done is None:
        return None
    if test.done == 0:
        return 0.0
    if test.planned is None:
        return None
    return min(1.0, test.done / test.planned) if test.planned > 0 else 1.0


def _adherence(tests: Sequence[Retest]) -> float | None:
    """Share of the planned sessions done over the time that was recorded; None when none was."""
    known = [
        ((after.date - before.date).days, share)
        for before, after in pairwise(tests)
        if (share := _share_done(after)) is not None
    ]
    if not known:
        return None
    return math.fsum(days * share for days, share in known) / sum(days for days, _ in known)


def _practice(share: float | None, knowledge: ProgressKnowledge) -> float:
    """How much of the gain a share of the sessions aims at; 0 when nothing was done."""
    rule = knowledge.adherence
    counted = rule.assumed_share.value if share is None else share
    return max(counted, rule.lowest_share.value) ** rule.exponent.value if counted > 0 else 0.0


def _filtered(
    tests: Sequence[Retest], profile: Profile, knowledge: ProgressKnowledge, sem: Callable[[int], float]
) -> list[FilterState]:
    """The state after each test."""
    first = tests[0]
    states = [kalman.start(prior_for(first.ktw_cm, sem(first.trials), profile, knowledge))]
    for before, test in pairwise(tests):
        practice = _practice(_share_done(test), knowledge)
        state = kalman.advance(states[-1], _weeks_between(before.date, test.date), practice)
        states.append(kalman.observe(state, test.ktw_cm, sem(test.trials)))
    return states


def _forecast(
    state: FilterState, weeks: float, practice: float, knowledge: ProgressKnowledge
) -> tuple[ForecastPoint, ...]:
    programme = int(knowledge.horizon.programme_weeks.value)
    begin = math.floor(weeks) + 1
    end = programme if weeks < programme else begin + programme - 1
    points = []
    for week in range(begin, end + 1):
        ahead = kalman.read(kalman.advance(state, week - weeks, practice), kalman.level)
        low, high = ahead.interval(knowledge.horizon.band_coverage.value)
        points.append(ForecastPoint(week, ahead.mean, low, high))
    return tuple(points)


def _target(
    state: FilterState,
    target_cm: float,
    weeks: float,
    last: datetime.date,
    practice: float,
    knowledge: ProgressKnowledge,
) -> Target:
    def level_in(days: float) -> kalman.Mixture:
        return kalman.read(kalman.advance(state, days / _DAYS_A_WEEK, practice), kalman.level)

    to_end = max(0.0, knowledge.horizon.programme_weeks.value - weeks) * _DAYS_A_WEEK
    p_end = 1.0 - level_in(to_end).p_below(target_cm)
    late = int(knowledge.horizon.target_weeks.value * _DAYS_A_WEEK)
    late = min(late, (datetime.date.max - last).days)
    if level_in(late).mean < target_cm <= level_in(0).mean:
        late = 0
    if level_in(late).mean < target_cm:
        return Target(target_cm, p_end, None)
    early = 0
    while early < late:
        middle = (early + late) // 2
        early, late = (early, middle) if level_in(middle).mean >= target_cm else (middle + 1, late)
    return Target(target_cm, p_end, last + datetime.timedelta(days=late))


def _p_flat(tests: Sequence[Retest], states: Sequence[FilterState], knowledge: ProgressKnowledge) -> float:
    """Probability that the trend of the last window rises by less than the plateau slope.

    The trend is what practice brings; the random wander around it has no direction and is left out.
    """
    days = int(knowledge.rules.plateau_window_days.value)
    window = days / _DAYS_A_WEEK
    last = tests[-1].date
    if (last - tests[0].date).days < days:
        return 0.0
    at = max(k for k, test in enumerate(tests) if (last - test.date).days >= days)
    since = (last - tests[at].date).days / _DAYS_A_WEEK - window
    begun = kalman.advance(states[at], since, _practice(_share_done(tests[at + 1]), knowledge))
    # Practice acts alike on all hypotheses of one tau.
    earlier = {branch.tau_weeks: branch.practised for branch in begun.branches}
    needed_cm = knowledge.rules.plateau_slope_cm_per_week.value * window

    def full_gain_needed(branch: kalman.Branch) -> float:
        practised = branch.practised - earlier[branch.tau_weeks]
        return needed_cm / practised if practised > 0 else math.inf

    return kalman.p_full_gain_below(states[-1], full_gain_needed)


def _fell(tests: Sequence[Retest], knowledge: ProgressKnowledge) -> bool:
    """Whether the last test is far lower than one within the window before it."""
    days, fall_cm = knowledge.rules.fall_window_days.value, knowledge.rules.fall_cm.value
    last = tests[-1]
    return any(test.ktw_cm - last.ktw_cm >= fall_cm for test in tests if (last.date - test.date).days <= days)


def _slowed(trend: Sequence[TrendPoint], knowledge: ProgressKnowledge) -> bool:
    """Whether the filtered distance rose by less than the plateau slope over the last window."""
    days = knowledge.rules.plateau_window_days.value
    last = trend[-1]
    before = [point for point in trend if (last.date - point.date).days >= days]
    if not before:
        return False
    rise = (last.mean_cm - before[-1].mean_cm) / _weeks_between(before[-1].date, last.date)
    return rise < knowledge.rules.plateau_slope_cm_per_week.value
