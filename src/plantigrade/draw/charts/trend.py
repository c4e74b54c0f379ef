"""The weekly tests over time: what was read, where the true value lies, and where it is heading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from plantigrade.core.quantities import Side
from plantigrade.draw.chart_style import BODY, ERROR, FORECAST, LEADING, NOTE, TICK, text_width, wrap
from plantigrade.draw.charts.axes import Scale, step_for, unit_ticks
from plantigrade.draw.charts.bands import NamedLine
from plantigrade.draw.charts.parts import (
    Anchor,
    Chart,
    area,
    chart,
    line,
    mark,
    paragraph,
    polyline,
    side_name,
    text,
)
from plantigrade.draw.charts.table import table
from plantigrade.draw.svg import Markup
from plantigrade.knowledge.words import say, word
from plantigrade.writing import CM_PER, Unit, amount, between, count, day, length, short, short_length

_LEFT, _RIGHT = 32.0, 16.0
_TOP, _PLOT = 38.0, 168.0
_LEAST_SPAN_CM = 4.0
_CROWDED = 16
_YEAR = 52
_WEEK_STEPS = (1, 2, 3, 4, 6, 12, 26, _YEAR, 2 * _YEAR, 3 * _YEAR, 5 * _YEAR, 10 * _YEAR)


@dataclass(frozen=True, slots=True)
class TrendTest:
    """One test as it was read, weeks after the start."""

    week: float
    cm: float
    on: date | None = None


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The estimate for one time, with the bounds that hold the true value 80 times in 100."""

    week: float
    mean_cm: float
    low_cm: float
    high_cm: float
    on: date | None = None


