"""Squats and wall lunges found in a clip and measured one by one.

Each repetition has its own start and end: the pause between two belongs to neither. A repetition that goes
far less deep than the others is partial; one that does not come back to standing, or that the clip cuts, is
abandoned.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from scipy.signal import find_peaks

from plantigrade.core.quantities import SIDES, Estimate, Side
from plantigrade.motion.kinematics import FrontLeg, Kinematics, Series
from plantigrade.motion.standing import middle_of, points_of
from plantigrade.motion.tracks import leg_px, rate_of, seen_in
from plantigrade.motion.types import Floats, Tracks
from plantigrade.motion.view import Viewpoint

Task = Literal["squat", "wall_lunge", "other"]
Kind = Literal["full", "partial", "abandoned"]
Depth = Literal["above_parallel", "parallel", "below_parallel"]

# Hips sink by 0.24 to 0.62 of the leg in the rendered squats (thigh 60 to 90 deg) and by 0.07 at most in the
# wall lunges; a weight shift stays under 0.05.
SQUAT_SINK = 0.10
# A wall lunge bends the ankle by at least this much from standing; the rendered ones reach 20 to 38.
LUNGE_TILT_DEG = 8.0
# Hips of a wall lunge sink less than this; deeper is a split squat and no ankle test.
LUNGE_SINK_LIMIT = 0.25
# One repetition ends where the signal falls below half of the smaller neighbouring peak (else it is a
# bounce), and it came back to standing when it falls below a quarter.
SPLIT_BELOW, STOOD_UP_BELOW = 0.5, 0.25
# Start and end: the last sample near standing before, the first one after.
NEAR_STANDING = 0.03
# The bottom lasts while the signal stays within this of its peak and nearly still.
AT_BOTTOM, STILL_PER_S = 0.93, 0.25
# A hold is level to within this share; the bottom is its middle.
BOTTOM_FLAT = 0.02
# Shallower than this share of the deepest repetitions is partial.
PARTIAL_SHARE = 0.4
# The other foot is off the floor when its ankle is this far above its place beside the standing foot, of the
# leg.
FOOT_UP = 0.12
# Share of a repetition's samples in which the other foot must be up.
MOSTLY = 0.6
# Share of a repetition in which a quantity must have been seen for its peak to count.
SEEN_SHARE = 0.7
# Pose models put the hip point in front of the joint: with the thigh horizontal between the joint centres the
# line of these points reads 83 (heavy), 86 (full) or 82 (exact COCO points), 79 to 88 in 14 rendered
# repetitions. Depth is named by the joint centres; parallel means within 5 deg of horizontal.
HIP_POINT_OFFSET_DEG = 6.0
PARALLEL_BAND_DEG = 5.0
# Where parallel begins, as the thigh's line of points reads it.
PARALLEL_CUT_DEG = 90 - PARALLEL_BAND_DEG - HIP_POINT_OFFSET_DEG


@dataclass(frozen=True, slots=True)
class Peaks:
    """Highest values within a repetition, degrees; None where not measured. knee_inward: left, right."""

    shin_tilt: Estimate | None = None
    foot_pitch: Estimate | None = None
    dorsiflexion: Estimate | None = None
    thigh: Estimate | None = None
    trunk_lean: Estimate | None = None
    knee_past_toe_pct_foot: Estimate | None = None
    knee_inward: tuple[Estimate | None, Estimate | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Repetition:
    """Seconds from the start of the clip. `pause_s` is the hold at the bottom, `standing_leg` the one leg of
    a single-leg squat, `depth` None unless the thigh was measured in a squat."""

    start_s: float
    bottom_s: float
    end_s: float
    pause_s: float
    kind: Kind
    standing_leg: Side | None
    depth: Depth | None
    peaks: Peaks

    @property
    def complete(self) -> bool:
        return self.kind == "full"


@dataclass(frozen=True, slots=True)
class Repetitions:
    """What was done in the clip. `signal` (T,): 0 standing, in shares of the leg (squat) or degrees (wall
    lunge)."""

    task: Task
    reps: tuple[Repetition, ...]
    signal: Floats


def find_repetitions(
    tracks: Tracks, view: Viewpoint, side: Kinematics | None, front: tuple[FrontLeg, ...] = ()
) -> Repetitions:
    """Find the repetitions of a clip and their peaks.

    Squats show in how far the hips sink towards the feet, which any view shows; wall lunges in the tilt of
    the front shin with one foot behind the other. Samples without hips or ankles count as unknown, not as
    standing.
    """
    sink = _sink(tracks, view)
    deepest = _high(sink)
    tilt = None if side is None else _rise(side.shin_tilt.value, view)
    if (
        view.split_stance
        and tilt is not None
        and _high(tilt) >= LUNGE_TILT_DEG
        and deepest < LUNGE_SINK_LIMIT
    ):
        task: Task = "wall_lunge"
        signal, least = tilt, LUNGE_TILT_DEG
    elif deepest >= SQUAT_SINK and not view.split_stance:
        task, signal, least = "squat", sink, SQUAT_SINK
    else:
        return Repetitions("other", (), sink)
    return _in_signal(tracks, view, task, signal, least, side, front)


def by_shin(tracks: Tracks, view: Viewpoint, side: Kinematics | None, task: Task) -> Repetitions:
    """The repetitions of a clip that shows the leg from the knee down, by the tilt of the shin; what they are
    is said by the user."""
    if side is None:
        return Repetitions(task, (), np.full(len(tracks.t_s), np.nan))
    tilt = _rise(side.shin_tilt.value, view)
    return _in_signal(tracks, view, task, tilt, LUNGE_TILT_DEG, side, ())


def _in_signal(
    tracks: Tracks, view: Viewpoint, task: Task, signal: Floats, least: float, side: Kinematics | None,
    front: tuple[FrontLeg, ...],
) -> Repetitions:  # fmt: skip
    whole = _whole(signal)
    spans = _spans(whole, least)
    if not spans:
        return Repetitions(task, (), signal)
    usual = float(np.quantile([whole[bottom] for _, bottom, _ in spans], 0.9))
    reps = tuple(_repetition(tracks, view, whole, span, usual, task, side, front) for span in spans)
    return Repetitions(task, reps, signal)


def depth_of(thigh: Estimate | None) -> Depth | None:
    """Name of the depth by the line between the joint centres."""
    if thigh is None:
        return None
    angle = thigh.value + HIP_POINT_OFFSET_DEG
    if abs(angle - 90) <= PARALLEL_BAND_DEG:
        return "parallel"
    return "below_parallel" if angle > 90 else "above_parallel"


def peak(series: Series, first: int, last: int) -> Estimate | None:
    """Highest value of samples first to last with the error it has there; None when too little was seen."""
    value, sd = series.value[first : last + 1], series.sd[first : last + 1]
    seen = np.isfinite(value) & np.isfinite(sd)
    if not len(value) or seen.mean() < SEEN_SHARE:
        return None
    at = int(np.argmax(np.where(seen, value, -np.inf)))
    return Estimate(float(value[at]), float(sd[at]))


def _sink(tracks: Tracks, view: Viewpoint) -> Floats:
    """(T,) how far the hips have come down to the ankles since standing, in shares of the leg."""
    leg = leg_px(tracks)
    if not np.isfinite(leg):
        return np.full(len(tracks.t_s), np.nan)
    if view.working_side is not None and view.split_stance:
        gap = points_of(tracks, view.working_side, "hip") - points_of(tracks, view.working_side, "ankle")
    else:
        gap = middle_of(tracks, "hip") - middle_of(tracks, "ankle")
        own = view.working_side
        if own is not None:
            alone = points_of(tracks, own, "hip") - points_of(tracks, own, "ankle")
            gap = np.where(seen_in(gap)[:, None], gap, alone)
    roll = np.radians(view.roll_deg.value)
    return _rise(-(gap @ np.array([np.sin(roll), -np.cos(roll)])) / leg, view)


def _rise(values: Floats, view: Viewpoint) -> Floats:
    """Change since standing; where nobody stands, since the lowest values of the clip."""
    seen = np.isfinite(values)
    if not seen.any():
        return values
    rest = seen if view.standing is None else seen & view.standing.samples
    if view.standing is None or not rest.any():
        return values - float(np.quantile(values[seen], 0.05))
    return values - float(np.median(values[rest]))


def _high(values: Floats) -> float:
    seen = values[np.isfinite(values)]
    return float(np.quantile(seen, 0.98)) if len(seen) else 0.0


def _whole(values: Floats) -> Floats:
    """Gaps bridged in a straight line, only to find the repetitions; no peak is ever read from a gap."""
    seen = np.isfinite(values)
    index = np.arange(len(values))
    return np.interp(index, index[seen], values[seen]) if seen.any() else np.zeros(len(values))


def _spans(signal: Floats, least: float) -> list[tuple[int, int, int]]:
    """(start, bottom, end) sample numbers."""
    padded = np.concatenate([[-np.inf], signal, [-np.inf]])
    tops = (find_peaks(padded, height=least)[0] - 1).tolist()
    groups: list[list[int]] = []
    for top in tops:
        if groups:
            before = max(groups[-1], key=lambda i: signal[i])
            valley = float(signal[before : top + 1].min())
            if valley >= SPLIT_BELOW * min(signal[before], signal[top]):
                groups[-1].append(top)
                continue
        groups.append([top])
    bottoms = [_middle_of_bottom(signal, group) for group in groups]
    edges = [0]
    for one, two in pairwise(groups):
        edges.append(one[-1] + int(np.argmin(signal[one[-1] : two[0] + 1])))
    edges.append(len(signal) - 1)
    out = []
    for bottom, group, first, last in zip(bottoms, groups, edges, edges[1:], strict=False):
        near = NEAR_STANDING * float(signal[bottom])
        low = np.flatnonzero(signal[first : group[0] + 1] <= near)
        start = first + int(low[-1]) if len(low) else first + int(np.argmin(signal[first : group[0] + 1]))
        low = np.flatnonzero(signal[group[-1] : last + 1] <= near)
        end = group[-1] + int(low[0] if len(low) else np.argmin(signal[group[-1] : last + 1]))
        out.append((start, bottom, end))
    return out


def _middle_of_bottom(signal: Floats, group: list[int]) -> int:
    """Middle of the stretch round the deepest sample that is as deep to within BOTTOM_FLAT."""
    deepest = max(group, key=lambda i: float(signal[i]))
    flat = signal >= (1 - BOTTOM_FLAT) * signal[deepest]
    first = last = deepest
    while first > 0 and flat[first - 1]:
        first -= 1
    while last < len(signal) - 1 and flat[last + 1]:
        last += 1
    return (first + last) // 2


def _repetition(
    tracks: Tracks, view: Viewpoint, signal: Floats, span: tuple[int, int, int], usual: float, task: Task,
    side: Kinematics | None, front: tuple[FrontLeg, ...],
) -> Repetition:  # fmt: skip
    start, bottom, end = span
    top = float(signal[bottom])
    kind: Kind = "full"
    if max(signal[start], signal[end]) > STOOD_UP_BELOW * top:
        kind = "abandoned"
    elif top < PARTIAL_SHARE * usual:
        kind = "partial"
    peaks = _peaks(side, front, start, end)
    return Repetition(
        float(tracks.t_s[start]), float(tracks.t_s[bottom]), float(tracks.t_s[end]),
        _pause(tracks, signal, bottom), kind,
        _standing_leg(tracks, view, start, end) if task == "squat" else None,
        depth_of(peaks.thigh) if task == "squat" else None, peaks,
    )  # fmt: skip


def _peaks(side: Kinematics | None, front: tuple[FrontLeg, ...], first: int, last: int) -> Peaks:
    inward: dict[Side, Estimate | None] = {leg.side: peak(leg.knee_inward, first, last) for leg in front}
    both = (inward.get(Side.LEFT), inward.get(Side.RIGHT))
    if side is None:
        return Peaks(knee_inward=both)
    return Peaks(
        peak(side.shin_tilt, first, last),
        peak(side.foot_pitch, first, last),
        peak(side.dorsiflexion, first, last),
        peak(side.thigh, first, last),
        peak(side.trunk_lean, first, last),
        peak(side.knee_past_toe, first, last),
        both,
    )


def _pause(tracks: Tracks, signal: Floats, bottom: int) -> float:
    """Seconds of the hold around the bottom: close to the peak and nearly still."""
    rate = rate_of(tracks)
    top = float(signal[bottom])
    speed = np.abs(np.gradient(signal)) * rate
    held = (signal >= AT_BOTTOM * top) & (speed <= STILL_PER_S * top)
    first = bottom
    while first > 0 and held[first - 1]:
        first -= 1
    last = bottom
    while last < len(signal) - 1 and held[last + 1]:
        last += 1
    return float(tracks.t_s[last] - tracks.t_s[first])


def _standing_leg(tracks: Tracks, view: Viewpoint, first: int, last: int) -> Side | None:
    """The leg that carries alone when the other ankle is held up through most of the repetition."""
    leg = leg_px(tracks)
    roll = np.radians(view.roll_deg.value)
    up = np.array([np.sin(roll), -np.cos(roll)])
    heights = {side: points_of(tracks, side, "ankle") @ up / leg for side in SIDES}
    for side in SIDES:
        over = heights[side.other] - heights[side]
        usual = 0.0
        if view.standing is not None and np.isfinite(over[view.standing.samples]).any():
            usual = float(np.nanmedian(over[view.standing.samples]))
            # Standing on one leg already: there is no level to compare with but that of the picture.
            usual = usual if abs(usual) < 2 * FOOT_UP else 0.0
        part = over[first : last + 1] - usual
        part = part[np.isfinite(part)]
        if len(part) and float((part > FOOT_UP).mean()) >= MOSTLY:
            return side
    return None
