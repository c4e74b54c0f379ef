"""The near foot as its own picture: cut out, turned to face right, brought to one size, outlined."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import cv2
import numpy as np

from plantigrade.core.quantities import Side
from plantigrade.motion.decoding import Crops
from plantigrade.motion.types import INDEX, Bools, Floats, Frames, Picture, Tracks
from plantigrade.motion.upright import Box

# Heel point to toe point in the foot picture, px: finer adds time, not accuracy.
LENGTH_PX = 160.0
# Side of the square in heel-to-toe lengths: the foot, its shadow and a stretch of floor.
BOX = 2.2
SIZE = round(BOX * LENGTH_PX)
# The whole foot against the heel-to-toe line of the points: 1.0 when the points sit on the outline, up to
# 1.45 where a model sets them inside (0.69 to 0.88 of the shoe); an outline beyond that is not the foot's.
OUTLINE_LEAST, OUTLINE_MOST = 0.95, 1.6
USUAL_OUTLINE = 1.25
# Shares of the foot's length: front end of the part that stays rigid when the heel lifts (the ball is near
# 0.73), its height above the sole (above it the ankle folds), and the rim that keeps the outline's contrast.
RIGID_FRONT, RIGID_HEIGHT, RIM = 0.60, 0.27, 0.03
BALL_AT, HEEL_AT = 0.75, 0.15
OUTLINE_ROUNDS = 4


@runtime_checkable
class Cropping(Protocol):
    """A source of frames that can cut before it converts (`clip.Clip`), which spares most of the decoding."""

    def crops(self, boxes: tuple[Box, ...], side: int, min_interval_s: float = 0.0) -> Iterator[Crops]: ...


@dataclass(frozen=True, slots=True)
class FootBox:
    """The square around the foot. `points` (3, 2): heel, toe, ankle in px of the foot picture."""

    box: Box
    flipped: bool
    points: Floats
    length_px: float


@dataclass(frozen=True, slots=True)
class Outline:
    """Where the foot is in its picture. `rigid` (H, W) mask; `heel`, `ball` (2,) px on the sole; `length` px;
    `seen` false when the outline had to be drawn from the points."""

    rigid: Bools
    heel: Floats
    ball: Floats
    length: float
    seen: bool


def foot_box(tracks: Tracks, side: Side, start_s: float, end_s: float) -> FootBox | None:
    """By the median of heel, toe and ankle while standing; None when one of them is never seen."""
    during = (tracks.t_s >= start_s) & (tracks.t_s <= end_s)
    points = np.stack([tracks.xy[during, INDEX[f"{side.value}_{part}"]] for part in ("heel", "toe", "ankle")])
    seen = np.isfinite(points).all(axis=-1)
    if not seen.any(axis=1).all():
        return None
    heel, toe, ankle = (np.median(p[s], axis=0) for p, s in zip(points, seen, strict=True))
    length = float(np.linalg.norm(toe - heel))
    if length < 1:
        return None
    span = round(BOX * length)
    left, top = (round(float(v)) for v in (heel + toe) / 2 - span / 2)
    flipped = bool(toe[0] < heel[0])
    inside = (np.stack([heel, toe, ankle]) + 0.5 - [left, top]) * (SIZE / span) - 0.5
    if flipped:
        inside[:, 0] = SIZE - 1 - inside[:, 0]
    return FootBox(Box(left, top, span), flipped, inside, length)


def in_clip(points: Floats, box: FootBox) -> Floats:
    """Points (..., 2) of the foot picture in px of the clip's own."""
    own = points.copy()
    if box.flipped:
        own[..., 0] = SIZE - 1 - own[..., 0]
    out: Floats = (own + 0.5) * (box.box.side / SIZE) + [box.box.left, box.box.top] - 0.5
    return out


def pictures(
    frames: Frames, box: FootBox, min_interval_s: float = 0.0
) -> Generator[tuple[float, Picture, Picture], None, None]:
    """Time, foot picture (size, size, 3) RGB facing right, and whole picture in a square of the same size."""
    boxes = box.box, whole_box(frames.info.width, frames.info.height)
    if isinstance(frames, Cropping):
        for cut in frames.crops(boxes, SIZE, min_interval_s):
            yield cut.t_s, _turned(cut.pictures[0], box), cut.pictures[1]
        return
    last = -np.inf
    for frame in frames:
        if frame.t_s - last >= min_interval_s:
            last = frame.t_s
            foot, whole = (_cut(frame.picture, each) for each in boxes)
            yield frame.t_s, _turned(foot, box), whole


