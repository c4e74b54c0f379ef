"""Repetitions counted, timed and told apart."""

from __future__ import annotations

import numpy as np
import pytest

from plantigrade.core.quantities import Estimate, Side
from plantigrade.motion.kinematics import Series, measure, measure_front
from plantigrade.motion.noise import EXACT
from plantigrade.motion.repetitions import Repetitions, depth_of, find_repetitions, peak
from plantigrade.motion.tracks import prepare
from plantigrade.motion.types import Facing, Tracks
from plantigrade.motion.view import NO_PULL, look
from tests.motion.figure import bumps, figure, mirrored, rolled, squats, with_noise
from tests.motion.truth import ALL, KEPT, made_tracks, tracks_of, truth

THREE = [(1.5, 2.8, 4.0), (5.0, 6.2, 7.4), (8.4, 9.6, 10.8)]


def found(tracks: Tracks) -> Repetitions:
    prepared = prepare(tracks)
    view = look(prepared, pull=NO_PULL)
    side = measure(prepared, view, noise=EXACT)
    return find_repetitions(prepared, view, side, measure_front(prepared, view, noise=EXACT))


def kinds(tracks: Tracks) -> list[str]:
    return [rep.kind for rep in found(tracks).reps]


def check_clip(name: str) -> None:
    clip = truth(name)
    result = found(tracks_of(name))
    assert result.task == ("wall_lunge" if clip["motion"] == "lunge" else "squat")
    assert len(result.reps) == len(clip["reps"])
    for rep, true in zip(result.reps, clip["reps"], strict=True):
        assert rep.kind == "full"
        assert rep.standing_leg is None
        # Start and end where the movement can be seen, a little inside the commanded ones.
        assert true["start"] / 20 <= rep.start_s <= true["start"] / 20 + 0.5
        assert rep.bottom_s == pytest.approx(true["bottom"] / 20, abs=0.15)
        assert true["end"] / 20 - 0.5 <= rep.end_s <= true["end"] / 20
        if rep.peaks.shin_tilt is not None:
            assert rep.peaks.shin_tilt.value == pytest.approx(true["peak_shin"], abs=1.9)


@pytest.mark.parametrize("name", KEPT)
def test_rendered_clips_kept_here(name: str) -> None:
    check_clip(name)


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_count_is_exact_on_all_rendered_clips(name: str) -> None:
    check_clip(name)


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("seed", range(3))
def test_count_is_exact_with_noise_in_the_points(name: str, seed: int) -> None:
    assert kinds(with_noise(tracks_of(name), 3.0, seed)) == ["full"] * 3


@pytest.mark.parametrize(("name", "depths"), [
    ("d01", ["above_parallel", "parallel", "parallel"]),
    ("d02", ["above_parallel", "parallel", "parallel"]),
    ("d10", [None, None, None]),
])  # fmt: skip
def test_depths_as_the_joint_centres_have_them(name: str, depths: list[str | None]) -> None:
    """Thighs at 60, 90, 90 and 83, 90, 90 degrees between the joint centres."""
    assert [rep.depth for rep in found(tracks_of(name)).reps] == depths


@pytest.mark.parametrize(("thigh", "depth"), [
    (60.0, "above_parallel"), (78.9, "above_parallel"), (79.1, "parallel"), (88.9, "parallel"),
    (89.1, "below_parallel"), (120.0, "below_parallel"),
])  # fmt: skip
def test_names_of_depth(thigh: float, depth: str) -> None:
    assert depth_of(Estimate(thigh, 1.0)) == depth
    assert depth_of(None) is None


@pytest.mark.parametrize("rate", [20.0, 30.0, 60.0, 120.0])
@pytest.mark.parametrize("facing", ["left", "right"])
def test_times_of_squats_whatever_the_rate(rate: float, facing: Facing) -> None:
    result = found(squats(THREE, [95.0, 100.0, 90.0], rate=rate, facing=facing))
    assert result.task == "squat"
    assert len(result.reps) == 3
    for rep, (start, bottom, end) in zip(result.reps, THREE, strict=True):
        assert start - 0.02 <= rep.start_s <= start + 0.35
        assert rep.bottom_s == pytest.approx(bottom, abs=0.06)
        assert end - 0.35 <= rep.end_s <= end + 0.02


def test_peaks_of_a_known_movement() -> None:
    rep = found(squats(THREE, [95.0, 100.0, 90.0], rate=60.0)).reps[1]
    assert rep.peaks.thigh is not None
    assert rep.peaks.shin_tilt is not None
    assert rep.peaks.trunk_lean is not None
    assert rep.peaks.thigh.value == pytest.approx(100.0, abs=0.4)
    assert rep.peaks.shin_tilt.value == pytest.approx(35.0, abs=0.3)
    assert rep.peaks.trunk_lean.value == pytest.approx(45.0, abs=0.5)


