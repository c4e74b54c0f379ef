"""Heel lifts as events: when the heel leaves the floor, how far the shin was then, how high the heel got."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from plantigrade.core.quantities import Estimate
from plantigrade.motion.types import Bools, Floats

# Percent of the foot's length. A lift is one from LIFTED_PCT on and lasts until it is under LANDED_PCT:
# planted rendered feet stay within 0.3, lifts that matter start at 5.
LIFTED_PCT, LANDED_PCT = 2.5, 1.2
# A heel that lifts turns the foot about the ball, this share of the foot's length in front of it (0.55 to
# 0.72 read on rendered feet): height without turn is a moving phone or a foot that rolls inwards, no lift (an
# oblique real squat read 5 % up and 2 deg toes up; by marker mocap its heel sank).
ARM = 0.6
# A lift must also stand this many of its own standard deviations above the floor.
CLEAR_SD = 3.0
# Shorter than this is a flicker, s.
SHORTEST_S = 0.1
# Share of a repetition that must be seen to say that the heel stayed down, and the longest stretch unseen, s.
SEEN_SHARE, LONGEST_GAP_S = 0.8, 0.3


class Motion(Protocol):
    """`heel.FootMotion` as far as events need it."""

    @property
    def t_s(self) -> Floats: ...
    @property
    def pitch_deg(self) -> Floats: ...
    @property
    def pitch_sd_deg(self) -> Floats: ...
    @property
    def heel_pct_foot(self) -> Floats: ...
    @property
    def heel_sd_pct(self) -> Floats: ...


class Span(Protocol):
    """A repetition, s."""

    @property
    def start_s(self) -> float: ...
    @property
    def end_s(self) -> float: ...


class Values(Protocol):
    @property
    def value(self) -> Floats: ...
    @property
    def sd(self) -> Floats: ...


class ShinTilt(Protocol):
    """`kinematics.Kinematics` as far as events need it: shin tilt over time, degrees."""

    @property
    def t_s(self) -> Floats: ...
    @property
    def shin_tilt(self) -> Values: ...


@dataclass(frozen=True, slots=True)
class HeelEvent:
    """The heel in one repetition.

    `height_pct_foot` and `pitch_deg` are those at the top, also of a heel that stayed down. `at_s` (s) and
    `shin_tilt_at_lift_deg` belong to the first lift, `until_s` to the end of the last; None without a lift,
    the tilt also where it was not measured.
    """

    lifted: bool
    at_s: float | None
    until_s: float | None
    height_pct_foot: Estimate
    pitch_deg: Estimate
    shin_tilt_at_lift_deg: Estimate | None


def heel_events(
    motion: Motion, reps: Sequence[Span], shin_tilt: ShinTilt | None = None
) -> tuple[HeelEvent | None, ...]:
    """One entry for each repetition; None where too little was seen to say that the heel stayed down."""
    return tuple(_event(motion, rep, shin_tilt) for rep in reps)


def lifts(t_s: Floats, height: Floats, sd: Floats) -> list[tuple[float, float]]:
    """Start and end (s) of each lift in a series of heel heights (percent of the foot), NaN skipped.

    The start is where the height leaves LANDED_PCT, the end where it returns, both between samples.
    """
    seen = np.isfinite(height)
    t, h, s = t_s[seen], height[seen], sd[seen]
    up = h >= np.maximum(LIFTED_PCT, CLEAR_SD * s)
    found: list[tuple[float, float]] = []
    i = 0
    while i < len(t):
        if not up[i]:
            i += 1
            continue
        first, last = i, i
        while first > 0 and h[first - 1] >= LANDED_PCT:
            first -= 1
        while last + 1 < len(t) and h[last + 1] >= LANDED_PCT:
            last += 1
        start = t[0] if first == 0 else _crossing(t, h, first - 1)
        end = t[-1] if last + 1 == len(t) else _crossing(t, h, last)
        if up[first : last + 1].sum() >= 2 and end - start >= SHORTEST_S:
            found.append((float(start), float(end)))
        i = last + 1
    return found


def _crossing(t: Floats, h: Floats, i: int) -> float:
    return float(t[i] + (LANDED_PCT - h[i]) / (h[i + 1] - h[i]) * (t[i + 1] - t[i]))


def _event(motion: Motion, rep: Span, shin_tilt: ShinTilt | None) -> HeelEvent | None:
    inside = (motion.t_s >= rep.start_s) & (motion.t_s <= rep.end_s)
    t, height, height_sd = motion.t_s[inside], motion.heel_pct_foot[inside], motion.heel_sd_pct[inside]
    pitch, pitch_sd = motion.pitch_deg[inside], motion.pitch_sd_deg[inside]
    by_turn = 100 * ARM * np.sin(np.radians(pitch))
    agreed = np.minimum(height, by_turn)
    seen = np.isfinite(agreed)
    found = lifts(t, agreed, np.where(height < by_turn, height_sd, 100 * ARM * np.radians(pitch_sd)))
    if not seen.any() or not (found or _enough(t, seen, rep)):
        return None
    top = int(np.nanargmax(_steadied(agreed)))
    return HeelEvent(
        lifted=bool(found),
        at_s=found[0][0] if found else None,
        until_s=found[-1][1] if found else None,
        height_pct_foot=Estimate(float(_steadied(height)[top]), float(height_sd[top])),
        pitch_deg=Estimate(float(_steadied(pitch)[top]), float(pitch_sd[top])),
        shin_tilt_at_lift_deg=_tilt_at(shin_tilt, found[0][0], _interval(t)) if found and shin_tilt else None,
    )


def _enough(t: Floats, seen: Bools, rep: Span) -> bool:
    ends = np.concatenate([[rep.start_s], t[seen], [rep.end_s]])
    return bool(seen.mean() >= SEEN_SHARE and np.diff(ends).max() <= LONGEST_GAP_S)


def _steadied(values: Floats) -> Floats:
    """Median of three neighbours, so that one wild sample is no peak; NaN stays NaN."""
    if len(values) < 3:
        return values
    three = np.stack([values[:-2], values[1:-1], values[2:]])
    out = values.copy()
    whole = np.isfinite(three).all(axis=0)
    out[1:-1][whole] = np.median(three, axis=0)[whole]
    return out


def _interval(t: Floats) -> float:
    return float(np.median(np.diff(t))) if len(t) > 1 else 0.0


def _tilt_at(tilt: ShinTilt, at_s: float, interval_s: float) -> Estimate | None:
    """Shin tilt at the lift; its error includes half a sample's uncertainty of when that was."""
    near = np.array([at_s - interval_s / 2, at_s, at_s + interval_s / 2])
    value = np.interp(near, tilt.t_s, tilt.shin_tilt.value, left=np.nan, right=np.nan)
    sd = float(np.interp(at_s, tilt.t_s, tilt.shin_tilt.sd, left=np.nan, right=np.nan))
    if not np.isfinite([value[1], sd]).all():
        return None
    late = np.nan_to_num(abs(value[2] - value[0]) / 2)
    return Estimate(float(value[1]), float(np.hypot(sd, late)))
