"""How values of several groups lie, one row each: half of them in the bar, eight in ten on the line."""

from __future__ import annotations

from dataclasses import dataclass

from plantigrade.core.squad import Lie
from plantigrade.draw.chart_style import BODY, NOTE, TICK, text_width
from plantigrade.draw.charts.axes import Scale, in_rows, unit_ticks
from plantigrade.draw.charts.bands import NamedLine
from plantigrade.draw.charts.parts import Chart, chart, clean, line, text
from plantigrade.draw.charts.table import table
from plantigrade.draw.palette import LIGHT, fill
from plantigrade.draw.svg import Markup, element, points
from plantigrade.knowledge.words import say
from plantigrade.writing import NBSP, Unit, amount, short_length

_MARGIN, _ROW, _LINE = 14.0, 46.0, 17.0
_HALF_BAR = 5.0


@dataclass(frozen=True, slots=True)
class NamedLie:
    name: str
    lie: Lie


@dataclass(frozen=True, slots=True)
class Lies:
    """Rows in their order, cm; `lines` are marks across all of them. `title` says what is shown."""

    title: str
    rows: tuple[NamedLie, ...]
    lines: tuple[NamedLine, ...] = ()
    unit: Unit = "cm"


def lies_chart(data: Lies, uid: str, width: float = 360.0) -> Chart:
    """A row with its name and number above, the median with its error. Raises ValueError for none."""
    if not data.rows:
        raise ValueError("no groups to draw")
    x = _scale(data, width)
    names, top = _names(data, x, width)
    ground = top + _ROW * len(data.rows)
    body = [
        *names,
        *(
            line(x.held(m.cm), top, x.held(m.cm), ground, "accent", 1.2, stroke_dasharray="4 3")
            for m in data.lines
        ),
    ]
    for place, row in enumerate(data.rows):
        body += _row(row, x, top + place * _ROW, width, data.unit)
    body += _ruler(data, x, ground, width)
    return chart("lies", uid, (width, ground + 26), data.title, _desc(data), body, lies_table(data, uid))


def _scale(data: Lies, width: float) -> Scale:
    lows = [row.lie.tenths[0] for row in data.rows]
    highs = [row.lie.tenths[1] for row in data.rows]
    for row in data.rows:
        if row.lie.interval is not None:
            lows.append(row.lie.interval[0])
            highs.append(row.lie.interval[1])
    marks = [mark.cm for mark in data.lines]
    low = max(0.0, min(*lows, *marks, lows[0]) - 1)
    return Scale(low, max(*highs, *marks, highs[0], low + 2) + 1, _MARGIN, width - _MARGIN)


def _names(data: Lies, x: Scale, width: float) -> tuple[list[Markup], float]:
    labels = [f"{mark.name} {short_length(mark.cm, data.unit)}" for mark in data.lines]
    wanted = [
        (x.held(mark.cm), text_width(label, TICK)) for label, mark in zip(labels, data.lines, strict=True)
    ]
    placed = in_rows(wanted, 2, width - 2)
    rows = max((row for _, row in placed), default=-1) + 1
    top = rows * _LINE + 4
    drawn = []
    for (left, row), label, mark in zip(placed, labels, data.lines, strict=True):
        y = (rows - 1 - row) * _LINE + TICK + 2
        drawn.append(
            line(x.held(mark.cm), y + 4, x.held(mark.cm), top, "accent", 1.2, stroke_dasharray="4 3")
        )
        drawn.append(text(left, y, label, size=TICK, role="accent", halo=True))
    return drawn, top


def _row(row: NamedLie, x: Scale, top: float, width: float, unit: Unit) -> list[Markup]:
    lie, y = row.lie, top + 32
    counted = say("{n} people", n=lie.count) if lie.count != 1 else say("1 person")
    name = _fitting(row.name, width - 2 * _MARGIN - text_width(counted, NOTE) - 10)
    box = {"x": x.at(lie.quarters[0]), "y": y - _HALF_BAR, "height": 2 * _HALF_BAR}
    wide = max(1.0, x.at(lie.quarters[1]) - x.at(lie.quarters[0]))
    drawn = [
        text(_MARGIN, top + 16, name, size=BODY, bold=True, halo=True),
        text(width - _MARGIN, top + 16, counted, size=NOTE, role="soft", anchor="end", halo=True),
        line(x.at(lie.tenths[0]), y, x.at(lie.tenths[1]), y, "floor", 2),
        element("rect", **box, width=wide, fill_opacity=0.45, **fill("accent")),
    ]
    if lie.interval is not None:
        low, high = x.at(lie.interval[0]), x.at(lie.interval[1])
        drawn.append(line(low, y, high, y, "ink", 1.8))
        drawn += [line(end, y - 4, end, y + 4, "ink", 1.8) for end in (low, high)]
    drawn.append(_diamond(x.at(lie.median), y, f"{row.name}: {amount(lie.median, unit)}{NBSP}{unit}"))
    return drawn


def _fitting(name: str, room: float) -> str:
    """The name, or as much of it as there is room for."""
    if text_width(name, BODY, bold=True) <= room:
        return name
    while name and text_width(f"{name}…", BODY, bold=True) > room:
        name = name[:-1]
    return f"{name}…"


def _diamond(x: float, y: float, hover: str) -> Markup:
    painted = {**fill("ink"), "class_": "pg-mark pg-f-ink pg-s-card", "stroke": LIGHT["card"]}
    corners = points(x, y - 6, x + 6, y, x, y + 6, x - 6, y)
    return element("polygon", element("title", clean(hover)), points=corners, stroke_width=1.5, **painted)


def _ruler(data: Lies, x: Scale, ground: float, width: float) -> list[Markup]:
    drawn = [line(x.start, ground, x.end, ground, "floor", 1.5)]
    ends = width - _MARGIN - text_width(data.unit, TICK) - 4
    for cm, label in unit_ticks(x.low, x.high, 8, data.unit):
        drawn.append(line(x.at(cm), ground, x.at(cm), ground + 4, "floor", 1.5))
        if x.at(cm) + text_width(label, TICK) / 2 < ends:
            drawn.append(text(x.at(cm), ground + 17, label, size=TICK, role="soft", anchor="middle"))
    drawn.append(text(width - _MARGIN, ground + 17, data.unit, size=TICK, role="soft", anchor="end"))
    return drawn


def _desc(data: Lies) -> str:
    said = [f"{row.name}: {amount(row.lie.median, data.unit)}{NBSP}{data.unit}" for row in data.rows]
    return say("The middle value of each group: {said}.", said="; ".join(said))


def lies_table(data: Lies, uid: str) -> Markup:
    """The numbers alone, of as many rows as there are."""
    unit = data.unit
    rows = []
    for row in data.rows:
        lie = row.lie
        error = _between(lie.interval, unit) if lie.interval is not None else say("too few to say")
        rows.append(
            [
                row.name,
                str(lie.count),
                amount(lie.median, unit),
                error,
                _between(lie.quarters, unit),
                _between(lie.tenths, unit),
            ]
        )
    rows += [[say("Mark: {name}", name=m.name), "", amount(m.cm, unit), "", "", ""] for m in data.lines]
    columns = [
        "",
        say("People"),
        say("Middle value ({unit})", unit=unit),
        say("95 in 100 between"),
        say("Half of them between"),
        say("8 in 10 of them between"),
    ]
    return table(data.title, columns, rows, uid)


def _between(ends: tuple[float, float], unit: Unit) -> str:
    return say("{low} to {high}", low=amount(ends[0], unit), high=amount(ends[1], unit))
