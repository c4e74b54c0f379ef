"""Points that another tool found, analysed as those of a clip are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from plantigrade.motion import framing
from plantigrade.motion.analysis import Analysis, each_once, from_points
from plantigrade.motion.pose.passes import Engine
from plantigrade.motion.tracks import seen_in
from plantigrade.motion.types import INDEX, POINTS, ClipInfo, Reason, Tracks
from plantigrade.motion.view import SIDE_VIEW_DEG, Viewpoint

FEET = tuple(name for name in POINTS if name.endswith(("heel", "toe")))
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
NO_FEET = Reason(
    "facing_unknown",
    "Which way you face is told from heels and toes, and the file has none: no angle can be given. Export "
    "the heels and big toes as well, as BODY_25 and HALPE_26 do.",
    fatal=True,
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
    left_out = set() if framed else FRAMING
    told: tuple[Reason, ...] = (OTHER_TOOL, *_unseen(tracks))
    if _faces_nowhere(tracks, found.view):
        found = replace(found, view=replace(found.view, view=None))
        left_out, told = left_out | {"oblique_view"}, (*told, NO_FEET)
    kept = (reason for reason in found.reasons if reason.code not in left_out)
    return replace(found, reasons=each_once((*told, *kept)))


def _faces_nowhere(tracks: Tracks, view: Viewpoint) -> bool:
    """A side view but for the feet, which the file does not hold: it must not be called an oblique one."""
    feet = [INDEX[name] for name in FEET]
    turn = view.obliquity_deg
    return (
        not seen_in(tracks.xy[:, feet]).any()
        and view.view == "oblique"
        and turn is not None
        and abs(turn.value) <= SIDE_VIEW_DEG
    )


def _unseen(tracks: Tracks) -> tuple[Reason, ...]:
    """Points of the feet that the file does not hold."""
    seen = np.any(seen_in(tracks.xy), axis=0)
    missing = [name for name in FEET if not seen[INDEX[name]]]
    if not missing:
        return ()
    names = ", ".join(name.replace("_", " ") for name in missing)
    return (Reason("points_missing", f"The file has no points for {names}: what rests on them is left out."),)
