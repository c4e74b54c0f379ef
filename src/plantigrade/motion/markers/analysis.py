"""From four marked points to repetitions, for clips in which the pose model cannot work.

marks -> the foot followed by its pixels, the ankle with it -> the shank turning about the ankle ->
standing -> angles -> repetitions by shin tilt -> heel events
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from plantigrade.core.quantities import Estimate
from plantigrade.motion import framing
from plantigrade.motion.analysis import Analysis, each_once
from plantigrade.motion.clip import checked_clip
from plantigrade.motion.filtering import runs
from plantigrade.motion.heel import FootMotion, foot_motion
from plantigrade.motion.heel_events import HeelEvent, heel_events
from plantigrade.motion.kinematics import FootPitch, Kinematics, Series, measure
from plantigrade.motion.markers.marks import PARTS, Marks, checked
from plantigrade.motion.markers.shank import ShankMotion, follow_shank
from plantigrade.motion.noise import MARKED
from plantigrade.motion.pose.passes import Engine
from plantigrade.motion.repetitions import Peaks, Repetitions, Task, by_shin
from plantigrade.motion.standing import Standing
from plantigrade.motion.tempo import pace
from plantigrade.motion.tracks import bridge_gaps, rate_of, resample, smooth
from plantigrade.motion.types import INDEX, POINTS, Floats, Frames, Reason, Tracks
from plantigrade.motion.view import CARED_ROLL_SD_DEG, Floor, Viewpoint

# The foot's reference is the middle picture of this long to each side of the marked time, s.
AROUND_S = 0.25
# Quiet: the shin turns slower than this (deg/s) and stands within this of its least tilt, for so long (s).
STILL_DEG_PER_S, AS_UPRIGHT_DEG, SHORTEST_S = 8.0, 3.0, 0.4
# A phone put at somebody's side by eye (a judgement).
OBLIQUE_SD_DEG = 10.0
# Where the person may be in the picture's width, in shank lengths behind and in front of the ankle: hips and
# a rear leg, arms and the other knee.
BEHIND, IN_FRONT = 1.8, 1.3
# How surely a person hits an ankle bone or the side of a knee: pixels of the pointer, and a share of the
# shank (6 mm; a judgement).
POINTER_PX, PLACED_SHARE = 1.7, 0.015
# The other leg makes the edges disagree; this share of it is added to the error.
APART_SHARE = 0.1
# Samples that may be lost before it is told, as a share.
LOST_SHARE = 0.02

MARKERS = "markers"
BY_HAND = Reason(
    "marked_by_hand",
    "Measured from the four points that you marked: shin, foot and heel. Thigh, trunk and depth are not seen "
    "in this mode.",
)
UNCHECKED = Reason(
    "view_unchecked",
    "Whether the phone stood level and exactly at your side cannot be checked without the whole body. It is "
    f"taken to be within about {OBLIQUE_SD_DEG:.0f} degrees.",
)
NOT_STANDING = Reason(
    "marked_not_standing",
    "At the marked time you do not stand still with the shin upright, so there is no zero: ankle "
    "dorsiflexion and heel lift are left out. Mark a picture of quiet standing.",
)
LEG_LOST = Reason(
    "marked_leg_lost",
    "The marked leg could not be followed for part of the clip; repetitions with such a gap are left open. "
    "Keep the leg in view, in clothes that stand out from the room, and the light even.",
)
LEG_CUT = Reason(
    "marked_leg_cut",
    "The knee leaves the picture; repetitions with such a gap are left open. Leave room in front of the "
    "knee.",
)
NOTHING = Reason(
    "marked_not_followed",
    "The marked foot or leg could not be followed through this clip. Film closer, with more light, and in "
    "clothes that stand out from the room.",
    fatal=True,
)


def _said(_stage: str, _share: float) -> None:
    pass


def analyse_markers(
    path: Path | str,
    marks: Marks,
    *,
    task: Task = "squat",
    heel_lift_cm: float = 0.0,
    foot_cm: float | None = None,
    slow_motion: float | None = None,
    progress: Callable[[str, float], None] = _said,
) -> Analysis:
    """Analyse a clip that shows the leg only from the knee down, by points marked once.

    Parameters
    ----------
    path
        Video file; decoded in a child process that can be killed.
    marks
        Heel, toe, ankle and knee of the leg nearer to the phone in one picture of quiet standing.
    task
        What is done in the clip; the picture cannot tell a squat from a wall lunge.
    heel_lift_cm, foot_cm, slow_motion, progress
        As in `analyse`.

    Returns
    -------
    Analysis
        `view` is what the user declares: a side view, level, both within their errors. Thigh, trunk and depth
        are None.

    Raises
    ------
    ClipError, MarksError
    """
    clip = checked_clip(path, slow_motion=slow_motion)
    checked(marks, clip.info)
    found = from_marks(clip, marks, task, progress)
    timed = pace(found.repetitions, found.tracks.t_s, clip.opened.slow_motion, slow_motion)
    reasons = each_once(found.reasons + timed)
    return replace(found, reasons=reasons, heel_lift_cm=heel_lift_cm, foot_cm=foot_cm)


def from_marks(
    clip: Frames, marks: Marks, task: Task, progress: Callable[[str, float], None] = _said
) -> Analysis:
    """The whole chain on an opened clip with checked marks."""
    progress("foot", 0.0)
    foot = _foot(clip, marks)
    progress("foot", 1.0)
    shank = follow_shank(clip, marks, lambda t: _place(foot, t, 2))
    progress("points", 1.0)
    raw = _tracks(clip, marks, foot, shank)
    tracks = smooth(resample(bridge_gaps(raw)))
    tilt = _tilt(tracks, marks)
    standing = _standing(tracks, tilt, marks.at_s)
    view = _viewpoint(marks, standing, task)
    kept = foot if standing is not None and len(foot.t_s) else None
    pitch = None if kept is None else FootPitch(kept.t_s, kept.pitch_deg, kept.pitch_sd_deg)
    side = measure(tracks, view, noise=MARKED, foot=pitch)
    side = None if side is None else _with_marking(side, marks, shank)
    reps = _gapless(by_shin(tracks, view, side, task), side)
    heels: tuple[HeelEvent | None, ...] = tuple(None for _ in reps.reps)
    if kept is not None and side is not None:
        heels = heel_events(kept, reps.reps, side)
    return Analysis(
        clip=clip.info,
        engine=Engine(raw.engine, "1", None),
        tracks=tracks,
        view=view,
        side=side,
        front=(),
        repetitions=reps,
        foot=kept,
        heels=heels,
        reasons=each_once((BY_HAND, UNCHECKED, *view.reasons, *foot.reasons, *_losses(tilt, shank))),
    )


def _foot(clip: Frames, marks: Marks) -> FootMotion:
    """The foot from its marked place; the ankle rides on it."""
    start, end = max(marks.at_s - AROUND_S, 0.0), marks.at_s + AROUND_S
    xy = np.full((2, len(POINTS), 2), np.nan)
    for part in ("heel", "toe", "ankle"):
        xy[:, INDEX[f"{marks.side.value}_{part}"]] = marks.point(part)
    placed = _as_tracks(np.array([start, end]), xy, clip)
    x, length = marks.ankle[0], marks.shank_px
    ends = x - marks.way * BEHIND * length, x + marks.way * IN_FRONT * length
    return foot_motion(clip, placed, marks.side, (start, end), person=(min(ends), max(ends)))


def _place(foot: FootMotion, t: float, point: int) -> Floats:
    """(2,) px of heel, toe or ankle, between pictures that are both known."""
    if len(foot.t_s) < 2:
        return np.full(2, np.nan)
    after = int(np.clip(np.searchsorted(foot.t_s, t), 1, len(foot.t_s) - 1))
    one, two = foot.t_s[after - 1], foot.t_s[after]
    share = float(np.clip((t - one) / (two - one), 0.0, 1.0))
    out: Floats = (1 - share) * foot.places[after - 1, point] + share * foot.places[after, point]
    return out


def _as_tracks(t_s: Floats, xy: Floats, clip: Frames) -> Tracks:
    seen = np.isfinite(xy).all(axis=-1)
    sure = np.asarray(seen, dtype=np.float64)
    return Tracks(t_s, xy, sure, np.zeros_like(seen), clip.info.width, clip.info.height, MARKERS)


def _tracks(clip: Frames, marks: Marks, foot: FootMotion, shank: ShankMotion | None) -> Tracks:
    """Four points over time; the knee lies a shank's length from the ankle."""
    if shank is None:
        return _as_tracks(np.zeros(0), np.zeros((0, len(POINTS), 2)), clip)
    xy = np.full((len(shank.t_s), len(POINTS), 2), np.nan)
    places = np.array([[_place(foot, t, i) for i in range(2)] for t in shank.t_s])
    turn = np.radians(shank.tilt_deg)
    knee = shank.ankle + marks.shank_px * np.stack([marks.way * np.sin(turn), -np.cos(turn)], axis=-1)
    for part, place in zip(PARTS, (places[:, 0], places[:, 1], shank.ankle, knee), strict=True):
        xy[:, INDEX[f"{marks.side.value}_{part}"]] = place
    found = _as_tracks(shank.t_s, xy, clip)
    confidence = found.confidence.copy()
    confidence[:, INDEX[f"{marks.side.value}_knee"]] *= shank.likeness
    return replace(found, confidence=confidence)


