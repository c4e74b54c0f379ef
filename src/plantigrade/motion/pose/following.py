"""Any engine behind the protocol through a clip: the person is found once and then followed by the points."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from plantigrade.motion.clip import Clip
from plantigrade.motion.pose.passes import PLANS, Engine, Measured, join_mirrored
from plantigrade.motion.pose.survey import NOBODY_SEEN, Survey
from plantigrade.motion.pose.walks import STREAM_SIDE, flips, interval_s
from plantigrade.motion.types import INDEX, POINTS, Floats, Mode, Picture, PoseEngine, Reason, Region, Tracks

# Confidence from which a point helps to say where the person is; the median below which nobody is.
SURE, SOMEBODY = 0.3, 0.3
# The points end at the eyes and the toes; a body goes on by this share of their height, and the square has
# the margin that pose networks are taught with.
BEYOND, MARGIN, ASPECT = 1.1, 1.25, 0.75


def follow(
    clip: Clip,
    engine: PoseEngine,
    mode: Mode = "standard",
    progress: Callable[[float], None] | None = None,
    reasons: tuple[Reason, ...] = (),
) -> Measured:
    """Read the points over the clip.

    The engine's most prominent person is followed and looked for again when lost; the rates and mirrored
    readings are those of the mode (`passes.PLANS`). Points are NaN with confidence 0 where nobody was seen.
    `reasons` are handed on. Raises ClipError, and ModelsError from the engine.
    """
    plan = PLANS[mode]
    region: Region | None = None
    times: list[float] = []
    points: list[Floats] = []
    sure: list[Floats] = []
    for number, frame in enumerate(clip.frames(interval_s(plan), STREAM_SIDE)):
        ways = flips(plan, number)
        region = region or engine.find(frame.picture)
        xy, confidence = _read(engine, frame.picture, region, ways)
        region = _next(xy, confidence)
        times.append(frame.t_s)
        points.append(xy * (clip.info.height / frame.picture.shape[0]))
        sure.append(confidence)
        if progress is not None:
            progress(min(frame.t_s / max(clip.info.duration_s, frame.t_s, 1e-9), 1.0))
    t_s, xy_all, sure_all = np.array(times), np.array(points), np.array(sure)
    if plan.mirror == "alternate":
        xy_all, sure_all = join_mirrored(t_s, xy_all, sure_all, np.arange(len(t_s)) % 2 == 1)
    tracks = Tracks(
        t_s,
        xy_all,
        sure_all,
        np.zeros(sure_all.shape, np.bool_),
        clip.info.width,
        clip.info.height,
        engine.name,
    )
    about = Engine(engine.name, engine.version, engine.model_sha256)
    seen = bool(np.isfinite(xy_all).any())
    found = Survey(None, int(seen), _travel(xy_all), () if seen else (NOBODY_SEEN,))
    return Measured(tracks, about, found, reasons + found.reasons)


def _read(
    engine: PoseEngine, picture: Picture, region: Region | None, ways: tuple[bool, ...]
) -> tuple[Floats, Floats]:
    """The mean of the readings that saw somebody."""
    if region is not None:
        pairs = [engine.read(picture, region, mirrored) for mirrored in ways]
        seen = [pair for pair in pairs if np.median(pair[1]) >= SOMEBODY]
        if seen:
            return np.mean([xy for xy, _ in seen], axis=0), np.mean([sure for _, sure in seen], axis=0)
    return np.full((len(POINTS), 2), np.nan), np.zeros(len(POINTS))


def _next(xy: Floats, confidence: Floats) -> Region | None:
    """Where to look in the next picture; None when too little of the body was seen."""
    good = xy[(confidence >= SURE) & np.isfinite(xy).all(axis=1)]
    if len(good) < len(POINTS) // 2:
        return None
    low, high = good.min(axis=0), good.max(axis=0)
    width, height = (float(v) for v in high - low)
    x, y = (float(v) for v in (low + high) / 2)
    return Region(x, y, max(BEYOND * MARGIN * max(height, width / ASPECT), 2.0))


def _travel(xy: Floats) -> float:
    """Of the hips, up and down, px."""
    hips = xy[:, [INDEX["left_hip"], INDEX["right_hip"]], 1] if len(xy) else np.empty((0, 2))
    seen = hips[np.isfinite(hips).all(axis=1)].mean(axis=1)
    return float(np.subtract(*np.percentile(seen, [95, 5]))) if len(seen) else 0.0
