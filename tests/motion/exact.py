"""What the kinematics make of exact points: the truth's pixels without perspective, read by the public
functions, minus the truth's angles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from plantigrade.motion.kinematics import Kinematics, measure
from plantigrade.motion.noise import EXACT
from plantigrade.motion.types import Facing, Floats, Tracks
from tests.motion.figure import side_view
from tests.motion.truth import Camera, flat_view, near_of, pixels, series, truth

# Bodies of the lunges stand on the same ankles in these squats.
SAME_BODY = {"d10": "d01", "d11": "d02", "d12": "d03"}
TOE_OUT_DEG = 5.0
_COCO = {
    part: (f"left_{point}", f"right_{point}")
    for part, point in {
        "hip": "hip", "knee": "knee", "ankle": "ankle", "shoulder": "shoulder", "heel": "heel", "toe": "big_toe",
    }.items()
}  # fmt: skip
_JOINTS = {
    part: (f"{bone}.L", f"{bone}.R")
    for part, bone in {
        "hip": "upperleg01",
        "knee": "lowerleg01",
        "ankle": "foot",
        "shoulder": "upperarm01",
    }.items()
}
_SOLES = {"heel": ("heel_post.L", "heel_post.R"), "toe": ("mtp1.L", "mtp1.R")}


def facing_of_clip(name: str) -> Facing:
    return "left" if truth(name)["facing"] == "left" else "right"


def times(name: str) -> Floats:
    return np.array([frame["t"] for frame in truth(name)["frames"]])


def world(name: str, layer: str, names: dict[str, tuple[str, str]]) -> dict[str, Floats]:
    """(T, 3) points of both sides in metres, from the pixels of a symmetric body."""
    camera = Camera.of(name)
    points: dict[str, Floats] = {}
    for part, (left, right) in names.items():
        both = camera.by_symmetry(pixels(name, layer, left), pixels(name, layer, right))
        points[f"left_{part}"], points[f"right_{part}"] = both
    return points


def squat_errors(name: str) -> dict[str, Floats]:
    """(T,) read minus true, degrees: shin and trunk as pose models place the points, the rest by joint centres."""
    rig = world(name, "joints", _JOINTS) | world(name, "surface", _SOLES)
    coco, joints = (_read(name, points) for points in (world(name, "coco", _COCO), rig))
    pitch, shin = series(name, "foot_pitch"), series(name, "shin_rig")
    errors = {
        "shin": coco.shin_tilt.value - series(name, "shin_coco"),
        "trunk": coco.trunk_lean.value - series(name, "torso_lean_coco"),
        "shin, joint centres": joints.shin_tilt.value - shin,
        "trunk, joint centres": joints.trunk_lean.value - series(name, "torso_lean_rig"),
        "foot": joints.foot_pitch.value - pitch,
        "ankle": joints.dorsiflexion.value - (shin - shin[0] - pitch),
    }
    if not any(rep["valgus"] for rep in truth(name)["reps"]):
        errors["thigh"] = joints.thigh.value + series(name, "thigh_incl")
    return errors


def lunge_error(name: str) -> Floats:
    """(T,) shin tilt read minus true, degrees; the working leg moves in the plane of its foot."""
    side, letter = near_of(name), truth(name)["near"]
    camera = Camera.of(name)
    stand = world(SAME_BODY[name], "joints", {"ankle": ("foot.L", "foot.R")})["left_ankle"][0]
    ankle = camera.at_height(pixels(name, "joints", f"foot.{letter}")[:1], float(stand[2]))[0]
    out = np.radians(TOE_OUT_DEG) * (1.0 if letter == "L" else -1.0)
    across = np.array([-np.sin(out), np.cos(out), 0.0])
    parts: Sequence[tuple[str, str, str]] = (
        ("knee", "joints", "lowerleg01"), ("ankle", "joints", "foot"),
        ("heel", "surface", "heel_post"), ("toe", "surface", "toe_tip"),
    )  # fmt: skip
    points = {
        f"{side.value}_{part}": camera.on_plane(pixels(name, layer, f"{point}.{letter}"), ankle, across)
        for part, layer, point in parts
    }
    error: Floats = _read(name, points).shin_tilt.value - series(name, "shin_rig")
    return error


def exactly(tracks: Tracks, name: str) -> Kinematics:
    found = measure(tracks, side_view(tracks, side=near_of(name), facing=facing_of_clip(name)), noise=EXACT)
    assert found is not None
    return found


def _read(name: str, points: dict[str, Floats]) -> Kinematics:
    return exactly(flat_view(points, times(name), facing=facing_of_clip(name)), name)
