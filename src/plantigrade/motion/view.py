"""How the clip was filmed: what can be measured in it, how well, and what to do better next time.

Camera roll comes from the standing body and never from a line through planted toes: feet that do not move
give no line. Obliquity is the angle between the picture plane and the person's side plane, positive when the
camera stands towards the front.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from plantigrade.core.quantities import SIDES, Estimate, Side, fuse
from plantigrade.motion import framing
from plantigrade.motion.standing import Standing, facing_of, middle_of, points_of, quiet_standing
from plantigrade.motion.tracks import leg_px, seen_in
from plantigrade.motion.types import INDEX, Bools, Facing, Floats, Reason, Tracks, View

# Distances between left and right joints over the distance from ankles to shoulders, seen from the front
# (rendered front view d09: 0.261 and 0.154; the same in five bodies within 12 %).
SHOULDER_WIDTH, HIP_WIDTH = 0.26, 0.154
WIDTH_VARIATION = 0.12
# How far shoulders and pelvis of a standing person turn from the plane of the feet, and how far one foot
# stands in front of the other as a share of body height (sd, judgements).
SHOULDER_TURN_DEG, HIP_TURN_DEG = 4.0, 5.0
FEET_UNEVEN, STANCE_VARIATION = 0.025, 0.25
# Focal length over the longer side of the picture: 0.83 in the rendered clips, 0.72 to 0.85 in phones at 1x.
FOCAL_SHARE = 0.8
# Beyond 30 deg off the side plane a true 35 reads under 31.2: no longer a side view. From 60 on it is a front
# view.
SIDE_VIEW_DEG, FRONT_VIEW_DEG = 30.0, 60.0
# Stance over ankle-to-shoulder height (0.31 in the rendered squats); ankles further apart than this from what
# the view explains are one behind the other.
STANCE_WIDTH, SPLIT_STANCE = 0.31, 0.15
# The line from ankles to shoulders of a standing person leans forward by 0.6 deg (rendered, 0.5 to 0.8) and
# varies by about 1.5 between people; in a split stance only the trunk is left: 1 to 2.4 deg, 3.5 between
# people.
BODY_LEAN = Estimate(0.6, 1.5)
TRUNK_LEAN = Estimate(1.5, 3.5)
FRONT_LEAN = Estimate(0.0, 1.0)
# A phone that was put up with some care is level within this (a judgement); a measured roll is applied only
# when it stands out of its own error by this many times.
CARED_ROLL_SD_DEG, ROLL_STANDS_OUT = 1.5, 2.0
TELL_ROLL_DEG, TELL_ROLL_SD = 3.0, 1.5
# Differences between the legs that count as one unit of evidence for the nearer one: place in the picture,
# size (both shares of the leg) and confidence. Rendered side views show 0.08 to 0.2 in place.
LOWER_IN_PICTURE, LARGER, SURER = 0.02, 0.02, 0.15
NEAR_EVIDENCE = 1.5


@dataclass(frozen=True, slots=True)
class Pull:
    """How a pose model draws the far shoulder and hip towards a three-quarter view when it sees a pure side
    view, in shares of body height; it fades towards the front view. `sd` holds for both."""

    shoulder: float
    hip: float
    sd: float


# Rendered clips, BlazePose full: standing shoulders 0.02 (lunges) to 0.06 (squats) apart in an exact side
# view, hips -0.015 to 0.045; in views of 45 and 90 deg within 0.02 of the truth.
BLAZEPOSE_PULL = Pull(0.03, 0.018, 0.025)
NO_PULL = Pull(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Floor:
    """A line under the planted feet: a point in px and its slope, right end down positive, in degrees."""

    x: float
    y: float
    slope_deg: float


@dataclass(frozen=True, slots=True)
class Widening:
    """What makes an angle less sure, and the standard deviation in degrees that it adds."""

    code: str
    sd_deg: float


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """How the clip was filmed. What could not be told is None.

    roll_deg is what the angles are corrected by: the way the scene's upright leans in the picture, clockwise
    positive, with its error; zero unless a roll stands out of its error. split_stance: one foot behind the
    other, as in the wall lunge; working_side is then the foot in front, otherwise the near side. foot_px is
    the length from heel to toe as it would be in an exact side view, NaN in a front view.
    """

    view: View | None
    facing: Facing | None
    near_side: Side | None
    working_side: Side | None
    split_stance: bool
    obliquity_deg: Estimate | None
    roll_deg: Estimate
    floor: Floor | None
    standing: Standing | None
    leg_px: float
    foot_px: float
    widenings: tuple[Widening, ...]
    reasons: tuple[Reason, ...]

    @property
    def usable(self) -> bool:
        return not any(reason.fatal for reason in self.reasons)


def look(
    tracks: Tracks,
    *,
    brightness: float | None = None,
    roll_deg: Estimate | None = None,
    pull: Pull = BLAZEPOSE_PULL,
) -> Viewpoint:
    """Read facing, near leg, obliquity, roll, floor and faults of a clip from its prepared tracks.

    Parameters
    ----------
    tracks
        Prepared tracks (`tracks.prepare`).
    brightness
        Mean brightness of the picture, 0 to 255, when known.
    roll_deg
        Camera roll known from elsewhere (the phone's level, a plumb line in the scene); used instead of the
        body.
    pull
        The engine's habit with far joints; `NO_PULL` for exact points.
    """
    leg = leg_px(tracks)
    if not np.isfinite(leg):
        return _nothing(brightness)
    facing = facing_of(tracks)
    standing = quiet_standing(tracks)
    rest = standing.samples if standing is not None else np.ones(len(tracks.t_s), dtype=np.bool_)
    still = _Still(tracks, rest)
    split, oblique = still.stance(facing, pull)
    view = _view(facing, oblique)
    near = None if view == "frontal" else still.near(0.0)
    roll = roll_deg or still.roll(view, facing, split, near)
    applied = _applied(roll, measured=roll_deg is not None)
    near = None if view == "frontal" else still.near(applied.value)
    working = still.front_foot(facing) if split else near
    foot = float("nan") if view == "frontal" else still.foot_px(working or near) / _cosine(oblique)
    reasons = framing.faults(tracks, near, leg, foot, still.height(), brightness)
    widenings = []
    if standing is None:
        reasons.append(framing.NO_STANDING)
    reasons += framing.view_reasons(view, oblique, near, working, split)
    if roll is not None and abs(roll.value) > max(TELL_ROLL_DEG, TELL_ROLL_SD * roll.sd):
        reasons.append(framing.rolled(roll.value, corrected=applied.value != 0))
    if working is not None and view is not None:
        drift = framing.knee_drift(tracks, working, rest, oblique)
        if drift is not None:
            reasons.append(framing.KNEE_HIDDEN)
            widenings.append(Widening("knee_hidden", drift))
    if foot < framing.SMALL_FOOT_PX:
        widenings.append(Widening("foot_small", framing.small_foot_sd(foot)))
    return Viewpoint(
        view, facing, near, working, split, oblique, applied, still.floor(applied.value), standing, leg, foot,
        tuple(widenings), tuple(reasons),
    )  # fmt: skip


def _nothing(brightness: float | None) -> Viewpoint:
    reasons = [framing.NO_PERSON]
    if brightness is not None and brightness < framing.DARK:
        reasons.append(framing.TOO_DARK)
    level = Estimate(0.0, CARED_ROLL_SD_DEG)
    return Viewpoint(
        None, None, None, None, False, None, level, None, None, float("nan"), float("nan"), (), tuple(reasons)
    )


def _cosine(oblique: Estimate | None) -> float:
    return 1.0 if oblique is None else math.cos(math.radians(min(abs(oblique.value), FRONT_VIEW_DEG)))


def _view(facing: Facing | None, oblique: Estimate | None) -> View | None:
    if oblique is None:
        return None
    if abs(oblique.value) <= SIDE_VIEW_DEG and facing is not None:
        return "sagittal"
    return "frontal" if abs(oblique.value) >= FRONT_VIEW_DEG else "oblique"


def _applied(roll: Estimate | None, *, measured: bool) -> Estimate:
    if roll is None:
        return Estimate(0.0, CARED_ROLL_SD_DEG)
    if measured or abs(roll.value) > ROLL_STANDS_OUT * roll.sd:
        return roll
    together = 1 / math.hypot(1 / roll.sd, 1 / CARED_ROLL_SD_DEG)
    return Estimate(0.0, math.hypot(together, min(abs(roll.value), CARED_ROLL_SD_DEG) / 2))


def _turn(
    across: float, width: float, pull: float, pull_sd: float, variation: float, turn_deg: float
) -> Estimate | None:
    """Angle off the side plane of a pair of joints `width` apart that shows `across` (shares of body height).

    across = width x + pull (1 - |x|) with x the sine of the angle.
    """
    if not np.isfinite(across):
        return None
    ahead = across - pull
    share = max(-1.0, min(1.0, ahead / (width - pull if ahead > 0 else width + pull)))
    angle = math.degrees(math.asin(share))
    cosine = max(math.cos(math.radians(angle)), 0.25)
    relative = math.hypot(pull_sd * (1 - abs(share)), variation * abs(share) * width) / width / cosine
    return Estimate(angle, math.hypot(turn_deg, math.degrees(relative)))


def _weighed(found: list[Estimate | None]) -> Estimate | None:
    seen = tuple(estimate for estimate in found if estimate is not None)
    return fuse(seen) if seen else None


class _Still:
    """Medians of the points over the standing samples, and what follows from them."""

    def __init__(self, tracks: Tracks, rest: Bools) -> None:
        self.tracks, self.rest = tracks, rest
        self.middle = {part: self._median(middle_of(tracks, part)) for part in ("shoulder", "hip", "ankle")}

    def _median(self, points: Floats) -> Floats:
        held = points[self.rest & seen_in(points)]
        return np.median(held, axis=0) if len(held) else np.full(2, np.nan)

    def point(self, side: Side, part: str) -> Floats:
        return self._median(points_of(self.tracks, side, part))

    def height(self) -> float:
        """Ankles to shoulders in px."""
        return float(np.linalg.norm(self.middle["shoulder"] - self.middle["ankle"]))

    def stance(self, facing: Facing | None, pull: Pull) -> tuple[bool, Estimate | None]:
        """Whether one foot stands behind the other, and the obliquity from shoulders, hips and feet side by
        side."""
        height = self.height()
        lower = self.point(Side.LEFT, "toe")[1] - self.point(Side.RIGHT, "toe")[1]
        lower = (
            lower
            if np.isfinite(lower)
            else self.point(Side.LEFT, "ankle")[1] - self.point(Side.RIGHT, "ankle")[1]
        )
        if not np.isfinite(height) or not np.isfinite(lower):
            return False, None
        near, far = SIDES if lower > 0 else SIDES[::-1]
        way = -1.0 if facing == "left" else 1.0
        shoulders = self._across(near, far, "shoulder", SHOULDER_WIDTH, height, way)
        hips = self._across(near, far, "hip", HIP_WIDTH, height, way)
        body = [
            _turn(shoulders, SHOULDER_WIDTH, pull.shoulder, pull.sd, WIDTH_VARIATION, SHOULDER_TURN_DEG),
            _turn(hips, HIP_WIDTH, pull.hip, pull.sd, WIDTH_VARIATION, HIP_TURN_DEG),
        ]
        trunk = _weighed(body)
        if trunk is None:
            return False, None
        apart = self._across(near, far, "ankle", STANCE_WIDTH, height, way)
        split = (
            facing is not None
            and abs(apart - STANCE_WIDTH * math.sin(math.radians(trunk.value))) > SPLIT_STANCE
        )
        feet = None if split else _turn(apart, STANCE_WIDTH, 0.0, FEET_UNEVEN, STANCE_VARIATION, 0.0)
        oblique = _weighed([*body, feet]) or trunk
        return split, oblique if facing is not None else Estimate(abs(oblique.value), oblique.sd)

    def _across(self, near: Side, far: Side, part: str, width: float, height: float, way: float) -> float:
        """Far minus near joint along the facing direction over body height, perspective taken out."""
        tracks = self.tracks
        focal = FOCAL_SHARE * max(tracks.width, tracks.height)
        close, distant = self.point(near, part)[0], self.point(far, part)[0]
        seen = (distant - close) / height
        depth = width * math.sqrt(max(0.0, 1 - min(1.0, abs(seen) / width) ** 2)) * height / focal
        centre = tracks.width / 2
        return float(way * (centre + (distant - centre) * (1 + depth) - close) / height)

    def roll(
        self, view: View | None, facing: Facing | None, split: bool, near: Side | None
    ) -> Estimate | None:
        """Camera roll from the standing body, clockwise lean of the scene positive.

        From the side the near joints alone: far ones are placed less surely.
        """
        foot = "hip" if split else "ankle"
        line = self.middle["shoulder"] - self.middle[foot]
        if near is not None and view == "sagittal":
            line = self.point(near, "shoulder") - self.point(near, foot)
        if not np.isfinite(line).all():
            return None
        seen = math.degrees(math.atan2(line[0], -line[1]))
        if view == "frontal" or facing is None:
            return Estimate(seen - FRONT_LEAN.value, FRONT_LEAN.sd)
        way = -1.0 if facing == "left" else 1.0
        lean = TRUNK_LEAN if split else BODY_LEAN
        return Estimate(seen - way * lean.value, lean.sd)

    def near(self, roll: float) -> Side | None:
        """The leg nearer to the camera: lower in the picture, larger, surer. None when the evidence is
        thin."""
        leg = leg_px(self.tracks)
        up = np.array([math.sin(math.radians(roll)), -math.cos(math.radians(roll))])
        evidence = 0.0
        toe = [self.point(side, "toe") for side in SIDES]
        size = [float(np.linalg.norm(self.point(side, "knee") - self.point(side, "ankle"))) for side in SIDES]
        sure = [
            float(np.mean([self._sure(side, part) for part in ("knee", "ankle", "heel", "toe")]))
            for side in SIDES
        ]
        for difference, unit in (
            (-float((toe[0] - toe[1]) @ up) / leg, LOWER_IN_PICTURE),
            ((size[0] - size[1]) / leg, LARGER),
            (sure[0] - sure[1], SURER),
        ):
            if np.isfinite(difference):
                evidence += max(-3.0, min(3.0, difference / unit))
        if abs(evidence) < NEAR_EVIDENCE:
            return None
        return Side.LEFT if evidence > 0 else Side.RIGHT

    def _sure(self, side: Side, part: str) -> float:
        return float(np.median(self.tracks.confidence[:, INDEX[f"{side.value}_{part}"]]))

    def front_foot(self, facing: Facing | None) -> Side | None:
        way = -1.0 if facing == "left" else 1.0
        left, right = (self.point(side, "ankle")[0] for side in SIDES)
        if not (np.isfinite(left) and np.isfinite(right)):
            return None
        return Side.LEFT if way * (left - right) > 0 else Side.RIGHT

    def foot_px(self, side: Side | None) -> float:
        """Heel to toe in px of the given foot, of the larger one when no side is given."""
        sides = SIDES if side is None else (side,)
        lengths = [float(np.linalg.norm(self.point(s, "toe") - self.point(s, "heel"))) for s in sides]
        return max((length for length in lengths if np.isfinite(length)), default=float("nan"))

    def floor(self, roll: float) -> Floor | None:
        """Under the foot that stands lowest in the picture; its slope is the camera's roll."""
        points = [self.point(side, part) for side in SIDES for part in ("heel", "toe")]
        seen = [p for p in points if np.isfinite(p).all()]
        if not seen:
            return None
        up = np.array([math.sin(math.radians(roll)), -math.cos(math.radians(roll))])
        lowest = min(seen, key=lambda p: float(p @ up))
        return Floor(float(lowest[0]), float(lowest[1]), roll)
