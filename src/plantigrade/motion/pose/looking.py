"""Where an engine looks: a square that moves, grows and turns with the body, and its pixels.

A square fixed for the whole clip and never turned shows less flicker, but the model was taught on upright
bodies: on the rendered squats it reads the peak shin tilt with sd 2.0 and up to 5 deg low in deep squats,
against 1.7 with a square that turns with the trunk (heavy, both with mirror averaging); on the real squat
with marker truth the mean error of the near leg is 1.1 against 0.7 deg. The turned square is taken from a
smoothed path, so no noise feeds back.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import cv2
import numpy as np

from plantigrade.motion.clip import Box
from plantigrade.motion.pose.blazepose import CROP_SIDE, REGION_SCALE
from plantigrade.motion.types import ClipInfo, Floats, Picture

MOST_OVERSAMPLED = 640  # px of the crop that is cut once for the whole clip; more adds nothing to 256
PATH_WEIGHTS = (0.25, 0.5, 0.25)  # over neighbouring samples of the first pass, 0.2 s apart


@dataclass(frozen=True, slots=True)
class Look:
    """A square by centre and side in px and by its turn (rad, clockwise on the screen; 0 upright)."""

    centre_x: float
    centre_y: float
    side: float
    turn: float = 0.0

    def affine(self, scale: float = 1.0, left: float = 0.0, top: float = 0.0) -> Floats:
        """(2, 3): from px of the 256 crop to px of a picture cut at left, top and then scaled."""
        unit = self.side / CROP_SIDE * scale
        c, s = unit * np.cos(self.turn), unit * np.sin(self.turn)
        half = CROP_SIDE / 2
        x, y = (self.centre_x - left) * scale, (self.centre_y - top) * scale
        return np.array([[c, -s, x - (c - s) * half], [s, c, y - (s + c) * half]])


def look_from_circle(centre: Floats, edge: Floats) -> Look:
    """The square round a body from its mid-hip and the point of its circle above the head."""
    dx, dy = edge - centre
    return Look(
        float(centre[0]),
        float(centre[1]),
        float(2 * REGION_SCALE * np.hypot(dx, dy)),
        float(np.arctan2(dx, -dy)),
    )


def place(xy: Floats, affine: Floats) -> Floats:
    """Points of the 256 crop into the picture that the affine map leads to."""
    placed: Floats = xy @ affine[:, :2].T + affine[:, 2]
    return placed


def sample(picture: Picture, affine: Floats) -> Picture:
    """The (256, 256, 3) crop at the far end of the map; black outside the picture."""
    centres = affine.copy()  # OpenCV counts from the middle of the first pixel, we from its corner
    centres[:, 2] += affine[:, :2] @ np.array([0.5, 0.5]) - 0.5
    size = (CROP_SIDE, CROP_SIDE)
    warped = cv2.warpAffine(picture, centres, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    return np.asarray(warped, np.uint8)


@dataclass(frozen=True, slots=True)
class Path:
    """Squares over time: t_s (n,), values (n, 4) of centre x, y, side, turn. Between them straight lines."""

    t_s: Floats
    values: Floats

    def at(self, t_s: float) -> Look:
        return Look(*(float(np.interp(t_s, self.t_s, column)) for column in self.values.T))

    def box(self, info: ClipInfo) -> tuple[Box, int]:
        """One square of whole, even pixels that holds all others, and the side it is to be scaled to."""
        x, y, side, turn = self.values.T
        reach = side / 2 * (np.abs(np.cos(turn)) + np.abs(np.sin(turn)))
        left, top = max(np.min(x - reach), -info.width), max(np.min(y - reach), -info.height)
        right, bottom = min(np.max(x + reach), 2 * info.width), min(np.max(y + reach), 2 * info.height)
        length = 2 * ceil(max(right - left, bottom - top, 2.0) / 2)
        box = Box(2 * round((left + right - length) / 4), 2 * round((top + bottom - length) / 4), length)
        scaled = ceil(CROP_SIDE * length / max(float(np.min(side)), 1.0))
        return box, 2 * ceil(min(scaled, length, MOST_OVERSAMPLED) / 2)


def smooth_path(t_s: Floats, values: Floats) -> Path:
    """A path from samples, NaN rows where nobody was seen: they are bridged and the ends held."""
    seen = ~np.isnan(values).any(axis=1)
    t_s, values = t_s[seen], values[seen].copy()
    values[:, 3] = np.unwrap(values[:, 3])
    padded = np.pad(values, ((1, 1), (0, 0)), mode="edge")
    smooth = sum(w * padded[i : i + len(values)] for i, w in enumerate(PATH_WEIGHTS))
    return Path(t_s, np.asarray(smooth))