def _tilt(tracks: Tracks, marks: Marks) -> Floats:
    """(T,) degrees in the picture."""
    line = tracks.xy[:, INDEX[f"{marks.side.value}_knee"]] - tracks.xy[:, INDEX[f"{marks.side.value}_ankle"]]
    out: Floats = np.degrees(np.arctan2(marks.way * line[:, 0], -line[:, 1]))
    return out


def _standing(tracks: Tracks, tilt: Floats, at_s: float) -> Standing | None:
    """The spell of quiet standing round the marked time; None when it is none."""
    rate = rate_of(tracks)
    seen = np.isfinite(tilt)
    if not math.isfinite(rate) or seen.sum() < 3:
        return None
    least = float(np.quantile(tilt[seen], 0.05))
    quiet = (np.abs(np.gradient(tilt)) * rate < STILL_DEG_PER_S) & (tilt < least + AS_UPRIGHT_DEG)
    for first, last in runs(quiet):
        start, end = float(tracks.t_s[first]), float(tracks.t_s[last - 1])
        if start - 1 / rate <= at_s <= end + 1 / rate and end - start >= SHORTEST_S:
            samples = np.zeros(len(tilt), dtype=np.bool_)
            samples[first:last] = True
            return Standing(samples, ((start, end),))
    return None


