"""The heel's lift from the foot's own pixels, against drawn feet and the rendered clips."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plantigrade.core.quantities import Side
from plantigrade.motion.clip import open_clip
from plantigrade.motion.heel import FootMotion, foot_motion, heel_events
from plantigrade.motion.heel_events import lifts
from plantigrade.motion.types import INDEX, Floats
from tests.motion.foot_scene import BALL_AT, STANDING, Scene, lift
from tests.motion.truth import ALL, HERE, KEPT, LARGER, near_of, pixels, series, tracks_of, truth

PEAKS = (3.0, 8.0, 15.0)


def followed(scene: Scene, offset: float = 0.0) -> FootMotion:
    return foot_motion(scene, scene.tracks(offset), Side.RIGHT, STANDING)


def wave(count: int, size: float, period: float) -> Floats:
    out: Floats = size * np.sin(np.arange(count) * 2 * np.pi / period)
    return out


COUNT = len(lift(*PEAKS))
DRAWN: dict[str, Any] = {
    "still": {},
    "facing left": {"mirrored": True},
    "drifting phone": {"shift": np.stack([np.linspace(0, 6, COUNT), np.linspace(0, -4, COUNT)], axis=1)},
    "rocking phone": {"roll_deg": wave(COUNT, 1.5, 45)},
    "changing light": {"gain": 1 + wave(COUNT, 0.35, 55)},
    "soft picture": {"softness": 1.0},
    "noisy picture": {"noise": 8.0},
    "plain shoe on a plain floor": {"contrast": 0.0},
}


@pytest.mark.parametrize("case", DRAWN.values(), ids=list(DRAWN))
def test_a_drawn_foot_is_read_within_half_a_degree_and_one_percent(case: Any) -> None:
    scene = Scene(lift(*PEAKS), **case)
    motion = followed(scene)
    assert np.abs(motion.pitch_deg - scene.pitch_deg).max() < 0.5
    assert np.abs(motion.heel_pct_foot - scene.heel_pct).max() < 1.0
    assert (np.abs(motion.pitch_deg - scene.pitch_deg) < 3 * motion.pitch_sd_deg).mean() > 0.95
    assert motion.foot_px == pytest.approx(100, abs=3)


def test_points_inside_the_foot_change_nothing() -> None:
    scene = Scene(lift(10.0))
    motion = followed(scene, offset=0.06)
    assert np.abs(motion.pitch_deg - scene.pitch_deg).max() < 0.5
    assert np.abs(motion.heel_pct_foot - scene.heel_pct).max() < 1.0


def test_points_that_wander_are_only_a_start() -> None:
    scene = Scene(lift(10.0))
    tracks = scene.tracks()
    xy = tracks.xy.copy()
    xy[10:, INDEX["right_heel"], 1] += wave(len(xy) - 10, 15.0, 9)
    motion = foot_motion(scene, replace(tracks, xy=xy), Side.RIGHT, STANDING)
    assert np.abs(motion.pitch_deg - scene.pitch_deg).max() < 0.5


def test_a_moving_phone_is_said() -> None:
    pitch = lift(0.0)
    rocking = Scene(pitch, roll_deg=wave(len(pitch), 1.5, 30))
    assert [r.code for r in followed(Scene(pitch)).reasons] == []
    assert [r.code for r in followed(rocking).reasons] == ["heel_phone_moved"]


def test_a_foot_that_looks_like_the_floor_is_not_read() -> None:
    motion = followed(Scene(lift(10.0), contrast=0.0, same_colour=True))
    assert np.isnan(motion.pitch_deg).all()
    assert np.isnan(motion.heel_pct_foot).all()
    assert [r.code for r in motion.reasons] == ["heel_foot_plain"]


def test_a_hidden_foot_is_left_open_and_found_again() -> None:
    scene = Scene(lift(8.0, 8.0), hidden=(38, 44))
    motion = followed(scene)
    assert np.flatnonzero(np.isnan(motion.pitch_deg)).tolist() == list(range(38, 44))
    assert np.nanmax(np.abs(motion.pitch_deg - scene.pitch_deg)) < 0.5
    assert [r.code for r in motion.reasons] == ["heel_foot_lost"]


def test_a_foot_that_steps_away_is_left_open() -> None:
    pitch = lift(0.0, 0.0)
    far = np.zeros((len(pitch), 2))
    far[35:, 0] = np.minimum(np.arange(len(pitch) - 35) * 8.0, 24.0)

    class Stepping(Scene):
        def __iter__(self):  # type: ignore[no-untyped-def]
            moving = super().__iter__()
            still = iter(Scene(pitch))
            for i, (a, b) in enumerate(zip(moving, still, strict=True)):
                picture = b.picture.copy()
                rows, move = slice(130, 186), int(far[i, 0])
                picture[rows, 90 + move : 210 + move] = a.picture[rows, 90 + move : 210 + move]
                yield replace(a, picture=picture)

    scene = Stepping(pitch, shift=far)
    motion = foot_motion(scene, scene.tracks(), Side.RIGHT, STANDING)
    assert np.isfinite(motion.heel_pct_foot[:35]).all()
    assert np.isnan(motion.heel_pct_foot[40:]).all()
    assert "heel_foot_stepped" in [r.code for r in motion.reasons]


def test_without_a_standing_foot_there_is_nothing() -> None:
    scene = Scene(lift(8.0))
    late = foot_motion(scene, scene.tracks(), Side.RIGHT, (50.0, 51.0))
    unseen = foot_motion(scene, scene.tracks(), Side.LEFT, STANDING)
    for motion in (late, unseen):
        assert len(motion.t_s) == 0
        assert [r.code for r in motion.reasons] == ["heel_no_standing"]


def test_a_tiny_foot_is_refused() -> None:
    scene = Scene(lift(0.0))
    tracks = scene.tracks()
    middle = tracks.xy[:, INDEX["right_heel"]][:, None]
    tiny = replace(tracks, xy=middle + (tracks.xy - middle) * 0.2)
    assert [r.code for r in foot_motion(scene, tiny, Side.RIGHT, STANDING).reasons] == ["heel_foot_small"]


def test_only_the_times_asked_for_are_read() -> None:
    scene = Scene(lift(10.0))
    at = np.arange(0, 3.3, 0.2)
    motion = foot_motion(scene, scene.tracks(), Side.RIGHT, STANDING, at)
    assert motion.t_s == pytest.approx(at)
    assert motion.pitch_deg == pytest.approx(np.interp(at, scene.t_s, scene.pitch_deg), abs=0.5)


@dataclass(frozen=True)
class Series:
    value: Floats
    sd: Floats


@dataclass(frozen=True)
class Shin:
    t_s: Floats
    shin_tilt: Series


@dataclass(frozen=True)
class Span:
    start_s: float
    end_s: float


def made(height: list[float], sd: float = 0.2, interval_s: float = 0.1) -> FootMotion:
    h = np.array(height, dtype=np.float64)
    each = np.where(np.isfinite(h), sd, np.nan)
    t = np.arange(len(h), dtype=np.float64) * interval_s
    return FootMotion(t, h * 1.2, each, h, each, np.ones(len(h)), ())


NAN = float("nan")
HYSTERESIS = [
    ("flat", [0, 0.3, -0.2, 0.1, 0], []),
    ("below the upper threshold", [0, 1.5, 2.4, 2.0, 0], []),
    ("clear", [0, 0, 2.4, 5, 5, 2.4, 0, 0], [(0.15, 0.55)]),
    ("dip above the lower threshold is one lift", [0, 2.4, 5, 1.5, 5, 2.4, 0], [(0.05, 0.55)]),
    ("dip below it makes two", [0, 5, 5, 0, 5, 5, 0], [(0.024, 0.276), (0.324, 0.576)]),
    ("one sample is a flicker", [0, 0, 9, 0, 0], []),
    ("up from the start", [5, 5, 5, 0, 0], [(0.0, 0.276)]),
    ("never down again", [0, 0, 5, 5, 5], [(0.124, 0.4)]),
    ("gap inside", [0, 2.4, 5, NAN, 5, 2.4, 0], [(0.05, 0.55)]),
]


@pytest.mark.parametrize(
    ("height", "expected"), [row[1:] for row in HYSTERESIS], ids=[row[0] for row in HYSTERESIS]
)
def test_hysteresis(height: list[float], expected: list[tuple[float, float]]) -> None:
    motion = made(height)
    found = lifts(motion.t_s, motion.heel_pct_foot, motion.heel_sd_pct)
    assert len(found) == len(expected)
    for a, b in zip(found, expected, strict=True):
        assert a == pytest.approx(b, abs=1e-9)


def test_a_lift_must_clear_its_own_error() -> None:
    motion = made([0, 2, 4, 4, 2, 0], sd=1.5)
    assert lifts(motion.t_s, motion.heel_pct_foot, motion.heel_sd_pct) == []


def test_height_without_turn_is_no_lift_nor_turn_without_height() -> None:
    motion = made([0, 1, 4, 8, 4, 1, 0])
    for other in (
        replace(motion, pitch_deg=-motion.pitch_deg),
        replace(motion, heel_pct_foot=motion.t_s * 0),
    ):
        (event,) = heel_events(other, [Span(0.0, 0.6)])
        assert event is not None
        assert not event.lifted


@given(st.lists(st.floats(-1, 20), min_size=3, max_size=60))
def test_lifts_are_in_order_apart_and_inside(height: list[float]) -> None:
    motion = made(height)
    found = lifts(motion.t_s, motion.heel_pct_foot, motion.heel_sd_pct)
    ends = [t for pair in found for t in pair]
    assert ends == sorted(ends)
    assert all(motion.t_s[0] <= t <= motion.t_s[-1] for t in ends)


def test_an_event_names_time_height_and_shin_tilt() -> None:
    motion = made([0, 0, 2.4, 5, 6, 5, 2.4, 0, 0, 0])
    shin = Shin(motion.t_s, Series(10 + 100 * motion.t_s, np.full(10, 1.0)))
    (event,) = heel_events(motion, [Span(0.0, 0.9)], shin)
    assert event is not None
    assert event.lifted
    assert event.at_s == pytest.approx(0.15)
    assert event.until_s == pytest.approx(0.65)
    assert event.height_pct_foot.value == pytest.approx(5.0)
    assert event.shin_tilt_at_lift_deg is not None
    assert event.shin_tilt_at_lift_deg.value == pytest.approx(25.0)
    assert event.shin_tilt_at_lift_deg.sd == pytest.approx(np.hypot(1.0, 5.0))


def test_a_heel_that_stays_down_has_no_time() -> None:
    (event,) = heel_events(made([0, 0.1, 0, 0.2, 0, 0]), [Span(0.0, 0.5)])
    assert event is not None
    assert not event.lifted
    assert event.at_s is None
    assert event.shin_tilt_at_lift_deg is None


def test_an_unseen_heel_is_not_called_down_but_a_seen_lift_counts() -> None:
    down, up = [0, 0] + [NAN] * 6 + [0, 0], [0, 2, 5, 6, 5] + [NAN] * 5
    assert heel_events(made(down), [Span(0.0, 0.9)]) == (None,)
    (event,) = heel_events(made(up), [Span(0.0, 0.9)])
    assert event is not None
    assert event.lifted
    assert heel_events(made(down), [Span(5.0, 6.0)]) == (None,)


@dataclass(frozen=True)
class Row:
    clip: str
    rep: int
    pitch: float
    true_pitch: float
    height: float
    true_height: float
    lifted: bool
    onset_late_s: float


def rows_of(name: str) -> list[Row]:
    """Reading and truth of each repetition of a rendered clip, by the exact points."""
    place = (HERE if name in KEPT else LARGER / "rendered") / f"{name}.mp4"
    motion = foot_motion(open_clip(place), tracks_of(name), near_of(name), (0.0, 0.9))
    leg, fps = truth(name)["near"], truth(name)["fps"]
    sole, back, tip = (pixels(name, "surface", f"{p}.{leg}") for p in ("heel_sole", "heel_post", "toe_tip"))
    height = 100 * (sole[0, 1] - sole[:, 1]) / np.linalg.norm(tip[0] - back[0])
    pitch = series(name, "foot_pitch")
    t = np.arange(len(pitch)) / fps
    spans = [Span(r["start"] / fps, r["end"] / fps) for r in truth(name)["reps"]]
    out = []
    for i, (span, event) in enumerate(zip(spans, heel_events(motion, spans), strict=True)):
        inside = (t >= span.start_s) & (t <= span.end_s)
        true = lifts(t[inside], height[inside], np.zeros(inside.sum()))
        assert event is not None, name
        late = event.at_s - true[0][0] if event.at_s is not None and true else NAN
        peaks = float(pitch[inside].max()), float(height[inside].max())
        out.append(
            Row(
                name,
                i + 1,
                event.pitch_deg.value,
                peaks[0],
                event.height_pct_foot.value,
                peaks[1],
                event.lifted,
                late,
            )
        )
    return out


def check(rows: list[Row]) -> None:
    for row in rows:
        assert row.lifted == (row.true_height > 5), row
        assert abs(row.pitch - row.true_pitch) < max(0.5, 0.1 * row.true_pitch), row
        assert abs(row.height - row.true_height) < max(0.5, 0.12 * row.true_height), row
        assert not abs(row.onset_late_s) > 0.1, row


@pytest.mark.parametrize("name", ["d02", "d10"])
def test_rendered_lifts_are_found_and_no_others(name: str) -> None:
    check(rows_of(name))


@pytest.mark.slow
def test_every_rendered_repetition() -> None:
    rows = [row for name in ALL if truth(name)["facing"] for row in rows_of(name)]
    print("\nclip rep  pitch read/true  height read/true  onset late")
    for r in rows:
        print(
            f"{r.clip} {r.rep}   {r.pitch:5.1f} / {r.true_pitch:4.1f}   {r.height:5.1f} / {r.true_height:4.1f}   "
            f"{'LIFT' if r.lifted else 'down'} {r.onset_late_s:+.2f}"
        )
    assert sum(row.lifted for row in rows) == 4
    check(rows)


@pytest.mark.slow
def test_a_foot_seen_from_the_front_is_not_read() -> None:
    tracks = tracks_of("d09")
    motion = foot_motion(open_clip(LARGER / "rendered" / "d09.mp4"), tracks, Side.RIGHT, (0.0, 0.9))
    assert [r.code for r in motion.reasons] == ["heel_foot_small"]


def test_the_drawn_truth_is_what_it_says() -> None:
    assert Scene(np.array([30.0])).heel_pct[0] == pytest.approx(100 * (BALL_AT - 0.15) / 2)
