"""Why a structure is thought to limit the ankle: every finding's points, adding up to the chance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from plantigrade.core.quantities import Side
from plantigrade.draw.chart_style import LEADING, NOTE, NUMBER, TICK, balanced, text_width
from plantigrade.draw.charts.axes import Scale
from plantigrade.draw.charts.parts import Chart, Run, chart, line, paragraph, phrase, text
from plantigrade.draw.charts.table import table
from plantigrade.draw.palette import fill, stroke
from plantigrade.draw.svg import Markup, element
from plantigrade.knowledge.words import say
from plantigrade.writing import digits_for, in_100, short, side_word, signed

_MARGIN, _GAP = 8.0, 10.0
_HEAD = 44.0
_BAR, _SUM_BAR = 12.0, 16.0
_ROW_GAP = 12.0
_LEAST_REACH = 2.2
_POINTS_AT = 0.61
# Chances in 100 named on the axis, the most useful first.
_CHANCES = (50, 5, 95, 20, 80, 1, 99)


@dataclass(frozen=True, slots=True)
class FindingPoints:
    """What one finding adds, in natural-log odds, and where that weight comes from."""

    text: str
    points: float
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The evidence for one structure. `total` is prior plus points, held within plus or minus `cap`."""

    structure: str
    label: str
    p: float
    prior: float
    findings: tuple[FindingPoints, ...]
    total: float
    cap: float
    side: Side | None = None
    prior_sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Step:
    """A row: a bar from one sum to the next."""

    text: str
    points: float
    start: float
    end: float
    kind: str
    sources: tuple[str, ...]


def waterfall_chart(data: Waterfall, uid: str, width: float = 360.0) -> Chart:
    """The ledger, `width` units wide and as tall as its texts need."""
    digits = digits_for((data.prior, data.total, *(f.points for f in data.findings)))
    steps = _steps(data, digits)
    points_right = _POINTS_AT * width
    room = points_right - text_width("+0.00"[: 3 + digits], NOTE, bold=True) - _GAP - _MARGIN
    x = _scale(data, steps, points_right + _GAP, width - _MARGIN)
    y = _HEAD
    rows: list[Markup] = []
    previous: float | None = None
    for step in steps:
        lines = balanced(step.text, NOTE, room)
        height = len(lines) * NOTE * LEADING
        middle = y + height / 2
        if previous is not None:
            rows.append(_link(x.at(step.start), previous + _BAR / 2, middle - _BAR / 2))
        rows += [_bar(x, step, middle), *_texts(step, lines, y, middle, points_right, digits)]
        previous = middle
        y += height + _ROW_GAP
    bottom = y + 4
    where = "" if data.side is None else f", {side_word(data.side)}"
    body = [*_axis(data, x, bottom), *rows, *_result(data, x, bottom, previous, points_right, digits)]
    return chart(
        "waterfall",
        uid,
        (width, bottom + 46),
        f"{data.structure}{where}: {in_100(data.p)}, {data.label}",
        say("Before any finding {points} points.", points=signed(data.prior, digits))
        + " "
        + " ".join(f"{f.text}: {signed(f.points, digits)}." for f in data.findings)
        + " "
        + say(
            "Together {points} points, {chance}.", points=signed(data.total, digits), chance=in_100(data.p)
        ),
        body,
        _table(data, steps, digits, uid),
    )


def _steps(data: Waterfall, digits: int) -> list[_Step]:
    steps = [_Step(say("Before any finding"), data.prior, 0.0, data.prior, "prior", data.prior_sources)]
    reached = data.prior
    for finding in data.findings:
        steps.append(
            _Step(finding.text, finding.points, reached, reached + finding.points, "finding", finding.sources)
        )
        reached += finding.points
    if abs(reached - data.total) > 0.005:
        held = say("Held at {points}: no sum may sound certain", points=signed(data.total, digits))
        steps.append(_Step(held, data.total - reached, reached, data.total, "cap", ()))
    return steps


def _scale(data: Waterfall, steps: Sequence[_Step], start: float, end: float) -> Scale:
    sums = [0.0, data.total, *(s.end for s in steps)]
    reach = (min(-_LEAST_REACH, *sums) - 0.4, max(_LEAST_REACH, *sums) + 0.4)
    return Scale(*reach, start, end)


