"""Angles against exact geometry, their invariances and their errors."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plantigrade.core.quantities import SIDES, Estimate, Side
from plantigrade.motion.kinematics import FootPitch, Kinematics, measure, measure_front
from plantigrade.motion.noise import BLAZEPOSE_FULL, BLAZEPOSE_HEAVY, EXACT, noise_of
from plantigrade.motion.tracks import prepare
from plantigrade.motion.types import INDEX, Facing, Tracks
from plantigrade.motion.view import NO_PULL, Viewpoint, Widening, look
from tests.motion.exact import facing_of_clip, lunge_error, squat_errors, world
from tests.motion.figure import figure, mirrored, moved, renamed, rolled, side_view, squats
from tests.motion.truth import ALL, flat_view, made_tracks, near_of, series, tracks_of, truth

NAMES = ("shin_tilt", "foot_pitch", "dorsiflexion", "thigh", "trunk_lean", "knee_past_toe")
# Not d09: in a front view the two rays of a mirrored pair do not fix the depth.
SQUATS = ALL[:8]
LUNGES = ALL[9:]


def a_figure(shin: list[float], **kwargs: Any) -> Tracks:
    """Ten samples of standing upright, then these shin tilts."""
    tilt = np.array([0.0] * 10 + shin)
    return figure(np.arange(len(tilt)) / 30, tilt, 2 * tilt, 1.5 * tilt, **kwargs)


def exactly(tracks: Tracks, view: Viewpoint, **kwargs: Any) -> Kinematics:
    found = measure(tracks, view, noise=EXACT, **kwargs)
    assert found is not None
    return found


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("near", SIDES)
def test_shin_over_a_flat_foot_reads_its_own_tilt_both_ways(facing: Facing, near: Side) -> None:
    shin = [0.0, 10.0, 20.0, 35.0]
    k = exactly(a_figure(shin, facing=facing, near=near), side_view(a_figure(shin), facing=facing, side=near))
    assert k.shin_tilt.value[10:] == pytest.approx(shin, abs=1e-9)
    assert k.dorsiflexion.value[10:] == pytest.approx(shin, abs=1e-9)
    assert k.thigh.value[10:] == pytest.approx([2 * s for s in shin], abs=1e-9)
    assert k.trunk_lean.value[10:] == pytest.approx([1.5 * s for s in shin], abs=0.5)
    assert k.foot_pitch.value[10:] == pytest.approx([0.0] * 4, abs=1e-9)


def test_a_lifted_heel_is_foot_pitch_and_not_dorsiflexion() -> None:
    t = np.arange(12) / 30
    shin = np.array([3.0] * 10 + [30.0, 40.0])
    pitch = np.array([0.0] * 10 + [0.0, 10.0])
    tracks = figure(t, shin, 2 * shin, shin, pitch)
    k = exactly(tracks, side_view(tracks))
    assert k.foot_pitch.value[10:] == pytest.approx([0.0, 10.0], abs=1e-9)
    assert k.dorsiflexion.value[10:] == pytest.approx([27.0, 27.0], abs=1e-9)


def test_hips_below_the_knees_read_above_ninety() -> None:
    t = np.arange(12) / 30
    thigh = np.array([0.0] * 10 + [89.0, 110.0])
    tracks = figure(t, thigh / 4, thigh, thigh / 3)
    assert exactly(tracks, side_view(tracks)).thigh.value[10:] == pytest.approx([89.0, 110.0], abs=1e-9)


@pytest.mark.parametrize("offset_px", [-40.0, 40.0])
def test_a_heel_point_in_the_wrong_place_leaves_dorsiflexion_alone(offset_px: float) -> None:
    """Without the zero of standing 4 cm on a 22 cm foot would cost 10 degrees."""
    tracks = a_figure([10.0, 25.0, 40.0])
    xy = tracks.xy.copy()
    xy[:, INDEX["right_heel"], 1] += offset_px
    k = exactly(replace(tracks, xy=xy), side_view(tracks))
    assert k.dorsiflexion.value[10:] == pytest.approx([10.0, 25.0, 40.0], abs=0.5)


angles = st.lists(st.floats(-10.0, 55.0), min_size=1, max_size=6)


@given(shin=angles, scale=st.floats(0.2, 5.0), x=st.floats(-2000, 2000), y=st.floats(-2000, 2000))
def test_exact_under_scale_shift_and_larger_pictures(
    shin: list[float], scale: float, x: float, y: float
) -> None:
    tracks = a_figure(shin)
    other = replace(moved(tracks, scale=scale, shift=(x, y)), width=4000, height=700)
    _agree(exactly(tracks, side_view(tracks)), exactly(other, side_view(tracks)))


@given(shin=angles, yaw=st.floats(-28.0, 28.0), roll=st.floats(-10.0, 10.0), near=st.sampled_from(SIDES))
def test_exact_under_mirror_and_exchanged_names(
    shin: list[float], yaw: float, roll: float, near: Side
) -> None:
    tracks = rolled(a_figure(shin, near=near), roll)
    view = side_view(tracks, side=near, yaw=Estimate(yaw, 2.0), roll=Estimate(roll, 0.5))
    plain = exactly(tracks, view)
    turned = replace(
        view, facing="left", near_side=near.other, working_side=near.other, roll_deg=Estimate(-roll, 0.5)
    )
    _agree(plain, exactly(mirrored(tracks), turned))
    named = replace(view, near_side=near.other, working_side=near.other)
    _agree(plain, exactly(renamed(tracks), named))


@given(shin=angles, roll=st.floats(-20.0, 20.0))
def test_a_known_roll_is_taken_out(shin: list[float], roll: float) -> None:
    tracks = a_figure(shin)
    level = exactly(tracks, side_view(tracks))
    tilted = exactly(rolled(tracks, roll), side_view(tracks, roll=Estimate(roll, 0.0)))
    _agree(level, tilted)


@given(shin=angles, roll=st.floats(-8.0, 8.0))
def test_an_unknown_roll_goes_into_the_shin_and_not_into_dorsiflexion(shin: list[float], roll: float) -> None:
    tracks = a_figure(shin)
    k = exactly(rolled(tracks, roll), side_view(tracks))
    assert k.shin_tilt.value[10:] == pytest.approx(np.array(shin) + roll, abs=1e-9)
    assert k.dorsiflexion.value[10:] == pytest.approx(shin, abs=1e-9)


@given(shin=st.lists(st.floats(0.0, 50.0), min_size=1, max_size=5), yaw=st.floats(-30.0, 30.0))
def test_obliquity_follows_the_law_and_is_taken_out_when_known(shin: list[float], yaw: float) -> None:
    tracks = a_figure(shin)
    xy = tracks.xy.copy()
    xy[..., 0] = 540 + (xy[..., 0] - 540) * np.cos(np.radians(yaw))
    squeezed = replace(tracks, xy=xy)
    known = exactly(squeezed, side_view(tracks, yaw=Estimate(yaw, 1.0)))
    assert known.shin_tilt.value[10:] == pytest.approx(shin, abs=1e-9)
    assert known.thigh.value[10:] == pytest.approx([2 * s for s in shin], abs=1e-9)
    unknown = exactly(squeezed, side_view(tracks, yaw=Estimate(yaw, 12.0)))
    seen = np.degrees(np.arctan(np.tan(np.radians(shin)) * np.cos(np.radians(yaw))))
    assert unknown.shin_tilt.value[10:] == pytest.approx(seen, abs=1e-9)
    missed = np.abs(unknown.shin_tilt.value[10:] - np.array(shin))
    assert (missed <= unknown.shin_tilt.sd[10:] * 1.5 + 1e-9).all()


def _agree(one: Kinematics, two: Kinematics) -> None:
    for name in NAMES:
        a, b = getattr(one, name), getattr(two, name)
        assert b.value == pytest.approx(a.value, abs=1e-8, nan_ok=True)
        assert b.sd == pytest.approx(a.sd, abs=1e-8, nan_ok=True)


class TestExactGeometry:
    """Pixels of the truth files in, the renderer's own angles out.

    Perspective is taken out before: each pixel is a ray of the known camera. In a symmetric squat left and
    right mirror each other, so two rays give the point; in a lunge the ray of the near leg meets the upright
    plane in which that leg moves. The points are then seen from infinitely far away, by a level camera or one
    off to the side.
    """

    def check_squat(self, name: str) -> None:
        errors = squat_errors(name)
        # The skin stretches where the foot bends, so its points turn by up to 0.3 deg less than the bone.
        planted = series(name, "foot_pitch") == 0
        for what, error in errors.items():
            bends = what in ("foot", "ankle")
            assert np.abs(error[planted] if bends else error).max() < 0.1, what
            assert np.abs(error).max() < (0.35 if bends else 0.1), what

    def check_lunge(self, name: str) -> None:
        assert np.abs(lunge_error(name)).max() < 0.1

    def check_law(self, name: str, yaw: float) -> None:
        """Seen from the side and off to the side, in the leg's own plane."""
        points = world(
            name, "joints", {"knee": ("lowerleg01.L", "lowerleg01.R"), "ankle": ("foot.L", "foot.R")}
        )
        flat = {key: p * np.array([1.0, 0.0, 1.0]) for key, p in points.items()}
        side, facing = near_of(name), facing_of_clip(name)
        t = np.array([frame["t"] for frame in truth(name)["frames"]])
        turned = flat_view(flat, t, yaw_deg=yaw, facing=facing)
        k = exactly(turned, side_view(turned, side=side, facing=facing))
        true = series(name, "shin_rig")
        law = np.degrees(np.arctan(np.tan(np.radians(true)) * np.cos(np.radians(yaw))))
        assert np.abs(k.shin_tilt.value - law).max() < 0.1
        k = exactly(turned, side_view(turned, side=side, facing=facing, yaw=Estimate(yaw, 1.0)))
        assert np.abs(k.shin_tilt.value - true).max() < 0.1

    @pytest.mark.parametrize("name", ["d01", "d02"])
    def test_squats(self, name: str) -> None:
        self.check_squat(name)

    def test_a_lunge(self) -> None:
        self.check_lunge("d10")

    @pytest.mark.parametrize("yaw", [-15.0, 10.0, 20.0, 30.0])
    def test_the_law_of_obliquity(self, yaw: float) -> None:
        self.check_law("d01", yaw)

    @pytest.mark.slow
    @pytest.mark.parametrize("name", SQUATS)
    def test_all_squats(self, name: str) -> None:
        self.check_squat(name)

    @pytest.mark.slow
    @pytest.mark.parametrize("name", LUNGES)
    def test_all_lunges(self, name: str) -> None:
        self.check_lunge(name)


