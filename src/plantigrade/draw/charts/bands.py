"""Both ankles on one ruler: distance to the wall, its error, and the functional bands."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from plantigrade.core.quantities import SIDES, Side
from plantigrade.draw.chart_style import LEADING, STRETCH, TICK, balanced, text_width
from plantigrade.draw.charts.axes import Scale, Spread, in_rows, unit_ticks
from plantigrade.draw.charts.parts import (
    Anchor,
    Chart,
    Run,
    chart,
    line,
    mark,
    paragraph,
    phrase,
    phrase_width,
    side_name,
    text,
)
from plantigrade.draw.charts.table import table
from plantigrade.draw.palette import fill
from plantigrade.draw.svg import Markup, element
from plantigrade.knowledge.words import say, word
from plantigrade.writing import NBSP, Unit, amount, between, in_unit, length, plus_minus, short, short_length

_MARGIN = 14.0
_LANE = 40.0
_LINE_LABELS = 20.0
_NARROW_NAME = 104.0
_LEAST_TOP_CM = 18.0
_ERRORS = word("Thick bar: 80 in 100. Thin line: 95 in 100.")
_NAME_LEADING = TICK * LEADING


@dataclass(frozen=True, slots=True)
class Stretch:
    """A named band, from its lower edge to the next one's."""

    name: str
    from_cm: float


@dataclass(frozen=True, slots=True)
class NamedLine:
    """A distance with a meaning of its own, named on its line."""

    name: str
    cm: float


@dataclass(frozen=True, slots=True)
class Bands:
    """Toe-to-wall distances of one side or both; lengths in cm whatever `unit` they are shown in.

    Without `stretches` there are no bands, as for a child.
    """

    left: Spread | None
    right: Spread | None
    stretches: tuple[Stretch, ...] = ()
    lines: tuple[NamedLine, ...] = ()
    unit: Unit = "cm"

    @property
    def sides(self) -> tuple[tuple[Side, Spread], ...]:
        both = zip(SIDES, (self.left, self.right), strict=True)
        return tuple((side, spread) for side, spread in both if spread is not None)

    @property
    def edges(self) -> tuple[tuple[Stretch, float | None], ...]:
        """Each band with the distance where it ends; the last has no end."""
        ends = (*(stretch.from_cm for stretch in self.stretches[1:]), None)
        return tuple(zip(self.stretches, ends, strict=False))


@dataclass(frozen=True, slots=True)
class _Name:
    """A band's name: where it would like to be centred, how wide it is, its lines."""

    centre: float
    room: float
    lines: tuple[str, ...]


def bands_chart(data: Bands, uid: str, width: float = 360.0) -> Chart:
    """The ruler, `width` units wide. Raises ValueError when neither side is given."""
    if not data.sides:
        raise ValueError("neither side is given")
    x = _scale(data, width)
    head, top = _names(data, x, width)
    lanes = top + 8
    bottom = lanes + _LANE * len(data.sides)
    line_labels, ground = _named_lines(data, x, top, bottom, width)
    body = [*_strips(data, x, top, ground), *head, *line_labels, *_ruler(data, x, ground)]
    for lane, (side, spread) in enumerate(data.sides):
        body += _measured(data, side, spread, x, lanes + _LANE * (lane + 0.5))
    body.append(text(_MARGIN - 7, ground + 39, say(_ERRORS), size=TICK, role="soft"))
    said = "; ".join(
        say(
            "{side} {cm}, 95 in 100 between {range}",
            side=side_name(side),
            cm=length(s.value, data.unit),
            range=between(s.low95, s.high95, data.unit),
        )
        for side, s in data.sides
    )
    return chart(
        "bands",
        uid,
        (width, ground + 47),
        say("Toe to wall, against the functional bands" if data.stretches else "Toe to wall"),
        f"{said}. {_bands_said(data)}".rstrip(),
        body,
        _table(data, uid),
    )


def _scale(data: Bands, width: float) -> Scale:
    reach = [
        _LEAST_TOP_CM,
        *(s.high95 + 0.5 for _, s in data.sides),
        *(s.from_cm + 2 for s in data.stretches),
        *(mark.cm + 1 for mark in data.lines),
    ]
    return Scale(0, math.ceil(max(reach)), _MARGIN, width - _MARGIN)


def _edges(data: Bands, x: Scale) -> list[tuple[Stretch, float, float]]:
    return [(s, x.held(s.from_cm), x.end if end is None else x.held(end)) for s, end in data.edges]


def _names(data: Bands, x: Scale, width: float) -> tuple[list[Markup], float]:
    """Names over their stretches; a name wider than its stretch stands higher, on a leader."""
    over: list[_Name] = []
    above: list[_Name] = []
    for stretch, start, end in sorted(_edges(data, x), key=lambda edge: edge[1] - edge[2]):
        lines = balanced(stretch.name, TICK, max(end - start - 4, _NARROW_NAME))
        name = _Name((start + end) / 2, max(text_width(shown, TICK) for shown in lines), lines)
        free = all(abs(name.centre - o.centre) >= (name.room + o.room) / 2 + 3 for o in over)
        (over if free and name.room <= end - start + 8 else above).append(name)
    above.sort(key=lambda name: name.centre)
    low_lines = max((len(name.lines) for name in over), default=0)
    placed = in_rows([(name.centre, name.room) for name in above], 2, width - 2)
    tallest = max((len(name.lines) for name in above), default=0)
    block = tallest * _NAME_LEADING + 6
    rows = max((row for _, row in placed), default=-1) + 1
    base = rows * block
    top = base + low_lines * _NAME_LEADING + 8
    drawn = []
    for name, (left, row) in zip(above, placed, strict=True):
        y = row * block + TICK + (tallest - len(name.lines)) * _NAME_LEADING
        below = y + (len(name.lines) - 1) * _NAME_LEADING + 5
        drawn.append(line(name.centre, below, name.centre, top, "floor", 1))
        drawn.append(_name(left + name.room / 2, y, name.lines))
    for name in over:
        y = base + TICK + (low_lines - len(name.lines)) * _NAME_LEADING
        drawn.append(_name(name.centre, y, name.lines))
    return drawn, top


