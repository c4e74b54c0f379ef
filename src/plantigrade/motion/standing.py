"""Where the person stands quietly: the zero that dorsiflexion and heel height are referred to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from plantigrade.core.quantities import SIDES, Side
from plantigrade.motion.filtering import runs
from plantigrade.motion.tracks import leg_px, rate_of
from plantigrade.motion.types import INDEX, Bools, Facing, Floats, Tracks

# Leg lengths per second below which knees and hips count as still: the slow start of a squat passes it within
# 0.2 s, smoothed pose jitter of a standing person stays under half of it (1 px at 6 Hz on a 220 px leg: 0.09
# for one point, 0.04 for the mean of four).
STILL_SPEED = 0.12
# A shorter spell is a turning point, not standing.
SHORTEST_SPELL_S = 0.3
# Share of the leg by which a still posture may be more bent than the straightest one of the clip.
AS_STRAIGHT = 0.06
# Feet whose directions add up to less than this share of the leg point at the camera or away from it.
FACING_SHARE = 0.15


@dataclass(frozen=True, slots=True)
class Standing:
    """Quiet standing. `samples` (T,) true while standing; `spells` in seconds; `main` the longest spell."""

    samples: Bools
    spells: tuple[tuple[float, float], ...]

    @property
    def main(self) -> tuple[float, float]:
        return max(self.spells, key=lambda spell: (round(spell[1] - spell[0], 3), -spell[0]))


def points_of(tracks: Tracks, side: Side, part: str) -> Floats:
    """(T, 2) px."""
    out: Floats = tracks.xy[:, INDEX[f"{side.value}_{part}"]]
    return out


def middle_of(tracks: Tracks, part: str) -> Floats:
    """(T, 2) px midway between left and right, NaN unless both are seen."""
    out: Floats = (points_of(tracks, Side.LEFT, part) + points_of(tracks, Side.RIGHT, part)) / 2
    return out


def facing_of(tracks: Tracks) -> Facing | None:
    """The way the feet point across the picture, once for the whole clip; None when they point along the
    view."""
    leg = leg_px(tracks)
    feet = [points_of(tracks, side, "toe")[:, 0] - points_of(tracks, side, "heel")[:, 0] for side in SIDES]
    ways = [float(np.median(foot[np.isfinite(foot)])) for foot in feet if np.isfinite(foot).any()]
    if not ways or not np.isfinite(leg) or abs(sum(ways)) < FACING_SHARE * leg * len(ways):
        return None
    return "right" if sum(ways) > 0 else "left"


def quiet_standing(tracks: Tracks) -> Standing | None:
    """Spells in which hips and knees are still and the legs as straight as they get in this clip.

    Straightness is the distance from hips to ankles and, when the person faces across the picture, the
    forward tilt of the shins, so the hold at the bottom of a wall lunge is not taken for standing. None
    without a spell.
    """
    leg, rate, facing = leg_px(tracks), rate_of(tracks), facing_of(tracks)
    if not (np.isfinite(leg) and np.isfinite(rate)) or len(tracks.t_s) < 5:
        return None
    moving = [points_of(tracks, side, part) for side in SIDES for part in ("hip", "knee")]
    speeds = np.stack([np.linalg.norm(np.gradient(p, axis=0), axis=-1) for p in moving]) * rate / leg
    bent = np.stack([_bentness(tracks, side, leg, facing) for side in SIDES])
    if not (np.isfinite(bent).any() and np.isfinite(speeds).any()):
        return None
    speed, bend = _mean_seen(speeds), _mean_seen(bent)
    straightest = np.nanquantile(bend, 0.05)
    quiet = (speed < STILL_SPEED) & (bend < straightest + AS_STRAIGHT)
    samples = np.zeros(len(quiet), dtype=np.bool_)
    spells = []
    for first, last in runs(quiet):
        if (last - first) / rate >= SHORTEST_SPELL_S:
            samples[first:last] = True
            spells.append((float(tracks.t_s[first]), float(tracks.t_s[last - 1])))
    return Standing(samples, tuple(spells)) if spells else None


def _bentness(tracks: Tracks, side: Side, leg: float, facing: Facing | None) -> Floats:
    hip, knee, ankle = (points_of(tracks, side, part) for part in ("hip", "knee", "ankle"))
    bend: Floats = 1 - np.linalg.norm(hip - ankle, axis=-1) / leg
    if facing is not None:
        way = 1.0 if facing == "right" else -1.0
        bend = bend + way * (knee - ankle)[:, 0] / leg
    return bend


def _mean_seen(values: Floats) -> Floats:
    """Mean over the first axis of what is seen, NaN where nothing is."""
    seen = np.isfinite(values)
    count = seen.sum(axis=0)
    total = np.where(seen, values, 0.0).sum(axis=0)
    out: Floats = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    return out
