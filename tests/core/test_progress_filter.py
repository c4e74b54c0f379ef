"""The model of a gain: the stated prior, its modifiers, and intervals that hold what they promise."""

from __future__ import annotations

import datetime
import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plantigrade.core import progress_filter as kalman
from plantigrade.core.progress import Profile, Retest, SideProgress, read_progress
from plantigrade.core.progress_prior import prior_for
from tests.cohort import coverage, final_state, sem, simulate
from tests.support import KNOWLEDGE as CATALOGUE

KNOWLEDGE = CATALOGUE.progress
TYPICAL_CM = 11.0


def weekly(*ktw_cm: float) -> list[Retest]:
    first = datetime.date(2026, 1, 5)
    return [Retest(first + datetime.timedelta(weeks=week), ktw, 3, 7, 7) for week, ktw in enumerate(ktw_cm)]


def progress(retests: list[Retest]) -> SideProgress:
    return read_progress(retests, 15.0, Profile(), KNOWLEDGE, sem)


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
    prior = prior_for(ktw_cm, 0.01, profile, KNOWLEDGE)
    (exact,) = prior.hypotheses
    assert exact.gain.value == pytest.approx(2.2 * gain_factor)
    assert exact.gain.sd == pytest.approx(gain_factor)
    assert exact.lowest_gain == pytest.approx(-0.5 * gain_factor)
    mean_tau = sum(t * w for t, w in zip(prior.tau_weeks, prior.tau_weights, strict=True))
    assert mean_tau == pytest.approx(tau_weeks)


@pytest.mark.rule("B4")
def test_no_jump_of_the_prior_at_a_band_edge() -> None:
    for edge in (8.0, 10.0, 12.0, 13.0):
        below, above = (progress(weekly(edge + d)).forecast[-1].mean_cm for d in (-0.01, 0.01))
        assert below == pytest.approx(above, abs=0.02)


@pytest.mark.parametrize("ktw_cm", [6.0, 7.9, 10.0, 12.4, 13.0, 20.0])
def test_the_hypotheses_together_are_the_first_test(ktw_cm: float) -> None:
    seen = progress(weekly(ktw_cm)).now_cm
    assert (seen.value, seen.sd) == pytest.approx((ktw_cm, sem(3)), abs=0.005)


@pytest.mark.rule("B7", "B20", "S104")
def test_intervals_hold_what_they_promise() -> None:
    people = 600
    for (what, cover), held in coverage(people, seed=20260105).items():
        sampling_error = math.sqrt(cover * (1 - cover) / people)
        assert abs(held - cover) < 3 * sampling_error, (what, cover, held)


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


@settings(max_examples=60, deadline=None)
@given(
    tests=st.lists(st.tuples(st.floats(0.1, 30), st.floats(0, 30), st.floats(0, 1)), max_size=8),
    first_cm=st.floats(0, 30),
)
def test_more_trials_never_widen_the_filter(tests: list[tuple[float, float, float]], first_cm: float) -> None:
    rough = fine = kalman.start(prior_for(first_cm, sem(1), Profile(), KNOWLEDGE))
    for weeks, ktw_cm, practice in tests:
        rough = kalman.observe(kalman.advance(rough, weeks, practice), ktw_cm, sem(1))
        fine = kalman.observe(kalman.advance(fine, weeks, practice), ktw_cm, sem(3))
    for one, three in zip(rough.branches, fine.branches, strict=True):
        for axis in range(3):
            assert three.cov[axis][axis] <= one.cov[axis][axis] + 1e-9
