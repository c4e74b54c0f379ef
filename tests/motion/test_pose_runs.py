"""The pose model itself on rendered clips."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from plantigrade.motion.clip import checked_clip, open_clip
from plantigrade.motion.pose import models
from plantigrade.motion.pose.blazepose import BlazePose
from plantigrade.motion.pose.models import MODELS
from plantigrade.motion.pose.passes import measure, read_tracks
from plantigrade.motion.types import INDEX, Mode
from tests.motion.truth import HERE, near_of, series, truth

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