class TestKinds:
    def test_a_pause_between_two_belongs_to_neither(self) -> None:
        result = found(squats([(1.0, 2.0, 3.0), (9.0, 10.0, 11.0)], [90.0, 90.0], length_s=12.5))
        first, second = result.reps
        assert first.end_s < 3.1
        assert second.start_s > 8.9

    def test_a_hold_at_the_bottom_is_one_repetition_with_its_length(self) -> None:
        t = np.arange(360) / 30
        thigh = bumps(t, [(1.5, 3.0, 7.0)], [95.0])
        thigh[(t >= 3.0) & (t <= 5.5)] = 95.0
        thigh[t > 5.5] = bumps(t, [(4.0, 5.5, 7.0)], [95.0])[t > 5.5]
        result = found(figure(t, 0.35 * thigh, thigh, 0.45 * thigh))
        assert [rep.kind for rep in result.reps] == ["full"]
        assert result.reps[0].pause_s == pytest.approx(2.5, abs=0.35)
        assert result.reps[0].bottom_s == pytest.approx(4.25, abs=0.3)

    def test_a_squat_without_a_hold_has_hardly_a_pause(self) -> None:
        assert all(rep.pause_s < 0.4 for rep in found(squats(THREE, [95.0, 100.0, 90.0])).reps)

    def test_a_bounce_at_the_bottom_is_one_repetition(self) -> None:
        t = np.arange(300) / 30
        thigh = np.maximum(bumps(t, [(1.5, 3.0, 6.0)], [95.0]), bumps(t, [(2.0, 4.0, 6.0)], [90.0]))
        assert kinds(figure(t, 0.35 * thigh, thigh, 0.45 * thigh)) == ["full"]

    def test_a_shallow_one_among_deep_ones_is_partial(self) -> None:
        assert kinds(squats(THREE, [100.0, 45.0, 100.0])) == ["full", "partial", "full"]

    def test_shallow_ones_among_themselves_are_not(self) -> None:
        assert kinds(squats(THREE, [60.0, 55.0, 60.0])) == ["full"] * 3

    def test_one_that_the_clip_cuts_is_abandoned(self) -> None:
        late = squats([(1.5, 2.8, 4.0), (8.0, 10.0, 12.0)], [95.0, 95.0], length_s=10.6)
        assert kinds(late) == ["full", "abandoned"]
        early = squats(THREE, [95.0, 95.0, 95.0])
        cut = 75
        begun = made_tracks(early.xy[cut:], early.t_s[cut:] - early.t_s[cut])
        assert kinds(begun) == ["abandoned", "full", "full"]

    def test_one_that_never_stands_up_again_is_abandoned(self) -> None:
        t = np.arange(420) / 30
        thigh = bumps(t, THREE, [95.0, 95.0, 95.0])
        stays = bumps(t, [(8.4, 9.6, 13.0)], [95.0])
        thigh = np.where(t > 9.6, np.maximum(stays, 50.0), thigh)
        assert kinds(figure(t, 0.35 * thigh, thigh, 0.45 * thigh)) == ["full", "full", "abandoned"]

    def test_coming_half_up_and_down_again_is_told(self) -> None:
        t = np.arange(360) / 30
        thigh = np.maximum(
            bumps(t, [(1.5, 3.0, 6.0), (7.5, 8.7, 9.9)], [95.0, 95.0]),
            np.where((t > 3.0) & (t < 6.0), 45.0 * bumps(t, [(3.0, 3.4, 5.6)], [1.0]), 0.0),
        )
        thigh = np.maximum(thigh, bumps(t, [(4.2, 5.2, 6.6)], [95.0]))  # fmt: skip
        names = kinds(figure(t, 0.35 * thigh, thigh, 0.45 * thigh))
        assert names[-1] == "full"
        assert len(names) in (2, 3)

    def test_standing_and_swaying_is_no_repetition(self) -> None:
        t = np.arange(240) / 30
        sway = 2 * np.sin(2 * np.pi * 0.4 * t)
        result = found(figure(t, sway + 3, 1.5 * sway + 5, sway))
        assert result.reps == ()
        assert result.task == "other"


class TestOneLeg:
    @pytest.mark.parametrize("near", [Side.LEFT, Side.RIGHT])
    def test_the_standing_leg_is_named(self, near: Side) -> None:
        result = found(squats(THREE, [70.0, 75.0, 70.0], near=near, far_ankle_up=120.0))
        assert [rep.standing_leg for rep in result.reps] == [near] * 3

    def test_two_feet_on_the_floor(self) -> None:
        assert {rep.standing_leg for rep in found(squats(THREE, [90.0, 95.0, 100.0])).reps} == {None}


@pytest.mark.parametrize("name", KEPT)
def test_a_mirror_and_a_rolled_camera_change_nothing(name: str) -> None:
    plain = found(tracks_of(name))
    turned = found(mirrored(tracks_of(name)))
    for one, two in zip(plain.reps, turned.reps, strict=True):
        assert (two.start_s, two.bottom_s, two.end_s, two.kind) == (
            one.start_s,
            one.bottom_s,
            one.end_s,
            one.kind,
        )
        assert one.peaks.shin_tilt is not None
        assert two.peaks.shin_tilt is not None
        assert two.peaks.shin_tilt.value == pytest.approx(one.peaks.shin_tilt.value, abs=1e-9)
    assert len(found(rolled(tracks_of(name), 4.0)).reps) == len(plain.reps)


def test_gaps_do_not_invent_peaks() -> None:
    tracks = squats(THREE, [95.0, 95.0, 95.0])
    xy = tracks.xy.copy()
    xy[160:215, :] = np.nan
    result = found(made_tracks(xy, tracks.t_s))
    assert len(result.reps) >= 2
    middle = [rep for rep in result.reps if 4.5 < rep.bottom_s < 7.5]
    assert all(rep.peaks.shin_tilt is None for rep in middle)


def test_a_peak_carries_the_error_of_its_own_moment() -> None:
    values = np.array([1.0, 5.0, 9.0, 4.0])
    series = Series(values, values / 10)
    assert peak(series, 0, 3) == Estimate(9.0, 0.9)
    assert peak(series, 0, 1) == Estimate(5.0, 0.5)
    assert peak(Series(np.full(4, np.nan), np.full(4, np.nan)), 0, 3) is None
    half = Series(np.array([1.0, np.nan, np.nan, 2.0]), np.ones(4))
    assert peak(half, 0, 3) is None


def test_nobody_does_nothing() -> None:
    result = found(made_tracks(np.full((60, 17, 2), np.nan), np.arange(60) / 20))
    assert (result.task, result.reps) == ("other", ())
