"""Rows of characters on one axis of centimetres, with the marks that matter."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text

from plantigrade.cli.show.terminal import SIDE_STYLE, SOFT, SYMBOL, Page, styled
from plantigrade.core.quantities import Side
from plantigrade.writing import Unit, in_unit, short


@dataclass(frozen=True, slots=True)
class Axis:
    """`cells` characters from `low_cm` to `high_cm`."""

    low_cm: float
    high_cm: float
    cells: int

    def at(self, cm: float) -> int:
        """The character of a distance; past an end, the last one there."""
        place = (cm - self.low_cm) / (self.high_cm - self.low_cm) * (self.cells - 1)
        return min(self.cells - 1, max(0, round(place)))


def axis_over(values_cm: Sequence[float], cells: int, margin_cm: float = 0.5) -> Axis:
    """An axis that holds all these values; its ends are whole centimetres, and none is below zero."""
    low = max(0, math.floor(min(values_cm) - margin_cm))
    return Axis(low, max(low + 2, math.ceil(max(values_cm) + margin_cm)), max(cells, 10))


def range_row(
    axis: Axis,
    side: Side,
    low_cm: float,
    value_cm: float,
    high_cm: float,
    marks_cm: Sequence[float] = (),
    dashed: bool = False,
) -> Text:
    """A value as its side's symbol in its band, over the marks. A forecast is dashed."""
    row = [" "] * axis.cells
    for mark in marks_cm:
        if axis.low_cm <= mark <= axis.high_cm:
            row[axis.at(mark)] = "┊"
    first, last = axis.at(low_cm), axis.at(high_cm)
    row[first : last + 1] = ("┄" if dashed else "─") * (last + 1 - first)
    row[first], row[last] = "├", "┤"
    row[axis.at(value_cm)] = SYMBOL[side]
    shown = styled("".join(row), SOFT)
    shown.stylize(SIDE_STYLE[side], first, last + 1)
    shown.stylize("not dim", first, last + 1)
    return shown


def mark_labels(axis: Axis, marks_cm: Sequence[float], units: Unit) -> list[str]:
    """The numbers over the marks, on a second line where they would touch."""
    lines: list[str] = []
    for cm in sorted(set(marks_cm)):
        if not axis.low_cm <= cm <= axis.high_cm:
            continue
        label = short(in_unit(cm, units))
        begin = min(max(0, axis.at(cm) - (len(label) - 1) // 2), axis.cells - len(label))
        fitting = (i for i, line in enumerate(lines) if len(line) < begin)
        row = next(fitting, len(lines))
        if row == len(lines):
            lines.append("")
        lines[row] = lines[row].ljust(begin) + label
    return lines[::-1]


def draw_labels(page: Page, axis: Axis, marks_cm: Sequence[float], units: Unit, indent: int) -> None:
    for line in mark_labels(axis, marks_cm, units):
        page.line(styled(" " * indent + line, SOFT))
