"""Did the phone move? The room around the person, followed through the clip.

The floor beside the foot cannot tell: shadow and reflection of a squatting person move with the squat (a
glossy floor read as a phone turning by 5 deg in every repetition). The walls and furniture beyond can.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from plantigrade.motion.foot_picture import SIZE, FootBox, whole_box
from plantigrade.motion.registration import Fit, Patch, Pose, Views, moved
from plantigrade.motion.types import Bools, Floats, Picture, Tracks

# Kept free around all points of the person, in shares of the larger side of the box that holds them: hair,
# hands and clothes reach past the points.
AROUND_PERSON = 0.15
# Least share of the picture that must show the room, and how many of its pixels are compared.
LEAST_ROOM, ROOM_POINTS = 0.10, 1500
# The room is recognised from this correlation, its turn is known when the fit's own error stays under this.
LEAST_CORRELATION, MOST_TURN_SD_DEG = 0.8, 0.2
# A phone that was put up stays within these (percent of the foot's length), a held one does not.
STILL_TURN_DEG, STILL_SHIFT_PCT = 0.3, 0.6
# Share of the pictures for which either must hold.
SHARE = 0.95


# Left and right end of a part of the picture's width, px.
Band = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Shake:
    """What a moving phone did to the foot picture. T samples: turn (deg) and its error, shift (px) of heel
    and ball (T, 2)."""

    turn_deg: Floats
    turn_sd_deg: Floats
    heel: Floats
    ball: Floats


class Room:
    """The surroundings in quiet standing, found again in every later picture."""

    def __init__(self, reference: Picture, mask: Bools) -> None:
        self._patch = Patch(reference, mask, ROOM_POINTS)
        self._pose = Pose()
        self._fits: list[Fit] = []

    def follow(self, picture: Picture) -> None:
        """Read one more whole picture (SIZE, SIZE, 3)."""
        fit = self._patch.find(Views.of(picture), self._pose)
        if fit.correlation >= LEAST_CORRELATION:
            self._pose = fit.pose
        self._fits.append(fit)

    def shake(self, box: FootBox, heel: Floats, ball: Floats, width: int, height: int) -> Shake | None:
        """The phone's movement at two points (px) of the foot picture with a foot of known length; None for a
        phone at rest or a room that tells nothing."""
        turn = np.degrees([f.pose.turn for f in self._fits])
        turn_sd = np.degrees([math.sqrt(f.covariance[0, 0]) for f in self._fits])
        known = np.array([f.correlation >= LEAST_CORRELATION for f in self._fits]) & (
            turn_sd < MOST_TURN_SD_DEG
        )
        if not len(known) or known.mean() < SHARE:
            return None
        at_heel, at_ball = (self._at(point, box, width, height) for point in (heel, ball))
        shift = 100 * np.abs(at_ball[:, 1]) / abs(ball[0] - heel[0])
        still = (np.abs(turn) < STILL_TURN_DEG) & (shift < STILL_SHIFT_PCT)
        if still.mean() >= SHARE:
            return None
        return Shake(-turn if box.flipped else turn, turn_sd, at_heel, at_ball)

    def _at(self, point: Floats, box: FootBox, width: int, height: int) -> Floats:
        """(T, 2) px of the foot picture by which the room moves at a point of it."""
        whole = whole_box(width, height)
        own = np.array([SIZE - 1 - point[0] if box.flipped else point[0], point[1]])
        px = (own + 0.5) * box.box.side / SIZE + [box.box.left, box.box.top]
        there = (px - [whole.left, whole.top]) * SIZE / whole.side - 0.5
        shift = np.array([moved(self._patch, f.pose, there) - there for f in self._fits]).reshape(-1, 2)
        shift *= whole.side / box.box.side
        if box.flipped:
            shift[:, 0] *= -1
        return shift


def room_mask(tracks: Tracks, person: Band | None = None) -> Bools | None:
    """(SIZE, SIZE) true where the whole picture never shows the person; None where too little is left.

    `person` names the part of the picture's width that may show the person; unsaid, the points tell.
    """
    points = tracks.xy.reshape(-1, 2)
    points = points[np.isfinite(points).all(axis=1)]
    whole = whole_box(tracks.width, tracks.height)
    rows, columns = np.mgrid[:SIZE, :SIZE]
    x, y = (((v + 0.5) * whole.side / SIZE) for v in (columns, rows))
    x, y = x + whole.left, y + whole.top
    inside = (x >= 0) & (x < tracks.width) & (y >= 0) & (y < tracks.height)
    if not len(points):
        return None
    low, high = points.min(axis=0), points.max(axis=0)
    gap = AROUND_PERSON * float((high - low).max())
    shown = (x > low[0] - gap) & (x < high[0] + gap) & (y > low[1] - gap) & (y < high[1] + gap)
    if person is not None:
        shown = (x > person[0]) & (x < person[1])
    room: Bools = np.asarray(inside & ~shown, dtype=np.bool_)
    return room if room.sum() >= LEAST_ROOM * inside.sum() else None
