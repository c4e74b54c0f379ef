"""A folder of OpenPose JSON files (BODY_25), one a frame."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from plantigrade.interop.track_files.points import (
    MOST_SAMPLES,
    GivenPoints,
    Said,
    Unit,
    are_shares,
    empty,
    refuse,
)
from plantigrade.motion.types import INDEX, Floats

MOST_BYTES = 1_000_000
JOINTS = 25
BODY_25 = {
    "nose": 0, "right_shoulder": 2, "right_elbow": 3, "right_wrist": 4, "left_shoulder": 5, "left_elbow": 6,
    "left_wrist": 7, "right_hip": 9, "right_knee": 10, "right_ankle": 11, "left_hip": 12, "left_knee": 13,
    "left_ankle": 14, "left_toe": 19, "left_heel": 21, "right_toe": 22, "right_heel": 24,
}  # fmt: skip


def read_openpose(folder: Path, said: Said) -> GivenPoints:
    """Points of the person who was followed; frames in the order of the number in the file's name.

    The largest person of the first frame with one is taken, then in each frame the one nearest to where that
    person was. A missing number is a frame in which nobody was seen. Raises InputError.
    """
    where = str(folder)
    if said.fps is None:
        refuse(where, "OpenPose files hold no time; say the frame rate of the video: --fps 30")
    files = sorted((_index(path), path) for path in folder.glob("*.json"))
    if not files:
        refuse(where, "holds no .json file; name the folder that OpenPose wrote with --write_json")
    for (index, path), (following, other) in pairwise(files):
        if index == following:
            refuse(where, f"holds frame {index} twice: {path.name} and {other.name}; one clip a folder")
    first, last = files[0][0], files[-1][0]
    if last - first >= MOST_SAMPLES:
        refuse(where, f"holds frames {first} to {last}, more than {MOST_SAMPLES}; cut the recording")
    xyz, confidence = empty(last - first + 1)
    before: Floats | None = None
    for index, path in files:
        people = _people(path)
        if not people:
            continue
        body = max(people, key=_extent) if before is None else min(people, key=_distance_to(before))
        before = body
        for point, joint in BODY_25.items():
            x, y, sure = body[joint]
            if sure > 0:
                xyz[index - first, INDEX[point]] = x, y, 0.0
                confidence[index - first, INDEX[point]] = min(sure, 1.0)
    unit: Unit = "share" if are_shares(xyz) else "px"
    return GivenPoints(
        where, "openpose-body25", np.arange(len(xyz)) / said.fps, xyz, confidence, unit, "down"
    )


def _index(path: Path) -> int:
    """The last number in the name: clip_000000000012_keypoints.json gives 12."""
    numbers = re.findall(r"\d+", path.stem.removesuffix("_keypoints"))
    if not numbers or len(numbers[-1]) > 15:
        refuse(str(path), "has no frame number in its name; OpenPose writes NAME_000000000012_keypoints.json")
    return int(numbers[-1])


def _people(path: Path) -> list[Floats]:
    """(25, 3) x, y, confidence of everybody in one file."""
    try:
        if path.stat().st_size > MOST_BYTES:
            refuse(str(path), "is larger than 1 MB; one frame is a few kB")
        found: Any = json.loads(path.read_text(encoding="utf-8"))
        people = [np.array(p["pose_keypoints_2d"], dtype=np.float64) for p in found["people"]]
    except OSError as error:
        refuse(str(path), f"cannot be read ({error.strerror or error}); check the folder")
    except (ValueError, KeyError, TypeError, RecursionError):
        refuse(str(path), "is no OpenPose file: it should hold people, each with pose_keypoints_2d")
    for values in people:
        if values.shape != (JOINTS * 3,):
            refuse(str(path), f"holds {values.size // 3} points a person, not the {JOINTS} of BODY_25")
    bodies = [np.nan_to_num(values.reshape(JOINTS, 3)) for values in people]
    return [body for body in bodies if (body[:, 2] > 0).any()]


def _extent(body: Floats) -> float:
    seen = body[body[:, 2] > 0, :2]
    return float(np.ptp(seen, axis=0).max())


def _distance_to(before: Floats) -> Callable[[Floats], float]:
    def distance(body: Floats) -> float:
        both = (body[:, 2] > 0) & (before[:, 2] > 0)
        if not both.any():
            return float("inf")
        return float(np.median(np.linalg.norm(body[both, :2] - before[both, :2], axis=-1)))

    return distance
