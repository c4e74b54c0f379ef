"""What was measured, drawn onto the picture: legs, floor, shin angle, heel and the count of repetitions."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from plantigrade.core.quantities import SIDES, Estimate, Side
from plantigrade.motion.heel import HeelEvent
from plantigrade.motion.kinematics import Kinematics
from plantigrade.motion.repetitions import Repetition
from plantigrade.motion.types import INDEX, Floats, Picture, Tracks
from plantigrade.motion.view import Floor

Colour = tuple[int, int, int]
Point = tuple[float, float]

# The colours of the interface (RGB): left indigo and round, right burnt orange and square.
SIDE_COLOURS: dict[Side, Colour] = {Side.LEFT: (63, 85, 176), Side.RIGHT: (179, 89, 26)}
PAPER, INK, ACCENT, CLAY, PALE = (
    (250, 248, 244),
    (29, 42, 46),
    (88, 194, 182),
    (233, 138, 84),
    (214, 208, 198),
)
# Sizes in shares of the picture's longer side.
LINE, DOT, ARC, UPRIGHT, TEXT = 0.005, 0.008, 0.055, 0.14, 0.028
CARD_SHADE = 0.62
COVERAGE = 0.95
LIMB = ("hip", "knee", "ankle", "heel", "toe")
DASHES = 8
FONT = cv2.FONT_HERSHEY_DUPLEX


@dataclass(frozen=True, slots=True)
class Layers:
    """What there is to draw. `heels` in the order of `reps`, None where the heel could not be followed;
    `side` None draws no angle."""

    tracks: Tracks
    near: Side | None = None
    side: Kinematics | None = None
    floor: Floor | None = None
    reps: tuple[Repetition, ...] = ()
    heels: tuple[HeelEvent | None, ...] = ()


@dataclass(frozen=True, slots=True)
class _Pen:
    """A canvas with its unit: drawn in subpixels, sizes in shares of the longer side."""

    canvas: Picture
    scale: float

    @property
    def unit(self) -> float:
        return float(max(self.canvas.shape[:2]))

    def width(self, share: float) -> int:
        return max(1, round(share * self.unit))

    def line(self, a: Floats, b: Floats, colour: Colour, share: float = LINE) -> None:
        cv2.line(self.canvas, _px(a), _px(b), colour, self.width(share), cv2.LINE_AA, 4)

    def dashed(self, a: Floats, b: Floats, colour: Colour, share: float = LINE / 2) -> None:
        for i in range(0, 2 * DASHES, 2):
            self.line(a + (b - a) * i / (2 * DASHES), a + (b - a) * (i + 1) / (2 * DASHES), colour, share)

    def dot(self, at: Floats, side: Side, colour: Colour, share: float = DOT) -> None:
        reach = share * self.unit
        if side is Side.LEFT:
            cv2.circle(self.canvas, _px(at), round(reach * 16), colour, -1, cv2.LINE_AA, 4)
        else:
            cv2.rectangle(
                self.canvas, _px(at - reach * 0.9), _px(at + reach * 0.9), colour, -1, cv2.LINE_AA, 4
            )

    def ring(self, at: Floats, colour: Colour, share: float) -> None:
        cv2.circle(
            self.canvas, _px(at), round(share * self.unit * 16), colour, self.width(LINE), cv2.LINE_AA, 4
        )

    def arc(self, at: Floats, tilt_deg: float, colour: Colour) -> None:
        """From straight up to `tilt_deg` clockwise."""
        turns = np.radians(np.linspace(0, tilt_deg, 24))
        points = at + ARC * self.unit * np.stack([np.sin(turns), -np.cos(turns)], axis=-1)
        cv2.polylines(self.canvas, [_fixed(points)], False, colour, self.width(LINE), cv2.LINE_AA, 4)

    def text(self, at: Floats, words: str, share: float = TEXT, *, ends: bool = False) -> None:
        """On a dark card, from their lower left corner or, with `ends`, their lower right one."""
        size = share * self.unit
        scale, thick = size / 24, max(1, round(size / 22))
        (wide, high), low = cv2.getTextSize(words, FONT, scale, thick)
        pad = size * 0.35
        rows, columns = self.canvas.shape[:2]
        x = float(np.clip(at[0] - wide * ends, pad, max(pad, columns - wide - pad)))
        y = float(np.clip(at[1], high + pad, max(high + pad, rows - low - pad)))
        self.card(x - pad, y - high - pad, x + wide + pad, y + low * 0.5 + pad)
        cv2.putText(self.canvas, words, (round(x), round(y)), FONT, scale, PAPER, thick, cv2.LINE_AA)

    def card(self, left: float, top: float, right: float, bottom: float) -> None:
        rows = slice(max(round(top), 0), max(round(bottom), 0))
        columns = slice(max(round(left), 0), max(round(right), 0))
        part = self.canvas[rows, columns]
        part[:] = (part * (1 - CARD_SHADE) + np.array(INK) * CARD_SHADE).astype(np.uint8)


def draw(picture: Picture, t_s: float, layers: Layers, long_side: int | None = None) -> Picture:
    """A copy of the picture (H, W, 3) RGB with everything drawn that is known at `t_s`.

    `long_side` shrinks larger pictures first; height and width come out even, as video wants them.
    """
    canvas, scale = _canvas(picture, long_side)
    pen = _Pen(canvas, scale)
    at = _points_at(layers.tracks, t_s)
    if layers.floor is not None:
        _floor(pen, layers.floor)
    near = layers.near or (layers.side.side if layers.side is not None else None)
    for side in sorted(SIDES, key=lambda s: s is near):
        _leg(pen, at, side, faint=near is not None and side is not near)
    if near is not None:
        _trunk(pen, at, near)
    if layers.side is not None:
        _shin(pen, at, layers.side, t_s)
    _heel(pen, at, near, layers, t_s)
    _count(pen, layers.reps, t_s)
    return canvas


def _canvas(picture: Picture, long_side: int | None) -> tuple[Picture, float]:
    height, width = picture.shape[:2]
    scale = 1.0 if long_side is None else min(1.0, long_side / max(height, width))
    size = (max(2, round(width * scale / 2) * 2), max(2, round(height * scale / 2) * 2))
    if size == (width, height):
        return picture.copy(), 1.0
    resized = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(resized, dtype=np.uint8), scale


def _points_at(tracks: Tracks, t_s: float) -> Callable[[str], Floats]:
    """(2,) px of a named point, between its neighbouring samples; NaN where either is unknown."""
    after = int(np.clip(np.searchsorted(tracks.t_s, t_s), 1, max(len(tracks.t_s) - 1, 1)))
    if len(tracks.t_s) < 2:
        return lambda _: np.full(2, np.nan)
    a, b = tracks.t_s[after - 1], tracks.t_s[after]
    share = float(np.clip((t_s - a) / (b - a), 0, 1))
    xy = (1 - share) * tracks.xy[after - 1] + share * tracks.xy[after]
    return lambda name: np.asarray(xy[INDEX[name]], dtype=np.float64)


def _floor(pen: _Pen, floor: Floor) -> None:
    across = pen.canvas.shape[1] / 2
    slope = math.tan(math.radians(floor.slope_deg))
    middle = np.array([floor.x, floor.y]) * pen.scale
    ends = [middle + np.array([reach, reach * slope]) for reach in (-across * 0.6, across * 0.6)]
    pen.line(ends[0], ends[1], PALE, LINE / 2)


def _leg(pen: _Pen, at: Callable[[str], Floats], side: Side, *, faint: bool) -> None:
    joints = {part: at(f"{side.value}_{part}") * pen.scale for part in LIMB}
    colour = PALE if faint else SIDE_COLOURS[side]
    share = LINE / 2 if faint else LINE
    for a, b in (("hip", "knee"), ("knee", "ankle"), ("ankle", "heel"), ("heel", "toe"), ("ankle", "toe")):
        if _known(joints[a], joints[b]):
            if not faint:
                pen.line(joints[a], joints[b], PAPER, share * 1.8)
            pen.line(joints[a], joints[b], colour, share)
    for part, place in joints.items():
        if _known(place):
            small = 0.6 if faint or part in ("heel", "toe") else 1.0
            pen.dot(place, side, PAPER if not faint else colour, DOT * small)
            if not faint:
                pen.dot(place, side, colour, DOT * small * 0.65)


def _trunk(pen: _Pen, at: Callable[[str], Floats], side: Side) -> None:
    hip, shoulder = (at(f"{side.value}_{part}") * pen.scale for part in ("hip", "shoulder"))
    if _known(hip, shoulder):
        pen.line(shoulder, hip, PAPER, LINE * 1.8)
        pen.line(shoulder, hip, SIDE_COLOURS[side])


def _shin(pen: _Pen, at: Callable[[str], Floats], side: Kinematics, t_s: float) -> None:
    ankle, knee = (at(f"{side.side.value}_{part}") * pen.scale for part in ("ankle", "knee"))
    tilt, sd = (float(np.interp(t_s, side.t_s, v)) for v in (side.shin_tilt.value, side.shin_tilt.sd))
    if not (_known(ankle, knee) and math.isfinite(tilt)):
        return
    pen.dashed(ankle, ankle - np.array([0, UPRIGHT * pen.unit]), PAPER)
    # The line as it lies in the picture: the number may be corrected for roll and for the view.
    seen = math.degrees(math.atan2(knee[0] - ankle[0], ankle[1] - knee[1]))
    pen.arc(ankle, seen, ACCENT)
    # As everywhere that people read: half of the 95 % range.
    half = Estimate(tilt, sd).interval(COVERAGE)[1] - tilt if math.isfinite(sd) else math.nan
    error = f" ±{half:.0f}" if math.isfinite(half) else ""
    away = -1.6 if seen > 0 else 1.6
    beside = ankle + np.array([away * ARC * 0.5, -ARC * 0.9]) * pen.unit
    pen.text(beside, f"{tilt:.0f}°{error}", ends=seen > 0)


def _heel(pen: _Pen, at: Callable[[str], Floats], near: Side | None, layers: Layers, t_s: float) -> None:
    event = heel_up_at(layers, t_s)
    if event is None or near is None:
        return
    heel = at(f"{near.value}_heel") * pen.scale
    if _known(heel):
        pen.ring(heel, CLAY, DOT * 2.4)
        below = heel + np.array([-0.05, 0.065]) * pen.unit
        pen.text(below, "heel up")


def heel_up_at(layers: Layers, t_s: float) -> HeelEvent | None:
    """The lift that is going on at `t_s`, if any."""
    for event in layers.heels:
        if event is None or event.at_s is None or event.until_s is None:
            continue
        if event.at_s <= t_s <= event.until_s:
            return event
    return None


def _count(pen: _Pen, reps: tuple[Repetition, ...], t_s: float) -> None:
    if not reps:
        return
    begun = sum(rep.start_s <= t_s for rep in reps)
    pen.text(np.array([0.02, 0.06]) * pen.unit, f"{begun} / {len(reps)}", TEXT * 1.3)


def _known(*points: Floats) -> bool:
    return bool(np.isfinite(points).all())


def _px(point: Floats) -> tuple[int, int]:
    return round(float(point[0]) * 16), round(float(point[1]) * 16)


def _fixed(points: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
    return np.round(points * 16).astype(np.int32)
