"""Retests into estimate, forecast and verdict: the stated prior, its calibration, its verdicts."""

from __future__ import annotations

import datetime
import importlib.resources
import math
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plantigrade.core import progress_filter as kalman
from plantigrade.core.progress import Profile, Retest, SideProgress, prior_for, read_progress
from plantigrade.core.progress_verdict import Evidence, reason_for
from plantigrade.knowledge.reading import read
from plantigrade.knowledge.types.progress import ProgressKnowledge

KNOWLEDGE = read(importlib.resources.files("plantigrade.knowledge"), "progress.toml", ProgressKnowledge)
FIRST_DAY = datetime.date(2026, 1, 5)
TYPICAL_CM = 11.0


def sem(trials: int) -> float:
    return {1: 0.6, 2: 0.6 / math.sqrt(2)}.get(trials, 0.45)


def day(weeks: float) -> datetime.date:
    return FIRST_DAY + datetime.timedelta(days=round(7 * weeks))


def weekly(*ktw_cm: float, trials: int = 3, planned: float = 7, done: float = 7) -> list[Retest]:
    return [Retest(day(week), ktw, trials, planned, done) for week, ktw in enumerate(ktw_cm)]


def progress(retests: list[Retest], target_cm: float = 15.0, profile: Profile | None = None) -> SideProgress:
    return read_progress(retests, target_cm, profile or Profile(), KNOWLEDGE, sem)


def after_practice(weeks: float) -> kalman.FilterState:
    prior = prior_for(TYPICAL_CM, sem(3), Profile(), KNOWLEDGE)
    return kalman.advance(kalman.start(prior), weeks, 1.0)


def practice_only(branch: kalman.Branch) -> tuple[float, float, float]:
    return 0.0, branch.practised, 0.0


PRIOR_MEANS = {1: 0.40, 2: 0.73, 3: 0.99, 4: 1.21, 6: 1.54, 8: 1.76, 10: 1.90, 12: 2.00, 16: 2.11}
PRIOR_SDS = {4: 0.55, 6: 0.70, 12: 0.91}
PRIOR_CHANCES = {(4, 2): 0.08, (6, 2): 0.25, (12, 2): 0.50, (12, 3): 0.14, (6, 4): 0.0}


@pytest.mark.rule("B20", "S112", "S113", "S116", "S117")
@pytest.mark.parametrize(("week", "mean_cm"), PRIOR_MEANS.items())
def test_expected_gain_by_week(week: int, mean_cm: float) -> None:
    expected = kalman.read(after_practice(week), practice_only).mean
    assert expected == pytest.approx(mean_cm, abs=0.025)


@pytest.mark.rule("B20")
@pytest.mark.parametrize(("week", "sd_cm"), PRIOR_SDS.items())
def test_spread_of_gain_by_week(week: int, sd_cm: float) -> None:
    assert kalman.read(after_practice(week), practice_only).sd == pytest.approx(sd_cm, abs=0.025)


@pytest.mark.rule("B20", "S116")
@pytest.mark.parametrize(("when", "chance"), PRIOR_CHANCES.items())
def test_chance_of_a_large_gain(when: tuple[int, int], chance: float) -> None:
    week, gain_cm = when
    below = kalman.p_full_gain_below(after_practice(week), lambda branch: gain_cm / branch.practised)
    assert 1 - below == pytest.approx(chance, abs=0.02)


FACTORS = [
    (7.0, Profile(), 1.2, 5.0),
    (9.0, Profile(), 1.1, 5.0),
    (11.0, Profile(), 1.0, 5.0),
    (12.5, Profile(), 0.7, 5.0),
    (14.5, Profile(), 0.4, 5.0),
    (11.0, Profile(joint_limited=True), 1.1, 4.0),
    (11.0, Profile(joint_limited=True, mobilising=False), 0.6, 5.0),
    (11.0, Profile(impingement=True), 0.3, 5.0),
    (11.0, Profile(impingement=True, joint_limited=True), 0.3, 5.0),
    (11.0, Profile(age_years=39), 1.0, 5.0),
    (11.0, Profile(age_years=40), 1.0, 6.0),
    (11.0, Profile(age_years=70), 0.9, 7.0),
    (11.0, Profile(trained=True), 0.8, 5.0),
    (11.0, Profile(trained=True, hypermobile=True), 0.8, 5.0),
    (7.0, Profile(age_years=65, hypermobile=True), 1.2 * 0.9 * 0.8, 7.0),
]


