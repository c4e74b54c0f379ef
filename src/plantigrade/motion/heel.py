"""Does the heel leave the floor? The foot's own pixels followed against its picture in quiet standing.

A planted foot does not move, so its picture while standing is a template. The rear foot, rigid up to the
ball, is registered in every picture (`registration`): its turn is the pitch of the foot, the path of the heel
its height. The points of a pose model only say where to look; their heel-toe line reads no lift as 8 deg and
14 deg as none. Nothing here expects the foot to be flat.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from plantigrade.core.quantities import Side
from plantigrade.motion.camera import Band, Room, Shake, room_mask
from plantigrade.motion.foot_picture import LENGTH_PX, FootBox, Outline, foot_box, in_clip, outline, pictures
from plantigrade.motion.heel_events import HeelEvent, heel_events
from plantigrade.motion.registration import Fit, Patch, Pose, Views, about, moved
from plantigrade.motion.types import INDEX, Floats, Frames, Picture, Reason, Tracks

__all__ = ["FootMotion", "HeelEvent", "foot_motion", "heel_events"]

# Least time between the pictures that are registered when no times are asked for (every second one at 30 a
# second, every one at 20): a heel takes 0.2 s or more to rise.
LEAST_INTERVAL_S = 0.06
# Pictures of quiet standing that make the reference: enough for a median without noise.
REFERENCE_PICTURES, LEAST_PICTURES = 21, 3
# Heel point to toe point, px, below which 5 % of the foot is less than a pixel and a half.
SMALLEST_PX = 30.0
# Below this the patch is no longer the standing foot: rendered feet keep 0.88 at 18 deg, a covered one
# falls under 0.1.
LEAST_CORRELATION = 0.85
# A reading is withheld when the fit's own error is larger: a lift that matters (5 % of the foot) is 5 deg.
MOST_PITCH_SD_DEG = 1.5
# The ball of the foot stays within this share of the foot's length when only the heel lifts (rendered: 2.7 at
# most).
STEPPED_PCT = 12.0
# Starts of the search about the ball when following is unsure, degrees.
RESTARTS_DEG = (0.0, 6.0, 12.0, 20.0, 30.0)
# Error that planted rendered feet keep beyond the fit's own (sd over 11 clips), and what large lifts add
# because skin and shoe are not quite rigid (rendered lifts of 10 to 18 deg, read within 10 %).
FLOOR_PITCH_DEG, SHARE_PITCH = 0.12, 0.05
FLOOR_HEEL_PCT, SHARE_HEEL = 0.15, 0.10

NO_REFERENCE = Reason(
    "heel_no_standing",
    "The foot is not seen standing still before the first repetition, so a heel lift cannot be told. Stand "
    "still for two seconds with both feet in the picture, then start.",
)
TOO_SMALL = Reason(
    "heel_foot_small",
    "The foot is too small in the picture to see a heel lift. Step closer or film in a higher resolution.",
)
PLAIN = Reason(
    "heel_foot_plain",
    "The foot hardly stands out from the floor, so a heel lift cannot be told. Use more light, or shoes and "
    "a floor of different colour.",
)
LOST = Reason(
    "heel_foot_lost",
    "The foot could not be followed for part of the clip; the heel is left open there. Keep the foot in "
    "view, with nothing in front of it, and the light even.",
)
STEPPED = Reason(
    "heel_foot_stepped",
    "The foot took another place during the clip; the heel is left open from there. Keep your feet where "
    "they are.",
)
PHONE_MOVED = Reason(
    "heel_phone_moved",
    "The phone moved; the heel is measured against the room behind you. Prop the phone up for a surer "
    "answer.",
)


@dataclass(frozen=True, slots=True)
class FootMotion:
    """One foot since quiet standing. T samples at `t_s` (s, increasing), NaN where the foot was not found.

    pitch_deg: heel up positive; heel_pct_foot: height of the heel in percent of the foot's length, up
    positive; each with its standard deviation. correlation (T,): likeness to the standing foot, also where
    the reading was withheld. foot_px: length of the foot in the clip, px. places (T, 3, 2): heel and ankle
    carried along by the rear foot, the toe by the ball without turning, px of the clip's picture with the
    phone's own movement in it.
    """

    t_s: Floats
    pitch_deg: Floats
    pitch_sd_deg: Floats
    heel_pct_foot: Floats
    heel_sd_pct: Floats
    correlation: Floats
    reasons: tuple[Reason, ...]
    foot_px: float = math.nan
    places: Floats = field(default_factory=lambda: np.zeros((0, 3, 2)))


@dataclass(frozen=True, slots=True)
class _Reference:
    box: FootBox
    shape: Outline
    foot: Patch
    room: Room | None


def foot_motion(
    frames: Frames, tracks: Tracks, side: Side, standing: tuple[float, float], at: Floats | None = None,
    person: Band | None = None,
) -> FootMotion:  # fmt: skip
    """Follow one foot through a side view.

    Parameters
    ----------
    frames
        The clip; walked through twice, the first time only to the end of `standing`. Pictures are not kept.
    tracks
        Where the foot is; only a start for the search.
    side
        The foot, best the one nearer to the camera.
    standing
        Start and end of quiet standing, s.
    at
        (N,) times to measure at, s, increasing: the next picture from each on is read. None
        for 15 to 25 a second.
    person
        Where the person may be, when the tracks hold only a part of the body.

    Returns
    -------
    FootMotion
        Withheld samples are NaN and `reasons` say why; without a standing picture there are no samples.
    """
    box = foot_box(tracks, side, *standing)
    if box is None:
        return _nothing(NO_REFERENCE)
    if box.length_px < SMALLEST_PX:
        return _nothing(TOO_SMALL)
    reference = _reference(frames, tracks, box, standing, person)
    if reference is None:
        return _nothing(NO_REFERENCE)
    times: list[float] = []
    feet: list[Fit] = []
    pose = Pose()
    line = _line_turn(tracks, side, standing, box.flipped)
    for t, picture, whole in _chosen(pictures(frames, box, LEAST_INTERVAL_S if at is None else 0.0), at):
        starts = [_about_ball(reference, d) for d in (line(t), *RESTARTS_DEG)]
        foot = reference.foot.find(Views.of(picture), pose, starts)
        if foot.correlation >= LEAST_CORRELATION:
            pose = foot.pose
        if reference.room is not None:
            reference.room.follow(whole)
        times.append(t)
        feet.append(foot)
    heel, ball = reference.shape.heel, reference.shape.ball
    shake = reference.room.shake(box, heel, ball, tracks.width, tracks.height) if reference.room else None
    return _read(reference, np.array(times), feet, shake, standing)


def _nothing(reason: Reason) -> FootMotion:
    none = np.zeros(0)
    return FootMotion(none, none, none, none, none, none, (reason,))


def _reference(
    frames: Frames, tracks: Tracks, box: FootBox, standing: tuple[float, float], person: Band | None
) -> _Reference | None:
    start_s, end_s = standing
    feet: list[Picture] = []
    wholes: list[Picture] = []
    walk = pictures(frames, box, 0.9 * (end_s - start_s) / REFERENCE_PICTURES)
    for t, foot, whole in walk:
        if t > end_s:
            break
        if t >= start_s:
            feet.append(foot)
            wholes.append(whole)
    walk.close()
    if len(feet) < LEAST_PICTURES:
        return None
    foot, whole = (np.median(np.stack(kept), axis=0).astype(np.uint8) for kept in (feet, wholes))
    shape = outline(foot, box)
    if not shape.rigid.any():
        return None
    around = room_mask(tracks, person)
    room = None if around is None else Room(whole, around)
    return _Reference(box, shape, Patch(foot, shape.rigid), room)


def _chosen(
    walk: Iterator[tuple[float, Picture, Picture]], at: Floats | None
) -> Iterator[tuple[float, Picture, Picture]]:
    due = 0
    for t, foot, whole in walk:
        if at is not None:
            if due >= len(at):
                return
            if t < at[due] - 1e-6:
                continue
            due = int(np.searchsorted(at, t + 1e-6, side="right"))
        yield t, foot, whole


def _line_turn(
    tracks: Tracks, side: Side, standing: tuple[float, float], flipped: bool
) -> Callable[[float], float]:
    """Turn of the heel-toe line since standing at a time, degrees, 0 if never seen: a start, no reading."""
    line = tracks.xy[:, INDEX[f"{side.value}_toe"]] - tracks.xy[:, INDEX[f"{side.value}_heel"]]
    turn = np.degrees(np.arctan2(line[:, 1], -line[:, 0] if flipped else line[:, 0]))
    seen = np.isfinite(turn)
    during = seen & (tracks.t_s >= standing[0]) & (tracks.t_s <= standing[1])
    zero = float(np.median(turn[during])) if during.any() else 0.0
    return lambda t: float(np.interp(t, tracks.t_s[seen], turn[seen])) - zero if seen.any() else 0.0


def _about_ball(reference: _Reference, turn_deg: float) -> Pose:
    return about(reference.foot, reference.shape.ball, math.radians(turn_deg))


def _read(
    reference: _Reference, times: Floats, feet: list[Fit], shake: Shake | None, standing: tuple[float, float]
) -> FootMotion:
    shape, count = reference.shape, len(times)
    pitch = np.degrees([f.pose.turn for f in feet])
    pitch_sd = np.degrees([math.sqrt(f.covariance[0, 0]) for f in feet])
    heel = np.array([moved(reference.foot, f.pose, shape.heel) - shape.heel for f in feet]).reshape(count, 2)
    ball = np.array([moved(reference.foot, f.pose, shape.ball) - shape.ball for f in feet]).reshape(count, 2)
    arm = shape.heel[0] - reference.foot.centre[0]
    heel_sd = np.array([math.sqrt(max(_along(f, arm), 0.0)) for f in feet])
    correlation = np.array([f.correlation for f in feet])
    places = _places(reference, feet, ball)
    reasons = []
    if shake is not None:
        pitch, heel, ball = pitch - shake.turn_deg, heel - shake.heel, ball - shake.ball
        pitch_sd = np.hypot(pitch_sd, shake.turn_sd_deg)
        heel_sd = np.hypot(heel_sd, np.radians(shake.turn_sd_deg) * shape.length / 2)
        reasons.append(PHONE_MOVED)
    height, height_sd = -100 * heel[:, 1] / shape.length, 100 * heel_sd / shape.length
    shift = 100 * np.linalg.norm(ball, axis=1) / shape.length
    during = (times >= standing[0]) & (times <= standing[1])
    plain = _plain(pitch_sd[during], correlation[during])
    lost = (correlation < LEAST_CORRELATION) | (pitch_sd > MOST_PITCH_SD_DEG) | plain
    stepped = (shift > STEPPED_PCT) & ~lost
    away = lost | stepped
    # Standing is the zero: what it scatters is error, where its middle lies is not movement.
    quiet = during & ~away
    if quiet.any():
        pitch, height = pitch - np.median(pitch[quiet]), height - np.median(height[quiet])
    own_pitch, own_height = _scatter(pitch[quiet]), _scatter(height[quiet])
    pitch_sd = np.sqrt(pitch_sd**2 + own_pitch**2 + FLOOR_PITCH_DEG**2 + (SHARE_PITCH * pitch) ** 2)
    height_sd = np.sqrt(height_sd**2 + own_height**2 + FLOOR_HEEL_PCT**2 + (SHARE_HEEL * height) ** 2)
    if lost.any():
        reasons.append(PLAIN if plain else LOST)
    if stepped.any():
        reasons.append(STEPPED)
    for series in (pitch, pitch_sd, height, height_sd, places):
        series[away] = np.nan
    foot_px = reference.box.length_px * shape.length / LENGTH_PX
    return FootMotion(times, pitch, pitch_sd, height, height_sd, correlation, tuple(reasons), foot_px, places)


def _places(reference: _Reference, feet: list[Fit], ball: Floats) -> Floats:
    heel, toe, ankle = reference.box.points
    rear = [[moved(reference.foot, f.pose, point) for point in (heel, ankle)] for f in feet]
    carried = np.array(rear).reshape(len(feet), 2, 2)
    return in_clip(np.stack([carried[:, 0], toe + ball, carried[:, 1]], axis=1), reference.box)


def _plain(pitch_sd: Floats, correlation: Floats) -> bool:
    """Whether the foot cannot even be found again while it stands. Without readings of that time, no."""
    if not len(pitch_sd):
        return False
    return bool(np.median(pitch_sd) > MOST_PITCH_SD_DEG or np.median(correlation) < LEAST_CORRELATION)


def _along(fit: Fit, arm: float) -> float:
    """Variance of the height of a point `arm` px from the patch's centre."""
    along = np.array([arm, 0.0, 1.0])
    return float(along @ fit.covariance @ along)


def _scatter(values: Floats) -> float:
    return 1.4826 * float(np.median(np.abs(values - np.median(values)))) if len(values) else 0.0
