"""The shin of the near leg on a real squat against marker mocap.

The clip comes without its camera: pose, focal length and time offset are fitted on eight large joints over
the whole clip (ground-truth.md 1d), which can take up part of a constant bias; the row says so.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.optimize import least_squares
from scipy.spatial.transform import Rotation

from plantigrade.motion.analysis import analyse
from plantigrade.motion.types import INDEX, Floats
from tools.bench_row import Row

# Origins of the mocap's bodies and the points of the model that lie nearest to them.
BODIES = {
    f"{side}_{point}": f"{body}_{side[0]}"
    for side in ("left", "right")
    for point, body in {"hip": "femur", "knee": "tibia", "ankle": "talus", "shoulder": "humerus"}.items()
}
NEAR = "left"
STARTS_DEG = (-60.0, -30.0, 0.0, 30.0, 60.0, 120.0, 180.0, 240.0)
FIT_SAMPLES = 60
START_OFFSETS_S = (-0.5, 0.0, 0.5)
GOAL_DEG = 1.5


def rows(folder: Path) -> Iterator[Row]:
    found = analyse(folder / "squat_video.mp4")
    tracks = found.tracks
    mocap = json.loads((folder / "squat_sample_mocap.json").read_text())
    places = np.array([mocap["bodies"][body]["translation"] for body in BODIES.values()])
    times = np.array(mocap["time"])
    points = tracks.xy[:, [INDEX[name] for name in BODIES]]
    camera = _camera(tracks.t_s, points, times, places, tracks.width, tracks.height)
    true = _projected(camera, _at(tracks.t_s + camera[7], times, places), tracks.width, tracks.height)
    names = list(BODIES)
    knee, ankle = names.index(f"{NEAR}_knee"), names.index(f"{NEAR}_ankle")
    error = _tilt(points, knee, ankle) - _tilt(true, knee, ankle)
    # The mocap may start later or end earlier than the clip.
    during = (tracks.t_s + camera[7] >= times[0]) & (tracks.t_s + camera[7] <= times[-1])
    error = error[during & np.isfinite(error)]
    left = np.nanmedian(np.linalg.norm(points - true, axis=-1)[during])
    mae = float(np.abs(error).mean())
    yield Row(
        f"real squat, near leg, shin in the picture against marker mocap ({len(error)} samples, camera "
        f"fitted to {left:.1f} px)",
        f"mean absolute error {mae:.2f}°, bias {error.mean():+.2f}°, sd {error.std():.2f}°",
        f"{GOAL_DEG:g}°; pose model alone 0.8°",
        f"{mae / GOAL_DEG:.2f}",
    )


def _tilt(points: Floats, knee: int, ankle: int) -> Floats:
    line = points[:, knee] - points[:, ankle]
    tilt: Floats = np.degrees(np.arctan2(line[:, 0], -line[:, 1]))
    return tilt


def _at(t_s: Floats, times: Floats, places: Floats) -> Floats:
    """(T, J, 3) of places (J, N, 3)."""
    return np.stack(
        [np.stack([np.interp(t_s, times, line) for line in body.T], axis=-1) for body in places], axis=1
    )


def _projected(camera: Floats, places: Floats, width: int, height: int) -> Floats:
    """(T, J, 2) px; camera: turn (3, rad), shift (3, m), log of the focal length over the longer side."""
    seen = Rotation.from_rotvec(camera[:3]).apply(places.reshape(-1, 3)) + camera[3:6]
    focal = np.exp(camera[6]) * max(width, height)
    px = seen[:, :2] / np.maximum(seen[:, 2:], 0.1) * focal + [width / 2, height / 2]
    return np.asarray(px.reshape(*places.shape[:2], 2))


def _camera(t_s: Floats, points: Floats, times: Floats, places: Floats, width: int, height: int) -> Floats:
    """Seven of the camera and the time offset (s), by robust least squares from several directions."""
    some = np.linspace(0, len(t_s) - 1, FIT_SAMPLES).astype(int)
    some = some[np.isfinite(points[some]).all(axis=(1, 2))]
    middle = places.mean(axis=(0, 1))

    def off(camera: Floats) -> Floats:
        there = _at(t_s[some] + camera[7], times, places)
        gap: Floats = (_projected(camera, there, width, height) - points[some]).ravel()
        return gap

    fits = []
    for turn in STARTS_DEG:
        upright = Rotation.from_euler("x", 180, degrees=True) * Rotation.from_euler("y", turn, degrees=True)
        shift = np.array([0.0, 0.0, 3.5]) - upright.apply(middle)
        start = np.array([*upright.as_rotvec(), *shift, np.log(0.8), 0.0])
        fits.append(least_squares(off, start, loss="soft_l1", f_scale=5.0, max_nfev=60))
    rough = min(fits, key=lambda fit: float(fit.cost))
    fits = [rough]
    for offset in START_OFFSETS_S:
        start = rough.x.copy()
        start[7] = offset
        fits.append(least_squares(off, start, loss="soft_l1", f_scale=5.0))
    return np.asarray(min(fits, key=lambda fit: float(fit.cost)).x)
