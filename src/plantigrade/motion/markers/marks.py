"""Four points that a person marked in one picture of quiet standing, checked before anything is measured."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from plantigrade.core.quantities import Side
from plantigrade.motion.types import ClipInfo, Facing, Floats

PARTS = ("heel", "toe", "ankle", "knee")
# A shank shorter than this in px cannot be followed: a pixel is then more than a degree.
SHORTEST_PX = 50.0
# The knee of a standing person lies above the ankle, the shin within this of the upright, degrees.
UPRIGHT_DEG = 35.0


class MarksError(ValueError):
    """`text` says which mark is wrong and what would be right."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@dataclass(frozen=True, slots=True)
class Marks:
    """Pixels (x, y) of the upright picture at `at_s` seconds of the clip, and the leg they are on.

    heel: the back end of foot or shoe at the sole; toe: its front end; ankle: the outer ankle bone; knee: the
    bony knob at the outer side of the knee joint.
    """

    heel: tuple[float, float]
    toe: tuple[float, float]
    ankle: tuple[float, float]
    knee: tuple[float, float]
    at_s: float
    side: Side

    @property
    def facing(self) -> Facing:
        return "right" if self.toe[0] > self.heel[0] else "left"

    @property
    def way(self) -> float:
        """1 when facing right, -1 when facing left."""
        return 1.0 if self.facing == "right" else -1.0

    @property
    def shank_px(self) -> float:
        return math.dist(self.ankle, self.knee)

    @property
    def foot_px(self) -> float:
        return math.dist(self.heel, self.toe)

    @property
    def tilt_deg(self) -> float:
        """Line ankle to knee from the vertical of the picture, forward positive."""
        x, y = self.knee[0] - self.ankle[0], self.knee[1] - self.ankle[1]
        return math.degrees(math.atan2(self.way * x, -y))

    def point(self, part: str) -> Floats:
        """(2,) px."""
        return np.array(getattr(self, part), dtype=np.float64)


def checked(marks: Marks, info: ClipInfo) -> Marks:
    """The marks unchanged. Raises MarksError when they cannot be those of a standing leg in this clip."""
    for part in PARTS:
        x, y = marks.point(part)
        if not (0 <= x < info.width and 0 <= y < info.height):
            raise MarksError(
                f"{part}={x:g},{y:g} lies outside the picture of {info.width}x{info.height} pixels; read the "
                "numbers from the still of `plantigrade video frame`"
            )
    if not 0 <= marks.at_s <= info.duration_s:
        raise MarksError(
            f"{marks.at_s:g} s lies outside the clip of {info.duration_s:.1f} s; name a time "
            "of quiet standing"
        )
    if marks.shank_px < SHORTEST_PX:
        raise MarksError(
            f"ankle and knee are only {marks.shank_px:.0f} pixels apart; at least {SHORTEST_PX:.0f} are "
            "needed: film closer or check the marks"
        )
    if abs(marks.tilt_deg) > UPRIGHT_DEG:
        raise MarksError(
            f"the line from ankle to knee leans by {abs(marks.tilt_deg):.0f} degrees; mark a picture of "
            "quiet standing, the ankle below the knee"
        )
    across, down = marks.toe[0] - marks.heel[0], marks.toe[1] - marks.heel[1]
    if marks.foot_px < 1 or abs(down) > abs(across):
        raise MarksError(
            "heel and toe do not lie side by side; mark both ends of the foot seen from the side"
        )
    if marks.ankle[1] <= marks.knee[1] or not -0.5 < _along(marks) < 1:
        raise MarksError("the ankle does not lie over the foot; check which mark is which")
    return marks


def facing_fits(marks: Marks, facing: Facing | None) -> Marks:
    """The marks unchanged. Raises MarksError when heel and toe point the other way than was said."""
    if facing is not None and facing != marks.facing:
        raise MarksError(
            f"the toe lies to the {marks.facing} of the heel, but facing {facing} was said; exchange the "
            "marks or leave the facing out"
        )
    return marks


def _along(marks: Marks) -> float:
    """Where the ankle lies between heel (0) and toe (1)."""
    return (marks.ankle[0] - marks.heel[0]) / (marks.toe[0] - marks.heel[0])
