"""Two clips at the same depth, and flat against raised heels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plantigrade.core.quantities import Estimate
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.motion.comparison import (
    REPEATED,
    Analysed,
    Comparison,
    Difference,
    Elevation,
    HeelOnset,
    Mean,
    at_depth,
    compare,
    difference,
    elevated_response,
    matched_depth,
)
from plantigrade.motion.kinematics import measure
from plantigrade.motion.noise import BLAZEPOSE_HEAVY, EXACT, PoseNoise
from plantigrade.motion.repetitions import Peaks, find_repetitions
from plantigrade.motion.tracks import prepare
from plantigrade.motion.types import Tracks
from plantigrade.motion.view import NO_PULL, look
from tests.motion.figure import mirrored, squats
from tests.motion.truth import tracks_of

CLEAR = default_catalogue().squat.clearly_better_trunk_deg.value
THREE = [(1.5, 2.8, 4.0), (5.0, 6.2, 7.4), (8.4, 9.6, 10.8)]
SLOW = [(1.5, 4.0, 6.0), (8.0, 10.5, 12.5), (14.0, 16.0, 18.0)]


def analysed(
    tracks: Tracks, heels: tuple[HeelOnset | None, ...] = (), noise: PoseNoise = BLAZEPOSE_HEAVY
) -> Analysed:
    prepared = prepare(tracks)
    view = look(prepared, pull=NO_PULL)
    side = measure(prepared, view, noise=noise)
    assert side is not None
    return Analysed(side, find_repetitions(prepared, view, side), heels)


def a_squat(depth: float, *, trunk: float = 0.45, shin: float = 0.35, slow: bool = False) -> Analysed:
    times = SLOW if slow else THREE
    tracks = squats(
        times,
        [depth - 1, depth, depth + 1],
        length_s=20.0 if slow else 12.0,
        shin_share=shin,
        trunk_share=trunk,
    )
    return analysed(tracks)


def a_front_view(inward_deg: float) -> Analysed:
    """The repetitions of a squat as they are seen from the front: knees and nothing else."""
    found = a_squat(95.0).repetitions
    knees = Estimate(inward_deg, 1.5)
    reps = tuple(replace(rep, depth=None, peaks=Peaks(knee_inward=(knees, knees))) for rep in found.reps)
    return Analysed(None, replace(found, reps=reps))


def named(result: Comparison, name: str, where: str = "matched") -> Estimate:
    found: tuple[Difference, ...] = getattr(result, where)
    return next(d.change for d in found if d.name == name)


class TestMatchedDepth:
    def test_depth_is_the_thigh_angle_and_not_time(self) -> None:
        fast, slow = a_squat(95.0), a_squat(95.0, slow=True)
        result = compare(fast, slow)
        for found in result.matched:
            assert found.change.value == pytest.approx(0.0, abs=0.6)
            assert not found.real
        assert result.reasons == ()

    def test_a_deeper_squat_is_read_where_the_shallower_one_ends(self) -> None:
        result = compare(a_squat(70.0), a_squat(110.0))
        assert result.depth_deg == pytest.approx(0.95 * 71.0, abs=0.5)
        assert named(result, "shin_angle_deg").value == pytest.approx(0.0, abs=0.6)
        assert named(result, "shin_angle_deg", "peaks").value == pytest.approx(0.35 * 40, abs=0.8)
        deeper = next(d for d in result.peaks if d.name == "thigh_angle_deg")
        assert deeper.real

    def test_the_value_is_the_one_at_that_angle(self) -> None:
        one = a_squat(95.0)
        value = at_depth(one, lambda k: k.shin_tilt, 60.0)
        assert value is not None
        assert value.value == pytest.approx(0.35 * 60, abs=0.2)

    def test_nothing_in_common(self) -> None:
        squat, lunge = a_squat(95.0), analysed(tracks_of("d10"))
        result = compare(squat, lunge)
        assert result.depth_deg is None
        assert [r.code for r in result.reasons] == ["no_common_depth"]
        assert matched_depth(lunge, lunge) is None

    def test_lunges_are_compared_by_their_peaks(self) -> None:
        lunge = analysed(tracks_of("d10"))
        result = compare(lunge, lunge)
        assert result.reasons == ()
        assert named(result, "shin_angle_deg", "peaks").value == 0.0

    def test_from_the_front_only_the_knees_are_compared(self) -> None:
        straight, caving = a_front_view(2.0), a_front_view(14.0)
        result = compare(straight, caving)
        assert [r.code for r in result.reasons] == ["from_the_front"]
        assert [d.name for d in result.peaks] == ["left_knee_inward_deg", "right_knee_inward_deg"]
        assert all(d.real and d.change.value == 12.0 for d in result.peaks)
        assert elevated_response(straight, caving, clear_trunk_deg=CLEAR).response is None
        assert [r.code for r in compare(straight, a_squat(95.0)).reasons] == ["no_common_depth"]

    def test_the_mirrored_clip_agrees(self) -> None:
        result = compare(analysed(tracks_of("d01")), analysed(mirrored(tracks_of("d01"))))
        assert all(abs(d.change.value) < 1e-6 for d in result.matched + result.peaks)


class TestRealChange:
    def test_a_small_difference_is_not_real_and_a_large_one_is(self) -> None:
        base = a_squat(95.0)
        small = next(d for d in compare(base, a_squat(95.0, shin=0.37)).matched if d.name == "shin_angle_deg")
        large = next(d for d in compare(base, a_squat(95.0, shin=0.48)).matched if d.name == "shin_angle_deg")
        assert (small.real, large.real) == (False, True)

    @given(a=st.floats(0, 60), b=st.floats(0, 60), sa=st.floats(0.1, 5), sb=st.floats(0.1, 5))
    def test_real_means_beyond_both_errors(self, a: float, b: float, sa: float, sb: float) -> None:
        one, two = Mean(a, sa, 0.5), Mean(b, sb, 1.5)
        forth, back = difference("x", one, two), difference("x", two, one)
        assert forth.change.value == -back.change.value
        expected = np.sqrt(sa**2 + sb**2 + 0.5**2 + 1.5**2 - 2 * REPEATED * 0.5 * 1.5)
        assert forth.change.sd == pytest.approx(expected)
        assert forth.real is back.real is bool(abs(a - b) > 1.959964 * forth.change.sd)

    def test_the_error_of_camera_and_model_does_not_shrink_with_repetitions(self) -> None:
        one = a_squat(95.0)
        value = at_depth(one, lambda k: k.shin_tilt, 60.0)
        assert value is not None
        assert one.kinematics is not None
        assert value.sd >= 0.9 * float(np.nanmin(one.kinematics.shin_tilt.sd))

    def test_nothing_to_compare_is_an_error(self) -> None:
        with pytest.raises(ValueError, match="x: nothing"):
            difference("x", None, Mean(1.0, 1.0, 1.0))


class TestHeel:
    def test_a_heel_that_stays_down_longer(self) -> None:
        tracks = squats(THREE, [100.0, 100.0, 100.0])
        before = analysed(tracks, tuple(HeelOnset(True, t) for t in (2.2, 5.65, 9.05)))
        after = analysed(tracks, (HeelOnset(False), HeelOnset(False), HeelOnset(True, 9.5)))
        found = compare(before, after).heel_down_to
        assert found is not None
        assert found.a.value == pytest.approx(57, abs=8)
        assert found.b.value == pytest.approx(100, abs=2)
        assert found.real

    def test_unmeasured_heels_say_nothing(self) -> None:
        tracks = squats(THREE, [100.0, 100.0, 100.0])
        silent = analysed(tracks, (None, None, None))
        assert compare(silent, analysed(tracks)).heel_down_to is None


class TestElevation:
    def told(self, flat: Analysed, raised: Analysed) -> Elevation:
        return elevated_response(flat, raised, clear_trunk_deg=CLEAR)

    def test_a_depth_category_is_clearly_better(self) -> None:
        result = self.told(a_squat(65.0), a_squat(84.0))
        assert result.response == "clearly_better"
        assert "depth" in [r.code for r in result.reasons]

    def test_ten_degrees_of_trunk_are_clearly_better(self) -> None:
        result = self.told(a_squat(95.0, trunk=0.50), a_squat(95.0, trunk=0.36))
        assert result.response == "clearly_better"
        assert "more upright" in result.reasons[1].text

    def test_less_is_somewhat_better(self) -> None:
        assert self.told(a_squat(95.0, trunk=0.50), a_squat(95.0, trunk=0.415)).response == "somewhat_better"
        assert self.told(a_squat(50.0), a_squat(68.0)).response == "somewhat_better"

    def test_nothing_and_worse_are_no_better(self) -> None:
        same = a_squat(95.0)
        assert self.told(same, same).response == "no_better"
        assert self.told(a_squat(95.0, trunk=0.40), a_squat(95.0, trunk=0.55)).response == "no_better"
        assert self.told(a_squat(100.0), a_squat(70.0)).response == "no_better"

    def test_a_category_within_the_error_is_only_somewhat_better(self) -> None:
        """One degree over the border of a category is no full category."""
        assert self.told(a_squat(78.0), a_squat(80.5)).response == "somewhat_better"

    def test_leaning_more_only_because_deeper_does_not_count_against(self) -> None:
        assert self.told(a_squat(65.0), a_squat(100.0)).response == "clearly_better"

    def test_lunges_cannot_tell(self) -> None:
        lunge = analysed(tracks_of("d10"))
        result = self.told(a_squat(95.0), lunge)
        assert result.response is None
        assert [r.code for r in result.reasons] == ["not_two_squats"]

    @pytest.mark.parametrize(("better", "worse"), [(0.36, 0.50), (0.30, 0.45)])
    def test_the_other_way_round_is_never_better(self, better: float, worse: float) -> None:
        upright, leaning = a_squat(95.0, trunk=better), a_squat(95.0, trunk=worse)
        assert self.told(leaning, upright).response == "clearly_better"
        assert self.told(upright, leaning).response == "no_better"


def test_abandoned_repetitions_are_left_out() -> None:
    one = analysed(squats(THREE, [90.0, 90.0, 90.0]), noise=EXACT)
    last = one.repetitions.reps[2]
    wild = replace(last, kind="abandoned", peaks=replace(last.peaks, shin_tilt=Estimate(80.0, 1.0)))
    other = replace(one, repetitions=replace(one.repetitions, reps=(*one.repetitions.reps[:2], wild)))
    assert named(compare(one, other), "shin_angle_deg", "peaks").value == pytest.approx(0.0, abs=0.1)