@pytest.mark.rule("S114", "S115", "S118", "S119", "S125", "S137", "S138", "B4", "B21")
@pytest.mark.parametrize(("ktw_cm", "profile", "gain_factor", "tau_weeks"), FACTORS)
def test_modifiers_of_the_prior(
    ktw_cm: float, profile: Profile, gain_factor: float, tau_weeks: float
) -> None:
    exact = prior_for(ktw_cm, 0.01, profile, KNOWLEDGE)
    assert exact.gain.value == pytest.approx(2.2 * gain_factor)
    assert exact.gain.sd == pytest.approx(gain_factor)
    assert exact.lowest_gain == pytest.approx(-0.5 * gain_factor)
    mean_tau = sum(t * w for t, w in zip(exact.tau_weeks, exact.tau_weights, strict=True))
    assert mean_tau == pytest.approx(tau_weeks)


@pytest.mark.rule("B4")
def test_no_jump_of_the_prior_at_a_band_edge() -> None:
    for edge in (8.0, 10.0, 12.0, 13.0):
        below, above = (prior_for(edge + d, sem(3), Profile(), KNOWLEDGE) for d in (-0.01, 0.01))
        assert below.gain.value == pytest.approx(above.gain.value, abs=0.02)


@dataclass(frozen=True)
class Person:
    retests: list[Retest]
    now_cm: float
    gain_cm: float
    week_12_cm: float


def simulate(rng: random.Random, weeks: int) -> Person:
    """One person drawn from the stated model, tested weekly for `weeks` weeks, and what is true."""
    b = rng.uniform(6, 14)
    factor = next(f for edge, f in ((8, 1.2), (10, 1.1), (12, 1.0), (13, 0.7), (99, 0.4)) if b < edge)
    a = -9.0
    while a < -0.5:
        a = rng.gauss(2.2, 1.0)
    tau = rng.choices([4.0, 4.5, 5.0, 5.5, 6.0], [1, 2, 4, 2, 1])[0]
    f = wander = 0.0
    shares: list[float] = []
    retests: list[Retest] = []
    now = 0.0

    def live_a_week(share: float) -> None:
        nonlocal f, wander
        if share == 0:
            f *= 0.5 ** (1 / 5)
        else:
            rest = math.exp(-1 / tau)
            aim = math.sqrt(max(share, 0.14))
            f = max(f * rest + aim * (1 - rest), f * 0.5 ** (1 / 5))
        wander += rng.gauss(0, 0.15)

    for week in range(weeks + 1):
        if week:
            shares.append(rng.choice([0, 3, 5, 6, 7, 7]) / 7)
            live_a_week(shares[-1])
        now = b + factor * a * f + wander
        trials = rng.choice([1, 2, 3])
        done = shares[-1] * 7 if shares else None
        retests.append(Retest(day(week), rng.gauss(now, sem(trials)), trials, 7, done))
    for _ in range(weeks, 12):
        live_a_week(sum(shares) / len(shares))
    return Person(retests, now, now - b, b + factor * a * f + wander)


def final_state(retests: list[Retest]) -> kalman.FilterState:
    first = retests[0]
    state = kalman.start(prior_for(first.ktw_cm, sem(first.trials), Profile(), KNOWLEDGE))
    for week, test in enumerate(retests):
        if week:
            assert test.done is not None
            state = kalman.advance(state, 1.0, math.sqrt(max(test.done / 7, 0.14)) if test.done else 0.0)
        state = kalman.observe(state, test.ktw_cm, sem(test.trials))
    return state