def _viewpoint(marks: Marks, standing: Standing | None, task: Task) -> Viewpoint:
    reasons = [] if standing is not None else [NOT_STANDING]
    if marks.foot_px < framing.SMALL_FOOT_PX:
        reasons.append(framing.foot_too_small(marks.foot_px))
    lowest = max(marks.heel, marks.toe, key=lambda point: point[1])
    return Viewpoint(
        view="sagittal",
        facing=marks.facing,
        near_side=marks.side,
        working_side=marks.side,
        split_stance=task == "wall_lunge",
        obliquity_deg=Estimate(0.0, OBLIQUE_SD_DEG),
        roll_deg=Estimate(0.0, CARED_ROLL_SD_DEG),
        floor=Floor(lowest[0], lowest[1], 0.0),
        standing=standing,
        leg_px=math.nan,
        foot_px=marks.foot_px,
        widenings=(),
        reasons=tuple(reasons),
    )


def _with_marking(side: Kinematics, marks: Marks, shank: ShankMotion | None) -> Kinematics:
    """The error of the hand in the shin's tilt, which falls out of dorsiflexion, and of edges that disagree
    in both."""
    placed = math.hypot(POINTER_PX / marks.shank_px, PLACED_SHARE)
    hand = math.degrees(math.sqrt(2) * placed)
    apart: Floats = np.zeros(len(side.t_s))
    if shank is not None and len(shank.t_s) > 1:
        apart = np.interp(side.t_s, shank.t_s, np.nan_to_num(shank.apart_deg)) * APART_SHARE
    tilt = Series(side.shin_tilt.value, np.sqrt(side.shin_tilt.sd**2 + hand**2 + apart**2))
    ankle = Series(side.dorsiflexion.value, np.hypot(side.dorsiflexion.sd, apart))
    return replace(side, shin_tilt=tilt, dorsiflexion=ankle)


def _gapless(found: Repetitions, side: Kinematics | None) -> Repetitions:
    """Peaks of repetitions with a gap are withheld: the leg is lost where it is bent furthest."""
    if side is None:
        return found
    known = np.isfinite(side.shin_tilt.value)
    reps = []
    for rep in found.reps:
        within = (side.t_s >= rep.start_s) & (side.t_s <= rep.end_s)
        reps.append(rep if known[within].all() else replace(rep, peaks=Peaks()))
    return replace(found, reps=tuple(reps))


def _losses(tilt: Floats, shank: ShankMotion | None) -> tuple[Reason, ...]:
    lost = ~np.isfinite(tilt)
    if shank is None or not len(lost) or lost.all():
        return (NOTHING,)
    cut = LEG_CUT if shank.cut.any() else None
    gone = LEG_LOST if float(lost.mean()) > LOST_SHARE and not shank.cut.any() else None
    return tuple(reason for reason in (cut, gone) if reason is not None)
