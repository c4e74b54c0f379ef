"""How a clip was filmed, read from exact points, and every fault with its reason."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from plantigrade.core.quantities import Estimate, Side
from plantigrade.motion.standing import quiet_standing
from plantigrade.motion.tracks import prepare
from plantigrade.motion.types import INDEX, Tracks
from plantigrade.motion.view import NO_PULL, Viewpoint, look
from tests.motion.figure import mirrored, moved, renamed, rolled, squats, with_noise
from tests.motion.truth import ALL, KEPT, made_tracks, near_of, tracks_of, truth


def seen(tracks: Tracks, brightness: float | None = None) -> Viewpoint:
    return look(prepare(tracks), pull=NO_PULL, brightness=brightness)


def codes(view: Viewpoint) -> set[str]:
    return {reason.code for reason in view.reasons}


def check_clip(name: str) -> None:
    clip, view = truth(name), seen(tracks_of(name))
    yaw, roll = clip["camera"]["yaw_deg"], clip["camera"]["roll_deg"]
    assert view.view == ("frontal" if yaw == 90 else "oblique" if yaw == 45 else "sagittal")
    assert view.facing == clip["facing"]
    assert view.obliquity_deg is not None
    assert view.obliquity_deg.value == pytest.approx(yaw, abs=3.0)
    assert abs(view.obliquity_deg.value - yaw) <= 2 * view.obliquity_deg.sd
    assert view.roll_deg.value == pytest.approx(roll, abs=1.0)
    assert view.split_stance is (clip["motion"] == "lunge")
    if yaw != 90:
        assert view.near_side is view.working_side is near_of(name)
    expected = {45: {"oblique_view"}, 90: {"front_view"}}.get(yaw, set()) | (
        {"camera_rolled"} if roll else set()
    )
    assert codes(view) == expected
    assert view.usable is (yaw != 45)


@pytest.mark.parametrize("name", KEPT)
def test_rendered_clips_kept_here(name: str) -> None:
    check_clip(name)


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_all_rendered_clips(name: str) -> None:
    check_clip(name)


@pytest.mark.parametrize("name", KEPT)
def test_a_mirror_turns_sides_and_facing_and_nothing_else(name: str) -> None:
    plain, turned = seen(tracks_of(name)), seen(mirrored(tracks_of(name)))
    assert plain.near_side is not None
    assert turned.near_side is plain.near_side.other
    assert {plain.facing, turned.facing} == {"left", "right"}
    assert turned.obliquity_deg is not None
    assert plain.obliquity_deg is not None
    assert turned.obliquity_deg.value == pytest.approx(plain.obliquity_deg.value, abs=1e-9)
    assert turned.roll_deg.value == pytest.approx(-plain.roll_deg.value, abs=1e-9)


@pytest.mark.parametrize("name", KEPT)
def test_exchanged_names_exchange_the_near_side(name: str) -> None:
    plain, other = seen(tracks_of(name)), seen(renamed(tracks_of(name)))
    assert plain.near_side is not None
    assert other.near_side is plain.near_side.other
    assert other.facing == plain.facing
    assert other.obliquity_deg == plain.obliquity_deg


@pytest.mark.parametrize("roll", [-8.0, -5.0, 5.0, 8.0])
def test_roll_is_found_from_the_standing_body(roll: float) -> None:
    view = seen(rolled(tracks_of("d01"), roll))
    assert view.roll_deg.value == pytest.approx(roll, abs=1.0)
    assert "camera_rolled" in codes(view)
    assert view.floor is not None
    assert view.floor.slope_deg == view.roll_deg.value


@pytest.mark.parametrize("roll", [-1.5, 0.0, 1.5])
def test_a_level_camera_is_not_corrected(roll: float) -> None:
    view = seen(rolled(tracks_of("d01"), roll))
    assert view.roll_deg.value == 0.0
    assert view.roll_deg.sd >= 1.0
    assert "camera_rolled" not in codes(view)


def test_planted_feet_of_any_offset_never_tilt_the_floor() -> None:
    """A line fitted through the toes of two planted feet reads -14 to -74 degrees in these five cases."""
    for dx, dy in ((0, 20), (5, 20), (10, 30), (40, 20), (80, 20)):
        tracks = tracks_of("d01")
        xy = tracks.xy.copy()
        for part in ("heel", "toe", "ankle"):
            near, far = INDEX[f"right_{part}"], INDEX[f"left_{part}"]
            xy[:, far] = xy[:, near] + np.array([dx, -dy])
        view = look(prepare(with_noise(replace(tracks, xy=xy), 1.0)), pull=NO_PULL)
        assert abs(view.roll_deg.value) <= 1.0
        assert view.floor is not None
        assert abs(view.floor.slope_deg) <= 1.0


def test_a_known_roll_is_used_as_given() -> None:
    view = look(prepare(tracks_of("d01")), roll_deg=Estimate(1.2, 0.2))
    assert view.roll_deg == Estimate(1.2, 0.2)


class TestFraming:
    def test_feet_out_of_the_picture(self) -> None:
        tracks = tracks_of("d01")
        low = moved(tracks, shift=(0.0, tracks.height - float(np.nanmax(tracks.xy[..., 1])) + 8))
        view = seen(low)
        assert "feet_cut" in codes(view)
        assert not view.usable

    def test_head_out_of_the_picture(self) -> None:
        high = moved(tracks_of("d01"), shift=(0.0, -275.0))
        assert "head_cut" in codes(seen(high))

    def test_a_foot_of_few_pixels(self) -> None:
        for scale, usable in ((0.62, True), (0.4, False)):
            small = moved(tracks_of("d01"), scale=scale, shift=(100.0, 150.0))
            view = seen(small)
            assert "too_small" in codes(view)
            assert view.usable is usable
            assert any(w.code == "foot_small" and w.sd_deg > 0 for w in view.widenings)

    def test_darkness(self) -> None:
        assert "too_dark" in codes(seen(tracks_of("d01"), brightness=20.0))
        assert "too_dark" not in codes(seen(tracks_of("d01"), brightness=110.0))

    def test_phone_too_high_or_too_low(self) -> None:
        """The middle of the picture lies at the height of a level phone."""
        tracks = tracks_of("d01")
        taller = replace(tracks, height=2000)
        assert "phone_low" in codes(seen(taller))
        lifted = replace(moved(tracks, shift=(0.0, 350.0)), height=1100)
        assert "phone_high" in codes(seen(lifted))

    def test_nobody(self) -> None:
        view = look(made_tracks(np.full((40, 17, 2), np.nan), np.arange(40) / 20), brightness=10.0)
        assert codes(view) == {"no_person", "too_dark"}
        assert (view.view, view.facing, view.near_side) == (None, None, None)

    def test_no_standing_before_or_after(self) -> None:
        tracks = tracks_of("d01")
        part = slice(26, 66)
        moving = replace(
            tracks, t_s=tracks.t_s[part], xy=tracks.xy[part], confidence=tracks.confidence[part],
            filled=tracks.filled[part],
        )  # fmt: skip
        busy = replace(moving, xy=moving.xy + np.sin(np.arange(40) * 1.3)[:, None, None] * [6.0, 0.0])
        view = look(busy, pull=NO_PULL)
        assert "no_standing" in codes(view)
        assert view.standing is None


class TestHiddenKnee:
    def test_a_knee_point_dragged_towards_the_hip_is_noticed(self) -> None:
        tracks = tracks_of("d01")
        xy = tracks.xy.copy()
        hip, knee = xy[:, INDEX["right_hip"]], xy[:, INDEX["right_knee"]]
        bent = np.clip((np.linalg.norm(hip - xy[:, INDEX["right_ankle"]], axis=-1) - 220) / -60, 0, 1)
        xy[:, INDEX["right_knee"]] = knee + 0.6 * bent[:, None] * (hip - knee)
        view = seen(replace(tracks, xy=xy))
        assert "knee_hidden" in codes(view)
        assert any(w.code == "knee_hidden" for w in view.widenings)

    @pytest.mark.parametrize("name", KEPT)
    def test_a_true_knee_is_not(self, name: str) -> None:
        assert "knee_hidden" not in codes(seen(tracks_of(name)))


class TestStanding:
    @pytest.mark.parametrize("name", KEPT)
    def test_spells_before_between_and_after_the_repetitions(self, name: str) -> None:
        standing = quiet_standing(prepare(tracks_of(name)))
        assert standing is not None
        for rep in truth(name)["reps"]:
            assert not any(a - 0.05 <= rep["bottom"] / 20 <= b + 0.05 for a, b in standing.spells)
        assert standing.spells[0][0] == 0.0
        assert len(standing.spells) == 4
        assert standing.main == standing.spells[0]

    def test_the_hold_at_the_bottom_of_a_lunge_is_not_standing(self) -> None:
        tracks = tracks_of("d10")
        order = np.concatenate([np.arange(47), np.full(60, 46), np.arange(47, 212)])
        held = made_tracks(tracks.xy[order], np.arange(len(order)) / 20, 540, 960)
        standing = quiet_standing(prepare(held))
        assert standing is not None
        assert not any(a < 4.0 < b for a, b in standing.spells)


def test_a_far_leg_in_front_is_told() -> None:
    """Behind a wall lunge filmed from the wrong side the leg in front is the far one."""
    tracks = tracks_of("d10")
    xy = tracks.xy.copy()
    for part in ("knee", "ankle", "heel", "toe"):
        for side, step in (("right", 12.0), ("left", -12.0)):
            xy[:, INDEX[f"{side}_{part}"]] += [0.0, -1.3 * step]
    confidence = tracks.confidence.copy()
    confidence[:, [INDEX[f"right_{part}"] for part in ("knee", "ankle", "heel", "toe")]] = 0.5
    view = seen(replace(tracks, xy=xy, confidence=confidence))
    assert view.near_side is Side.LEFT
    assert view.working_side is Side.RIGHT
    assert "working_leg_far" in codes(view)


def test_a_figure_seen_from_far_away() -> None:
    view = seen(squats([(1.5, 3.0, 4.5)], [90.0], near=Side.LEFT, facing="left"))
    assert (view.view, view.facing, view.near_side) == ("sagittal", "left", Side.LEFT)
