"""Retests into estimate, forecast and verdict: the stated prior, its calibration, its verdicts."""

from __future__ import annotations

import datetime
import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plantigrade.core.progress import Profile, Retest, SideProgress, read_progress
from plantigrade.core.progress_verdict import Evidence, reason_for
from tests.cohort import sem
from tests.support import KNOWLEDGE as CATALOGUE

KNOWLEDGE = CATALOGUE.progress
FIRST_DAY = datetime.date(2026, 1, 5)


def day(weeks: float) -> datetime.date:
    return FIRST_DAY + datetime.timedelta(days=round(7 * weeks))


def weekly(*ktw_cm: float, trials: int = 3, planned: float = 7, done: float = 7) -> list[Retest]:
    return [Retest(day(week), ktw, trials, planned, done) for week, ktw in enumerate(ktw_cm)]


def progress(retests: list[Retest], target_cm: float = 15.0, profile: Profile | None = None) -> SideProgress:
    return read_progress(retests, target_cm, profile or Profile(), KNOWLEDGE, sem)


VERDICTS = [
    ("one test", weekly(9), "too_early", "one_test"),
    ("two weeks", weekly(9, 9.5, 10), "too_early", "before_checkpoint"),
    ("steady gain", weekly(9, 9.4, 9.8, 10.1, 10.3), "improving", "gaining"),
    ("gain that has stopped", weekly(8, 8.5, 9, 9.4, 9.7, *[9.8] * 6), "improving", "gaining_slowly"),
    ("long flat after a gain", weekly(9, 9.4, 9.9, 10.3, 10.6, 10.9, *[11.0] * 10), "plateau", "slope_flat"),
    ("nothing in three weeks", weekly(9, 9, 9, 9), "too_early", "not_clear_yet"),
    ("slightly down at four weeks", weekly(9, 8.8, 8.6, 8.2, 8.0), "plateau", "no_response"),
    ("down at six weeks", weekly(9, 9, 8.7, 8.6, 8.6, 8.5, 8.4), "refer", "no_response_for_long"),
    ("nothing in six weeks", weekly(*[9.0] * 7), "plateau", "no_clear_gain"),
    ("nothing in nine weeks", weekly(*[9.0] * 10), "refer", "no_clear_gain_for_long"),
    ("nothing, hardly practised", weekly(*[9.0] * 10, done=2), "too_early", "low_practice"),
    ("sudden fall", weekly(10, 10.2, 8.2), "falling", "measured_fall"),
    ("fall just below the limit", weekly(10, 10.2, 8.35), "too_early", "before_checkpoint"),
    ("slow loss", weekly(10, 9.7, 9.4, 9.1, 8.8, 8.5, 8.2, 7.9), "falling", "lost_since_start"),
    ("fall over more than three weeks", weekly(10, 10, 9.5, 9, 8.5, 8.05), "falling", "lost_since_start"),
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
    likely = progress(weekly(11), target_cm=12.0).target
    assert likely.expected_date is not None
    assert day(2) < likely.expected_date < day(4)
    assert 0.7 < likely.p_by_week_12 < 0.9
    never = progress(weekly(8), target_cm=15.0).target
    assert never.expected_date is None
    assert never.p_by_week_12 < 0.01


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


@settings(max_examples=60, deadline=None)
@given(
    retests=st.lists(near_retest, min_size=2, max_size=8, unique_by=lambda r: r.date),
    more_cm=st.floats(0.01, 5),
)
def test_a_higher_last_test_never_lowers_the_estimate(retests: list[Retest], more_cm: float) -> None:
    ordered = sorted(retests, key=lambda r: r.date)
    raised = [*ordered[:-1], replace(ordered[-1], ktw_cm=ordered[-1].ktw_cm + more_cm)]
    low, high = progress(ordered), progress(raised)
    assert high.now_cm.value >= low.now_cm.value - 1e-9
    assert high.gain_cm.value >= low.gain_cm.value - 1e-9
    assert high.p_gain_real >= low.p_gain_real - 1e-6
    assert high.target.p_by_week_12 >= low.target.p_by_week_12 - 1e-6


@settings(max_examples=60, deadline=None)
@given(noise=st.lists(st.floats(-0.6, 0.6), min_size=2, max_size=10))
def test_three_trials_never_widen_the_answer_for_a_usual_history(noise: list[float]) -> None:
    track = [10 + 2.2 * (1 - math.exp(-week / 5)) + e for week, e in enumerate(noise)]
    one, three = (progress(weekly(*track, trials=trials)).now_cm.sd for trials in (1, 3))
    assert three <= one
