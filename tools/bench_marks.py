"""Marker mode on rendered clips cut to knee and foot: marked from truth with the error of a hand."""

from __future__ import annotations

import json
import math
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cv2
import numpy as np

from plantigrade.core.quantities import Side
from plantigrade.motion.analysis import Analysis
from plantigrade.motion.markers.analysis import analyse_markers
from plantigrade.motion.markers.marks import Marks
from plantigrade.motion.types import Picture
from plantigrade.writing import COVERAGE
from tools.bench_clips import changed
from tools.bench_row import Row

# Pointing errs by up to 3 px both ways: on the shank of 110 px as rendered, where that is over a degree, and
# on the same pictures three times larger, as a close framing shows a leg.
CLICK_PX, LARGER, SEED = 3.0, 3, 20261126
HANDS = 3
AT_S = 0.5
WITHIN_DEG = 3.0


@dataclass(frozen=True)
class Peak:
    """A repetition: shin read less true, its stated error, dorsiflexion likewise, the heel both ways."""

    error_deg: float
    sd_deg: float
    ankle_error_deg: float
    heel_read: bool | None
    heel_true: bool


@dataclass(frozen=True)
class Crop:
    """The part of the picture from a little above the knee down, in px, sides even."""

    left: int
    top: int
    width: int
    height: int

    @classmethod
    def of(cls, truth: dict[str, Any]) -> Crop:
        side = "left" if truth["near"] == "L" else "right"
        points = [
            frame["px"]["coco"][f"{side}_{part}"] for frame in truth["frames"] for part in ("knee", "ankle")
        ]
        points += [
            frame["px"]["coco"][f"{side}_{part}"] for frame in truth["frames"] for part in ("heel", "big_toe")
        ]
        low, high = np.min(points, axis=0), np.max(points, axis=0)
        left, top = int(low[0]) - 70, int(low[1]) - 35
        size = [2 * (int(v) // 2) for v in (high[0] + 70 - left, high[1] + 40 - top)]
        return cls(left, top, *size)

    def size(self, larger: int) -> tuple[int, int]:
        return self.width * larger, self.height * larger

    def cut(self, picture: Picture, larger: int) -> Picture:
        part = picture[self.top : self.top + self.height, self.left : self.left + self.width]
        wide = cv2.resize(part, None, fx=larger, fy=larger, interpolation=cv2.INTER_CUBIC)
        return np.ascontiguousarray(wide, dtype=np.uint8)


def marks_of(truth: dict[str, Any], crop: Crop, larger: int, random: np.random.Generator) -> Marks:
    """What a hand marks that errs by up to CLICK_PX in both directions."""
    near = truth["near"]
    side = Side.LEFT if near == "L" else Side.RIGHT
    frame = truth["frames"][round(AT_S * truth["fps"])]["px"]
    points = {part: frame["coco"][f"{side.value}_{part}"] for part in ("heel", "ankle", "knee")}
    points["toe"] = frame["surface"][f"toe_tip.{near}"]
    placed = {
        part: tuple((np.array(p) - [crop.left, crop.top]) * larger + random.uniform(-CLICK_PX, CLICK_PX, 2))
        for part, p in points.items()
    }
    return Marks(**{part: (float(x), float(y)) for part, (x, y) in placed.items()}, at_s=AT_S, side=side)


def peaks(found: Analysis, truth: dict[str, Any]) -> list[Peak]:
    """The repetitions that were measured, when as many were found as there are."""
    near, out = truth["near"], []
    if len(found.repetitions.reps) != len(truth["reps"]):
        return []
    angles = [frame["angles"][near] for frame in truth["frames"]]
    zero = angles[round(AT_S * truth["fps"])]
    for rep, heel, true in zip(found.repetitions.reps, found.heels, truth["reps"], strict=True):
        tilt, ankle = rep.peaks.shin_tilt, rep.peaks.dorsiflexion
        if tilt is None or ankle is None:
            continue
        rigid = max(
            a["shin_rig"] - zero["shin_rig"] - abs(a["foot_pitch"])
            for a in angles[true["start"] : true["end"]]
        )
        out.append(
            Peak(
                tilt.value - true["peak_shin"],
                tilt.sd,
                ankle.value - rigid,
                None if heel is None else heel.lifted,
                true["heel"] > 0,
            )
        )
    return out


def read(folder: Path, name: str, larger: int) -> tuple[list[Peak], int, float]:
    """Peaks over all hands, hands whose count of repetitions was right, frames a second."""
    truth = json.loads((folder / f"{name}.truth.json").read_text())
    crop = Crop.of(truth)
    random = np.random.default_rng(SEED)
    found: list[Peak] = []
    right, spent, frames = 0, 0.0, 0
    with TemporaryDirectory() as made:
        clip = Path(made) / "leg.mp4"
        changed(
            folder / f"{name}.mp4", clip, lambda picture: crop.cut(picture, larger), 20, crop.size(larger)
        )
        for _ in range(HANDS):
            begun = time.perf_counter()
            marks = marks_of(truth, crop, larger, random)
            analysis = analyse_markers(
                clip, marks, task="squat" if truth["motion"] == "squat" else "wall_lunge"
            )
            spent, frames = spent + time.perf_counter() - begun, frames + analysis.clip.frames
            own = peaks(analysis, truth)
            right += len(analysis.repetitions.reps) == len(truth["reps"])
            found += own
    return found, right, frames / spent


def rows(folder: Path, names: tuple[str, ...]) -> Iterator[Row]:
    """Close framings made of the rendered clips, `names` the suitable ones."""
    for larger in (1, LARGER):
        every = {name: read(folder, name, larger) for name in names}
        found = [peak for own, _, _ in every.values() for peak in own]
        right = sum(count for _, count, _ in every.values())
        errors = [p.error_deg for p in found]
        ankle = [p.ankle_error_deg for p in found]
        what = f"marks within {CLICK_PX:g} px" + (f", picture {larger} times larger" if larger > 1 else "")
        yield Row(
            f"{what}: clips by hands with the exact count", f"{right} of {len(names) * HANDS}", "all", ""
        )
        yield Row(
            f"{what}: peak shin angle, bias and standard deviation ({len(found)} peaks, {len(names)} clips)",
            f"{statistics.fmean(errors):+.2f}°, {statistics.stdev(errors):.2f}°",
            "within 1°, 1.5°",
            f"{statistics.stdev(errors) / 1.5:.2f}",
        )
        near = sum(abs(e) <= WITHIN_DEG for e in errors) / len(errors)
        yield Row(f"{what}: peaks within {WITHIN_DEG:g}°", f"{near:.0%}", "97 %", f"{near / 0.97:.2f}")
        half = statistics.NormalDist().inv_cdf(0.5 + COVERAGE / 2)
        inside = sum(abs(p.error_deg) <= half * p.sd_deg for p in found) / len(found)
        ratio = math.sqrt(statistics.fmean((p.error_deg / p.sd_deg) ** 2 for p in found))
        yield Row(
            f"{what}: truth inside the stated 95 % interval, phones exactly level",
            f"{inside:.0%}; error over stated error {ratio:.2f}",
            "the interval also holds phones that are not level",
            "",
        )
        yield Row(
            f"{what}: peak dorsiflexion against the rigid shank, bias and standard deviation",
            f"{statistics.fmean(ankle):+.2f}°, {statistics.stdev(ankle):.2f}°",
            "",
            "",
        )
        up, down = [p for p in found if p.heel_true], [p for p in found if not p.heel_true]
        yield Row(
            f"{what}: heel lifts found; heels down read as lifted; not followed",
            f"{sum(p.heel_read is True for p in up)} of {len(up)}; "
            f"{sum(p.heel_read is True for p in down)} of {len(down)}; "
            f"{sum(p.heel_read is None for p in found)}",
            "95 %; under 1 %",
            "",
        )
        each = " ".join(
            f"{n} {statistics.fmean([p.error_deg for p in own]):+.1f}"
            for n, (own, _, _) in every.items()
            if own
        )
        yield Row(f"{what}: mean error of the shin by clip, degrees", each, "", "")
        rate = statistics.median(r for _, _, r in every.values())
        yield Row(f"{what}: frames a second", f"{rate:.0f}", "", "")
