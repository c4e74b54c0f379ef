"""Where the pose model looks and at whom, with engines made of cardboard, and the mirrored readings joined."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from plantigrade.motion.pose.blazepose import CROP_SIDE, Found, crop, to_picture
from plantigrade.motion.pose.looking import Look, look_from_circle, place, sample, smooth_path
from plantigrade.motion.pose.looking import Path as LookPath
from plantigrade.motion.pose.passes import join_mirrored
from plantigrade.motion.pose.survey import Person, choose, step
from plantigrade.motion.types import POINTS, ClipInfo, Floats, Picture, Region

INFO = ClipInfo(10.0, 300, 30.0, 540, 960, 0, False, "h264")


# where it looks


def marked(width: int, height: int, x: int, y: int) -> Picture:
    picture = np.full((height, width, 3), 30, np.uint8)
    picture[y - 4 : y + 4, x - 4 : x + 4] = 255
    return picture


def spot(square: Picture) -> Any:
    """Centre of the bright spot, counted from the corner of the first pixel."""
    weight = np.clip(square[..., 0].astype(float) - 60, 0, None)
    lines, cols = np.mgrid[0 : square.shape[0], 0 : square.shape[1]] + 0.5
    return np.array([(cols * weight).sum(), (lines * weight).sum()]) / weight.sum()


@pytest.mark.parametrize("region", [Region(200, 300, 400), Region(60, 80, 300), Region(151.4, 233.3, 250.7)])
def test_a_point_in_the_crop_goes_back_to_its_place(region: Region) -> None:
    square = crop(marked(400, 500, 120, 180), region, CROP_SIDE)
    assert square.shape == (CROP_SIDE, CROP_SIDE, 3)
    np.testing.assert_allclose(to_picture(spot(square), region), [120, 180], atol=0.5)


def test_outside_the_picture_is_black() -> None:
    assert crop(marked(100, 100, 50, 50), Region(0, 0, 100), CROP_SIDE)[:120, :120].max() == 0
    assert crop(marked(100, 100, 50, 50), Region(500, 500, 100), CROP_SIDE).max() == 0


@pytest.mark.parametrize("turn", [0.0, 0.4, -1.2, 3.0])
@pytest.mark.parametrize(("scale", "left", "top"), [(1.0, 0.0, 0.0), (0.5, 0.0, 0.0), (2.0, 40.0, 60.0)])
def test_a_turned_look_reads_and_places_exactly(turn: float, scale: float, left: float, top: float) -> None:
    look = Look(150, 190, 280, turn)
    shown = (np.array([120, 180]) - [left, top]) * scale
    square = sample(marked(800, 800, *map(int, shown)), look.affine(scale, left, top))
    np.testing.assert_allclose(place(spot(square), look.affine()), [120, 180], atol=0.3)


def test_a_look_stands_on_the_hips_and_leans_with_the_body() -> None:
    upright = look_from_circle(np.array([100.0, 200.0]), np.array([100.0, 120.0]))
    assert (upright.centre_x, upright.centre_y, upright.side, upright.turn) == (100, 200, 200, 0)
    leaning = look_from_circle(np.array([0.0, 0.0]), np.array([30.0, -30.0]))
    assert leaning.turn == pytest.approx(np.pi / 4)
    # the head lies straight above the hips in the turned crop
    inverse = np.linalg.inv(np.vstack([leaning.affine(), [0, 0, 1]]))
    head = inverse @ [30, -30, 1]
    assert head[0] == pytest.approx(128)
    assert head[1] < 128


def test_a_path_bridges_gaps_unwinds_turns_and_keeps_straight_lines() -> None:
    t_s: Floats = np.linspace(0.0, 1.4, 8, dtype=np.float64)
    values = np.column_stack([10 * t_s, 5 * t_s, 100 + t_s, np.linspace(3.0, 3.6, 8)])
    values[:, 3] = (values[:, 3] + np.pi) % (2 * np.pi) - np.pi
    values[3] = np.nan
    path = smooth_path(t_s, values)
    look = path.at(0.6)
    assert look.centre_x == pytest.approx(6, abs=0.3)
    assert np.abs(np.diff(path.values[:, 3])).max() < 0.3
    assert path.at(99).centre_x == pytest.approx(path.at(1.4).centre_x)


def test_the_box_holds_every_look_on_even_pixels() -> None:
    values = np.array([[200.0, 400.0, 300.0, 0.0], [260.0, 500.0, 280.0, 0.7]])
    box, side = LookPath(np.array([0.0, 1.0]), values).box(INFO)
    assert {n % 2 for n in (box.left, box.top, box.side, side)} == {0}
    for x, y, length, turn in values:
        reach = length / 2 * (abs(np.cos(turn)) + abs(np.sin(turn)))
        assert box.left <= x - reach + 2
        assert box.left + box.side >= x + reach - 2
        assert box.top <= y - reach + 2
        assert box.top + box.side >= y + reach - 2
    assert side >= CROP_SIDE * box.side / 300


# who is looked at


class Cardboard:
    """Sees the people it is told of: (x, y, radius) each, at every step."""

    def __init__(self, *scenes: list[tuple[float, float, float]]) -> None:
        self.scenes, self.now = scenes, -1

    def find_all(self, _: Picture) -> tuple[Found, ...]:
        return tuple(Found(Region(x, y, 2.5 * r), 0.9) for x, y, r in self.scenes[self.now])

    def look(self, at: Look) -> Look | None:
        near = [p for p in self.scenes[self.now] if np.hypot(p[0] - at.centre_x, p[1] - at.centre_y) < 60]
        return Look(near[0][0], near[0][1], 2.5 * near[0][2]) if near else None


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("plantigrade.motion.pose.survey._follow", lambda engine, _, look: engine.look(look))

    def run(scenes: list[list[tuple[float, float, float]]]) -> Any:
        engine, people = Cardboard(*scenes), list[Person]()
        for number in range(len(scenes)):
            engine.now = number
            step(people, engine, np.zeros((8, 8, 3), np.uint8), number)  # type: ignore[arg-type]
        times: Floats = np.arange(len(scenes), dtype=np.float64)
        times *= 0.2
        return choose(people, times, 2.0)

    return run


def squat(number: int) -> float:
    return 300 + 60 * (1 - math.cos(number / 4))


def test_the_one_who_squats_is_chosen(watch: Any) -> None:
    seen = watch([[(400 + 3 * n, 250, 120), (100, squat(n), 80)] for n in range(30)])
    assert seen.people == 2
    assert [r.code for r in seen.reasons] == ["several_people"]
    assert seen.path.at(2.0).centre_x == pytest.approx(200)
    assert seen.hip_travel_px > 200


def test_of_people_who_stand_the_largest(watch: Any) -> None:
    assert watch([[(400, 250, 120), (100, 300, 80)]] * 20).path.at(1.0).centre_x == pytest.approx(800)


def test_somebody_lost_and_found_is_one_person(watch: Any) -> None:
    seen = watch([[] if 8 <= n < 14 else [(100, squat(n), 80)] for n in range(30)])
    assert seen.people == 1
    assert seen.reasons == ()
    assert seen.path.at(2.0).centre_x == pytest.approx(200)


def test_nobody_or_a_passer_by(watch: Any) -> None:
    cases: list[Any] = [[[]] * 10, [[(100, 300, 80)]] * 2 + [[]] * 28]
    for scenes in cases:
        seen = watch(scenes)
        assert seen.path is None
        assert [(r.code, r.fatal) for r in seen.reasons] == [("nobody_seen", True)]


# mirrored readings


def test_joining_alternate_readings_gives_the_mean_of_both() -> None:
    t_s = np.arange(60) / 15
    depth = 100 + 40 * np.sin(2 * np.pi * t_s / 2.5)
    mirrored = np.arange(60) % 2 == 1
    xy = np.repeat(np.stack([depth, depth / 2], -1)[:, None], len(POINTS), axis=1)
    xy[mirrored] += 6.0
    joined, sure = join_mirrored(t_s, xy, np.full(xy.shape[:2], 0.7), mirrored)
    np.testing.assert_allclose(joined[4:-4, 0, 0], depth[4:-4] + 3, atol=0.35)
    np.testing.assert_allclose(sure, 0.7)


def test_joining_does_not_bridge_long_gaps_nor_invent() -> None:
    t_s = np.arange(40) / 15
    xy = np.zeros((40, len(POINTS), 2))
    mirrored = np.arange(40) % 2 == 1
    xy[mirrored] = 4.0
    xy[10:20] = np.nan
    joined, _ = join_mirrored(t_s, xy, np.ones(xy.shape[:2]), mirrored)
    assert np.isnan(joined[10:20]).all()
    assert joined[5, 0, 0] == pytest.approx(2)
    assert joined[20, 0, 0] == 0  # the nearest mirrored neighbours lie across the gap
    assert join_mirrored(t_s[:3], xy[:3], np.ones((3, len(POINTS))), mirrored[:3])[0][1, 0, 0] == 4