def read(tracks: Tracks) -> Kinematics | None:
    prepared = prepare(tracks)
    return measure(prepared, look(prepared, pull=NO_PULL), noise=EXACT)


@pytest.mark.parametrize("name", ["d01", "d02", "d10"])
def test_straight_from_the_pixels_perspective_costs_under_a_degree(name: str) -> None:
    check_pixels(name, 0.9)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "limit"), [(n, 2.2 if n in ("d05", "d11") else 0.9) for n in ALL[:7] + LUNGES]
)
def test_straight_from_the_pixels_of_all_side_views(name: str, limit: float) -> None:
    check_pixels(name, limit)


def check_pixels(name: str, limit: float) -> None:
    """The camera's own pitch and height are unknown: what they cost stays inside the stated error."""
    prepared = prepare(tracks_of(name))
    k = measure(prepared, look(prepared, pull=NO_PULL), noise=replace(EXACT, knee_pct_foot=0.1))
    assert k is not None
    clean = np.ones(len(k.t_s), dtype=np.bool_)
    off = np.abs(k.shin_tilt.value - series(name, "shin_coco"))
    # Single pictures in which the rendered body jumps are taken for outliers.
    clean[[i for i in range(len(off)) if k.filled[max(0, i - 4) : i + 5].any()]] = False
    assert off[clean].max() < limit
    assert (off[clean] <= 2 * k.shin_tilt.sd[clean]).all()


