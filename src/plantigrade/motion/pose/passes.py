"""Two walks through a clip: a quick one that says where to look, and one that measures.

Mirror averaging: the model reads a body and its mirror image differently, by 1 to 2 deg of shin tilt and by
more in deep squats. The mean of both readings is better than either (rendered peaks, eight clips: full sd 2.5
to 1.5, heavy 1.8 to 1.7). Reading every other sample mirrored and joining the two series by local cubics
gives the same mean at the price of one reading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy.interpolate import Akima1DInterpolator

from plantigrade.motion.clip import Clip
from plantigrade.motion.pose.blazepose import BlazePose
from plantigrade.motion.pose.models import MODELS, NPM, present
from plantigrade.motion.pose.survey import Survey, survey
from plantigrade.motion.pose.walks import NeedsSurvey, Plan, Task, answers, revisited, streamed
from plantigrade.motion.types import POINTS, Bools, Floats, Mode, Reason, Tracks

Progress = Callable[[float], None]
LONGEST_BRIDGE_S = 0.35  # the other reading is not guessed across more; then the sample's own stands alone
LEAST_TO_JOIN = 4  # readings of a kind, below which there is no curve to draw through them

# fast, standard: a squat's power lies below 3 Hz, and 10 Hz reads its peak as well as 15 or 30 (rendered sd
# 1.41 against 1.46 deg for heavy at 15, 1.33 against 1.41 for full at 30; real squat 1.39 against 1.43). A
# repetition of 1.2 s loses 0.2 deg at its peak. best: two networks err in different ways, so their mean beats
# more crops of one (rendered sd 1.46 against 1.71 for eight crops of heavy).
PLANS: dict[Mode, Plan] = {
    "fast": Plan(("full",), 10.0, "alternate"),
    "standard": Plan(("heavy",), 10.0, "alternate"),
    "best": Plan(("heavy", "full"), 0.0, "both"),
}


@dataclass(frozen=True, slots=True)
class Engine:
    """What measured, for the record; no checksum where the points come from another tool."""

    name: str
    version: str
    model_sha256: str | None


@dataclass(frozen=True, slots=True)
class Measured:
    """Tracks with what the passes had to say about them."""

    tracks: Tracks
    engine: Engine
    survey: Survey
    reasons: tuple[Reason, ...]


def plan_for(mode: Mode, mirror: bool | None = None) -> tuple[Plan, tuple[Reason, ...]]:
    """The plan of a mode with what is on this machine; without heavy, full measures and a reason says so.

    `mirror` True reads every sample both ways, False never, None as the mode does.
    """
    plan = PLANS[mode]
    reasons: tuple[Reason, ...] = ()
    if "heavy" in plan.sizes and not present("heavy"):
        plan = replace(plan, sizes=("full",))
        text = "The larger pose model is not here, so errors are wider. Run `plantigrade models install`."
        reasons = (Reason("smaller_model", text),)
    if mirror is not None:
        plan = replace(plan, mirror="both" if mirror else "none")
    return plan, reasons


def engine_of(plan: Plan) -> Engine:
    """Name, version and checksum of the plan's networks; the checksum is the leading one's."""
    return Engine("blazepose-" + "+".join(plan.sizes), NPM[1], MODELS[plan.sizes[0]].sha256)


def measure(
    clip: Clip, mode: Mode = "standard", mirror: bool | None = None, progress: Progress | None = None
) -> Measured:
    """Find the one who squats and read the points over the clip.

    Points are NaN with confidence 0 where the model saw no person; with nobody at all every sample is NaN and
    a fatal reason says so. Raises ClipError and ModelsError.
    """
    plan, reasons = plan_for(mode, mirror)
    say = progress or (lambda _: None)
    engine = BlazePose("full", threads=1)
    found: list[Survey] = []
    try:
        tracks = _collect(clip, plan, streamed(clip, engine, plan, found.append), say)
    except NeedsSurvey:
        found = [survey(clip, engine)]
        path = found[0].path
        tracks = _collect(clip, plan, revisited(clip, path, plan) if path else iter(()), say)
    if found[0].path is None:
        tracks = _nothing(clip, plan)
    return Measured(tracks, engine_of(plan), found[0], reasons + found[0].reasons)


def read_tracks(
    clip: Clip, mode: Mode = "standard", mirror: bool | None = None, progress: Progress | None = None
) -> Tracks:
    """The tracks alone; see `measure`."""
    return measure(clip, mode, mirror, progress).tracks


def join_mirrored(t_s: Floats, xy: Floats, confidence: Floats, mirrored: Bools) -> tuple[Floats, Floats]:
    """Mean of straight and mirrored readings when each sample was read one way only.

    t_s (T,), xy (T, K, 2), confidence (T, K), mirrored (T,) true where the sample was read flipped. At each
    sample the other kind is drawn from its neighbours in time; where they are too far off, the sample's own
    reading stands. NaN stays NaN.
    """
    xy_out, sure_out = xy.copy(), confidence.copy()
    seen = ~np.isnan(xy[:, :, 0]).any(axis=1)
    for kind in (False, True):
        have, want = seen & (mirrored == kind), seen & (mirrored != kind)
        if have.sum() < LEAST_TO_JOIN or not want.any():
            continue
        known, asked = t_s[have], t_s[want]
        after = np.clip(np.searchsorted(known, asked), 1, len(known) - 1)
        near = known[after] - known[after - 1] <= LONGEST_BRIDGE_S
        near &= (asked >= known[0]) & (asked <= known[-1])
        rows = np.flatnonzero(want)[near]
        values = np.concatenate([xy[have], confidence[have][:, :, None]], axis=2)
        drawn = Akima1DInterpolator(known, values, method="makima")(t_s[rows])
        xy_out[rows] = (xy[rows] + drawn[:, :, :2]) / 2
        sure_out[rows] = np.clip((confidence[rows] + drawn[:, :, 2]) / 2, 0, 1)
    return xy_out, sure_out


def _collect(clip: Clip, plan: Plan, tasks: Iterator[Task], progress: Progress) -> Tracks:
    times, points, sure = [], [], []
    for t_s, xy, confidence in answers(tasks, plan):
        times.append(t_s)
        points.append(xy)
        sure.append(confidence)
        progress(min(t_s / max(clip.info.duration_s, t_s, 1e-9), 1.0))
    if not times:
        return _nothing(clip, plan)
    t_all, xy_all, sure_all = np.array(times), np.array(points), np.array(sure)
    if plan.mirror == "alternate":
        xy_all, sure_all = join_mirrored(t_all, xy_all, sure_all, np.arange(len(t_all)) % 2 == 1)
    return _tracks(clip, plan, t_all, xy_all, sure_all)


def _nothing(clip: Clip, plan: Plan) -> Tracks:
    # Two samples, so that the time axis still spans the clip.
    t_s = np.array([0.0, max(clip.info.duration_s, 1e-3)])
    return _tracks(clip, plan, t_s, np.full((2, len(POINTS), 2), np.nan), np.zeros((2, len(POINTS))))


def _tracks(clip: Clip, plan: Plan, t_s: Floats, xy: Floats, confidence: Floats) -> Tracks:
    filled = np.zeros(xy.shape[:2], np.bool_)
    return Tracks(t_s, xy, confidence, filled, clip.info.width, clip.info.height, engine_of(plan).name)
