"""Heel lifts of a known height, made by moving the pixels of a foot that stood flat.

The rendered clips hold few lifts, all of them large. Here the rear foot of a flat repetition is turned about
the ball in each picture, in the plane of the foot; toes and floor stay, the shin leans on the ankle that
rises and turns about the knee, and what comes to light under the heel is filled from the floor around. Every
picture, also with the heel down, goes through the same enlarging, moving and reducing, so that only the lift
differs. The points of the truth files give the places.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

from plantigrade.motion.types import Bools, Floats, Picture

# The foot is worked on at this many times the clip's resolution.
FINER = 2
# Shares of the foot's length: the hinge; where the turning fades out around it; heights above the sole at
# which foot gives way to shin; distances from the shin's axis at which movement and layer fade out; the crop.
BALL_AT, FADE = 0.73, 0.08
ANKLE_LOW, ANKLE_HIGH = 0.26, 0.42
LAYER_LOW, LAYER_HIGH = 0.22, 0.32
STILL_FROM, STILL_TO, LAYER_TO = 0.28, 0.5, 0.62
LEFT, RIGHT, UP, DOWN = 0.9, 0.5, 2.2, 0.4
# Floor that comes to light: width of the outline's rim that is filled too and of the one that is not believed
# when filling, reach of the filling, darkening in the foot's shadow.
FILL_RIM_PX, TAINTED_PX, FILL_REACH_PX, FILL_SHADE = 3, 6, 8, 0.92
# Times at which the heel is fully up and starts to sink, as shares of the way from the bottom to the end.
FULL_AT, SINKS_AT, DOWN_AT = 0.0, 0.25, 0.7


@dataclass(frozen=True)
class Lift:
    """`height_pct` of the foot's length as seen, from `onset_s` (first movement) over a full height between
    `full_s` and `sinks_s` to the floor at `down_s`."""

    height_pct: float
    onset_s: float
    full_s: float
    sinks_s: float
    down_s: float

    def at(self, t_s: Floats) -> Floats:
        """(T,) height in percent of the foot's length."""
        up = _smooth(self.onset_s, self.full_s, t_s)
        out: Floats = self.height_pct * (up - _smooth(self.sinks_s, self.down_s, t_s))
        return out


def lift_in(rep: dict[str, Any], fps: float, height_pct: float, onset_share: float) -> Lift:
    """A lift in one repetition of a truth file; `onset_share` of the way down the heel starts to rise."""
    start, bottom, end = (rep[key] / fps for key in ("start", "bottom", "end"))
    after = [bottom + share * (end - bottom) for share in (FULL_AT, SINKS_AT, DOWN_AT)]
    return Lift(height_pct, start + onset_share * (bottom - start), *after)