class TestErrors:
    def test_each_source_widens(self) -> None:
        tracks = a_figure([30.0])
        view = side_view(tracks)
        plain = measure(tracks, view, noise=BLAZEPOSE_FULL)
        assert plain is not None
        base = plain.shin_tilt.sd[-1]
        jitter = np.full(17, 3.0)
        wider = [
            measure(tracks, replace(view, roll_deg=Estimate(0.0, 2.0)), noise=BLAZEPOSE_FULL),
            measure(tracks, replace(view, obliquity_deg=Estimate(10.0, 5.0)), noise=BLAZEPOSE_FULL),
            measure(tracks, replace(view, obliquity_deg=None), noise=BLAZEPOSE_FULL),
            measure(tracks, replace(view, widenings=(Widening("knee_hidden", 4.0),)), noise=BLAZEPOSE_FULL),
            measure(tracks, view, noise=BLAZEPOSE_FULL, jitter_px=jitter),
            measure(replace(tracks, filled=np.ones_like(tracks.filled)), view, noise=BLAZEPOSE_FULL),
        ]
        assert all(k is not None and k.shin_tilt.sd[-1] > base for k in wider)

    def test_roll_does_not_widen_dorsiflexion(self) -> None:
        tracks = a_figure([30.0])
        level = measure(tracks, side_view(tracks, roll=Estimate(0.0, 0.0)))
        shaky = measure(tracks, side_view(tracks, roll=Estimate(0.0, 3.0)))
        assert level is not None
        assert shaky is not None
        assert shaky.dorsiflexion.sd == pytest.approx(level.dorsiflexion.sd)
        assert shaky.shin_tilt.sd[-1] > level.shin_tilt.sd[-1] + 1

    def test_deeper_and_smaller_is_less_sure(self) -> None:
        tracks = a_figure([5.0, 20.0, 40.0])
        k = measure(tracks, side_view(tracks))
        assert k is not None
        assert (np.diff(k.shin_tilt.sd[10:]) > 0).all()
        jitter = np.full(17, 1.0)
        large = measure(tracks, side_view(tracks), jitter_px=jitter)
        small = measure(moved(tracks, scale=0.3), side_view(tracks), jitter_px=jitter)
        assert large is not None
        assert small is not None
        assert (small.shin_tilt.sd > large.shin_tilt.sd).all()

    def test_engines(self) -> None:
        assert noise_of("blazepose-heavy") is BLAZEPOSE_HEAVY
        assert noise_of("blazepose-full") is noise_of("something else") is BLAZEPOSE_FULL


