"""Marker files (TRC) of Sports2D, Pose2Sim, OpenCap, OpenSim and our own."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from plantigrade.interop.motion_files import TRC_NAMES
from plantigrade.interop.problems import InputError, InputProblem
from plantigrade.interop.track_files.points import GivenPoints, Unit, empty, refuse
from plantigrade.motion.types import INDEX, Floats

UNITS: dict[str, Unit] = {
    "px": "px", "pixels": "px", "m": "m", "meters": "m", "metres": "m", "cm": "cm", "mm": "mm",
}  # fmt: skip
OURS = {name.casefold(): point for point, name in TRC_NAMES.items()}


@dataclass(frozen=True, slots=True)
class Markers:
    """t_s (T,); xyz (T, M, 3) in `unit`, NaN for an empty cell; names (M,)."""

    t_s: Floats
    xyz: Floats
    names: tuple[str, ...]
    unit: Unit


def markers_of(text: str, where: str) -> Markers:
    """All markers of a TRC file, cells parted by tabs or commas. Raises InputError with every faulty line.

    The stated count of frames is not checked: files cut by hand keep the old one, and are common.
    """
    lines = text.splitlines()
    if len(lines) < 5 or not lines[0].startswith("PathFileType"):
        refuse(where, "is no TRC file: it should begin with PathFileType and five lines of header")
    part = "\t" if "\t" in lines[1] else ","
    head = dict(zip(lines[1].split(part), lines[2].split(part), strict=False))
    unit = UNITS.get(head.get("Units", "").strip().casefold())
    if unit is None:
        refuse(f"{where}: line 3", f"Units {head.get('Units', '')!r} should be px, m, cm or mm")
    names = tuple(cell.strip() for cell in lines[3].split(part)[2::3])
    while names and not names[-1]:
        names = names[:-1]
    if not names:
        refuse(f"{where}: line 4", "names no marker")
    width = 2 + 3 * len(names)
    rows: list[list[float]] = []
    problems: list[InputProblem] = []
    for number, line in enumerate(lines[5:], start=6):
        cells = line.split(part)
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) < width:
            what = f"has {len(cells)} cells for {width} columns; is the file cut?"
            problems.append(InputProblem(f"{where}: line {number}", what))
            continue
        try:
            rows.append([_number(cell) for cell in cells[1:width]])
        except ValueError as error:
            problems.append(InputProblem(f"{where}: line {number}", str(error)))
    if problems:
        raise InputError(problems)
    table = np.array(rows, dtype=np.float64).reshape(len(rows), width - 1)
    return Markers(table[:, 0], table[:, 1:].reshape(len(rows), len(names), 3), names, unit)


def _number(cell: str) -> float:
    """NaN for an empty cell. Raises ValueError in words for the user."""
    if not cell or cell.isspace():
        return math.nan
    try:
        value = float(cell)
    except ValueError:
        raise ValueError(f"{cell.strip()[:40]!r} is no number") from None
    return value if math.isfinite(value) else math.nan


def read_trc(text: str, where: str) -> GivenPoints:
    """The points that we use; names as in HALPE_26. A TRC has no confidence: it counts as 1.

    A marker at the very origin was not seen: Pose2Sim and Sports2D can fill gaps with zeros. Raises
    InputError.
    """
    markers = markers_of(text, where)
    ours = [name.casefold() for name in markers.names if name.casefold() in OURS]
    twice = sorted({name for name in ours if ours.count(name) > 1})
    if twice:
        names = ", ".join(TRC_NAMES[OURS[name]] for name in twice)
        refuse(f"{where}: line 4", f"names {names} more than once; keep one person and one marker of a name")
    lost = (markers.xyz == 0).all(axis=-1)
    seen = np.where(lost[..., None], np.nan, markers.xyz)
    xyz, confidence = empty(len(markers.t_s))
    for number, name in enumerate(markers.names):
        point = OURS.get(name.casefold())
        if point is not None:
            xyz[:, INDEX[point]] = seen[:, number]
            confidence[:, INDEX[point]] = 1.0
    return GivenPoints(where, "trc", markers.t_s, xyz, confidence, markers.unit)