@pytest.mark.rule("B7", "B20", "S104")
def test_intervals_hold_what_they_promise() -> None:
    rng = random.Random(20260105)
    people = 600
    inside = {(what, cover): 0 for what in ("now", "gain", "forecast") for cover in (0.8, 0.95)}
    for _ in range(people):
        weeks = rng.randint(1, 11)
        person = simulate(rng, weeks)
        state = final_state(person.retests)
        share = sum(t.done or 0 for t in person.retests[1:]) / (7 * weeks)
        later = kalman.advance(state, 12 - weeks, math.sqrt(max(share, 0.14)) if share else 0.0)
        readings = {
            "now": (kalman.read(state, kalman.level), person.now_cm),
            "gain": (kalman.read(state, kalman.gain), person.gain_cm),
            "forecast": (kalman.read(later, kalman.level), person.week_12_cm),
        }
        for what, cover in inside:
            mixture, truth = readings[what]
            low, high = mixture.interval(cover)
            inside[what, cover] += low <= truth <= high
    for (what, cover), hits in inside.items():
        sampling_error = math.sqrt(cover * (1 - cover) / people)
        assert abs(hits / people - cover) < 3 * sampling_error, (what, cover, hits / people)


def test_the_public_reading_is_the_filter_s() -> None:
    rng = random.Random(7)
    for weeks in (1, 5, 11):
        person = simulate(rng, weeks)
        state = final_state(person.retests)
        seen = progress(person.retests)
        level = kalman.read(state, kalman.level)
        assert seen.now_cm == level.estimate
        assert (seen.trend[-1].low_cm, seen.trend[-1].high_cm) == level.interval(0.8)
        assert seen.gain_cm == kalman.read(state, kalman.gain).estimate


def test_mixture_quantiles_and_moments_agree_with_fine_quadrature() -> None:
    for track in ([9.0] * 10, [9.0, 8.0, 7.0, 7.0], [9.0, 11.0, 13.0], [9.0, 2.0, 1.0]):
        seen = kalman.read(final_state(weekly(*track)), kalman.level)
        mean = math.fsum(w * m for w, m, _ in seen.parts)
        variance = math.fsum(w * (width**2 / 2 + (m - mean) ** 2) for w, m, width in seen.parts)
        assert (seen.mean, seen.sd) == pytest.approx((mean, math.sqrt(variance)), abs=1e-6)
        for p in (0.01, 0.1, 0.5, 0.9, 0.99):
            assert seen.p_below(seen.quantile(p)) == pytest.approx(p, abs=1e-6)


VERDICTS = [
    ("one test", weekly(9), "too_early", "one_test"),
    ("two weeks", weekly(9, 9.5, 10), "too_early", "before_checkpoint"),
    ("steady gain", weekly(9, 9.4, 9.8, 10.1, 10.3), "improving", "gaining"),
    ("gain that has stopped", weekly(8, 8.5, 9, 9.4, 9.7, *[9.8] * 6), "improving", "gaining_slowly"),
    ("long flat after a gain", weekly(9, 9.4, 9.9, 10.3, 10.6, 10.9, *[11.0] * 10), "plateau", "slope_flat"),
    ("nothing in three weeks", weekly(9, 9, 9, 9), "too_early", "not_clear_yet"),
    ("slightly down at four weeks", weekly(9, 8.9, 8.7, 8.5, 8.3), "plateau", "no_response"),
    ("down at six weeks", weekly(9, 9, 8.7, 8.6, 8.6, 8.5, 8.4), "refer", "no_response_for_long"),
    ("nothing in six weeks", weekly(*[9.0] * 7), "plateau", "no_clear_gain"),
    ("nothing in nine weeks", weekly(*[9.0] * 10), "refer", "no_clear_gain_for_long"),
    ("nothing, hardly practised", weekly(*[9.0] * 10, done=2), "too_early", "low_practice"),
    ("sudden fall", weekly(10, 10.2, 8.2), "falling", "measured_fall"),
    ("fall just below the limit", weekly(10, 10.2, 8.35), "too_early", "before_checkpoint"),
    ("slow loss", weekly(10, 9.7, 9.4, 9.1, 8.8, 8.5, 8.2, 7.9), "falling", "lost_since_start"),
    ("fall over more than three weeks", weekly(10, 10, 9.5, 9, 8.5, 8.05), "falling", "measured_fall"),
]


