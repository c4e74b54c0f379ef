"""From one clip to its repetitions: the whole chain in the order in which it is measured.

clip -> points -> clean tracks -> view, hem at the knee -> foot pixels -> angles -> repetitions -> heel events
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from plantigrade.motion.clip import Clip, checked_clip
from plantigrade.motion.comparison import Analysed, HeelOnset
from plantigrade.motion.heel import FootMotion, foot_motion
from plantigrade.motion.heel_events import HeelEvent, heel_events
from plantigrade.motion.hem import knee_edge, with_hem
from plantigrade.motion.kinematics import (
    FootPitch,
    FrontLeg,
    Kinematics,
    left_after,
    measure_front,
)
from plantigrade.motion.kinematics import measure as measure_side
from plantigrade.motion.pose.following import follow
from plantigrade.motion.pose.passes import Engine, Measured
from plantigrade.motion.pose.passes import measure as measure_points
from plantigrade.motion.repetitions import Repetitions, find_repetitions
from plantigrade.motion.tempo import pace
from plantigrade.motion.tracks import (
    CUTOFF_HZ,
    bridge_gaps,
    jitter_px,
    rate_of,
    reject_outliers,
    repair_swaps,
    resample,
    smooth,
)
from plantigrade.motion.types import ClipInfo, EngineName, Mode, Reason, Tracks
from plantigrade.motion.view import Viewpoint, look

Progress = Callable[[str, float], None]
FootReader = Callable[[Tracks, Viewpoint], tuple[FootMotion | None, tuple[Reason, ...]]]


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything that was read from one clip.

    `tracks` are clean and evenly timed; `side` is None unless the clip is a side view; `heels` stand in the
    order of the repetitions, None where the heel could not be followed; `reasons` say what was left out or
    is less sure, and what to do.
    """

    clip: ClipInfo
    engine: Engine
    tracks: Tracks
    view: Viewpoint
    side: Kinematics | None
    front: tuple[FrontLeg, ...]
    repetitions: Repetitions
    foot: FootMotion | None
    heels: tuple[HeelEvent | None, ...]
    reasons: tuple[Reason, ...]
    heel_lift_cm: float = 0.0
    foot_cm: float | None = None

    @property
    def usable(self) -> bool:
        return not any(reason.fatal for reason in self.reasons)

    def for_comparison(self) -> Analysed | None:
        """What `comparison` needs; None when the clip is neither a side view nor a front view."""
        if self.side is None and not self.front:
            return None
        heels = tuple(None if h is None else HeelOnset(h.lifted, h.at_s) for h in self.heels)
        return Analysed(self.side, self.repetitions, heels)


def _said(_stage: str, _share: float) -> None:
    pass


def analyse(
    path: Path | str,
    mode: Mode = "standard",
    *,
    heel_lift_cm: float = 0.0,
    foot_cm: float | None = None,
    slow_motion: float | None = None,
    engine: EngineName = "blazepose",
    progress: Progress = _said,
) -> Analysis:
    """Analyse a clip of squats or wall lunges.

    Parameters
    ----------
    path
        Video file; decoded in a child process that can be killed.
    mode
        fast, standard or best (`pose.passes.PLANS`).
    heel_lift_cm
        Height of a wedge or plates under the heels, cm, for the record and the comparison.
    foot_cm
        Length of the foot or shoe, cm; knee travel is then known in cm as well.
    slow_motion
        How many times slower than life the clip plays (1: as in life), None for what the file declares.
    engine
        What finds the points; rtmlib is an extra whose weights are brought by hand (`models add`).
    progress
        Called with the stage and the share done, 0 to 1.

    Returns
    -------
    Analysis
        Numbers that could not be measured are None; `reasons` say why.

    Raises
    ------
    ClipError, ModelsError
    """
    clip = checked_clip(path, slow_motion=slow_motion)
    points = _points(clip, mode, engine, lambda share: progress("points", share))

    def see(tracks: Tracks) -> Viewpoint:
        view = look(tracks)
        return with_hem(view, knee_edge(clip, tracks, view))

    def foot(tracks: Tracks, view: Viewpoint) -> tuple[FootMotion | None, tuple[Reason, ...]]:
        progress("foot", 0.0)
        found = _foot(clip, tracks, view)
        progress("foot", 1.0)
        return found

    found = from_points(points.tracks, clip.info, points.engine, foot, heel_lift_cm, foot_cm, see)
    timed = pace(found.repetitions, found.tracks.t_s, clip.opened.slow_motion, slow_motion)
    return replace(found, reasons=each_once(points.reasons + found.reasons + timed))


def from_points(
    raw: Tracks,
    info: ClipInfo,
    engine: Engine,
    read_foot: FootReader,
    heel_lift_cm: float,
    foot_cm: float | None,
    see: Callable[[Tracks], Viewpoint] = look,
) -> Analysis:
    """The chain after the points, the same for clips and for the tracks of other tools."""
    clean = resample(bridge_gaps(reject_outliers(repair_swaps(raw))))
    rate = rate_of(clean)
    noise = left_after(jitter_px(clean), rate, CUTOFF_HZ) if np.isfinite(rate) else None
    tracks = smooth(clean)
    view = see(tracks)
    foot, told = read_foot(tracks, view)
    pitch = None if foot is None else FootPitch(foot.t_s, foot.pitch_deg, foot.pitch_sd_deg)
    side = measure_side(tracks, view, jitter_px=noise, foot=pitch)
    front = measure_front(tracks, view)
    found = find_repetitions(tracks, view, side, front)
    heels: tuple[HeelEvent | None, ...] = tuple(None for _ in found.reps)
    if foot is not None and side is not None:
        heels = heel_events(foot, found.reps, side)
    reasons = (*view.reasons, *told, *(side.reasons if side is not None else ()))
    return Analysis(
        clip=info,
        engine=engine,
        tracks=tracks,
        view=view,
        side=side,
        front=front,
        repetitions=found,
        foot=foot,
        heels=heels,
        reasons=each_once(reasons),
        heel_lift_cm=heel_lift_cm,
        foot_cm=foot_cm,
    )


def _points(clip: Clip, mode: Mode, engine: EngineName, progress: Callable[[float], None]) -> Measured:
    if engine == "blazepose":
        return measure_points(clip, mode, progress=progress)
    from plantigrade.motion.pose.rtmlib_engine import NOT_MEASURED, Rtmlib

    return follow(clip, Rtmlib(), mode, progress, (NOT_MEASURED,))


def each_once(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """One reason a code, in the order of their first mention."""
    return tuple({reason.code: reason for reason in reasons}.values())


def _foot(clip: Clip, tracks: Tracks, view: Viewpoint) -> tuple[FootMotion | None, tuple[Reason, ...]]:
    """The foot followed by its own pixels, in a side view with a standing phase; None otherwise."""
    if view.view != "sagittal" or view.working_side is None or view.standing is None:
        return None, ()
    motion = foot_motion(clip, tracks, view.working_side, view.standing.main)
    return (None if np.isnan(motion.pitch_deg).all() else motion), motion.reasons
