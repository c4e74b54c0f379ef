"""Readings of many things in rows on one scale, each reading with its 95 % range."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from plantigrade.core.quantities import Estimate, Side
from plantigrade.draw.chart_style import LEADING, NOTE, TICK, text_width, wrap
from plantigrade.draw.charts.axes import Scale, ticks
from plantigrade.draw.charts.parts import Chart, chart, clean, line, mark, paragraph, text
from plantigrade.draw.charts.table import table
from plantigrade.draw.palette import LIGHT, edged_fill, fill
from plantigrade.draw.svg import Markup, element, points
from plantigrade.knowledge.words import say
from plantigrade.writing import decimal, half95, short

_MARGIN, _NAME, _LANE, _APART, _LEGEND = 14.0, 20.0, 13.0, 9.0, 22.0
_MOST_TICKS = 7
_LEAST_SPAN = 1.0

# left, right: the marks of the sides. up: something that rose. level: something that did not.
Shape = Literal["left", "right", "up", "level"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A value with its standard error, in the unit of the axis."""

    estimate: Estimate
    shape: Shape


@dataclass(frozen=True, slots=True)
class Strip:
    """What was read of one thing, in order; `note` says what is missing."""

    name: str
    readings: tuple[Reading, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Strips:
    """Rows in their order. `x_name` names the axis with its unit; `legend` says what each shape means; `span`
    is the least that the axis reaches over, so that several charts can share one scale."""

    title: str
    x_name: str
    strips: tuple[Strip, ...]
    legend: tuple[tuple[Shape, str], ...]
    span: tuple[float, float] | None = None


def strips_chart(data: Strips, uid: str, width: float = 420.0) -> Chart:
    """The rows under each other, `width` units wide. Raises ValueError when there is no row."""
    if not data.strips:
        raise ValueError("no row to draw")
    x = _scale(data, width)
    legend, top = _legend(data.legend, width)
    rows: list[Markup] = []
    y = top
    for strip in data.strips:
        drawn, height = _strip(strip, x, y, width)
        rows += drawn
        y += height
    body = [*legend, *_grid(x, top, y), *rows]
    note = wrap(
        say("{x}. The line through a mark is the 95 % range.", x=data.x_name), NOTE, width - 2 * _MARGIN
    )
    body.append(paragraph(_MARGIN, y + 36, note, size=NOTE, role="soft"))
    size = (width, y + 44 + (len(note) - 1) * NOTE * LEADING)
    return chart("strips", uid, size, data.title, _said(data), body, _table(data, uid))


def reach(readings: Sequence[Estimate]) -> tuple[float, float] | None:
    """What the 95 % ranges of the readings cover; None without any."""
    if not readings:
        return None
    return min(r.value - half95(r) for r in readings), max(r.value + half95(r) for r in readings)


def _scale(data: Strips, width: float) -> Scale:
    own = reach([reading.estimate for strip in data.strips for reading in strip.readings])
    spans = [span for span in (own, data.span) if span is not None] or [(0.0, 1.0)]
    low, high = min(low for low, _ in spans), max(high for _, high in spans)
    least = max(high - low, _LEAST_SPAN)
    return Scale(low, low + least, _MARGIN + 8, width - _MARGIN - 8)


def _legend(entries: Sequence[tuple[Shape, str]], width: float) -> tuple[list[Markup], float]:
    """The meanings of the shapes, side by side as far as there is room, and where they end."""
    drawn, left, y = list[Markup](), _MARGIN, 12.0
    for shape, name in entries:
        room = text_width(name, NOTE) + 32
        if left > _MARGIN and left + room > width - _MARGIN:
            left, y = _MARGIN, y + _LEGEND
        drawn += [_SHAPES[shape](left + 6, y, ""), text(left + 17, y + 4, name, size=NOTE)]
        left += room
    return drawn, y + 12 if entries else 0.0


def _grid(x: Scale, top: float, ground: float) -> list[Markup]:
    drawn = []
    for value in ticks(x.low, x.high, _MOST_TICKS):
        role, width = ("floor", 1.5) if value == 0 else ("line", 1.0)
        drawn.append(line(x.at(value), top, x.at(value), ground, role, width))
        drawn.append(text(x.at(value), ground + 15, short(value), size=TICK, role="soft", anchor="middle"))
    return drawn


def _strip(strip: Strip, x: Scale, top: float, width: float) -> tuple[list[Markup], float]:
    note_room = text_width(strip.note, TICK) + 8 if strip.note else 0.0
    name = _fitting(strip.name, width - 2 * _MARGIN - note_room)
    drawn = [text(_MARGIN, top + 15, name, size=NOTE, halo=True)]
    if strip.note:
        drawn.append(
            text(width - _MARGIN, top + 15, strip.note, size=TICK, role="soft", anchor="end", halo=True)
        )
    y = top + _NAME + _LANE / 2
    for reading in strip.readings:
        value, half = reading.estimate.value, half95(reading.estimate)
        role = _ROLES[reading.shape]
        drawn.append(line(x.at(value - half), y, x.at(value + half), y, role, 1.6))
        drawn.append(_SHAPES[reading.shape](x.at(value), y, f"{decimal(value)} ± {decimal(half)}"))
        y += _LANE
    return drawn, _NAME + _LANE * len(strip.readings) + _APART


def _fitting(name: str, room: float) -> str:
    """The name, or its end: where paths differ."""
    if text_width(name, NOTE) <= room:
        return name
    while name and text_width(f"…{name}", NOTE) > room:
        name = name[1:]
    return f"…{name}"


def _side(side: Side) -> Callable[[float, float, str], Markup]:
    return lambda x, y, hover: mark(side, x, y, 4.5, hover)


def _triangle(x: float, y: float, hover: str) -> Markup:
    painted = {**fill("clay-text"), "class_": "pg-mark pg-f-clay-text pg-s-card", "stroke": LIGHT["card"]}
    corners = points(x, y - 6, x + 5.5, y + 4.5, x - 5.5, y + 4.5)
    return element("polygon", *_hover(hover), points=corners, stroke_width=1.2, **painted)


def _ring(x: float, y: float, hover: str) -> Markup:
    return element("circle", *_hover(hover), cx=x, cy=y, r=4, **edged_fill("card", "accent", 2))


def _hover(words: str) -> tuple[Markup, ...]:
    return (element("title", clean(words)),) if words else ()


_SHAPES: dict[Shape, Callable[[float, float, str], Markup]] = {
    "left": _side(Side.LEFT),
    "right": _side(Side.RIGHT),
    "up": _triangle,
    "level": _ring,
}
_ROLES: dict[Shape, str] = {"left": "left", "right": "right", "up": "clay-text", "level": "accent"}


def _said(data: Strips) -> str:
    """How many readings there are, and the lowest and highest: the table has them all."""
    values = [reading.estimate.value for strip in data.strips for reading in strip.readings]
    if not values:
        return say("Nothing could be measured.")
    return say(
        "Readings: {n}, from {low} to {high}.",
        n=len(values),
        low=decimal(min(values)),
        high=decimal(max(values)),
    )


def _table(data: Strips, uid: str) -> Markup:
    meaning = dict(data.legend)
    rows = [
        [
            f"{strip.name}, {number}",
            decimal(reading.estimate.value),
            f"± {decimal(half95(reading.estimate))}",
            meaning.get(reading.shape, ""),
        ]
        for strip in data.strips
        for number, reading in enumerate(strip.readings, start=1)
    ]
    rows += [[strip.name, "", "", strip.note] for strip in data.strips if not strip.readings]
    return table(data.title, ["", data.x_name, "± 95 %", say("What")], rows, uid)