class TestWhatCannotBeMeasured:
    def test_unseen_points_stay_unknown_and_spoil_nothing_else(self) -> None:
        tracks = a_figure([10.0, 20.0, 30.0])
        xy = tracks.xy.copy()
        xy[11, INDEX["right_hip"]] = np.nan
        k = exactly(replace(tracks, xy=xy), side_view(tracks))
        assert np.isnan(k.thigh.value[11])
        assert np.isnan(k.thigh.sd[11])
        assert np.isfinite(k.thigh.value[[10, 12]]).all()
        assert np.isfinite(k.shin_tilt.value).all()

    def test_without_standing_there_is_no_dorsiflexion(self) -> None:
        tracks = a_figure([10.0])
        k = exactly(tracks, side_view(tracks, standing=None))
        assert np.isfinite(k.shin_tilt.value).all()
        assert np.isnan(k.dorsiflexion.value).all()
        assert np.isnan(k.foot_pitch.value).all()
        assert [r.code for r in k.reasons] == ["no_zero"]

    @pytest.mark.parametrize("view", ["frontal", "oblique", None])
    def test_other_views_give_nothing(self, view: Any) -> None:
        tracks = a_figure([10.0])
        assert measure(tracks, replace(side_view(tracks), view=view)) is None

    def test_unknown_leg_or_facing_gives_nothing(self) -> None:
        tracks = a_figure([10.0])
        assert measure(tracks, replace(side_view(tracks), working_side=None)) is None
        assert measure(tracks, replace(side_view(tracks), facing=None)) is None

    def test_the_other_leg_can_be_asked_for(self) -> None:
        tracks = a_figure([10.0, 30.0])
        k = exactly(tracks, side_view(tracks), side=Side.LEFT)
        assert k.side is Side.LEFT
        assert k.shin_tilt.value[10:] == pytest.approx([10.0, 30.0], abs=1e-9)