def _name(centre: float, y: float, lines: Sequence[str]) -> Markup:
    return paragraph(centre, y, lines, size=TICK, role="soft", anchor="middle", halo=True)


def _strips(data: Bands, x: Scale, top: float, ground: float) -> list[Markup]:
    tall = ground - top
    return [
        element("rect", x=a, y=top, width=b - a, height=tall, fill_opacity=STRETCH, **fill("floor"))
        for n, (_, a, b) in enumerate(_edges(data, x))
        if n % 2 == 0
    ]


def _named_lines(
    data: Bands, x: Scale, top: float, bottom: float, width: float
) -> tuple[list[Markup], float]:
    """The lines with their names under the lanes, and where the ruler begins."""
    labels = [f"{mark.name} {short_length(mark.cm, data.unit)}" for mark in data.lines]
    # The first name ends at its line and the others begin at theirs, so that neighbours part.
    wanted = []
    for n, (label, mark_) in enumerate(zip(labels, data.lines, strict=True)):
        room = text_width(label, TICK)
        before = n == 0 and x.at(mark_.cm) - room - 5 > _MARGIN
        wanted.append((x.at(mark_.cm) + (-room / 2 - 5 if before else room / 2 + 5), room))
    placed = in_rows(wanted, 2, width - 2)
    rows = max((row for _, row in placed), default=-1) + 1
    ground = bottom + rows * _LINE_LABELS
    drawn = []
    for (left, row), label, mark_ in zip(placed, labels, data.lines, strict=True):
        at = x.at(mark_.cm)
        drawn.append(line(at, top, at, ground, "accent", 1.4, stroke_dasharray="4 3", stroke_linecap="butt"))
        drawn.append(text(left, bottom + row * _LINE_LABELS + 13, label, size=TICK, role="accent", halo=True))
    return drawn, ground


def _ruler(data: Bands, x: Scale, ground: float) -> list[Markup]:
    drawn = [line(x.start, ground, x.end, ground, "floor", 1.5)]
    for n, (cm, label) in enumerate(unit_ticks(x.low, x.high, 9, data.unit)):
        drawn.append(line(x.at(cm), ground, x.at(cm), ground + 4, "floor", 1.5))
        shown = label if n else f"{label}{NBSP}{data.unit}"
        centre = x.at(cm) if n else x.start - _MARGIN / 2 + text_width(shown, TICK) / 2
        drawn.append(text(centre, ground + 17, shown, size=TICK, role="soft", anchor="middle"))
    return drawn


def _measured(data: Bands, side: Side, spread: Spread, x: Scale, y: float) -> list[Markup]:
    name = side_name(side)
    value, error = amount(spread.value, data.unit), plus_minus(amount(spread.half95, data.unit))
    low, high = x.held(spread.low95), x.held(spread.high95)
    at = x.held(spread.value)
    runs = (Run(name), Run(value, bold=True), Run(error, TICK, "soft"))
    room = phrase_width(runs)
    anchor: Anchor = "start"
    left, right = min(low, at - 6) - 8, max(high, at + 6) + 8
    if left - room >= x.start:
        begin, base, anchor = left, y + 4.5, "end"
    elif right + room <= x.end:
        begin, base = right, y + 4.5
    else:
        begin, base = max(x.start, min(at - room / 2, x.end - room)), y - 10
    return [
        line(low, y, high, y, side.value, 1.6),
        line(x.held(spread.low80), y, x.held(spread.high80), y, side.value, 5, stroke_opacity="0.55"),
        mark(side, at, y, 5.5, f"{name} {value}{NBSP}{data.unit}"),
        phrase(begin, base, runs, anchor=anchor, halo=True),
    ]


def _bands_said(data: Bands) -> str:
    names = [
        say("{name} from {cm}", name=s.name, cm=short_length(s.from_cm, data.unit)) for s in data.stretches
    ]
    lines = [
        say("{name} at {cm}", name=mark.name, cm=short_length(mark.cm, data.unit)) for mark in data.lines
    ]
    return "; ".join([*names, *lines]) + "." if names or lines else ""


def _table(data: Bands, uid: str) -> Markup:
    unit = data.unit
    rows = [
        [
            side_name(side),
            amount(s.value, unit),
            plus_minus(amount(s.half95, unit)),
            between(s.low80, s.high80, unit),
            between(s.low95, s.high95, unit),
        ]
        for side, s in data.sides
    ]
    rows += [[mark.name, short(in_unit(mark.cm, unit)), "", "", ""] for mark in data.lines]
    for stretch, end in data.edges:
        start = amount(stretch.from_cm, unit)
        held = say("from {day}", day=start) if end is None else between(stretch.from_cm, end, unit)
        rows.append([say("Band: {name}", name=stretch.name), held, "", "", ""])
    columns = [
        "",
        say("Toe to wall ({unit})", unit=unit),
        say("Error"),
        say("80 in 100 between"),
        say("95 in 100 between"),
    ]
    caption = say(
        "Toe to wall, with its error and the functional bands"
        if data.stretches
        else "Toe to wall, with its error"
    )
    return table(caption, columns, rows, uid)