@pytest.mark.rule("S58", "S110", "S111", "S120", "B7")
@pytest.mark.parametrize(("case", "retests", "verdict", "reason"), VERDICTS, ids=[v[0] for v in VERDICTS])
def test_verdicts(case: str, retests: list[Retest], verdict: str, reason: str) -> None:
    seen = progress(retests)
    assert (seen.verdict, seen.reason) == (verdict, reason), case


SEEN = Evidence(
    test_days=5, days=28, adherence=1.0, p_real=0.5, p_lost=0.1, p_at_target=0.0, p_flat=0.0,
    fell=False, slowed=False,
)  # fmt: skip
REASONS = [
    (replace(SEEN, days=20, p_real=0.99), "before_checkpoint"),
    (replace(SEEN, days=21, p_real=0.80), "gaining"),
    (replace(SEEN, days=27, p_real=0.19), "not_clear_yet"),
    (replace(SEEN, days=28, p_real=0.19), "no_response"),
    (replace(SEEN, days=28, p_real=0.20), "not_clear_yet"),
    (replace(SEEN, days=28, p_real=0.19, adherence=0.79), "low_practice"),
    (replace(SEEN, days=42, p_real=0.19, adherence=0.80), "no_response_for_long"),
    (replace(SEEN, days=42, p_real=0.79), "no_clear_gain"),
    (replace(SEEN, days=63, p_real=0.79), "no_clear_gain_for_long"),
    (replace(SEEN, p_real=0.9, p_flat=0.9), "slope_flat"),
    (replace(SEEN, p_real=0.9, p_flat=0.89, slowed=True), "gaining_slowly"),
    (replace(SEEN, p_real=0.9, p_flat=0.95, p_at_target=0.6), "settled_at_target"),
    (replace(SEEN, days=42, p_real=0.1, p_at_target=0.6), "settled_at_target"),
    (replace(SEEN, p_lost=0.9), "lost_since_start"),
    (replace(SEEN, days=5, fell=True), "measured_fall"),
]


@pytest.mark.rule("S58", "S120", "B7")
@pytest.mark.parametrize(("seen", "reason"), REASONS)
def test_the_gravest_reason_decides(seen: Evidence, reason: str) -> None:
    assert reason_for(seen, KNOWLEDGE.rules) == reason


def test_every_reason_and_wording_is_there() -> None:
    named = {reason for _, reason in REASONS} | {"one_test", "nothing_to_switch_to", "wedge_ready"}
    assert named == set(KNOWLEDGE.reasons)
    assert set(KNOWLEDGE.verdicts) == {"too_early", "improving", "plateau", "falling", "refer"}
    assert {reason.decision for reason in KNOWLEDGE.reasons.values()} <= set(KNOWLEDGE.decisions)


@pytest.mark.rule("S106", "B20")
def test_forecast_runs_to_week_12_and_then_12_ahead() -> None:
    assert [p.week for p in progress(weekly(10)).forecast] == list(range(1, 13))
    assert [p.week for p in progress(weekly(10, 10.4, 10.8)).forecast] == list(range(3, 13))
    assert [p.week for p in progress(weekly(*[10.0] * 13)).forecast] == list(range(13, 25))


def test_target_date_and_chance() -> None:
    reached = progress(weekly(12, 12.3, 12.5), target_cm=10.0).target
    assert reached.expected_date == day(2)
    assert reached.p_by_week_12 > 0.99
    likely = progress(weekly(TYPICAL_CM), target_cm=12.0).target
    assert likely.expected_date is not None
    assert day(2) < likely.expected_date < day(4)
    assert 0.7 < likely.p_by_week_12 < 0.9
    never = progress(weekly(8), target_cm=15.0).target
    assert never.expected_date is None
    assert never.p_by_week_12 < 0.01


