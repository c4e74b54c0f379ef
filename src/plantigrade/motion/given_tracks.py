"""Points that another tool found, analysed as those of a clip are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from plantigrade.motion import framing
from plantigrade.motion.analysis import Analysis, each_once, from_points
from plantigrade.motion.pose.passes import Engine
from plantigrade.motion.tracks import seen_in
from plantigrade.motion.types import INDEX, POINTS, ClipInfo, Reason, Tracks

# Steps that differ by more than this share make the rate a variable one.
VARIES = 0.05
NO_PIXELS = Reason(
    "no_pixels",
    "Points alone do not show the foot's own pixels: heel lifts are left out, and the ankle rests on heel "
    "and toe points with a wide error. Give the video to have both.",
)
OTHER_TOOL = Reason(
    "other_tool",
    "The points come from another tool whose errors were not measured here: the wider errors of our own pose "
    "model are used.",
)
# What only a true picture can tell.
OF_THE_PICTURE = (
    framing.FEET_CUT,
    framing.HEAD_CUT,
    framing.PHONE_TOO_HIGH,
    framing.PHONE_TOO_LOW,
    framing.foot_too_small(0.0),
)
FRAMING = {reason.code for reason in OF_THE_PICTURE}


def analyse_tracks(
    tracks: Tracks,
    *,
    framed: bool,
    heel_lift_cm: float = 0.0,
    foot_cm: float | None = None,
) -> Analysis:
    """Analyse points that another tool found (`interop.track_files.reading.read_tracks`).

    Everything after the points is what `analyse` does. Without pixels the foot cannot be followed: no heel
    events, and dorsiflexion rests on heel and toe points with their wide error.

    Parameters
    ----------
    tracks
        Raw tracks, y down; `engine` names where they come from.
    framed
        Whether width and height are those of the true picture; else nothing is said of framing.
    heel_lift_cm, foot_cm
        As in `analyse`.
    """
    t = tracks.t_s
    steps = np.diff(t)
    info = ClipInfo(
        duration_s=float(t[-1] - t[0]) if len(t) else 0.0,
        frames=len(t),
        fps=float(1 / np.median(steps)) if len(steps) else 0.0,
        width=tracks.width,
        height=tracks.height,
        rotation_deg=0,
        variable_frame_rate=bool(len(steps) and np.ptp(steps) > VARIES * np.median(steps)),
        codec=tracks.engine,
    )
    engine = Engine(tracks.engine, "unknown", None)
    found = from_points(tracks, info, engine, lambda _t, _v: (None, (NO_PIXELS,)), heel_lift_cm, foot_cm)
    kept = tuple(r for r in found.reasons if framed or r.code not in FRAMING)
    return replace(found, reasons=each_once((OTHER_TOOL, *_unseen(tracks), *kept)))


def _unseen(tracks: Tracks) -> tuple[Reason, ...]:
    """Points of the feet that the file does not hold."""
    seen = np.any(seen_in(tracks.xy), axis=0)
    missing = [n for n in POINTS if n.endswith(("heel", "toe")) and not seen[INDEX[n]]]
    if not missing:
        return ()
    names = ", ".join(name.replace("_", " ") for name in missing)
    return (Reason("points_missing", f"The file has no points for {names}: what rests on them is left out."),)
