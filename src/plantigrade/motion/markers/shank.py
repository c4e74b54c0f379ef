"""The shank followed by its own outline, turning about an ankle that is followed with the foot.

A leg seen from the side has little texture, so its outline in quiet standing is the reference: a shape that
never changes and so cannot drift. What looks like leg is told by colour against what lies beside it; those
colours follow the light from picture to picture. One number is sought in each picture, the turn about the
joint: with its place free as well, a smooth leg slid along itself by a fifth of its length (rendered clips).
The joint lies a little above or below the mark (rendered: 0.05 of the shank below to 0.07 above, up to 3 deg
at 30); several places are tried side by side through the clip, and the one that fits best is interpolated.

Front and back edge are fitted apart. The other leg stands behind: as the knees come forward, perspective
moves it back in the picture, out from behind the leg or in behind it. Either way it draws one edge back, so
the edge that lies further forward is the one to trust (both edges together read up to 7 deg too little).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from plantigrade.motion.foot_picture import LENGTH_PX, SIZE, FootBox, pictures
from plantigrade.motion.markers.marks import Marks
from plantigrade.motion.registration import Singles
from plantigrade.motion.types import Bools, Floats, Frames, Picture
from plantigrade.motion.upright import Box

# Side of the square that is looked at, and where its middle lies from the ankle, in shank lengths.
BOX, AHEAD, ABOVE = SIZE / LENGTH_PX, 0.3, 0.55
# Least time between pictures, s.
LEAST_INTERVAL_S = 0.03
# The part of the shank that is compared, from the ankle up, in shank lengths; behind the knee the thigh comes
# into the way when it is bent.
FROM, TO, BACK_TO = 0.12, 1.02, 0.8
# Sampling, and how far to each side of the line from ankle to knee an edge is looked for.
STEP, REACH = 0.02, 0.24
# Half the width that any shank has for certain, and more than any has (calf or wide trousers).
CORE, WIDEST = 0.05, 0.30
# Places of the joint that are tried, in shank lengths above the mark, and how far the shank must have turned
# from its marked tilt to tell them apart, degrees.
PIVOTS, TELLS_DEG = (-0.10, -0.05, 0.0, 0.05, 0.10), 8.0
# How much of the place found is believed: the other leg can shift it.
SHRINK = 0.6
# Edges that agree and that do not, degrees.
AGREE_DEG, DISAGREE_DEG = 1.5, 4.0
# Search from the last tilt, degrees; everywhere when the leg was lost.
NEAR, EVERYWHERE, GRID = 6.0, (-20.0, 70.0), 0.5
# An edge whose picture differs by more from the reference (share of the pixels along it) is not found.
MOST_DIFFERENT = 0.25
# Share of a new picture in the colours of leg and surroundings.
LEARN = 0.1
# Bins of the colours: lightness coarse, since it changes with the light; grey levels each.
LIGHT_BIN, COLOUR_BIN = 16, 4
LIGHTS, COLOURS = 16, 32
# Share of the compared part that must lie inside the picture.
INSIDE = 0.8
ROUNDS = 4


@dataclass(frozen=True, slots=True)
class ShankMotion:
    """T pictures. tilt_deg: line ankle to knee from the vertical of the picture, forward positive, NaN where
    lost. apart_deg: how far the edges disagree, NaN where only one was found. likeness: 0 to 1. cut: true
    where the leg leaves the picture. ankle (T, 2): the marked point on the shank, px."""

    t_s: Floats
    tilt_deg: Floats
    apart_deg: Floats
    likeness: Floats
    cut: Bools
    ankle: Floats


def follow_shank(frames: Frames, marks: Marks, ankle_at: Callable[[float], Floats]) -> ShankMotion | None:
    """Follow the marked shank through a clip.

    Parameters
    ----------
    frames
        The clip; walked through twice, the first time only to the marked picture.
    marks
        Checked marks.
    ankle_at
        (2,) px of the ankle at a time, NaN where it is not known.

    Returns
    -------
    None when the clip ends before the marked picture.
    """
    cut = _Cut.of(marks)
    walk = pictures(frames, cut.box)
    first = next((picture for t, picture, _ in walk if t >= marks.at_s - 1e-6), None)
    walk.close()
    if first is None:
        return None
    whole = _inside(frames.info.width, frames.info.height, cut)
    legs = [_Leg(first, cut, marks, pivot) for pivot in PIVOTS]
    times: list[float] = []
    ankles: list[Floats] = []
    rows: list[list[_Found]] = []
    for t, picture, _ in pictures(frames, cut.box, LEAST_INTERVAL_S):
        ankle = ankle_at(t)
        times.append(t)
        ankles.append(ankle)
        inward = cut.inward(ankle)
        known = bool(np.isfinite(inward).all())
        bins = _binned(picture)
        rows.append([leg.follow(bins, inward, whole) if known else LOST for leg in legs])
    return _joined(np.array(times), np.array(ankles), rows, marks)


def _joined(t_s: Floats, ankles: Floats, rows: list[list[_Found]], marks: Marks) -> ShankMotion:
    """Between the two places of the joint that lie round the best one."""
    tilts, apart, likeness = (
        np.array([[getattr(found, name) for found in row] for row in rows])
        for name in ("tilt", "apart", "likeness")
    )
    pivot = _best_pivot(tilts - marks.tilt_deg, 1 - likeness)
    right = int(np.clip(np.searchsorted(PIVOTS, pivot), 1, len(PIVOTS) - 1))
    share = (pivot - PIVOTS[right - 1]) / (PIVOTS[right] - PIVOTS[right - 1])
    tilt, gap, like = (
        (1 - share) * each[:, right - 1] + share * each[:, right] for each in (tilts, apart, likeness)
    )
    up = np.stack([_upward(marks, turn) for turn in tilt])
    ankle = ankles + pivot * marks.shank_px * (_upward(marks, marks.tilt_deg) - up)
    cut = np.array([any(found.cut for found in row[right - 1 : right + 1]) for row in rows])
    return ShankMotion(t_s, tilt, gap, like, cut, ankle)


def _upward(marks: Marks, tilt_deg: float) -> Floats:
    """(2,) unit vector of the picture from ankle to knee."""
    turn = math.radians(tilt_deg)
    return np.array([marks.way * math.sin(turn), -math.cos(turn)])


def _best_pivot(turned: Floats, different: Floats) -> float:
    """Where the pictures with a tilted shank differ least from the reference; the mark itself without any."""
    bent = np.isfinite(turned).all(axis=1) & (turned[:, len(PIVOTS) // 2] > TELLS_DEG)
    if not bent.any():
        return 0.0
    least, _ = _lowest(np.array(PIVOTS), different[bent].mean(axis=0))
    return SHRINK * least


@dataclass(frozen=True, slots=True)
class _Found:
    tilt: float
    apart: float
    likeness: float
    cut: bool


LOST = _Found(math.nan, math.nan, 0.0, False)


@dataclass(frozen=True, slots=True)
class _Cut:
    """The square round the shank and the way into it."""

    box: FootBox

    @classmethod
    def of(cls, marks: Marks) -> _Cut:
        length = marks.shank_px
        span = round(BOX * length)
        middle = marks.point("ankle") + np.array([marks.way * AHEAD, -ABOVE]) * length
        left, top = (round(float(v)) for v in middle - span / 2)
        return cls(FootBox(Box(left, top, span), False, np.zeros((0, 2)), length))

    def inward(self, point: Floats) -> Floats:
        box = self.box.box
        out: Floats = (point + 0.5 - [box.left, box.top]) * SIZE / box.side - 0.5
        return out


def _inside(width: int, height: int, cut: _Cut) -> Singles:
    """(SIZE, SIZE) 1 where the square shows the picture, 0 beyond its border."""
    low, high = cut.inward(np.zeros(2)), cut.inward(np.array([width - 1.0, height - 1.0]))
    rows, columns = np.mgrid[:SIZE, :SIZE]
    shown = (columns >= low[0]) & (columns <= high[0]) & (rows >= low[1]) & (rows <= high[1])
    return np.asarray(shown, dtype=np.float32)


class _Leg:
    """Shape of the leg in the marked picture, in lengths along and across the shank, its colours, and where
    it was last; it turns about a joint `pivot` lengths above the marked ankle."""

    def __init__(self, picture: Picture, cut: _Cut, marks: Marks, pivot: float) -> None:
        self.way, self.length, self.marked, self.pivot = marks.way, LENGTH_PX, marks.tilt_deg, pivot
        self.last: float | None = None
        ankle = cut.inward(marks.point("ankle"))
        along, across = np.arange(FROM, TO, STEP), np.arange(-0.5, 0.5 + STEP / 2, STEP)
        self.s, self.w = np.meshgrid(along, across, indexing="ij")
        mask = _segmented(picture, ankle, cut.inward(marks.point("knee")), marks.way)
        seen = self._sampled(mask, ankle, marks.tilt_deg, cv2.INTER_NEAREST) > 0
        shape = (seen & (np.abs(self.w) < WIDEST)).astype(np.uint8)
        self.shape = cv2.GaussianBlur(shape.astype(np.float32), (0, 0), 1.5)
        self.inner = (cv2.erode(shape, np.ones((5, 5), np.uint8)) > 0) & (self.s < 0.85)
        self.outer = (cv2.dilate(shape, np.ones((7, 7), np.uint8)) == 0) & (self.s < BACK_TO)
        near = np.abs(self.w) < REACH
        self.front = near & (self.w > -CORE)
        self.back = near & (self.w < CORE) & (self.s < BACK_TO)
        bins = _binned(picture)
        held = self._sampled(bins, ankle, marks.tilt_deg, cv2.INTER_NEAREST)
        self.own, self.other = _histogram(held, self.inner), _histogram(held, self.outer)
        # What each edge reads in the marked picture itself is its zero.
        self.zero = [
            marks.tilt_deg - edge[0] for edge in self._edges(self._likely(bins), ankle, marks.tilt_deg)
        ]

    def follow(self, bins: Singles, ankle: Floats, whole: Singles) -> _Found:
        """The tilt in the next picture; the colours are brought up to date where it was found."""
        edges = self._edges(self._likely(bins), ankle, self.last)
        likeness = 1 - min(different for _, different in edges)
        tilts = [tilt + zero for (tilt, _), zero in zip(edges, self.zero, strict=True)]
        sure = [t for t, (_, different) in zip(tilts, edges, strict=True) if different < MOST_DIFFERENT]
        self.last = _weighed(sure)
        if self.last is None:
            return _Found(math.nan, math.nan, likeness, False)
        likeness = 1 - edges[int(np.argmax(tilts))][1] if len(sure) == 2 else likeness
        if self._sampled(whole, ankle, self.last)[self.front].mean() < INSIDE:
            return _Found(math.nan, math.nan, likeness, True)
        held = self._sampled(bins, ankle, self.last, cv2.INTER_NEAREST)
        self.own = (1 - LEARN) * self.own + LEARN * _histogram(held, self.inner)
        self.other = (1 - LEARN) * self.other + LEARN * _histogram(held, self.outer)
        return _Found(self.last, abs(tilts[0] - tilts[1]) if len(sure) == 2 else 0.0, likeness, False)

    def _likely(self, bins: Singles) -> Singles:
        """(SIZE, SIZE) 0 to 1: how likely each pixel is one of the leg."""
        share = (self.own + 1e-5) / (self.own + self.other + 2e-5)
        leg = cv2.GaussianBlur(share.astype(np.float32)[bins.astype(np.intp)], (0, 0), 1.0)
        return np.asarray(leg, dtype=np.float32)

    def _edges(self, leg: Singles, ankle: Floats, last: float | None) -> list[tuple[float, float]]:
        """Tilt and difference from the reference of front and back edge."""
        low, high = EVERYWHERE if last is None else (last - NEAR, last + NEAR)
        tilts = np.arange(low, high + GRID / 2, GRID)
        off = [np.abs(self._sampled(leg, ankle, float(tilt)) - self.shape) for tilt in tilts]
        return [_lowest(tilts, np.array([o[edge].mean() for o in off])) for edge in (self.front, self.back)]

    def _sampled(self, image: Singles, ankle: Floats, tilt: float, how: int = cv2.INTER_LINEAR) -> Singles:
        """The image at the grid's places for a tilt; the mark moves about the joint."""
        sine, cosine = math.sin(math.radians(tilt)), math.cos(math.radians(tilt))
        stood = math.radians(self.marked)
        ahead, up = self.pivot * (math.sin(stood) - sine), self.pivot * (math.cos(stood) - cosine)
        x = ankle[0] + self.length * self.way * (self.s * sine + self.w * cosine + ahead)
        y = ankle[1] + self.length * (self.w * sine - self.s * cosine - up)
        got = cv2.remap(
            image, x.astype(np.float32), y.astype(np.float32), how, borderMode=cv2.BORDER_REPLICATE
        )
        return np.asarray(got, dtype=np.float32)


