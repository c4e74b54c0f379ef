"""A batch's table of repetitions read back, one clip at a time."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from plantigrade.core.quantities import Estimate
from plantigrade.results.columns import CLIPS, REPETITIONS, Column
from plantigrade.results.tables import CLIP_TABLE, TABLE

Cells = dict[str, str]


class BatchError(ValueError):
    """`path` is no table of a batch; `text` says why and what to do."""

    def __init__(self, path: Path, text: str) -> None:
        super().__init__(f"{path}: {text}")
        self.path, self.text = path, text


@dataclass(frozen=True, slots=True)
class MeasuredClip:
    """A clip with its repetitions in order, cells as they stand in the table."""

    name: str
    about: Cells
    repetitions: tuple[Cells, ...]


def measured_clips(out: Path) -> Iterator[MeasuredClip]:
    """The clips that `plantigrade batch --out` measured, in order. Raises BatchError."""
    for name, rows in groupby(_rows(out / TABLE, REPETITIONS), key=lambda row: row["clip"]):
        held = tuple(rows)
        yield MeasuredClip(name, held[0], tuple(row for row in held if row["repetition"]))


def failures(out: Path) -> Iterator[tuple[str, str]]:
    """Clips that could not be analysed, each with its reason. Raises BatchError."""
    return ((row["clip"], row["fault"]) for row in _rows(out / CLIP_TABLE, CLIPS) if row["fault"])


def estimate(cells: Cells, column: str) -> Estimate | None:
    """A measured value of a row; None where it was withheld. Raises ValueError for what is no number."""
    value, sd = cells[column], cells[f"{column}_sd"]
    return Estimate(float(value), float(sd)) if value and sd else None


def _rows(path: Path, columns: tuple[Column, ...]) -> Iterator[Cells]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            table = csv.DictReader(file)
            if missing := [c.name for c in columns if c.name not in (table.fieldnames or ())]:
                what = f"lacks the column {missing[0]}; write it again with plantigrade batch"
                raise BatchError(path, what)
            yield from table
    except (OSError, UnicodeDecodeError) as error:
        what = "cannot be read; name the folder that plantigrade batch --out wrote"
        raise BatchError(path, f"{what} ({getattr(error, 'strerror', None) or error})") from None
