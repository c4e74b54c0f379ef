"""Motion files (MOT) of OpenSim, OpenCap, Pose2Sim and our own: coordinates over time."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from plantigrade.interop.track_files.points import refuse
from plantigrade.motion.types import Floats

END = "endheader"


@dataclass(frozen=True, slots=True)
class Coordinates:
    """t_s (T,); names (C,); values (T, C), NaN where nothing was measured.

    Rotations are in degrees when `in_degrees`, else in radians; names and signs are those of the file.
    """

    t_s: Floats
    names: tuple[str, ...]
    values: Floats
    in_degrees: bool

    def of(self, name: str) -> Floats:
        """(T,) of one coordinate. Raises ValueError when the file has no such name."""
        values: Floats = self.values[:, self.names.index(name)]
        return values


def coordinates_of(text: str, where: str) -> Coordinates:
    """All coordinates, cells parted by tabs, blanks or commas. Raises InputError with the line.

    The stated count of rows is not checked: files cut by hand keep the old one, and are common.
    """
    lines = text.splitlines()
    ends = [i for i, line in enumerate(lines) if line.strip(", \t").casefold() == END]
    if not ends:
        refuse(where, "is no MOT file: its header should end with a line endheader")
    end = ends[0]
    head = {
        key.strip().casefold(): value.strip(", \t").casefold()
        for key, mark, value in (line.partition("=") for line in lines[:end])
        if mark
    }
    body = [(n, _cells(line)) for n, line in enumerate(lines[end + 1 :], start=end + 2) if line.strip(", \t")]
    if not body or body[0][1][0].casefold() != "time":
        refuse(f"{where}: line {end + 2}", "should name the columns, time first")
    names = tuple(body[0][1][1:])
    rows = []
    for number, cells in body[1:]:
        if len(cells) != len(names) + 1:
            refuse(f"{where}: line {number}", f"has {len(cells)} cells for {len(names) + 1} columns")
        rows.append([_number(cell, where, number) for cell in cells])
    table = np.array(rows, dtype=np.float64).reshape(len(rows), len(names) + 1)
    return Coordinates(table[:, 0], names, table[:, 1:], head.get("indegrees", "no") == "yes")


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split(",")] if "," in line else line.split()


def _number(cell: str, where: str, line: int) -> float:
    if not cell:
        return math.nan
    try:
        return float(cell)
    except ValueError:
        refuse(f"{where}: line {line}", f"{cell[:40]!r} is no number")
