"""Drawn pictures and the files made of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from plantigrade.core.quantities import Estimate, Side
from plantigrade.motion.heel import HeelEvent
from plantigrade.motion.overlay import CLAY, Layers, draw, heel_up_at
from plantigrade.motion.overlay_files import (
    GAP,
    LEAD_S,
    SHEET_HEIGHT,
    in_step,
    key_moments,
    write_pair,
    write_sheet,
    write_video,
)
from plantigrade.motion.repetitions import Peaks, Repetition
from plantigrade.motion.types import INDEX, POINTS, ClipInfo, Floats, Frame, Tracks
from plantigrade.motion.view import Floor

WIDTH, HEIGHT = 181, 321


@dataclass(frozen=True)
class Grey:
    """Plain frames at uneven times."""

    t_s: Floats

    @property
    def info(self) -> ClipInfo:
        return ClipInfo(float(self.t_s[-1]), len(self.t_s), 20.0, WIDTH, HEIGHT, 0, True, "none")

    def __iter__(self) -> Iterator[Frame]:
        for i, t in enumerate(self.t_s):
            yield Frame(i, float(t), np.full((HEIGHT, WIDTH, 3), 120, np.uint8))


def rep(start_s: float, bottom_s: float, end_s: float) -> Repetition:
    return Repetition(start_s, bottom_s, end_s, 0.0, "full", None, None, Peaks())


TIMES = np.concatenate([np.arange(0, 3, 0.05), np.arange(3, 6, 0.08)])
FRAMES = Grey(TIMES)
REPS = (rep(0.5, 1.5, 2.4), rep(3.0, 4.2, 5.2))
UP = HeelEvent(True, 3.6, 4.8, Estimate(9, 1), Estimate(8, 0.5), None)
DOWN = HeelEvent(False, None, None, Estimate(0.1, 0.2), Estimate(0.1, 0.1), None)


def tracks(known: bool = True) -> Tracks:
    xy = np.full((len(TIMES), len(POINTS), 2), np.nan)
    places = {
        "shoulder": (80, 90),
        "hip": (70, 150),
        "knee": (100, 200),
        "ankle": (80, 260),
        "heel": (70, 275),
    }
    for name, place in {**places, "toe": (110, 278)}.items():
        for side in ("left", "right"):
            xy[:, INDEX[f"{side}_{name}"]] = place if known else np.nan
    seen = np.isfinite(xy).all(axis=-1)
    return Tracks(TIMES, xy, seen * 0.9, np.zeros_like(seen), WIDTH, HEIGHT, "made")


LAYERS = Layers(tracks(), Side.RIGHT, None, Floor(90, 280, 1.0), REPS, (DOWN, UP))


def test_drawing_leaves_the_picture_alone_and_sizes_come_out_even() -> None:
    picture = np.full((HEIGHT, WIDTH, 3), 120, np.uint8)
    drawn = draw(picture, 1.0, LAYERS)
    assert (picture == 120).all()
    assert drawn.shape[0] % 2 == drawn.shape[1] % 2 == 0
    assert draw(picture, 1.0, LAYERS, long_side=100).shape[0] == 100


def test_nothing_is_drawn_of_what_is_not_known() -> None:
    picture = np.full((HEIGHT - 1, WIDTH - 1, 3), 120, np.uint8)
    assert (draw(picture, 1.0, Layers(tracks(known=False), Side.LEFT)) == 120).all()
    assert (draw(picture, 1.0, Layers(tracks())) != 120).any()


def clay(t_s: float) -> bool:
    drawn = draw(np.full((HEIGHT, WIDTH, 3), 120, np.uint8), t_s, LAYERS).astype(int)
    return bool((np.abs(drawn - np.array(CLAY)).max(axis=2) < 20).any())


@pytest.mark.parametrize(("t_s", "up"), [(1.5, False), (3.5, False), (3.7, True), (4.9, False)])
def test_the_heel_is_marked_while_it_is_up(t_s: float, up: bool) -> None:
    assert clay(t_s) == up
    assert (heel_up_at(LAYERS, t_s) is UP) == up


def test_the_video_plays_in_browsers_and_keeps_its_times(tmp_path: Path) -> None:
    path = tmp_path / "drawn.mp4"
    write_video(FRAMES, LAYERS, path)
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        times = [float(frame.time or 0) for frame in container.decode(stream)]
    assert times == pytest.approx(TIMES, abs=1e-3)
    data = path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_the_sheet_has_a_row_for_each_repetition(tmp_path: Path) -> None:
    path = tmp_path / "sheet.png"
    assert key_moments(LAYERS) == [[0.5, 1.5], [3.0, 3.6, 4.2]]
    write_sheet(FRAMES, LAYERS, path)
    sheet = cv2.imread(str(path))
    assert sheet is not None
    assert sheet.shape[0] == 2 * (SHEET_HEIGHT + GAP) + GAP
    assert (sheet.shape[1] - GAP) % 3 == 0


def test_no_repetitions_no_sheet(tmp_path: Path) -> None:
    write_sheet(FRAMES, Layers(tracks()), tmp_path / "none.png")
    assert not (tmp_path / "none.png").exists()


def test_clips_in_step_meet_at_starts_bottoms_and_ends() -> None:
    other = (rep(1.0, 3.0, 4.0), rep(6.0, 6.8, 8.0), rep(9.0, 9.5, 10.0))
    times, matched = in_step(REPS, other)
    assert times[0] == pytest.approx(REPS[0].start_s - LEAD_S)
    assert (np.diff(matched) > 0).all()
    for a, b in zip(REPS, other, strict=False):
        for own, its in ((a.start_s, b.start_s), (a.bottom_s, b.bottom_s), (a.end_s, b.end_s)):
            assert np.interp(own, times, matched) == pytest.approx(its, abs=0.05)


def test_clips_without_repetitions_cannot_be_in_step() -> None:
    with pytest.raises(ValueError, match="at least one repetition"):
        in_step(REPS, ())


def test_two_clips_side_by_side(tmp_path: Path) -> None:
    path = tmp_path / "pair.mp4"
    write_pair((FRAMES, LAYERS), (FRAMES, LAYERS), path)
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert stream.width == 2 * 180 + GAP
        count = sum(1 for _ in container.decode(stream))
    assert count == len(in_step(REPS, REPS)[0])
