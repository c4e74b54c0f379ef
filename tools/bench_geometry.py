"""Exact points in, exact angles out; and how long whole tracks take."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from plantigrade.motion.kinematics import measure
from plantigrade.motion.tracks import prepare
from plantigrade.motion.types import POINTS, Tracks
from plantigrade.motion.view import look
from tests.motion.exact import lunge_error, squat_errors
from tests.motion.figure import squats
from tests.motion.truth import series
from tools.bench_row import Row, spread

SQUATS = tuple(f"d{i:02d}" for i in range(1, 9))
LUNGES = ("d10", "d11", "d12")
GOAL_DEG, GOAL_S = 0.1, 0.5
FRAMES, COLUMNS = 3600, 78


def exact() -> Iterator[Row]:
    """Largest error over all samples; the foot where it is planted, because skin stretches where it bends."""
    worst = [float(np.abs(lunge_error(name)).max()) for name in LUNGES]
    lifted = 0.0
    for name in SQUATS:
        planted = series(name, "foot_pitch") == 0
        for what, error in squat_errors(name).items():
            bends = what in ("foot", "ankle")
            worst.append(float(np.abs(error[planted] if bends else error).max()))
            lifted = max(lifted, float(np.abs(error).max()) if bends else 0.0)
    yield Row(
        f"exact pixel joints of {len(SQUATS) + len(LUNGES)} clips, perspective taken out: largest error of "
        "shin, thigh, trunk, planted foot and ankle",
        f"{max(worst):.3f}°",
        f"{GOAL_DEG:g}°",
        f"{max(worst) / GOAL_DEG:.2f}",
    )
    yield Row("the same, foot and ankle with the heel up (skin against bone)", f"{lifted:.2f}°", "", "")


def quickly() -> Iterator[Row]:
    """Points that are there already, such as those of another program, to angles."""
    tracks = _long()
    spans = []
    for _ in range(6):
        begun = time.perf_counter()
        clean = prepare(tracks)
        measure(clean, look(clean))
        spans.append(time.perf_counter() - begun)
    middle = float(np.median(spans[1:]))
    yield Row(
        f"tracks to angles, {FRAMES:,} frames; of {COLUMNS} columns the {3 * len(POINTS)} that are used",
        spread(spans[1:]),
        f"{GOAL_S:g} s",
        f"{middle / GOAL_S:.2f}",
    )


def _long() -> Tracks:
    """Squats repeated to the full length; NaN and jumps here and there, so that every step has work."""
    one = squats([(2.0, 3.5, 5.0), (6.0, 7.5, 9.0)], [90.0, 110.0])
    xy = np.tile(one.xy, (FRAMES // len(one.t_s) + 1, 1, 1))[:FRAMES]
    chance = np.random.default_rng(0)
    xy = xy + chance.normal(0, 1.0, xy.shape)
    xy[chance.random(xy.shape[:2]) < 0.01] = np.nan
    xy[chance.random(xy.shape[:2]) < 0.002] += 80.0
    seen = np.isfinite(xy).all(axis=-1)
    return replace(
        one,
        t_s=np.arange(FRAMES) / 30,
        xy=xy,
        confidence=np.where(seen, 0.9, 0.0),
        filled=np.zeros_like(seen),
        swaps=(),
    )