def _weighed(sure: list[float]) -> float | None:
    """The mean of edges that agree, the one further forward of edges that do not."""
    if len(sure) < 2:
        return sure[0] if sure else None
    apart = abs(sure[0] - sure[1])
    forward = float(np.interp(apart, (AGREE_DEG, DISAGREE_DEG), (0.0, 0.5)))
    return sum(sure) / 2 + forward * apart


def _lowest(tilts: Floats, different: Floats) -> tuple[float, float]:
    """Where the difference is least, between the grid's points, and how large it is there."""
    at = int(different.argmin())
    if not 0 < at < len(tilts) - 1:
        return float(tilts[at]), float(different[at])
    before, least, after = different[at - 1 : at + 2]
    bend = before - 2 * least + after
    share = (before - after) / (2 * bend) if bend > 0 else 0.0
    return float(tilts[at] + share * (tilts[1] - tilts[0])), float(least)


def _binned(picture: Picture) -> Singles:
    """(H, W) number of the colour's bin."""
    soft = cv2.GaussianBlur(picture, (0, 0), 1.0)
    lab = cv2.cvtColor(soft, cv2.COLOR_RGB2LAB).astype(np.int32)
    light = np.minimum(lab[..., 0] // LIGHT_BIN, LIGHTS - 1)
    a, b = (np.clip((lab[..., i] - 128) // COLOUR_BIN + COLOURS // 2, 0, COLOURS - 1) for i in (1, 2))
    return np.asarray((light * COLOURS + a) * COLOURS + b, dtype=np.float32)


def _histogram(bins: Singles, mask: Bools) -> Floats:
    """(bins,) shares of the colours under a mask, spread to their neighbours."""
    count = np.bincount(bins[mask].astype(np.intp), minlength=LIGHTS * COLOURS * COLOURS)
    flat = count.astype(np.float32).reshape(LIGHTS, COLOURS * COLOURS)
    cube = cv2.GaussianBlur(flat, (1, 3), 0.7).reshape(LIGHTS, COLOURS, COLOURS)
    spread = np.stack([cv2.GaussianBlur(layer, (0, 0), 1.0) for layer in cube]).ravel()
    return np.asarray(spread / max(float(spread.sum()), 1e-9), dtype=np.float64)


def _segmented(picture: Picture, ankle: Floats, knee: Floats, way: float) -> Singles:
    """(SIZE, SIZE) 1 on the leg, by colour (grab cut) started from the marked line."""
    up = knee - ankle
    forward = way * np.array([-up[1], up[0]])

    def at(along: float, ahead: float) -> Floats:
        out: Floats = ankle + along * up + ahead * forward
        return out

    around = [at(-0.05, 0.35), at(1.05, 0.35), at(1.05, -0.4), at(-0.05, -0.4)]
    likely = [at(0, 0.1), at(1, 0.16), at(1, -0.16), at(0.6, -0.2), at(0, -0.1)]
    surely = [at(0.05, 0.03), at(0.95, 0.04), at(0.95, -0.04), at(0.05, -0.03)]
    mask = np.full((SIZE, SIZE), cv2.GC_BGD, np.uint8)
    for corners, kind in ((around, cv2.GC_PR_BGD), (likely, cv2.GC_PR_FGD), (surely, cv2.GC_FGD)):
        cv2.fillPoly(mask, [np.round(corners).astype(np.int32)], kind)
    cv2.setRNGSeed(0)  # the colour clusters start at random: the same clip must give the same answer
    model = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(picture, mask, (0, 0, 0, 0), *model, ROUNDS, cv2.GC_INIT_WITH_MASK)
    leg = ((mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD)).astype(np.uint8)
    _, labels = cv2.connectedComponents(leg)
    x, y = np.round((ankle + knee) / 2).astype(int)
    return np.asarray(labels == labels[y, x], dtype=np.float32)