@pytest.mark.rule("S164", "S170", "B37")
def test_weeks_without_practice_lose_half_of_the_gain_in_five_weeks() -> None:
    kept = kalman.practised_after(0.8, 5.0, practice=0.0, tau_weeks=5.0, half_life_weeks=5.0)
    assert kept == pytest.approx(0.4)


@given(
    share=st.floats(0, 1),
    weeks=st.floats(0, 30),
    practice=st.floats(0.01, 1),
    tau=st.floats(3, 9),
)
def test_a_little_practice_is_never_worse_than_none(
    share: float, weeks: float, practice: float, tau: float
) -> None:
    some = kalman.practised_after(share, weeks, practice, tau, 5.0)
    none = kalman.practised_after(share, weeks, 0.0, tau, 5.0)
    assert 0 <= none <= some <= 1


def test_tests_of_one_day_count_as_one() -> None:
    split = [Retest(day(0), 9.0, 1), Retest(day(0), 9.6, 2), Retest(day(1), 9.8, 3)]
    whole = [Retest(day(0), 9.4, 3), Retest(day(1), 9.8, 3)]
    assert progress(split).now_cm.value == pytest.approx(progress(whole).now_cm.value)
    assert len(progress(split).trend) == 2


def test_sessions_not_recorded_are_taken_as_done() -> None:
    blank = [replace(test, planned=None, done=None) for test in weekly(9, 9.4, 9.8)]
    assert progress(blank).now_cm == progress(weekly(9, 9.4, 9.8)).now_cm
    assert progress(blank).adherence is None
    assert progress(weekly(9, 9.4, 9.8, done=3.5)).adherence == pytest.approx(0.5)


def test_less_practice_lowers_the_forecast() -> None:
    weeks_12 = [progress(weekly(9, 9.3, 9.6, done=done)).forecast[-1].mean_cm for done in (0, 2, 5, 7)]
    assert weeks_12 == sorted(weeks_12)


def test_no_test_is_refused() -> None:
    with pytest.raises(ValueError, match="no retest"):
        progress([])


@pytest.mark.parametrize("bad", [{"ktw_cm": math.nan}, {"trials": 0}, {"done": -1.0}, {"planned": math.inf}])
def test_impossible_retests_are_refused(bad: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="Retest"):
        replace(Retest(FIRST_DAY, 9.0, 1), **bad)  # type: ignore[arg-type]


sessions = st.none() | st.floats(0, 60, allow_nan=False)
any_retest = st.builds(
    Retest,
    date=st.dates(),
    ktw_cm=st.floats(0, 30, allow_nan=False),
    trials=st.integers(1, 12),
    planned=sessions,
    done=sessions,
)
profiles = st.builds(
    Profile,
    age_years=st.none() | st.floats(6, 99),
    joint_limited=st.booleans(),
    mobilising=st.booleans(),
    impingement=st.booleans(),
    trained=st.booleans(),
    hypermobile=st.booleans(),
)
close_dates = st.integers(0, 200).map(lambda days: FIRST_DAY + datetime.timedelta(days=days))
near_retest = any_retest.flatmap(lambda r: close_dates.map(lambda date: replace(r, date=date)))
histories = st.lists(any_retest | near_retest, min_size=1, max_size=8)