def _axis(data: Waterfall, x: Scale, bottom: float) -> list[Markup]:
    """Chances in 100 over the bars, with a line at even odds and at the cap that was hit."""
    drawn = [text(x.start, 15, say("chances in 100"), size=TICK, role="soft")]
    taken: list[tuple[float, float]] = []
    for chance in _CHANCES:
        odds = math.log(chance / (100 - chance))
        room = text_width(str(chance), TICK)
        at = x.at(odds) if x.low <= odds <= x.high else math.inf
        left, right = at - room / 2 - 5, at + room / 2 + 5
        if right > x.end + _MARGIN or left < x.start - _GAP or any(left < b and a < right for a, b in taken):
            continue
        taken.append((left, right))
        if chance == 50:
            drawn.append(line(at, 36, at, bottom + 38, "floor", 1.4))
        elif not (_is_capped(data) and abs(at - x.at(data.total)) < 4):
            drawn.append(line(at, 36, at, bottom - 6, "line", 1))
        drawn.append(text(at, 31, str(chance), size=TICK, role="soft", anchor="middle"))
    if _is_capped(data):
        at = x.at(data.total)
        drawn.append(line(at, 36, at, bottom + 38, "accent", 1.4, stroke_dasharray="4 3"))
    return drawn


def _bar(x: Scale, step: _Step, middle: float) -> Markup:
    """For: solid. Against: hatched by its outline only. Where it began and what was cut off: pale."""
    start, end = sorted((x.at(step.start), x.at(step.end)))
    box = {"x": start, "y": middle - _BAR / 2, "width": max(end - start, 1.5), "height": _BAR, "rx": 2.5}
    if step.kind != "finding":
        return element("rect", **box, **{**fill("far"), "class_": "pg-bar pg-f-far"})
    if step.points >= 0:
        return element("rect", **box, **{**fill("accent"), "class_": "pg-bar pg-f-accent"})
    outlined = stroke("accent", 1.6)
    return element("rect", **box, **{**outlined, "class_": "pg-bar pg-s-accent"})


def _link(x: float, top: float, bottom: float) -> Markup:
    return line(x, top, x, bottom, "floor", 1.2, stroke_linecap="butt")


def _texts(
    step: _Step, lines: Sequence[str], y: float, middle: float, right: float, digits: int
) -> list[Markup]:
    role = "ink" if step.kind == "finding" else "soft"
    return [
        paragraph(_MARGIN, y + NOTE, lines, size=NOTE, role=role),
        text(right, middle + 4, signed(step.points, digits), size=NOTE, role=role, anchor="end", bold=True),
    ]


def _result(
    data: Waterfall, x: Scale, top: float, previous: float | None, right: float, digits: int
) -> list[Markup]:
    """The sum, with the chance as large as it matters."""
    count, rest = in_100(data.p).split(maxsplit=1)
    runs = (Run(count, NUMBER, bold=True), Run(rest, NOTE, "soft"), Run(data.label, bold=True))
    start, end = sorted((x.at(0), x.at(data.total)))
    middle = top + 20
    box = {"x": start, "y": middle - _SUM_BAR / 2, "width": max(end - start, 1.5), "height": _SUM_BAR}
    drawn = [line(_MARGIN, top - 4, x.end, top - 4, "floor", 1.2)]
    if previous is not None:
        drawn.append(_link(x.at(data.total), previous + _BAR / 2, middle - _SUM_BAR / 2))
    return [
        *drawn,
        element("rect", **box, rx=3.0, **{**fill("ink"), "class_": "pg-bar pg-f-ink"}),
        phrase(_MARGIN, top + 26, runs),
        text(right, top + 26, signed(data.total, digits), size=NOTE, anchor="end", bold=True),
    ]


def _is_capped(data: Waterfall) -> bool:
    raw = math.fsum([data.prior, *(f.points for f in data.findings)])
    return abs(raw - data.total) > 0.005


def _table(data: Waterfall, steps: Sequence[_Step], digits: int, uid: str) -> Markup:
    rows = [[s.text, signed(s.points, digits), signed(s.end, digits), ", ".join(s.sources)] for s in steps]
    total = signed(data.total, digits)
    rows.append(
        [say("Together: {chance}, {label}", chance=in_100(data.p), label=data.label), total, total, ""]
    )
    where = "" if data.side is None else f" ({side_word(data.side)})"
    caption = say(
        "{structure}: points for and against, held within plus or minus {cap}",
        structure=f"{data.structure}{where}",
        cap=short(data.cap),
    )
    return table(caption, [say("Finding"), say("Points"), say("Sum"), say("Sources")], rows, uid)