class Foot:
    """The near foot of a rendered clip, ready to be lifted any number of times."""

    def __init__(self, clip: Path, truth: dict[str, Any]) -> None:
        near = truth["near"]
        self.rate = Fraction(truth["fps"])
        with av.open(str(clip)) as container:
            self.pictures: list[Picture] = [
                np.asarray(f.to_ndarray(format="rgb24"), np.uint8) for f in container.decode(video=0)
            ]
        points = {
            name: np.array([f["px"]["surface"][f"{name}.{near}"] for f in truth["frames"]])
            for name in ("heel_post", "heel_sole", "toe_tip", "lat_malleolus")
        }
        knee = "right_knee" if near == "R" else "left_knee"
        self.t_s = np.array([frame["t"] for frame in truth["frames"]])
        heel, sole, toe = (points[name][0] for name in ("heel_post", "heel_sole", "toe_tip"))
        self.length_px = float(np.linalg.norm(toe - heel))
        self.forward = 1.0 if toe[0] > heel[0] else -1.0
        self.squeezed = math.cos(math.radians(truth["camera"]["yaw_deg"]))
        ball_x = heel[0] + BALL_AT * (toe[0] - heel[0])
        # The tip of the toes lies this much above the sole; the sole's line follows the floor's slope.
        slope = self.forward * math.tan(math.radians(truth["camera"]["roll_deg"]))
        self.ball = np.array([ball_x, sole[1] + slope * (ball_x - sole[0])])
        self.sole, self._slope = sole, slope
        reach = (LEFT, RIGHT) if self.forward > 0 else (RIGHT, LEFT)
        height, width = self.pictures[0].shape[:2]
        low, high = min(heel[0], toe[0]), max(heel[0], toe[0])
        self._left = max(int(low - reach[0] * self.length_px), 0)
        self._right = min(int(high + reach[1] * self.length_px), width)
        self._top = max(int(sole[1] - UP * self.length_px), 0)
        self._bottom = min(int(sole[1] + DOWN * self.length_px), height)
        rows, columns = np.mgrid[: (self._bottom - self._top) * FINER, : (self._right - self._left) * FINER]
        self._x = (columns + 0.5) / FINER - 0.5 + self._left
        self._y = (rows + 0.5) / FINER - 0.5 + self._top
        # Kept from one writing to the next: the floor without the foot, and the foot that stays down.
        self._floor: dict[int, Picture] = {}
        self._down: dict[int, Floats] = {}
        self._ankle = points["lat_malleolus"]
        self._knee = np.array([f["px"]["coco"][knee] for f in truth["frames"]])
        quiet = np.stack(self.pictures[: truth["reps"][0]["start"]])
        standing = np.asarray(np.median(quiet, axis=0), dtype=np.uint8)
        mask = self._outlined(self._finer(standing), heel)
        self.mask = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 0.6 * FINER)
        self._hidden, self._tainted = (
            cv2.dilate(mask.astype(np.uint8), np.ones((2 * rim + 1,) * 2, np.uint8))
            for rim in (FILL_RIM_PX, TAINTED_PX)
        )

    def arm_px(self) -> float:
        """Heel to hinge along the foot, px of a foot seen from the side."""
        return float(abs(self.ball[0] - self.sole[0])) / self.squeezed

    def turn_deg(self, height_pct: float) -> float:
        """Pitch of the rear foot that lifts the heel's sole by a share of the foot's length."""
        return math.degrees(math.asin(height_pct / 100 * self.length_px / self.arm_px()))

    def lifted(self, lifts: Sequence[Lift], noise: float, random: np.random.Generator) -> Iterator[Picture]:
        """Every picture of the clip with the lifts in it and camera noise (sd, grey levels) over it."""
        height = sum((lift.at(self.t_s) for lift in lifts), np.zeros(len(self.t_s)))
        for i, picture in enumerate(self.pictures):
            out = picture.astype(np.float32)
            out[self._top : self._bottom, self._left : self._right] = self._moved(i, float(height[i]))
            out += noise * random.standard_normal(out.shape, dtype=np.float32)
            yield np.clip(np.round(out), 0, 255).astype(np.uint8)

    def _finer(self, picture: Picture) -> Picture:
        cut = picture[self._top : self._bottom, self._left : self._right]
        return np.asarray(
            cv2.resize(cut, None, fx=FINER, fy=FINER, interpolation=cv2.INTER_CUBIC), dtype=np.uint8
        )

    def _up(self, x: Floats, y: Floats) -> Floats:
        """Height over the sole's line in foot lengths."""
        out: Floats = (self.sole[1] + self._slope * (x - self.sole[0]) - y) / self.length_px
        return out

    def _along(self, x: Floats) -> Floats:
        """Place along the foot, 0 at the heel's sole, 1 at the hinge."""
        out: Floats = (x - self.sole[0]) / (self.ball[0] - self.sole[0])
        return out

    def _outlined(self, picture: Picture, heel: Floats) -> Bools:
        """The foot up to the ankle, by colour, started from the exact points."""
        along = self.forward * (self._x - heel[0]) / self.length_px
        up = self._up(self._x, self._y)
        ankle = self._ankle[0]
        shin = np.abs(self._x - ankle[0]) < 0.2 * self.length_px
        kind = np.full(picture.shape[:2], cv2.GC_BGD, np.uint8)
        kind[(along > -0.12) & (along < 1.15) & (up > -0.16) & (up < 0.35)] = cv2.GC_PR_BGD
        likely = (along > 0) & (along < 1) & (up > -0.03) & (up < np.where(along < 0.55, 0.3, 0.14))
        kind[likely] = cv2.GC_PR_FGD
        surely = (along > 0.12) & (along < 0.85) & (up > 0.03) & (up < np.where(along < 0.5, 0.18, 0.08))
        kind[surely] = cv2.GC_FGD
        kind[shin & (up > 0.2) & (up < 0.35)] = cv2.GC_FGD
        cv2.setRNGSeed(0)
        models = np.zeros((1, 65)), np.zeros((1, 65))
        cv2.grabCut(picture, kind, (0, 0, 0, 0), *models, 5, cv2.GC_INIT_WITH_MASK)
        found = (kind == cv2.GC_FGD) | (kind == cv2.GC_PR_FGD)
        found = cv2.morphologyEx(found.astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
        _, labels = cv2.connectedComponents(found)
        return np.asarray((labels == np.bincount(labels[surely]).argmax()) & (found > 0))

    def _filled(self, source: Picture) -> Picture:
        """The floor without the foot, filled from around and a little darker."""
        own = cv2.inpaint(source, self._tainted, FILL_REACH_PX, cv2.INPAINT_TELEA) * FILL_SHADE
        share = cv2.GaussianBlur(self._hidden.astype(np.float32), (0, 0), 1.0)[..., None]
        return np.asarray(np.round(share * own + (1 - share) * source), dtype=np.uint8)

    def _moved(self, i: int, height_pct: float) -> Floats:
        """The crop of one picture with the heel at this height, at the clip's resolution."""
        if height_pct == 0 and i in self._down:
            return self._down[i]
        source = self._finer(self.pictures[i])
        if i not in self._floor:
            self._floor[i] = self._filled(source)
        x, y = self._x, self._y
        for _ in range(6):  # where each pixel came from: the movement undone by fixed point
            dx, dy, _ = self._shift(i, x, y, height_pct)
            x, y = self._x - dx, self._y - dy
        _, _, layer = self._shift(i, x, y, height_pct)
        columns = ((x - self._left + 0.5) * FINER - 0.5).astype(np.float32)
        rows = ((y - self._top + 0.5) * FINER - 0.5).astype(np.float32)
        foot, alpha = (
            cv2.remap(each, columns, rows, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
            for each in (source.astype(np.float32), self.mask)
        )
        alpha = np.clip(np.maximum(alpha, layer), 0, 1)[..., None]
        out = alpha * foot + (1 - alpha) * self._floor[i]
        size = self._right - self._left, self._bottom - self._top
        small: Floats = np.asarray(
            cv2.resize(out.astype(np.float32), size, interpolation=cv2.INTER_AREA), dtype=np.float64
        )
        if height_pct == 0:
            self._down[i] = small
        return small

    def _shift(self, i: int, x: Floats, y: Floats, height_pct: float) -> tuple[Floats, Floats, Floats]:
        """Movement (px) of points of the flat picture, and how far they belong to the layer of the shin."""
        turn = self.forward * math.radians(self.turn_deg(height_pct))
        up, length = self._up(x, y), self.length_px
        turning = turn * (1 - _smooth(-FADE, FADE, self.forward * (x - self.ball[0]) / length))
        foot = self._turned(x, y, turning)
        ankle, knee = self._ankle[i], self._knee[i]
        axis = (knee - ankle) / np.linalg.norm(knee - ankle)
        share = ((x - ankle[0]) * axis[0] + (y - ankle[1]) * axis[1]) / np.linalg.norm(knee - ankle)
        aside = np.abs((x - ankle[0]) * axis[1] - (y - ankle[1]) * axis[0]) / length
        rises = np.array(self._turned(ankle[0], ankle[1], np.asarray(turn)))
        near = (1 - _smooth(STILL_FROM, STILL_TO, aside)) * np.clip(1 - share, 0, 1.2)
        shin = _smooth(ANKLE_LOW, ANKLE_HIGH, up)
        dx, dy = ((1 - shin) * f + shin * near * r for f, r in zip(foot, rises, strict=True))
        layer = _smooth(LAYER_LOW, LAYER_HIGH, up) * (1 - _smooth(STILL_TO, LAYER_TO, aside))
        return dx, dy, layer

    def _turned(self, x: Any, y: Any, turn: Floats) -> tuple[Floats, Floats]:
        """Movement of points turned about the hinge in the plane of the foot, which the view squeezes."""
        across, down = (x - self.ball[0]) / self.squeezed, y - self.ball[1]
        c, s = np.cos(turn), np.sin(turn)
        return (c * across - s * down - across) * self.squeezed, s * across + c * down - down


def save(target: Path, pictures: Sequence[Picture], rate: Fraction, crf: int) -> None:
    """Pictures as a clip, H.264 at an even rate."""
    height, width = pictures[0].shape[:2]
    with av.open(str(target), "w") as container:
        stream = container.add_stream("libx264", rate=rate)
        stream.options = {"crf": str(crf)}
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for number, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, 1 / rate
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def _smooth(low: float, high: float, x: Any) -> Floats:
    """0 below `low`, 1 above `high`, smooth between."""
    share = np.clip((x - low) / (high - low), 0, 1)
    out: Floats = share * share * (3 - 2 * share)
    return out
