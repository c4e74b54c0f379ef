"""Courses of a movement: one quantity against time or against depth, each with its 95 % band."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plantigrade.core.quantities import Estimate
from plantigrade.draw.chart_style import BODY, ERROR, LEADING, NOTE, TICK, text_width, wrap
from plantigrade.draw.charts.axes import Scale, step_for, ticks
from plantigrade.draw.charts.parts import Chart, area, chart, line, paragraph, polyline, text
from plantigrade.draw.charts.table import table
from plantigrade.draw.svg import Markup
from plantigrade.knowledge.words import say
from plantigrade.writing import decimal, half95, short

_LEFT, _RIGHT, _TOP, _PLOT = 40.0, 16.0, 40.0, 200.0
_MOST_TICKS_X, _MOST_TICKS_Y = 8, 6
_ROWS = 40  # of the table: every so many samples, so that it can be read
_SWATCH = 18.0
_HALF95 = half95(Estimate(0.0, 1.0))  # standard errors in half a 95 % range


@dataclass(frozen=True, slots=True)
class Course:
    """A quantity `y` with standard errors `sd` along `x`, in order of drawing; NaN breaks the line.

    `role` is a colour of the palette; a dashed course is told apart without colour.
    """

    name: str
    x: Sequence[float]
    y: Sequence[float]
    sd: Sequence[float]
    role: str
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Courses:
    """What is drawn together: `title` and the name of each axis with its unit; `marks` (x, label) stand
    as thin upright lines."""

    title: str
    x_name: str
    y_name: str
    courses: tuple[Course, ...]
    marks: tuple[tuple[float, str], ...] = ()


def course_chart(data: Courses, uid: str, width: float = 640.0) -> Chart:
    """The courses, `width` units wide. Raises ValueError when nothing was measured."""
    x, y = _scales(data, width)
    ground = _TOP + _PLOT
    body: list[str] = []
    for value in ticks(y.low, y.high, _MOST_TICKS_Y):
        body.append(line(x.start, y.at(value), x.end, y.at(value), "line", 1))
        body.append(text(x.start - 6, y.at(value) + 4, short(value), size=TICK, role="soft", anchor="end"))
    for value in ticks(x.low, x.high, _MOST_TICKS_X):
        body.append(text(x.at(value), ground + 16, short(value), size=TICK, role="soft", anchor="middle"))
    for value, label in data.marks:
        body.append(line(x.at(value), _TOP, x.at(value), ground, "soft", 1, stroke_dasharray="2 4"))
        body.append(text(x.at(value), _TOP - 4, label, size=TICK, role="soft", anchor="middle"))
    for course in data.courses:
        dash = {"stroke_dasharray": "7 4"} if course.dashed else {}
        for part in _runs(course):
            upper = [(x.at(a), y.held(b + _HALF95 * e)) for a, b, e in part]
            lower = [(x.at(a), y.held(b - _HALF95 * e)) for a, b, e in reversed(part)]
            body.append(area(upper + lower, course.role, ERROR))
            body.append(polyline([(x.at(a), y.at(b)) for a, b, _ in part], course.role, 2, **dash))
    body += _legend(data.courses)
    note = wrap(
        say("{y}, against {x}. The band is the 95 % range.", y=data.y_name, x=data.x_name), NOTE, width - 16
    )
    body.append(paragraph(8, ground + 38, note, size=NOTE, role="soft"))
    size = (width, ground + 46 + (len(note) - 1) * NOTE * LEADING)
    return chart("course", uid, size, data.title, _said(data), body, _table(data, uid))


def _samples(course: Course) -> Iterator[tuple[float, float, float]]:
    return zip(course.x, course.y, course.sd, strict=True)


def _runs(course: Course) -> list[list[tuple[float, float, float]]]:
    """Stretches of at least two samples without a gap."""
    runs: list[list[tuple[float, float, float]]] = [[]]
    for sample in _samples(course):
        if all(map(math.isfinite, sample)):
            runs[-1].append(sample)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if len(run) > 1]


def _scales(data: Courses, width: float) -> tuple[Scale, Scale]:
    known = [sample for course in data.courses for run in _runs(course) for sample in run]
    if not known:
        raise ValueError("no course to draw")
    xs = [a for a, _, _ in known] + [a for a, _ in data.marks]
    low, high = _rounded([b + s * _HALF95 * e for _, b, e in known for s in (-1, 1)], _MOST_TICKS_Y)
    x_low, x_high = min(xs), max(xs)
    return (
        Scale(x_low, max(x_high, x_low + 1e-3), _LEFT, width - _RIGHT),
        Scale(low, high, _TOP + _PLOT, _TOP),
    )


def _rounded(values: Sequence[float], most: int) -> tuple[float, float]:
    """Round numbers around the values; one step at least."""
    step = step_for(max(max(values) - min(values), 1.0), most)
    low, high = math.floor(min(values) / step) * step, math.ceil(max(values) / step) * step
    return low, max(high, low + step)


def _legend(courses: Sequence[Course]) -> list[Markup]:
    at, parts = _LEFT, []
    for course in courses:
        dash = {"stroke_dasharray": "5 3"} if course.dashed else {}
        parts.append(line(at, 12, at + _SWATCH, 12, course.role, 3, **dash))
        parts.append(text(at + _SWATCH + 5, 16, course.name, size=BODY))
        at += _SWATCH + 22 + text_width(course.name, BODY)
    return parts


def _said(data: Courses) -> str:
    """The highest value of each course, for who cannot see it."""
    said = []
    for course in data.courses:
        known = [s for s in _samples(course) if all(map(math.isfinite, s))]
        if known:
            a, b, e = max(known, key=lambda sample: sample[1])
            said.append(
                say(
                    "{name}: at most {most} ± {error} at {at}.",
                    name=course.name,
                    most=decimal(b),
                    error=decimal(_HALF95 * e),
                    at=decimal(a),
                )
            )
    return " ".join(said)


def _table(data: Courses, uid: str) -> Markup:
    rows = []
    for course in data.courses:
        known = [s for s in _samples(course) if all(map(math.isfinite, s))]
        for a, b, e in known[:: max(1, math.ceil(len(known) * len(data.courses) / _ROWS))]:
            rows.append((course.name, decimal(a), decimal(b), decimal(_HALF95 * e)))
    return table(data.title, (say("Course"), data.x_name, data.y_name, "± 95 %"), rows, uid)
