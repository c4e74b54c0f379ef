"""MediaPipe pose landmarks as CSV, the 33 points in columns or in rows.

MediaPipe itself writes no CSV, so the layouts that people use are taken: a row a frame with `nose_x`,
`landmark_0_x` or `x0` (or `x1` to `x33`), or a row a landmark with `frame`, `landmark` (name or number), `x`,
`y`. Confidence is `visibility`, `v` or `presence`; time is `time_s`, `time`, `timestamp`, or `time_ms`.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Mapping, Sequence

import numpy as np

from plantigrade.interop.track_files.points import GivenPoints, Said, Unit, are_shares, empty, refuse
from plantigrade.motion.types import INDEX, Floats

LANDMARKS = {
    "nose": 0, "left_shoulder": 11, "right_shoulder": 12, "left_elbow": 13, "right_elbow": 14,
    "left_wrist": 15, "right_wrist": 16, "left_hip": 23, "right_hip": 24, "left_knee": 25, "right_knee": 26,
    "left_ankle": 27, "right_ankle": 28, "left_heel": 29, "right_heel": 30, "left_toe": 31, "right_toe": 32,
}  # fmt: skip
TIMES = {
    "time_s": 1.0, "time": 1.0, "t": 1.0, "timestamp": 1.0, "timestamp_s": 1.0, "time_ms": 1e-3,
    "timestamp_ms": 1e-3,
}  # fmt: skip
SURE = ("visibility", "v", "vis", "presence", "confidence")
AT_ORIGIN = 0.01

Row = Mapping[str, str]


def read_mediapipe(text: str, where: str, said: Said) -> GivenPoints:
    """Points of one person; y down. Raises InputError with the line."""
    reader = csv.DictReader(io.StringIO(text))
    try:
        names = {name: _key(name) for name in reader.fieldnames or ()}
        rows = [{names[k]: v or "" for k, v in row.items() if k in names} for row in reader]
    except csv.Error as error:
        refuse(where, f"is no CSV file ({error})")
    keys = set(names.values())
    if {"x", "y"} <= keys and keys & {"landmark", "landmark_id", "landmark_index", "name"}:
        t_s, frames = _long(rows, keys, where, said)
    else:
        t_s, frames = _wide(rows, keys, where, said)
    xyz, confidence = empty(len(frames))
    for number, frame in enumerate(frames):
        for point, (x, y, sure) in frame.items():
            xyz[number, INDEX[point]] = x, y, 0.0
            confidence[number, INDEX[point]] = sure
    shares = are_shares(xyz)
    if shares and _from_the_hips(xyz):
        what = "holds world landmarks, which move with the hips; give pose_landmarks, the ones in the picture"
        refuse(where, what)
    unit: Unit = "share" if shares else "px"
    return GivenPoints(where, "mediapipe-csv", t_s, xyz, confidence, unit, "down")


def _from_the_hips(xyz: Floats) -> bool:
    """Whether the middle of the hips stays at the origin."""
    middle = (xyz[:, INDEX["left_hip"], :2] + xyz[:, INDEX["right_hip"], :2]) / 2
    middle = middle[np.isfinite(middle).all(axis=-1)]
    return bool(len(middle) and np.abs(middle).max() < AT_ORIGIN)


Frame = dict[str, tuple[float, float, float]]


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.strip().casefold()).strip("_")


def _point_names(point: str) -> tuple[str, ...]:
    return (point.replace("_toe", "_foot_index"), f"landmark_{LANDMARKS[point]}", str(LANDMARKS[point]))


def _wide(rows: Sequence[Row], keys: set[str], where: str, said: Said) -> tuple[Floats, list[Frame]]:
    from_one = "x33" in keys and "x0" not in keys
    columns = {}
    for point, number in LANDMARKS.items():
        short = number + from_one
        for x, y, sure in (
            *((f"{n}_x", f"{n}_y", [f"{n}_{s}" for s in SURE]) for n in _point_names(point)),
            *((f"x{gap}{short}", f"y{gap}{short}", [f"{s}{gap}{short}" for s in SURE]) for gap in ("", "_")),
        ):
            if x in keys and y in keys:
                columns[point] = (x, y, next((s for s in sure if s in keys), None))
                break
    if not columns:
        refuse(
            f"{where}: line 1",
            "names no landmark; columns like left_knee_x, left_knee_y or x25, y25 are read",
        )
    frames = []
    for line, row in enumerate(rows, start=2):
        frames.append({p: _reading(row, x, y, sure, where, line) for p, (x, y, sure) in columns.items()})
    return _times(rows, keys, where, said), frames


def _long(rows: Sequence[Row], keys: set[str], where: str, said: Said) -> tuple[Floats, list[Frame]]:
    which = next(k for k in ("landmark", "landmark_id", "landmark_index", "name") if k in keys)
    stamp = next((k for k in ("frame", "frame_index", "frame_id", *TIMES) if k in keys), None)
    if stamp is None:
        refuse(f"{where}: line 1", "has no column frame or time_s that tells the samples apart")
    sure = next((s for s in SURE if s in keys), None)
    known = {name: point for point in LANDMARKS for name in _point_names(point)}
    frames: dict[float, Frame] = {}
    firsts: dict[float, Row] = {}
    for line, row in enumerate(rows, start=2):
        at = _value(row[stamp], where, line)
        firsts.setdefault(at, row)
        point = known.get(_key(row[which]))
        if point is not None:
            frames.setdefault(at, {})[point] = _reading(row, "x", "y", sure, where, line)
    order = sorted(firsts)
    if stamp in ("frame", "frame_index", "frame_id") and not keys & set(TIMES):
        if said.fps is None:
            refuse(where, "holds no time; say the frame rate of the video: --fps 30")
        return (np.array(order) - (order[0] if order else 0)) / said.fps, [frames.get(k, {}) for k in order]
    return _times([firsts[k] for k in order], keys, where, said), [frames.get(k, {}) for k in order]


def _times(rows: Sequence[Row], keys: set[str], where: str, said: Said) -> Floats:
    name = next((k for k in TIMES if k in keys), None)
    if name is not None:
        return np.array([_value(r[name], where, i) * TIMES[name] for i, r in enumerate(rows, start=2)])
    if said.fps is None:
        refuse(where, "holds no time; say the frame rate of the video: --fps 30")
    return np.arange(len(rows)) / said.fps


def _reading(row: Row, x: str, y: str, sure: str | None, where: str, line: int) -> tuple[float, float, float]:
    place = (_value(row[x], where, line), _value(row[y], where, line))
    certain = 1.0 if sure is None else _value(row[sure], where, line)
    return (*place, min(max(certain, 0.0), 1.0) if math.isfinite(certain) else 0.0)


def _value(cell: str, where: str, line: int) -> float:
    if not cell.strip():
        return math.nan
    try:
        value = float(cell)
    except ValueError:
        refuse(f"{where}: line {line}", f"{cell.strip()[:40]!r} is no number")
    return value if math.isfinite(value) else math.nan
