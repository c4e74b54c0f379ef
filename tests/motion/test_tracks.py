"""Gaps, outliers, sides, even times and the low-pass."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest

from plantigrade.motion.filtering import low_pass
from plantigrade.motion.tracks import (
    LEG,
    bridge_gaps,
    jitter_px,
    leg_px,
    prepare,
    reject_outliers,
    repair_swaps,
    resample,
    smooth,
)
from plantigrade.motion.types import INDEX, Floats, Tracks
from tests.motion.figure import renamed, squats, with_noise
from tests.motion.truth import ALL, KEPT, made_tracks, tracks_of

KNEE = INDEX["right_knee"]


def two_squats(rate: float = 30.0) -> Tracks:
    return squats([(1.5, 3.0, 4.5), (6.0, 7.5, 9.0)], [90.0, 95.0], rate=rate)


def without(tracks: Tracks, first: int, last: int, point: int = KNEE) -> Tracks:
    xy = tracks.xy.copy()
    xy[first:last, point] = np.nan
    return replace(tracks, xy=xy)


def exchanged(tracks: Tracks, samples: list[int]) -> Tracks:
    xy = tracks.xy.copy()
    for part in LEG:
        left, right = INDEX[f"left_{part}"], INDEX[f"right_{part}"]
        xy[samples, left], xy[samples, right] = tracks.xy[samples, right], tracks.xy[samples, left]
    return replace(tracks, xy=xy)


class TestGaps:
    @pytest.mark.parametrize("rate", [20.0, 30.0, 60.0, 240.0])
    def test_a_gap_is_measured_in_seconds_not_samples(self, rate: float) -> None:
        tracks = two_squats(rate)
        short, long = round(0.15 * rate), round(0.35 * rate)
        start = round(2.0 * rate)
        bridged = bridge_gaps(without(tracks, start, start + short), 0.2)
        left = bridge_gaps(without(tracks, start, start + long), 0.2)
        assert np.isfinite(bridged.xy).all()
        assert bridged.filled[start : start + short, KNEE].all()
        assert bridged.filled.sum() == short
        assert np.isnan(left.xy[start : start + long, KNEE]).all()
        assert not left.filled.any()

    def test_what_is_filled_lies_on_the_movement(self) -> None:
        tracks = two_squats()
        bridged = bridge_gaps(without(tracks, 60, 65))
        off = np.linalg.norm(bridged.xy - tracks.xy, axis=-1)[60:65, KNEE]
        assert off.max() < 0.01 * leg_px(tracks)

    def test_the_ends_are_never_filled(self) -> None:
        tracks = two_squats()
        for first, last in ((0, 3), (len(tracks.t_s) - 3, len(tracks.t_s))):
            bridged = bridge_gaps(without(tracks, first, last))
            assert np.isnan(bridged.xy[first:last, KNEE]).all()
            assert not bridged.filled.any()

    def test_confidence_is_kept(self) -> None:
        tracks = two_squats()
        assert (prepare(without(tracks, 60, 63)).confidence == tracks.confidence).all()


class TestOutliers:
    @pytest.mark.parametrize("length", [1, 2, 3])
    def test_jumps_away_and_back_are_taken_out(self, length: int) -> None:
        tracks = with_noise(two_squats(), 1.0)
        xy = tracks.xy.copy()
        for at in (20, 75, 90, 200):
            xy[at : at + length, KNEE] += [60.0, -40.0]
        kept = reject_outliers(replace(tracks, xy=xy))
        for at in (20, 75, 90, 200):
            assert np.isnan(kept.xy[at : at + length, KNEE]).all()
        assert np.isnan(kept.xy[:, KNEE]).any(axis=-1).sum() <= 4 * length + 2

    @pytest.mark.parametrize("px", [0.0, 1.0, 4.0])
    def test_clean_noise_is_left_alone(self, px: float) -> None:
        kept = reject_outliers(with_noise(two_squats(60.0), px, seed=3))
        assert np.isnan(kept.xy).any(axis=-1).mean() < 0.001

    @pytest.mark.parametrize("name", KEPT)
    def test_true_movement_is_left_alone(self, name: str) -> None:
        """But for d02, where the rendered body itself drops by a quarter of the thigh for one picture."""
        gone = np.flatnonzero(np.isnan(reject_outliers(tracks_of(name)).xy).any(axis=(1, 2)))
        assert gone.tolist() == ([43, 49] if name == "d02" else [])


class TestSides:
    @pytest.mark.parametrize("seed", range(4))
    def test_exchanged_legs_are_put_back_and_listed(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        tracks = with_noise(two_squats(), 2.0, seed)
        wrong = sorted(
            set(rng.choice(len(tracks.t_s), round(0.05 * len(tracks.t_s)), replace=False).tolist())
        )
        repaired = repair_swaps(exchanged(tracks, wrong))
        right = np.isclose(repaired.xy, tracks.xy).all(axis=(1, 2)).mean()
        assert right >= 0.99
        assert len(set(repaired.swaps) ^ set(wrong)) <= 0.01 * len(tracks.t_s)

    def test_a_long_exchange_is_put_back(self) -> None:
        tracks = two_squats()
        repaired = repair_swaps(exchanged(tracks, list(range(70, 120))))
        assert np.array_equal(repaired.xy, tracks.xy)
        assert repaired.swaps == tuple(range(70, 120))

    @pytest.mark.parametrize("name", KEPT)
    def test_nothing_is_exchanged_in_true_tracks(self, name: str) -> None:
        assert repair_swaps(tracks_of(name)).swaps == ()

    @pytest.mark.slow
    @pytest.mark.parametrize("name", ALL)
    def test_nothing_is_exchanged_in_any_clip_and_swaps_are_found_in_all(self, name: str) -> None:
        tracks = tracks_of(name)
        wrong = list(range(15, 212, 20))
        assert repair_swaps(tracks).swaps == ()
        assert repair_swaps(exchanged(tracks, wrong)).swaps == tuple(wrong)

    def test_names_do_not_matter(self) -> None:
        tracks = exchanged(two_squats(), [50, 51, 52, 130])
        assert repair_swaps(renamed(tracks)).swaps == repair_swaps(tracks).swaps == (50, 51, 52, 130)

    def test_gaps_do_not_upset_it(self) -> None:
        tracks = without(without(two_squats(), 40, 60), 45, 47, INDEX["left_ankle"])
        assert repair_swaps(tracks).swaps == ()


class TestTimes:
    def test_uneven_times_are_brought_onto_an_even_grid(self) -> None:
        even = two_squats(30.0)
        rng = np.random.default_rng(1)
        t = even.t_s + rng.uniform(-0.008, 0.008, len(even.t_s))
        t[0] = 0.0
        shifted = np.stack(
            [[np.interp(t, even.t_s, even.xy[:, k, c]) for c in (0, 1)] for k in range(even.xy.shape[1])]
        )
        uneven = replace(even, t_s=t, xy=np.moveaxis(shifted, -1, 0))
        back = resample(uneven, 30.0)
        assert np.ptp(np.diff(back.t_s)) < 1e-9
        count = min(len(back.t_s), len(even.t_s))
        assert np.abs(back.xy[:count] - even.xy[:count]).max() < 0.004 * leg_px(even)

    def test_a_clip_that_drops_to_half_its_rate_keeps_its_timing(self) -> None:
        even = two_squats(60.0)
        keep = np.concatenate([np.arange(0, 200), np.arange(200, len(even.t_s), 2)])
        half = Tracks(
            even.t_s[keep], even.xy[keep], even.confidence[keep], even.filled[keep], 1080, 1920, "figure"
        )
        back = resample(half, 60.0)
        assert np.abs(back.xy[:700] - even.xy[:700]).max() < 0.5

    def test_even_times_stay_untouched(self) -> None:
        tracks = two_squats()
        assert resample(tracks) is tracks

    def test_gaps_stay_and_flags_travel(self) -> None:
        tracks = bridge_gaps(without(without(two_squats(), 60, 63), 100, 130))
        dense = resample(tracks, 90.0)
        at = np.round(dense.t_s * 90).astype(int)
        assert np.isnan(dense.xy[(at > 99 * 3) & (at < 130 * 3), KNEE]).all()
        assert dense.filled[(at > 59 * 3) & (at < 63 * 3), KNEE].all()
        assert not dense.filled[at < 59 * 3].any()


def gain(rate: float, cutoff: float, frequency: float) -> float:
    t = np.arange(round(40 * rate)) / rate
    wave = np.sin(2 * np.pi * frequency * t)
    out = low_pass(wave, rate, cutoff)
    middle = slice(len(t) // 4, 3 * len(t) // 4)
    return float(np.dot(out[middle], wave[middle]) / np.dot(wave[middle], wave[middle]))


class TestLowPass:
    @pytest.mark.parametrize("rate", [20.0, 29.97, 60.0, 240.0])
    @pytest.mark.parametrize("cutoff", [2.0, 4.0, 6.0])
    def test_the_stated_cut_off_is_the_true_one(self, rate: float, cutoff: float) -> None:
        frequencies = np.linspace(0.8 * cutoff, 1.2 * cutoff, 41)
        gains = np.array([gain(rate, cutoff, f) for f in frequencies])
        measured = float(np.interp(-1 / np.sqrt(2), -gains, frequencies))
        assert measured == pytest.approx(cutoff, abs=0.03)

    def test_nothing_is_delayed(self) -> None:
        t = np.arange(600) / 30
        wave = np.sin(2 * np.pi * t)
        out = low_pass(wave, 30.0, 6.0)
        lags = np.arange(-5, 6)
        match = [float(np.dot(np.roll(out, int(lag))[50:-50], wave[50:-50])) for lag in lags]
        assert lags[int(np.argmax(match))] == 0

    @pytest.mark.parametrize("rate", [20.0, 60.0, 240.0])
    def test_the_ends_hold_on_a_steady_movement(self, rate: float) -> None:
        t = np.arange(round(2 * rate)) / rate
        ramp: Floats = 5 + 40 * t
        assert np.abs(low_pass(ramp, rate, 6.0) - ramp).max() < 1e-3

    def test_a_gap_is_not_smeared(self) -> None:
        wave = np.sin(np.arange(200) / 10)
        wave[90:100] = np.nan
        out = low_pass(wave, 30.0, 6.0)
        assert np.array_equal(np.isnan(out), np.isnan(wave))
        assert np.nanmax(np.abs(out - wave)) < 0.02

    def test_a_cut_off_beyond_reach_changes_nothing(self) -> None:
        wave = np.random.default_rng(0).normal(size=50)
        assert np.array_equal(low_pass(wave, 10.0, 6.0), wave)

    def test_peaks_of_a_squat_survive(self) -> None:
        tracks = two_squats()
        assert np.abs(smooth(tracks).xy - tracks.xy).max() < 0.005 * leg_px(tracks)


def test_fast_noise_is_known_from_the_clip() -> None:
    assert jitter_px(with_noise(two_squats(60.0), 1.5)) == pytest.approx(1.5, abs=0.25)
    assert np.nanmax(jitter_px(two_squats(60.0))) < 0.1


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_clips_of_hardly_any_samples_pass_through(count: int) -> None:
    tracks = two_squats()
    few = made_tracks(tracks.xy[:count], tracks.t_s[:count])
    assert len(prepare(few).t_s) == count


def test_a_clip_without_a_person_passes_through() -> None:
    tracks = made_tracks(np.full((40, 17, 2), np.nan), np.arange(40) / 20)
    assert np.isnan(prepare(tracks).xy).all()


@pytest.mark.slow
def test_3600_frames_of_78_columns_take_under_half_a_second() -> None:
    tracks = with_noise(squats([(1.5, 3.0, 4.5)], [90.0], length_s=60.0, rate=60.0), 1.0)
    wide = np.concatenate([tracks.xy, tracks.xy, tracks.xy[:, :5]], axis=1)
    many = made_tracks(wide, tracks.t_s)
    best = min(_seconds(many) for _ in range(3))
    assert best < 0.5


def _seconds(tracks: Tracks) -> float:
    start = time.perf_counter()
    prepare(tracks)
    return time.perf_counter() - start
