"""A leg marked once and followed, in rendered clips cut to knee and foot."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import jsonschema_rs
import numpy as np
import pytest

from plantigrade.core.quantities import Side
from plantigrade.interop.answers.video import video_values
from plantigrade.interop.answers.video_schema import video_schema
from plantigrade.motion.analysis import Analysis
from plantigrade.motion.clip import open_clip
from plantigrade.motion.markers.analysis import from_marks
from plantigrade.motion.markers.marks import PARTS, Marks, MarksError, checked, facing_fits
from plantigrade.motion.markers.still import gridded
from plantigrade.motion.types import ClipInfo, Frame, Picture
from tests.motion.made import finite
from tests.motion.truth import HERE, near_of, pixels, series, truth

AT_S = 0.5
# Left, top, width, height of the part below the knee.
LEG = (190, 520, 230, 220)
Painted = Callable[[float, Picture], Picture]


@dataclass(frozen=True)
class Close:
    """A rendered clip as a phone close to the leg shows it."""

    name: str
    until_s: float = 99.0
    painted: Painted = lambda _t, picture: picture

    @property
    def info(self) -> ClipInfo:
        whole = open_clip(HERE / f"{self.name}.mp4").info
        return replace(whole, width=LEG[2], height=LEG[3])

    def __iter__(self) -> Iterator[Frame]:
        left, top, width, height = LEG
        for frame in open_clip(HERE / f"{self.name}.mp4"):
            if frame.t_s > self.until_s:
                return
            part = frame.picture[top : top + height, left : left + width]
            yield replace(frame, picture=self.painted(frame.t_s, part.copy()))


def marks_of(name: str, at_s: float = AT_S) -> Marks:
    """The true points of the picture, half a pixel off."""
    side, near, frame = near_of(name), truth(name)["near"], round(at_s * truth(name)["fps"])
    points = {p: pixels(name, "coco", f"{side.value}_{p}")[frame] for p in ("heel", "ankle", "knee")}
    points["toe"] = pixels(name, "surface", f"toe_tip.{near}")[frame]
    placed = {p: (float(x) - LEG[0] + 0.5, float(y) - LEG[1] - 0.5) for p, (x, y) in points.items()}
    return Marks(**placed, at_s=at_s, side=side)


@functools.cache
def lunge() -> Analysis:
    return from_marks(Close("d10"), marks_of("d10"), "wall_lunge")


def test_shin_heel_and_repetitions_of_a_leg_alone() -> None:
    found, true = lunge(), truth("d10")["reps"]
    assert found.usable
    assert [rep.kind for rep in found.repetitions.reps] == ["full"] * len(true)
    for rep, heel, actual in zip(found.repetitions.reps, found.heels, true, strict=True):
        tilt = rep.peaks.shin_tilt
        assert tilt is not None
        assert abs(tilt.value - actual["peak_shin"]) < 3.0
        assert abs(tilt.value - actual["peak_shin"]) < 2 * tilt.sd
        assert heel is not None
        assert heel.lifted == (actual["heel"] > 0)
        assert (rep.peaks.trunk_lean, rep.peaks.thigh, rep.depth) == (None, None, None)


def test_every_sample_of_the_shin_is_near_the_truth() -> None:
    found = lunge()
    assert found.side is not None
    true = np.interp(found.side.t_s, [f["t"] for f in truth("d10")["frames"]], series("d10", "shin_coco"))
    assert np.abs(found.side.shin_tilt.value - true).max() < 3.5


def test_the_answer_keeps_to_the_schema_and_gives_the_lunge_to_the_case() -> None:
    values = video_values(lunge())
    assert [e.message for e in jsonschema_rs.iter_errors(video_schema(), values)] == []
    assert finite(values)
    assert {"marked_by_hand", "view_unchecked"} <= {reason["code"] for reason in values["reasons"]}
    assert list(values["summary"]["case"]) == [near_of("d10").value]


def test_the_mirrored_clip_reads_the_same() -> None:
    clip, marks = Close("d02", until_s=4.0), marks_of("d02")
    x = {p: (LEG[2] - 1 - getattr(marks, p)[0], getattr(marks, p)[1]) for p in PARTS}
    flipped = Marks(**x, at_s=AT_S, side=marks.side.other)
    mirror = replace(clip, painted=lambda _t, picture: np.ascontiguousarray(picture[:, ::-1]))
    one, two = from_marks(clip, marks, "squat"), from_marks(mirror, flipped, "squat")
    assert (one.view.facing, two.view.facing) == ("right", "left")
    peaks = [a.repetitions.reps[0].peaks.shin_tilt for a in (one, two)]
    assert peaks[0] is not None
    assert peaks[1] is not None
    assert peaks[0].value == pytest.approx(peaks[1].value, abs=0.5)


def test_a_leg_that_is_hidden_is_a_gap_and_no_guess() -> None:
    def covered(t: float, picture: Picture) -> Picture:
        if 1.8 < t < 2.6:
            picture[:130] = (90, 160, 90)
        return picture

    found = from_marks(Close("d10", until_s=4.0, painted=covered), marks_of("d10"), "wall_lunge")
    assert found.side is not None
    assert np.isnan(found.side.shin_tilt.value[(found.side.t_s > 2.0) & (found.side.t_s < 2.4)]).all()
    assert [rep.peaks.shin_tilt for rep in found.repetitions.reps] == [None]
    assert "marked_leg_lost" in {reason.code for reason in found.reasons}


def test_marks_of_a_moving_picture_give_no_zero() -> None:
    found = from_marks(Close("d10", until_s=4.0), marks_of("d10", 1.7), "wall_lunge")
    assert "marked_not_standing" in {reason.code for reason in found.reasons}
    assert found.heels == (None,) * len(found.repetitions.reps)
    assert all(rep.peaks.dorsiflexion is None for rep in found.repetitions.reps)


def test_marks_on_the_bare_wall_measure_nothing() -> None:
    marks = Marks((20.0, 90.0), (80.0, 92.0), (30.0, 80.0), (32.0, 10.0), AT_S, Side.RIGHT)
    found = from_marks(Close("d10", until_s=2.5), marks, "wall_lunge")
    assert not found.usable
    assert found.repetitions.reps == ()


GOOD = Marks((60.0, 170.0), (140.0, 175.0), (75.0, 155.0), (85.0, 40.0), AT_S, Side.RIGHT)
INFO = ClipInfo(10.0, 200, 20.0, *LEG[2:], 0, False, "h264")


@pytest.mark.parametrize(
    ("marks", "what"),
    [
        (replace(GOOD, knee=(85.0, -3.0)), "knee=85,-3 lies outside the picture of 230x220"),
        (replace(GOOD, at_s=11.0), "11 s lies outside the clip"),
        (replace(GOOD, knee=(75.0, 120.0)), "only 35 pixels apart"),
        (replace(GOOD, knee=(180.0, 60.0)), "leans by 48 degrees"),
        (replace(GOOD, knee=GOOD.ankle, ankle=GOOD.knee), "leans by"),
        (replace(GOOD, toe=(70.0, 100.0)), "do not lie side by side"),
        (replace(GOOD, ankle=(200.0, 155.0), knee=(200.0, 40.0)), "does not lie over the foot"),
    ],
)
def test_wrong_marks_are_told_with_what_is_wrong(marks: Marks, what: str) -> None:
    with pytest.raises(MarksError, match=what):
        checked(marks, INFO)
    assert checked(GOOD, INFO) is GOOD


def test_facing_is_told_by_heel_and_toe() -> None:
    assert facing_fits(GOOD, "right").facing == "right"
    with pytest.raises(MarksError, match="exchange the marks"):
        facing_fits(GOOD, "left")


@pytest.mark.parametrize(("width", "height"), [(540, 960), (1920, 1080), (64, 64)])
def test_the_grid_keeps_size_and_picture(width: int, height: int) -> None:
    plain = np.full((height, width, 3), 90, np.uint8)
    grid = gridded(plain)
    assert grid.shape == plain.shape
    assert 0.0 < float((grid != plain).any(axis=-1).mean()) < 0.5