@dataclass(frozen=True, slots=True)
class TrendSide:
    """One side: its tests, the filtered estimates and the forecast, each in order of time."""

    side: Side
    tests: tuple[TrendTest, ...]
    estimates: tuple[TrendPoint, ...] = ()
    forecast: tuple[TrendPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Trend:
    sides: tuple[TrendSide, ...]
    target: NamedLine | None = None
    unit: Unit = "cm"


@dataclass(frozen=True, slots=True)
class _Plot:
    x: Scale
    y: Scale
    unit: Unit


_NOW = word("{side} now about {cm} in week {week}, 80 in 100 between {range}.")
_FORECAST = word("{side} forecast {cm} in week {week}, 80 in 100 between {range}.")


def trend_chart(data: Trend, uid: str, width: float = 360.0) -> Chart:
    """The course of one side or both, `width` units wide. Raises ValueError when there is no test."""
    if not any(side.tests for side in data.sides):
        raise ValueError("no tests to draw")
    plot = _Plot(_weeks(data, width), _range(data), data.unit)
    label = _target_label(plot, data)
    note = wrap(_note(data, named=bool(label)), NOTE, width - 16)
    ground = _TOP + _PLOT
    body = [*_grid(plot), *_week_labels(plot, ground)]
    for side in data.sides:
        body += _bands(plot, side)
    if data.target is not None:
        at = plot.y.at(data.target.cm)
        body.append(line(plot.x.start, at, plot.x.end, at, "accent", 1.4, stroke_dasharray="5 4"))
    for side in data.sides:
        body += _course(plot, side)
    body += [label, *_legend(data), paragraph(8, ground + 42, note, size=NOTE, role="soft")]
    return chart(
        "trend",
        uid,
        (width, ground + 42 + (len(note) - 1) * NOTE * LEADING + 8),
        say("Toe to wall, week by week"),
        _said(data),
        body,
        _table(data, uid),
    )


def _weeks(data: Trend, width: float) -> Scale:
    ends = [t.week for s in data.sides for t in s.tests]
    ends += [p.week for s in data.sides for p in (*s.estimates, *s.forecast)]
    return Scale(0, max(1.0, *ends), _LEFT + 6, width - _RIGHT)


def _range(data: Trend) -> Scale:
    """The axis from a round number to a round number, around all that is drawn."""
    values = [t.cm for s in data.sides for t in s.tests]
    values += [
        v for s in data.sides for p in (*s.estimates, *s.forecast) for v in (p.low_cm, p.high_cm, p.mean_cm)
    ]
    if data.target is not None:
        values.append(data.target.cm)
    low, high = min(values), max(values)
    lacking = max(0.0, _LEAST_SPAN_CM - (high - low)) / 2
    per = CM_PER[data.unit]
    low, high = (low - lacking - 0.2) / per, (high + lacking + 0.2) / per
    step = step_for(high - low, 5)
    return Scale((low // step) * step * per, -(-high // step) * step * per, _TOP + _PLOT, _TOP)


def _grid(plot: _Plot) -> list[Markup]:
    drawn = []
    for cm, label in unit_ticks(plot.y.low, plot.y.high, 6, plot.unit):
        at = plot.y.at(cm)
        drawn.append(line(plot.x.start - 4, at, plot.x.end, at, "line", 1))
        drawn.append(text(_LEFT - 3, at + 4, label, size=TICK, role="soft", anchor="end"))
    return drawn


def _week_labels(plot: _Plot, ground: float) -> list[Markup]:
    last = plot.x.high
    room = text_width(say("week {week}", week="000"), TICK) + 14
    most = max(1, int((plot.x.end - plot.x.start) // room))
    step = next((s for s in _WEEK_STEPS if last / s <= most), _WEEK_STEPS[-1])
    drawn = []
    for n in range(int(last // step) + 1):
        week = n * step
        label = _week_name(week, step)
        half = text_width(label, TICK) / 2
        centre = min(plot.x.at(week), plot.x.end + _RIGHT - 2 - half)
        at = plot.x.at(week)
        drawn.append(line(at, ground, at, ground + 4, "floor", 1))
        drawn.append(text(centre, ground + 18, label, size=TICK, role="soft", anchor="middle"))
    return drawn


def _week_name(week: int, step: int) -> str:
    if week == 0:
        return say("start")
    if step % _YEAR:
        return say("week {week}", week=week)
    return count(week // _YEAR, "year")


def _bands(plot: _Plot, side: TrendSide) -> list[Markup]:
    drawn = [_area(plot, side.estimates, side.side, ERROR), _area(plot, _joined(side), side.side, FORECAST)]
    return [shape for shape in drawn if shape]


def _joined(side: TrendSide) -> tuple[TrendPoint, ...]:
    """The forecast, beginning where the estimates end."""
    return (*side.estimates[-1:], *side.forecast) if side.forecast else ()


def _area(plot: _Plot, course: Sequence[TrendPoint], side: Side, opacity: float) -> Markup:
    if len(course) < 2:
        return Markup()
    over = [(plot.x.at(p.week), plot.y.at(p.high_cm)) for p in course]
    under = [(plot.x.at(p.week), plot.y.at(p.low_cm)) for p in reversed(course)]
    return area([*over, *under], side.value, opacity)


def _course(plot: _Plot, side: TrendSide) -> list[Markup]:
    role, drawn = side.side.value, []
    if len(side.estimates) == 1:
        only = side.estimates[0]
        at = plot.x.at(only.week)
        drawn.append(
            line(at, plot.y.at(only.low_cm), at, plot.y.at(only.high_cm), role, 5, stroke_opacity="0.35")
        )
    radius = _radius(plot, side)
    thin = radius < 3
    tests = [
        mark(side.side, plot.x.at(t.week), plot.y.at(t.cm), radius, _hover(side.side, t, plot.unit))
        for t in side.tests
    ]
    line_of = [(plot.x.at(p.week), plot.y.at(p.mean_cm)) for p in side.estimates]
    mean = [polyline(line_of, role, 2.4)] if len(line_of) > 1 else []
    drawn += [*tests, *mean] if thin else [*mean, *tests]
    ahead = [(plot.x.at(p.week), plot.y.at(p.mean_cm)) for p in _joined(side)]
    if len(ahead) > 1:
        drawn.append(polyline(ahead, role, 2.2, stroke_dasharray="1 5"))
    if thin and line_of:
        # Marks too small to tell a circle from a square: the line's end says which side it is.
        drawn.append(mark(side.side, *line_of[-1], 5, side_name(side.side)))
    return drawn


def _radius(plot: _Plot, side: TrendSide) -> float:
    spacing = (plot.x.end - plot.x.start) / max(1, len(side.tests))
    return min(4.5, max(1.2, 0.35 * spacing))


def _hover(side: Side, test: TrendTest, unit: Unit) -> str:
    when = say("week {week}", week=short(test.week))
    if test.on is not None:
        when = f"{day(test.on)}, {when}"
    return f"{side_name(side)}, {when}: {length(test.cm, unit)}"


def _target_name(data: Trend) -> str:
    return "" if data.target is None else f"{data.target.name} {short_length(data.target.cm, data.unit)}"


def _target_label(plot: _Plot, data: Trend) -> Markup:
    """The target's name over or under its line, at the end where fewest marks and lines are in its way.

    Nothing where there is no room for it: the note then says what the line is.
    """
    label = _target_name(data)
    room = text_width(label, TICK)
    if data.target is None or room > plot.x.end - plot.x.start:
        return Markup()
    at = plot.y.at(data.target.cm)
    busy = [(plot.x.at(t.week), plot.y.at(t.cm), 2) for s in data.sides for t in s.tests]
    for s in data.sides:
        busy += [(plot.x.at(p.week), plot.y.at(p.mean_cm), 3) for p in (*s.estimates, *s.forecast)]
    places: list[tuple[float, float, Anchor]] = [
        (plot.x.end, at - 5, "end"),
        (plot.x.end, at + 14, "end"),
        (plot.x.start, at - 5, "start"),
        (plot.x.start, at + 14, "start"),
    ]

    def in_the_way(place: tuple[float, float, Anchor]) -> int:
        x, y, anchor = place
        start = x - room if anchor == "end" else x
        return sum(weight for a, b, weight in busy if start - 6 < a < start + room + 6 and y - 15 < b < y + 7)

    x, y, anchor = best = min(places, key=in_the_way)
    if in_the_way(best) > _CROWDED:
        return Markup()
    return text(x, y, label, size=TICK, anchor=anchor, halo=True)


def _legend(data: Trend) -> list[Markup]:
    drawn, x = [text(_LEFT - 3, 17, data.unit, size=TICK, role="soft", anchor="end")], _LEFT + 12
    for side in data.sides:
        name = side_name(side.side)
        drawn += [mark(side.side, x, 12.5, 5), text(x + 10, 17, name, size=BODY)]
        x += 10 + text_width(name, BODY) + 20
    return drawn


def _note(data: Trend, named: bool) -> str:
    parts = []
    if data.target is not None and not named:
        parts.append(say("Dashed line: {target}.", target=_target_name(data)))
    if any(s.estimates for s in data.sides):
        parts.append(say("Shaded: where the true value lies, 80 in 100."))
    if any(s.forecast for s in data.sides):
        parts.append(say("Dotted: forecast."))
    return " ".join(parts)


def _said(data: Trend) -> str:
    said = []
    for s in data.sides:
        name = side_name(s.side)
        if s.tests:
            said.append(
                say(
                    "{side}: {tests}, first {first}, last {last}.",
                    side=name,
                    tests=count(len(s.tests), "test"),
                    first=amount(s.tests[0].cm, data.unit),
                    last=length(s.tests[-1].cm, data.unit),
                )
            )
        for p, what in ((s.estimates[-1:], _NOW), (s.forecast[-1:], _FORECAST)):
            for point in p:
                held = between(point.low_cm, point.high_cm, data.unit)
                said.append(
                    say(
                        what,
                        side=name,
                        cm=length(point.mean_cm, data.unit),
                        week=short(point.week),
                        range=held,
                    )
                )
    if data.target is not None:
        said.append(say("Target: {target}.", target=_target_name(data)))
    return " ".join(said)


def _table(data: Trend, uid: str) -> Markup:
    keyed: list[tuple[float, int, int, list[str]]] = []
    for n, s in enumerate(data.sides):
        name, unit = side_name(s.side), data.unit
        estimates = {p.week: p for p in s.estimates}
        for t in s.tests:
            keyed.append(
                (
                    t.week,
                    n,
                    0,
                    _row(name, t.week, t.on, amount(t.cm, unit), estimates.pop(t.week, None), unit),
                )
            )
        for p in estimates.values():
            keyed.append((p.week, n, 1, _row(name, p.week, p.on, "", p, unit)))
        for p in s.forecast:
            keyed.append((p.week, n, 2, _row(say("{side}, forecast", side=name), p.week, p.on, "", p, unit)))
    columns = [
        say("Week"),
        say("Date"),
        say("Side"),
        say("Measured ({unit})", unit=data.unit),
        say("Estimate ({unit})", unit=data.unit),
        say("80 in 100 between"),
    ]
    caption = say("Toe to wall, week by week")
    if data.target is not None:
        caption += f"; {_target_name(data)}"
    return table(caption, columns, [row for *_, row in sorted(keyed, key=lambda item: item[:3])], uid)


def _row(
    name: str, week: float, on: date | None, measured: str, estimate: TrendPoint | None, unit: Unit
) -> list[str]:
    shown = ["", ""]
    if estimate is not None:
        shown = [amount(estimate.mean_cm, unit), between(estimate.low_cm, estimate.high_cm, unit)]
    return [
        short(week),
        day(on) if on else "",
        name,
        measured,
        *shown,
    ]
