"""A drawn foot on a floor, its rear part turned about the ball by known angles: exact pictures to register."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from plantigrade.motion.types import INDEX, POINTS, ClipInfo, Floats, Frame, Tracks

WIDTH, HEIGHT = 320, 280
FINER = 2
LENGTH = 100.0
BACK, SOLE = 100.0, 180.0
BALL_AT = 0.73
# Corners of a shoe in shares of its length: forward from the heel, up from the sole.
SHAPE = ((0, 0.02), (0.03, 0), (1, 0), (1, 0.1), (0.75, 0.17), (0.45, 0.33), (0.05, 0.33), (-0.02, 0.15))
STANDING = (0.0, 0.9)
FPS = 10.0


@dataclass(frozen=True)
class Scene:
    """`pitch_deg` (T,) heel up positive. `contrast` of the textures; `shift` (T, 2) px and `roll_deg` (T,) of the
    whole picture (a moving phone); `gain` (T,) of the light; `softness` px; `mirrored` faces left."""

    pitch_deg: Floats
    contrast: float = 1.0
    shift: Floats | None = None
    roll_deg: Floats | None = None
    gain: Floats | None = None
    softness: float = 0.0
    noise: float = 2.0
    mirrored: bool = False
    same_colour: bool = False
    hidden: tuple[int, int] = (0, 0)

    @property
    def t_s(self) -> Floats:
        return np.arange(len(self.pitch_deg)) / FPS

    @property
    def heel_pct(self) -> Floats:
        """(T,) height of the sole's point at 0.15 of the length, percent of the length."""
        out: Floats = 100 * (BALL_AT - 0.15) * np.sin(np.radians(self.pitch_deg))
        return out

    @property
    def info(self) -> ClipInfo:
        count = len(self.pitch_deg)
        return ClipInfo(count / FPS, count, FPS, WIDTH, HEIGHT, 0, False, "drawn")

    def tracks(self, offset: float = 0.0) -> Tracks:
        """Points that never move, `offset` lengths inside the foot as pose models set them."""
        xy = np.full((len(self.pitch_deg), len(POINTS), 2), np.nan)
        for name, (x, y) in {
            "heel": (0.06 + offset, 0.1),
            "toe": (0.9 - offset, 0.08),
            "ankle": (0.25, 0.38),
        }.items():
            across = BACK + x * LENGTH
            xy[:, INDEX[f"right_{name}"]] = (WIDTH - across if self.mirrored else across, SOLE - y * LENGTH)
        seen = np.isfinite(xy).all(axis=-1)
        return Tracks(self.t_s, xy, seen * 0.9, np.zeros_like(seen), WIDTH, HEIGHT, "drawn")

    def __iter__(self) -> Iterator[Frame]:
        random = np.random.default_rng(7)
        floor, shoe, toes, rear = _layers(self.contrast, self.same_colour)
        for i, pitch in enumerate(self.pitch_deg):
            picture = _over(floor, shoe, toes)
            ball = ((BACK + BALL_AT * LENGTH) * FINER, SOLE * FINER)
            turn = cv2.getRotationMatrix2D(ball, -float(pitch), 1.0)
            size = (WIDTH * FINER, HEIGHT * FINER)
            turned, shape = (
                _float(cv2.warpAffine(a, turn, size, flags=cv2.INTER_CUBIC)) for a in (shoe, rear)
            )
            picture = _over(picture, turned, shape)
            roll = 0.0 if self.roll_deg is None else float(self.roll_deg[i])
            x, y = (0.0, 0.0) if self.shift is None else self.shift[i]
            camera = cv2.getRotationMatrix2D((WIDTH * FINER / 2, HEIGHT * FINER / 2), roll, 1.0)
            camera[:, 2] += np.array([x, y]) * FINER
            if roll or x or y:
                moved = cv2.warpAffine(
                    picture, camera, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
                )
                picture = _float(moved)
            small = cv2.resize(picture, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
            if self.softness:
                small = cv2.GaussianBlur(small, (0, 0), self.softness)
            small = small * (1.0 if self.gain is None else self.gain[i]) + random.normal(
                0, self.noise, small.shape
            )
            if self.hidden[0] <= i < self.hidden[1]:
                small[int(SOLE - 80) :, 80:240] = random.uniform(0, 255, (HEIGHT - int(SOLE - 80), 160, 3))
            whole = np.clip(small, 0, 255).astype(np.uint8)
            yield Frame(i, i / FPS, np.ascontiguousarray(whole[:, ::-1]) if self.mirrored else whole)


def lift(*peaks_deg: float) -> Floats:
    """One second of standing, then a rise to each peak and back within two seconds, and half a second of rest."""
    wave = np.sin(np.linspace(0, np.pi, 20)) ** 2
    return np.concatenate([np.zeros(10), *(np.concatenate([p * wave, np.zeros(5)]) for p in peaks_deg)])


def _layers(contrast: float, same_colour: bool) -> tuple[Floats, Floats, Floats, Floats]:
    random = np.random.default_rng(3)
    size = (HEIGHT * FINER, WIDTH * FINER)
    floor_colour = np.array([130.0, 120.0, 110.0])
    shoe_colour = floor_colour if same_colour else np.array([60.0, 90.0, 160.0])
    floor = floor_colour + contrast * _texture(random, size, 12 * FINER, 25.0)
    shoe = shoe_colour + contrast * _texture(random, size, 4 * FINER, 18.0)
    corners = np.array(SHAPE) * [LENGTH, -LENGTH] + [BACK, SOLE]
    whole = np.zeros(size, np.uint8)
    cv2.fillPoly(whole, [np.round(corners * FINER).astype(np.int32)], 1)
    front = np.arange(size[1])[None, :] > (BACK + BALL_AT * LENGTH) * FINER
    toes = (whole * front).astype(np.float32)
    return _float(floor), _float(shoe), _float(toes), _float(whole - toes)


def _float(layer: Any) -> Floats:
    # Single precision: the drawing is the slow part of these tests.
    return np.asarray(layer, dtype=np.float32)


def _texture(random: np.random.Generator, size: tuple[int, int], grain: float, strength: float) -> Floats:
    coarse = random.normal(0, 1, (round(size[0] / grain) + 2, round(size[1] / grain) + 2, 3))
    return strength * np.asarray(
        cv2.resize(coarse, size[::-1], interpolation=cv2.INTER_CUBIC), dtype=np.float64
    )


def _over(below: Floats, layer: Floats, alpha: Floats) -> Floats:
    a = np.clip(alpha, 0, 1)[..., None]
    out: Floats = np.asarray(below * (1 - a) + layer * a)
    return out
