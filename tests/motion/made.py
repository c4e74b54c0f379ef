"""An analysis made from the exact points of a rendered clip: no video is decoded and no network is run."""

from __future__ import annotations

import functools

import numpy as np

from plantigrade.core.quantities import Estimate
from plantigrade.motion.analysis import Analysis
from plantigrade.motion.heel_events import HeelEvent
from plantigrade.motion.kinematics import measure
from plantigrade.motion.pose.passes import Engine
from plantigrade.motion.repetitions import find_repetitions
from plantigrade.motion.tracks import prepare
from plantigrade.motion.types import ClipInfo, Reason
from plantigrade.motion.view import NO_PULL, look
from tests.motion.truth import tracks_of, truth

LIFTED = HeelEvent(True, 2.0, 2.6, Estimate(9.0, 0.5), Estimate(8.0, 0.4), Estimate(31.0, 2.0))


@functools.cache
def analysis_of(name: str) -> Analysis:
    tracks = prepare(tracks_of(name))
    view = look(tracks, pull=NO_PULL)
    side = measure(tracks, view)
    found = find_repetitions(tracks, view, side)
    camera = truth(name)["camera"]
    return Analysis(
        clip=ClipInfo(
            float(tracks.t_s[-1]), len(tracks.t_s), 20.0, camera["width"], camera["height"], 0, False, "h264"
        ),
        engine=Engine("truth", "1", "0" * 64),
        tracks=tracks,
        view=view,
        side=side,
        front=(),
        repetitions=found,
        foot=None,
        heels=(LIFTED, *(None for _ in found.reps[1:])),
        reasons=(*view.reasons, Reason("example", "An example of a reason.")),
        foot_cm=26.0,
    )


def finite(values: object) -> bool:
    """Whether plain JSON values hold no NaN and no infinity."""
    if isinstance(values, dict):
        return all(finite(v) for v in values.values())
    if isinstance(values, list):
        return all(finite(v) for v in values)
    return not isinstance(values, float) or bool(np.isfinite(values))
