"""What two compared clips need to be shown together: courses to draw, and the steps of each squat in time."""

from __future__ import annotations

from typing import Any

import numpy as np

from plantigrade.motion.analysis import Analysis
from plantigrade.motion.kinematics import Kinematics
from plantigrade.motion.standing import points_of
from plantigrade.motion.types import Floats

# Samples of a course over the phase of a squat: even shares of the way down, then of the way up.
PHASES = 41


def shown_values(found: Analysis) -> dict[str, Any]:
    """Plain values of one clip. `knots_s`: start, lowest point and end of each repetition; `place`: where the
    ankle stands and how long the leg is, in widths of the picture; `over_depth` and `over_phase`: rows of x,
    shin angle and its standard error, degrees and shares 0 to 1; a row of None breaks the line.
    """
    reps = found.repetitions.reps
    return {
        "knots_s": [round(t, 3) for rep in reps for t in (rep.start_s, rep.bottom_s, rep.end_s)],
        "place": _place(found),
        "over_depth": [] if found.side is None else _over_depth(found, found.side),
        "over_phase": [] if found.side is None else _over_phase(found, found.side),
    }


def _place(found: Analysis) -> dict[str, Any] | None:
    leg = found.view.working_side
    if leg is None or found.view.facing is None or not np.isfinite(found.view.leg_px):
        return None
    ankle = points_of(found.tracks, leg, "ankle")
    seen = ankle[np.isfinite(ankle).all(axis=-1)]
    if not len(seen):
        return None
    x, y = np.median(seen, axis=0) / found.tracks.width
    length = found.view.leg_px / found.tracks.width
    return {
        "x": round(float(x), 4),
        "y": round(float(y), 4),
        "leg": round(float(length), 4),
        "facing": found.view.facing,
    }


def _over_depth(found: Analysis, side: Kinematics) -> list[list[float | None]]:
    """Shin tilt while the thigh goes deeper, a stretch for each repetition."""
    rows: list[list[float | None]] = []
    for rep in found.repetitions.reps:
        going = np.flatnonzero((side.t_s >= rep.start_s) & (side.t_s <= rep.bottom_s))
        thigh = side.thigh.value[going]
        # Jitter at the bottom would fold the line over itself: only what goes deeper is drawn.
        kept = going[thigh >= np.fmax.accumulate(thigh)] if len(going) else going
        rows += _rows(side.thigh.value[kept], side.shin_tilt.value[kept], side.shin_tilt.sd[kept])
        rows.append([None, None, None])
    return rows


def _over_phase(found: Analysis, side: Kinematics) -> list[list[float | None]]:
    """Mean shin tilt of the whole repetitions, from standing (0) by the lowest point (0.5) to standing."""
    phases = np.linspace(0.0, 1.0, PHASES)
    values, errors = [], []
    for rep in found.repetitions.reps:
        if rep.complete:
            t = np.interp(phases, [0.0, 0.5, 1.0], [rep.start_s, rep.bottom_s, rep.end_s])
            values.append(np.interp(t, side.t_s, side.shin_tilt.value))
            errors.append(np.interp(t, side.t_s, side.shin_tilt.sd))
    if not values:
        return []
    return _rows(phases, np.mean(values, axis=0), np.mean(errors, axis=0))


def _rows(x: Floats, y: Floats, sd: Floats) -> list[list[float | None]]:
    table = np.stack([x, y, sd], axis=-1)
    return [
        [round(float(n), 3) for n in row] if np.isfinite(row).all() else [None, None, None] for row in table
    ]