def whole_box(width: int, height: int) -> Box:
    """The square that holds the whole picture, px."""
    side = max(width, height)
    return Box((width - side) // 2, (height - side) // 2, side)


def _cut(picture: Picture, box: Box) -> Picture:
    rows = np.clip(np.arange(box.top, box.top + box.side), 0, picture.shape[0] - 1)
    columns = np.clip(np.arange(box.left, box.left + box.side), 0, picture.shape[1] - 1)
    way = cv2.INTER_AREA if box.side > SIZE else cv2.INTER_CUBIC
    return np.asarray(
        cv2.resize(picture[np.ix_(rows, columns)], (SIZE, SIZE), interpolation=way), dtype=np.uint8
    )


def _turned(picture: Picture, box: FootBox) -> Picture:
    return np.ascontiguousarray(picture[:, ::-1] if box.flipped else picture)


def outline(picture: Picture, box: FootBox) -> Outline:
    """Foot, its rigid rear part and the floor around it, in the standing reference."""
    heel = box.points[0]
    shape, seen = _segmented(picture, box), True
    back, front = _extent(shape, heel)
    if not OUTLINE_LEAST * LENGTH_PX <= front - back <= OUTLINE_MOST * LENGTH_PX:
        shape, seen = _drawn(box), False
        back, front = _extent(shape, heel)
    length = front - back
    behind = shape[:, int(back) : int(back + length / 2)]
    sole = float(np.nonzero(behind.any(axis=1))[0].max())
    rows, columns = np.mgrid[:SIZE, :SIZE]
    rear = (columns <= back + RIGID_FRONT * length) & (rows > sole - RIGID_HEIGHT * length)
    rigid = _wider(shape, RIM * length) & rear
    return Outline(
        rigid.astype(np.bool_),
        np.array([back + HEEL_AT * length, sole]),
        np.array([back + BALL_AT * length, sole]),
        length,
        seen,
    )


def _segmented(picture: Picture, box: FootBox) -> Bools:
    """Foot against floor by colour (grab cut), started from the three points."""
    heel, toe, ankle = box.points
    around = [
        _off(heel, -0.35, 0.3), _off(toe, 0.4, 0.3), _off(toe, 0.4, -0.15),
        _off(ankle, 0.3, -0.1), _off(ankle, -0.35, -0.1), _off(heel, -0.35, -0.1),
    ]  # fmt: skip
    likely = [_off(heel, -0.05, 0.03), _off(toe, 0, 0.03), _off(toe, 0, -0.03), ankle]
    surely = [heel, 0.3 * heel + 0.7 * toe, 0.5 * ankle + 0.25 * heel + 0.25 * toe]
    mask = np.full((SIZE, SIZE), cv2.GC_BGD, np.uint8)
    for corners, kind in ((around, cv2.GC_PR_BGD), (likely, cv2.GC_PR_FGD), (surely, cv2.GC_FGD)):
        cv2.fillPoly(mask, [np.round(corners).astype(np.int32)], kind)
    cv2.setRNGSeed(0)  # the colour clusters start at random: the same clip must give the same answer
    model = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(picture, mask, (0, 0, 0, 0), *model, OUTLINE_ROUNDS, cv2.GC_INIT_WITH_MASK)
    foot = ((mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD)).astype(np.uint8)
    _, labels = cv2.connectedComponents(foot)
    x, y = np.round(np.mean(surely, axis=0)).astype(int)
    return np.asarray((labels == labels[y, x]) & (foot > 0))


def _drawn(box: FootBox) -> Bools:
    """A foot's shape put through the points, for feet that look like the floor."""
    heel, toe, ankle = box.points
    more = (USUAL_OUTLINE - 1) / 2
    behind = np.array([heel[0] - more * LENGTH_PX, ankle[1]])
    corners = [
        _off(heel, -more, 0), _off(heel, 0, more), _off(toe, more, more), _off(toe, more, -0.05),
        0.6 * toe + 0.4 * ankle, ankle, behind,
    ]  # fmt: skip
    mask = np.zeros((SIZE, SIZE), np.uint8)
    cv2.fillPoly(mask, [np.round(corners).astype(np.int32)], 1)
    return mask > 0


def _off(point: Floats, forward: float, down: float) -> Floats:
    """Moved by shares of the heel-to-toe length."""
    out: Floats = point + np.array([forward, down]) * LENGTH_PX
    return out


def _extent(shape: Bools, heel: Floats) -> tuple[float, float]:
    low = shape[max(int(heel[1] - 0.1 * LENGTH_PX), 0) :].any(axis=0)
    columns = np.nonzero(low)[0]
    return (float(columns[0]), float(columns[-1])) if len(columns) else (0.0, 0.0)


def _wider(shape: Bools, by: float) -> Bools:
    reach = 2 * max(round(by), 1) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    return np.asarray(cv2.dilate(shape.astype(np.uint8), kernel) > 0)