class TestFootFromItsOwnPixels:
    def test_it_replaces_the_line_of_the_points(self) -> None:
        tracks = a_figure([20.0, 30.0, 40.0])
        foot = FootPitch(tracks.t_s, np.array([0.0] * 11 + [2.0, 8.0]), np.full(13, 0.3))
        k = exactly(tracks, side_view(tracks), foot=foot)
        assert k.foot_pitch.value[10:] == pytest.approx([0.0, 2.0, 8.0])
        assert k.dorsiflexion.value[10:] == pytest.approx([20.0, 28.0, 32.0], abs=1e-9)

    def test_other_times_are_interpolated_and_gaps_kept(self) -> None:
        tracks = a_figure([20.0, 30.0, 40.0, 30.0])
        times = tracks.t_s[::2] + 1e-3
        pitch = np.where(np.arange(len(times)) == 5, np.nan, times * 10)
        k = exactly(tracks, side_view(tracks), foot=FootPitch(times, pitch, np.full(len(times), 0.2)))
        inside = (tracks.t_s > times[0]) & (tracks.t_s < times[4])
        assert k.foot_pitch.value[inside] == pytest.approx(tracks.t_s[inside] * 10)
        assert np.isnan(
            k.foot_pitch.value[(tracks.t_s > times[4] + 1e-6) & (tracks.t_s < times[6] - 1e-6)]
        ).all()
        assert np.isnan(k.foot_pitch.value[-1])


def test_knee_past_the_toe_in_feet() -> None:
    """The toe at 500, a foot of 150 px: the knee's place is the tilt of the shin over the ankle."""
    tracks = a_figure([0.0, 35.0])
    k = exactly(tracks, side_view(tracks))
    knee = tracks.xy[:, INDEX["right_knee"], 0]
    assert k.knee_past_toe.value == pytest.approx((knee - 500) / 150 * 100)
    engine = measure(tracks, side_view(tracks), noise=BLAZEPOSE_FULL)
    assert engine is not None
    assert engine.knee_past_toe.value == pytest.approx((knee - 500) / 200 * 100 - 15)


class TestFront:
    @pytest.mark.slow
    def test_caving_knees_of_the_front_view(self) -> None:
        self.check(tracks_of("d09"))

    def check(self, tracks: Tracks) -> None:
        prepared = prepare(tracks)
        legs = measure_front(prepared, look(prepared, pull=NO_PULL), noise=EXACT)
        assert [leg.side for leg in legs] == list(SIDES)
        for leg in legs:
            bottoms = [float(np.median(leg.knee_inward.value[i - 2 : i + 3])) for i in (46, 106, 166)]
            # Commanded 0, 5 and 10 degrees on legs whose toes point out by 5.
            assert np.diff(bottoms) == pytest.approx([6.3, 6.4], abs=0.5)
            assert bottoms[0] < 0 < bottoms[1] < bottoms[2]

    def test_inward_is_towards_the_other_leg_from_front_and_back(self) -> None:
        xy = np.full((40, 17, 2), np.nan)
        for side, x, knee in (("left", 640.0, 620.0), ("right", 440.0, 460.0)):
            for part, place in {
                "hip": (x, 900.0), "knee": (knee, 1150.0), "ankle": (x, 1400.0), "toe": (x, 1450.0),
                "heel": (x, 1430.0), "shoulder": (x, 500.0),
            }.items():  # fmt: skip
                xy[:, INDEX[f"{side}_{part}"]] = place
        xy[:, INDEX["nose"]] = (540.0, 350.0)
        tracks = made_tracks(xy, np.arange(40) / 20)
        view = replace(side_view(tracks), view="frontal")
        expected = np.degrees(np.arctan2(20, 250))
        for picture in (tracks, mirrored(tracks), mirrored(tracks, rename=False), renamed(tracks)):
            for leg in measure_front(picture, view, noise=EXACT):
                assert leg.knee_inward.value == pytest.approx(expected)
                assert (leg.knee_over_toe.value > 0).all()

    def test_a_side_view_has_no_front(self) -> None:
        tracks = squats([(1.5, 3.0, 4.5)], [90.0])
        assert measure_front(tracks, side_view(tracks)) == ()