@settings(max_examples=150, deadline=None)
@given(retests=histories, profile=profiles, target_cm=st.floats(0, 30))
def test_any_history_gets_a_finite_answer(retests: list[Retest], profile: Profile, target_cm: float) -> None:
    seen = read_progress(retests, target_cm, profile, KNOWLEDGE, sem)
    numbers = [seen.now_cm.value, seen.now_cm.sd, seen.gain_cm.value, seen.gain_cm.sd, seen.weeks]
    for point in seen.forecast:
        numbers += [point.low_cm, point.mean_cm, point.high_cm]
        assert point.low_cm < point.high_cm
    for then in seen.trend:
        numbers += [then.low_cm, then.mean_cm, then.high_cm]
        assert then.low_cm < then.high_cm
    assert all(math.isfinite(number) for number in numbers)
    assert 0 <= seen.p_gain_real <= 1
    assert 0 <= seen.target.p_by_week_12 <= 1
    assert seen.reason in KNOWLEDGE.reasons


@settings(max_examples=60, deadline=None)
@given(data=st.data(), retests=histories)
def test_the_order_of_rows_does_not_matter(data: st.DataObject, retests: list[Retest]) -> None:
    shuffled = data.draw(st.permutations(retests))
    first, second = progress(retests), progress(shuffled)
    assert first.now_cm.value == pytest.approx(second.now_cm.value, rel=1e-9)
    assert first.now_cm.sd == pytest.approx(second.now_cm.sd, rel=1e-6)
    assert first.reason == second.reason


def distinct_days(make: Callable[[], st.SearchStrategy[Retest]]) -> st.SearchStrategy[list[Retest]]:
    return st.lists(make(), min_size=2, max_size=8, unique_by=lambda r: r.date)


@settings(max_examples=60, deadline=None)
@given(retests=distinct_days(lambda: near_retest), more_cm=st.floats(0.01, 5))
def test_a_higher_last_test_never_lowers_the_estimate(retests: list[Retest], more_cm: float) -> None:
    ordered = sorted(retests, key=lambda r: r.date)
    raised = [*ordered[:-1], replace(ordered[-1], ktw_cm=ordered[-1].ktw_cm + more_cm)]
    low, high = progress(ordered), progress(raised)
    assert high.now_cm.value >= low.now_cm.value - 1e-9
    assert high.gain_cm.value >= low.gain_cm.value - 1e-9
    assert high.p_gain_real >= low.p_gain_real - 1e-6
    assert high.target.p_by_week_12 >= low.target.p_by_week_12 - 1e-6


@settings(max_examples=60, deadline=None)
@given(retests=distinct_days(lambda: near_retest))
def test_more_trials_never_widen_the_filter(retests: list[Retest]) -> None:
    ordered = sorted(retests, key=lambda r: r.date)
    prior = prior_for(ordered[0].ktw_cm, 0.6, Profile(), KNOWLEDGE)
    rough, fine = kalman.start(prior), kalman.start(prior)
    before = ordered[0].date
    for test in ordered:
        weeks = (test.date - before).days / 7
        rough = kalman.observe(kalman.advance(rough, weeks, 1.0), test.ktw_cm, sem(1))
        fine = kalman.observe(kalman.advance(fine, weeks, 1.0), test.ktw_cm, sem(3))
        before = test.date
    for one, three in zip(rough.branches, fine.branches, strict=True):
        for axis in range(3):
            assert three.cov[axis][axis] <= one.cov[axis][axis] + 1e-9


@settings(max_examples=60, deadline=None)
@given(noise=st.lists(st.floats(-0.6, 0.6), min_size=2, max_size=10))
def test_more_trials_never_widen_the_answer_for_a_usual_history(noise: list[float]) -> None:
    track = [10 + 2.2 * (1 - math.exp(-week / 5)) + e for week, e in enumerate(noise)]
    widths = [progress(weekly(*track, trials=trials)).now_cm.sd for trials in (1, 2, 3)]
    assert widths == sorted(widths, reverse=True)


def test_sixty_weekly_tests_of_two_sides_are_read_quickly() -> None:
    track = [9 + 2 * (1 - math.exp(-week / 5)) for week in range(60)]
    progress(weekly(*track))
    best = math.inf
    for _ in range(5):
        begun = time.process_time()
        progress(weekly(*track))
        progress(weekly(*track))
        best = min(best, time.process_time() - begun)
    assert best < 0.1
