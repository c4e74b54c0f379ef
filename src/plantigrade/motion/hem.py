"""Does a hem end at the knee? The colours along the leg in quiet standing, from thigh to shank.

Shorts that end just above the knee draw the knee point of a pose model to their edge. The points do not show
it: shank and thigh keep their lengths, the model stays sure, and neither a second network nor the mirrored
reading disagrees more than in other clothing (rendered clip d06 against eight others). The edge itself does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np

from plantigrade.core.quantities import Side
from plantigrade.motion.foot_picture import Cropping
from plantigrade.motion.standing import points_of
from plantigrade.motion.types import Floats, Frames, Picture, Reason, Tracks
from plantigrade.motion.upright import Box
from plantigrade.motion.view import Viewpoint, Widening

# Shares of the shank: how far from the knee an edge counts, up and down the leg; the step between samples;
# half the width of the strip; the stretch of even colour on each side of an edge; and the edge's own width.
# The hem of d06 lies 0.25 above the exact knee and 0.18 above the point that was read; one at mid thigh at
# 0.43 to 0.59, where it does no harm (ground-truth.md 2c).
NEAR_KNEE = 0.33
STEP, HALF_STRIP, STRETCH, EDGE = 0.01, 0.05, 0.07, 0.02
ACROSS = 7
# Difference of colour (CIE 1976) of the two sides. Largest within NEAR_KNEE in rendered side views without a
# hem there: 9.1 4.4 2.6 8.3 8.8 8.4 6.0 5.5 4.7 (d01 to d05, d07, d10 to d12); with one, d06: 72. So one
# clip of one pair of shorts stands against nine. In two real clips filmed obliquely a band above the knee
# gave 81 and straps about it 28. Between the sets the limit is their geometric middle.
HEM_DIFFERENCE = 26.0
# The knee point read alone erred by up to 5.8 deg at the bottom and by 1.6 when its mirrored reading was
# averaged in (ground-truth.md 2c); our own reading of d06 by 1.3. With the model's own error this holds the
# worst of them within 95 %.
HEM_SD_DEG = 2.0
# Pictures of quiet standing that are looked at, this far apart, and the side they are cut to, px.
PICTURES, INTERVAL_S, SIDE_PX = 5, 0.2, 480

KNEE_HEM = Reason(
    "knee_hem",
    "A hem ends close to your knee and may draw the knee point to it, so the angles are given with a wider "
    "error. Tuck the shorts well above the knee, to mid thigh, or wear leggings.",
)


@dataclass(frozen=True, slots=True)
class Edge:
    """The sharpest change of colour near the knee: its place in shares of the shank, towards the hip
    positive, and its size."""

    at: float
    difference: float


def with_hem(view: Viewpoint, edge: Edge | None) -> Viewpoint:
    """The same view, wider and with a reason when a hem ends at the knee."""
    if edge is None or edge.difference < HEM_DIFFERENCE:
        return view
    wider = (*view.widenings, Widening("knee_hem", HEM_SD_DEG))
    return replace(view, widenings=wider, reasons=(*view.reasons, KNEE_HEM))


def knee_edge(frames: Frames, tracks: Tracks, view: Viewpoint) -> Edge | None:
    """The sharpest edge near the knee of the working leg, in the first spell of quiet standing.

    frames are walked through to that spell only. None in another view than from the side, without standing,
    or when hip, knee or ankle are not seen in it. Trousers that hide the whole knee, and shorts of the skin's
    own colour, show no edge: they are not noticed.
    """
    leg = view.working_side
    if view.view != "sagittal" or view.standing is None or leg is None:
        return None
    first, last = view.standing.spells[0]
    box = _box(tracks, leg, first, last)
    if box is None:
        return None
    seen: list[Floats] = []
    for t_s, picture in _cuts(frames, box):
        if t_s < first:
            continue
        if t_s > last or len(seen) == PICTURES:
            break
        line = _line(_joints(tracks, leg, t_s), box)
        if line is not None:
            seen.append(_colours(picture, line))
    return sharpest(np.median(seen, axis=0)) if seen else None


def sharpest(colours: Floats) -> Edge:
    """From Lab colours (N, 3) at the places `_places()`: windows on both sides of each place compared."""
    places = _places()
    gap, reach = round(EDGE / STEP), round((EDGE + STRETCH) / STEP)
    best = Edge(0.0, 0.0)
    for i in np.flatnonzero(np.abs(places) <= NEAR_KNEE):
        above, below = colours[i + gap : i + reach], colours[i - reach + 1 : i - gap + 1]
        difference = float(np.linalg.norm(above.mean(axis=0) - below.mean(axis=0)))
        if difference > best.difference:
            best = Edge(float(places[i]), difference)
    return best


def _places() -> Floats:
    """Along the leg from the knee in shares of the shank, towards the hip positive, with room for the
    windows."""
    most = round((NEAR_KNEE + EDGE + STRETCH) / STEP)
    return np.arange(-most, most + 1, dtype=np.float64) * STEP


def _joints(tracks: Tracks, leg: Side, t_s: float) -> Floats:
    """(3, 2) hip, knee, ankle in px at the nearest sample."""
    at = int(np.argmin(np.abs(tracks.t_s - t_s)))
    return np.stack([points_of(tracks, leg, part)[at] for part in ("hip", "knee", "ankle")])


def _box(tracks: Tracks, leg: Side, first: float, last: float) -> Box | None:
    """An even square round the leg over the spell."""
    during = (tracks.t_s >= first) & (tracks.t_s <= last)
    points = np.concatenate([points_of(tracks, leg, part)[during] for part in ("hip", "knee", "ankle")])
    points = points[np.isfinite(points).all(axis=-1)]
    if not len(points):
        return None
    low, high = points.min(axis=0), points.max(axis=0)
    side = 2 * round(0.6 * float((high - low).max()))
    if side < 2:
        return None
    left, top = (2 * round(float(v) / 2) for v in (low + high - side) / 2)
    return Box(left, top, side)


def _cuts(frames: Frames, box: Box) -> Iterator[tuple[float, Picture]]:
    """Time and the box scaled to (SIDE_PX, SIDE_PX, 3) RGB."""
    if isinstance(frames, Cropping):
        for cut in frames.crops((box,), SIDE_PX, INTERVAL_S):
            yield cut.t_s, cut.pictures[0]
        return
    for frame in frames:
        rows = np.clip(np.arange(box.top, box.top + box.side), 0, frame.picture.shape[0] - 1)
        columns = np.clip(np.arange(box.left, box.left + box.side), 0, frame.picture.shape[1] - 1)
        square = cv2.resize(
            frame.picture[np.ix_(rows, columns)], (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_AREA
        )
        yield frame.t_s, np.asarray(square, dtype=np.uint8)


def _line(joints: Floats, box: Box) -> Floats | None:
    """(N, ACROSS, 2) places of the strip in px of the cut."""
    hip, knee, ankle = (joints - [box.left, box.top]) * (SIDE_PX / box.side)
    shank, thigh = float(np.linalg.norm(knee - ankle)), float(np.linalg.norm(hip - knee))
    if not (shank > 1 and thigh > 1):
        return None
    places = _places()[:, None] * shank
    middle = knee + np.where(places > 0, places * (hip - knee) / thigh, places * (knee - ankle) / shank)
    along = (hip - ankle) / np.linalg.norm(hip - ankle)
    beside = np.linspace(-HALF_STRIP, HALF_STRIP, ACROSS)[:, None] * shank * np.array([-along[1], along[0]])
    out: Floats = middle[:, None] + beside[None]
    return out


def _colours(picture: Picture, line: Floats) -> Floats:
    """(N, 3) Lab, the median across the strip."""
    lab = cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    x, y = line[..., 0].astype(np.float32), line[..., 1].astype(np.float32)
    read = cv2.remap(lab, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(np.median(read, axis=1), dtype=np.float64)
