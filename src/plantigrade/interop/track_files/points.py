"""Points as a file of another tool holds them, and how they become tracks of ours.

A file that knows its picture (pixels with a given size) keeps it. Any other file is put into a nominal
picture: lengths are scaled so that a leg is LEG_PX long, with room round the person. Angles do not depend on
the scale; the thresholds in pixels then read as they would in an ordinary clip.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NoReturn

import numpy as np

from plantigrade.interop.problems import InputError, InputProblem
from plantigrade.motion.tracks import leg_px, seen_in
from plantigrade.motion.types import INDEX, POINTS, Floats, Tracks

Unit = Literal["px", "m", "cm", "mm", "share"]
Plane = Literal["xy", "zy", "xz", "yz"]
Up = Literal["up", "down"]

# A leg of a person who fills two thirds of a full HD picture held upright.
LEG_PX = 600.0
# Room round the person in the nominal picture, share of the larger side.
ROOM = 0.25
# A third coordinate that moves by more than this share of the other two is no plane picture.
FLAT_SHARE = 0.05
# A quarter of an hour at 120 Hz; evenly timed copies are held in memory.
MOST_SAMPLES = 108_000
FURTHEST = 1e6
# No coordinate in pixels of a person is this small throughout: the values are shares of the picture.
LARGEST_SHARE = 2.0
NEEDED = ("knee", "ankle", "hip")


@dataclass(frozen=True, slots=True)
class GivenPoints:
    """t_s (T,); xyz (T, K, 3), NaN where not seen, K = len(POINTS); confidence (T, K) 0 to 1.

    `unit` share means shares of the picture's width and height. `vertical` is None where the file does not
    say.
    """

    where: str
    tool: str
    t_s: Floats
    xyz: Floats
    confidence: Floats
    unit: Unit
    vertical: Up | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What the user says of a file that does not say it itself."""

    fps: float | None = None
    size: tuple[int, int] | None = None
    vertical: Up | None = None
    plane: Plane | None = None


def are_shares(xyz: Floats) -> bool:
    """Whether the points that were seen are shares of the picture and not pixels; False for none."""
    seen = np.isfinite(xyz[..., :2])
    return bool(seen.any() and np.nanmax(np.abs(xyz[..., :2])) <= LARGEST_SHARE)


def refuse(where: str, what: str) -> NoReturn:
    raise InputError([InputProblem(where, what)])


def placed(given: GivenPoints, said: Said) -> tuple[Tracks, bool]:
    """Tracks in a picture with y down, and whether the picture is the true one.

    Raises InputError when the plane, the size or the direction has to be said.
    """
    _check(given)
    flat = _plane(given, said.plane)
    if given.unit == "share":
        if said.size is None:
            what = "holds shares of the picture (0 to 1); say its size: --size 1080x1920"
            refuse(given.where, what)
        flat = flat * np.array(said.size, dtype=np.float64)
    down = _vertical(given, flat, said.vertical)
    framed = said.size is not None and given.unit in ("px", "share")
    if framed and said.size is not None:
        width, height = said.size
        if down == "up":
            flat = np.stack([flat[..., 0], height - flat[..., 1]], axis=-1)
        return _tracks(given, flat, width, height), True
    if down == "up":
        flat = flat * np.array([1.0, -1.0])
    return _nominal(given, flat), False


def _check(given: GivenPoints) -> None:
    if len(given.t_s) < 5:
        refuse(given.where, f"holds {len(given.t_s)} samples; a few seconds are needed")
    seen = np.any(seen_in(given.xyz), axis=0)
    missing = [f"{s}_{p}" for p in NEEDED for s in ("left", "right") if not seen[INDEX[f"{s}_{p}"]]]
    if missing:
        refuse(given.where, f"has no point for {', '.join(missing)}; hips, knees and ankles are needed")
    late = np.flatnonzero(~(np.diff(given.t_s) > 0))
    if len(late):
        refuse(given.where, f"sample {late[0] + 2}: time does not grow; sort the samples by time")
    span = (given.t_s[-1] - given.t_s[0]) / float(np.median(np.diff(given.t_s)))
    if span > MOST_SAMPLES:
        refuse(given.where, f"covers {span:.0f} samples, more than {MOST_SAMPLES}; cut the recording")
    if np.nanmax(np.abs(given.xyz)) > FURTHEST:
        refuse(given.where, f"holds a coordinate beyond {FURTHEST:,.0f}; is the file damaged?")


def _plane(given: GivenPoints, plane: Plane | None) -> Floats:
    """(T, K, 2) of the plane that was named, or of x and y when the rest stands still."""
    if plane is not None:
        return np.stack([given.xyz[..., "xyz".index(axis)] for axis in plane], axis=-1)
    spread = [_moves(given.xyz[..., axis]) for axis in range(3)]
    if spread[2] > FLAT_SHARE * max(spread[0], spread[1]):
        refuse(
            given.where,
            "holds points in three dimensions; name the plane of the side view, across then upright: "
            "--plane xy",
        )
    return given.xyz[..., :2]


def _moves(values: Floats) -> float:
    """The largest range of any point along one axis, ends left out."""
    seen = np.isfinite(values).sum(axis=0) > 1
    if not seen.any():
        return 0.0
    low, high = np.nanquantile(values[:, seen], (0.02, 0.98), axis=0)
    return float((high - low).max())


def _vertical(given: GivenPoints, flat: Floats, said: Up | None) -> Up:
    """What the user says, then what the format says, then what the points show. Raises InputError."""
    shown = _direction(flat)
    if said is not None and shown is not None and said != shown:
        what = f"--vertical {said} would put the knees under the ankles; leave it away or say {shown}"
        refuse(given.where, what)
    found = said or given.vertical or shown
    if found is None:
        refuse(given.where, "does not show which way is up; say it: --vertical up or --vertical down")
    return found


def _direction(flat: Floats) -> Up | None:
    """Whether y grows upwards, from knees and ankles: also at the bottom of a squat knees are higher.

    None where that does not hold for nine samples in ten.
    """
    drop = np.concatenate(
        [flat[:, INDEX[f"{s}_ankle"], 1] - flat[:, INDEX[f"{s}_knee"], 1] for s in ("left", "right")]
    )
    drop = drop[np.isfinite(drop)]
    down = float((drop > 0).mean()) if len(drop) else 0.5
    if 0.1 < down < 0.9:
        return None
    return "down" if down >= 0.9 else "up"


def _tracks(given: GivenPoints, xy: Floats, width: int, height: int) -> Tracks:
    seen = seen_in(xy)
    xy = np.where(seen[..., None], xy, np.nan)
    confidence = np.where(seen, given.confidence, 0.0)
    return Tracks(given.t_s, xy, confidence, np.zeros_like(seen), width, height, given.tool)


def _nominal(given: GivenPoints, xy: Floats) -> Tracks:
    leg = leg_px(_tracks(given, xy, 1, 1))
    if not (np.isfinite(leg) and leg > 0):
        refuse(given.where, "never shows hip, knee and ankle of a leg together")
    xy = xy * (LEG_PX / leg)
    low = np.nanquantile(xy, 0.001, axis=(0, 1))
    high = np.nanquantile(xy, 0.999, axis=(0, 1))
    room = ROOM * float((high - low).max())
    width, height = (int(np.ceil(v)) for v in high - low + 2 * room)
    return _tracks(given, xy - low + room, width, height)


def empty(count: int) -> tuple[Floats, Floats]:
    """(T, K, 3) and (T, K) of nothing seen."""
    return np.full((count, len(POINTS), 3), np.nan), np.zeros((count, len(POINTS)))
