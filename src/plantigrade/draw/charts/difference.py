"""The difference between the sides, with its error, against the marks that give it a name."""

from __future__ import annotations

from dataclasses import dataclass

from plantigrade.draw.chart_style import LEAD, NOTE, STRETCH, TICK, text_width
from plantigrade.draw.charts.axes import Scale, Spread, in_rows, unit_ticks
from plantigrade.draw.charts.bands import NamedLine
from plantigrade.draw.charts.parts import Chart, Run, chart, line, phrase, text
from plantigrade.draw.charts.table import table
from plantigrade.draw.palette import LIGHT, fill
from plantigrade.draw.svg import Markup, element, points
from plantigrade.knowledge.words import say
from plantigrade.writing import NBSP, Unit, amount, in_unit, length, plus_minus, short_length

_MARGIN = 14.0
_LEAST_REACH_CM = 4.0
_HEAD, _ROW = 28.0, 17.0


@dataclass(frozen=True, slots=True)
class Difference:
    """Left minus right in cm: below zero the left ankle is the lower one. `lines` are sizes above zero."""

    spread: Spread
    lines: tuple[NamedLine, ...] = ()
    unit: Unit = "cm"


def difference_chart(data: Difference, uid: str, width: float = 360.0) -> Chart:
    """A ruler with zero in the middle: a mark to the left says that the left ankle is lower."""
    s = data.spread
    sizes = (_LEAST_REACH_CM, 0.5 - s.low95, s.high95 + 0.5, *(mark.cm + 0.5 for mark in data.lines))
    reach = max(sizes)
    x = Scale(-reach, reach, _MARGIN, width - _MARGIN)
    names, strip_top = _names(data, x, width)
    y, ground = strip_top + 17, strip_top + 34
    said = f"{_said(data)}{NBSP}{data.unit}"
    body = [
        _strip(data, x, strip_top, ground),
        *names,
        line(x.at(0), strip_top, x.at(0), ground, "soft", 1.4),
        *(
            line(x.at(m), strip_top, x.at(m), ground, "accent", 1.2, stroke_dasharray="4 3")
            for m in _both(data)
        ),
        line(x.at(s.low95), y, x.at(s.high95), y, "ink", 1.6),
        line(x.at(s.low80), y, x.at(s.high80), y, "ink", 5, stroke_opacity="0.45"),
        _diamond(x.at(s.value), y, said),
        _lead(data),
        *_ruler(data, x, ground),
    ]
    return chart(
        "difference",
        uid,
        (width, ground + 42),
        say("Difference between the sides: {said}", said=said),
        say(
            "{said}, 95 in 100 between {low} and {high}.",
            said=said,
            low=_plain(s.low95, data.unit),
            high=_plain(s.high95, data.unit),
        )
        + " "
        + "; ".join(
            say("{name} from {cm}", name=m.name, cm=short_length(m.cm, data.unit)) for m in data.lines
        ),
        body,
        _table(data, uid),
    )


def _said(data: Difference) -> str:
    size = amount(abs(data.spread.value), data.unit)
    if round(in_unit(abs(data.spread.value), data.unit), 1) == 0:
        return say("Both sides the same")
    return say("Left lower by {size}" if data.spread.value < 0 else "Right lower by {size}", size=size)


def _plain(cm: float, unit: Unit) -> str:
    return say("left lower by {size}" if cm < 0 else "right lower by {size}", size=amount(abs(cm), unit))


def _both(data: Difference) -> list[float]:
    return [sign * mark.cm for sign in (-1, 1) for mark in data.lines]


def _names(data: Difference, x: Scale, width: float) -> tuple[list[Markup], float]:
    """The marks' names on the side where the value lies, each on its line."""
    sign = -1 if data.spread.value < 0 else 1
    # From the outermost in, so that the rows step down toward the middle.
    ordered = sorted(data.lines, key=lambda mark: -mark.cm)
    labels = [f"{mark.name} {short_length(mark.cm, data.unit)}" for mark in ordered]
    wanted = []
    for label, mark in zip(labels, ordered, strict=True):
        room = text_width(label, TICK)
        wanted.append((x.at(sign * mark.cm) + sign * (room / 2 - 4), room))
    placed = in_rows(wanted, 2, width - 2)
    rows = max((row for _, row in placed), default=-1) + 1
    top = _HEAD + rows * _ROW + 6
    drawn = []
    for (left, row), label, mark in zip(placed, labels, ordered, strict=True):
        at, y = x.at(sign * mark.cm), _HEAD + (rows - 1 - row) * _ROW + TICK
        drawn.append(line(at, y + 4, at, top, "accent", 1.2, stroke_dasharray="4 3"))
        drawn.append(text(left, y, label, size=TICK, role="accent", halo=True))
    return drawn, top


def _strip(data: Difference, x: Scale, top: float, ground: float) -> Markup:
    """The stretch within the first mark, where sides count as even."""
    edge = min((mark.cm for mark in data.lines), default=0.0)
    start, end = x.at(-edge), x.at(edge)
    box = {"x": start, "y": top, "width": end - start, "height": ground - top}
    return element("rect", **box, fill_opacity=STRETCH, **fill("floor"))


def _diamond(x: float, y: float, hover: str) -> Markup:
    painted = {**fill("ink"), "class_": "pg-mark pg-f-ink pg-s-card", "stroke": LIGHT["card"]}
    corners = points(x, y - 7, x + 7, y, x, y + 7, x - 7, y)
    return element("polygon", element("title", hover), points=corners, stroke_width=1.5, **painted)


def _lead(data: Difference) -> Markup:
    error = plus_minus(length(data.spread.half95, data.unit))
    return phrase(_MARGIN, LEAD, (Run(_said(data), LEAD, bold=True), Run(error, NOTE, "soft")))


def _ruler(data: Difference, x: Scale, ground: float) -> list[Markup]:
    drawn = [line(x.start, ground, x.end, ground, "floor", 1.5)]
    for cm, label in unit_ticks(x.low, x.high, 10, data.unit):
        drawn.append(line(x.at(cm), ground, x.at(cm), ground + 4, "floor", 1.5))
        shown = label.removeprefix("−")
        drawn.append(text(x.at(cm), ground + 17, shown, size=TICK, role="soft", anchor="middle"))
    drawn.append(text(x.start, ground + 36, say("← left is lower"), size=TICK, role="soft"))
    drawn.append(
        text(
            x.end,
            ground + 36,
            say("{unit}, right is lower →", unit=data.unit),
            size=TICK,
            role="soft",
            anchor="end",
        )
    )
    return drawn


def _table(data: Difference, uid: str) -> Markup:
    s, unit = data.spread, data.unit
    rows = [
        [
            _said(data),
            amount(abs(s.value), unit),
            plus_minus(amount(s.half95, unit)),
            say("{low} to {high}", low=_plain(s.low80, unit), high=_plain(s.high80, unit)),
            say("{low} to {high}", low=_plain(s.low95, unit), high=_plain(s.high95, unit)),
        ]
    ]
    rows += [[say("Mark: {name}", name=m.name), amount(m.cm, unit), "", "", ""] for m in data.lines]
    columns = [
        "",
        say("Difference ({unit})", unit=unit),
        say("Error"),
        say("80 in 100 between"),
        say("95 in 100 between"),
    ]
    return table(say("Difference between the sides"), columns, rows, uid)
