"""The programme at a glance: weeks down, days across, minutes in each day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from typing import Literal

from plantigrade.draw.chart_style import LEADING, NOTE, TICK, text_width, wrap
from plantigrade.draw.charts.parts import Chart, chart, clean, line, paragraph, text
from plantigrade.draw.charts.table import table
from plantigrade.draw.palette import fill, stroke
from plantigrade.draw.svg import Markup, element, points
from plantigrade.knowledge.words import say, word
from plantigrade.writing import day, minutes, short_weekday, weekday, whole_minutes

DayKind = Literal["standalone", "warm_up", "rest"]
Mark = Literal["capture", "checkpoint", "report"]

KIND_NAMES: dict[DayKind, str] = {
    "standalone": word("on its own"),
    "warm_up": word("before training"),
    "rest": word("rest"),
}
MARK_NAMES: dict[Mark, str] = {
    "capture": word("test"),
    "checkpoint": word("checkpoint"),
    "report": word("report"),
}
Glyph = Callable[[float, float], Markup]
MARK_ORDER: tuple[Mark, ...] = ("capture", "checkpoint", "report")

_WIDTH = 360.0
_NAME_X, _NAME_ROOM = 14.0, 64.0
_WEEK_X = 98.0
_GRID_X, _STEP_X, _CELL_X = 106.0, 36.0, 33.0
_HEAD, _STEP_Y, _CELL_Y = 24.0, 38.0, 34.0
_GLYPH = 3.6


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day. `minutes` is 0 on a rest day."""

    on: date
    kind: DayKind
    minutes: float
    strength: bool = False
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarWeek:
    """Seven days and the phase they belong to."""

    number: int
    phase: str
    days: tuple[CalendarDay, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    weeks: tuple[CalendarWeek, ...]


def calendar_chart(data: Calendar, uid: str) -> Chart:
    """The weeks, 360 units wide. Raises ValueError without a week, or for one that has not seven days."""
    if not data.weeks or any(len(week.days) != 7 for week in data.weeks):
        raise ValueError("a calendar needs weeks of seven days")
    phases, tops, bottom = _phases(data.weeks)
    body = [*_weekdays(data.weeks[0]), *phases]
    for week, top in zip(data.weeks, tops, strict=True):
        body += _week(week, top)
    legend, height = _legend(data, bottom + 6)
    days = [d for week in data.weeks for d in week.days]
    return chart(
        "calendar",
        uid,
        (_WIDTH, height),
        say("Your {number} weeks", number=len(data.weeks)) if len(data.weeks) > 1 else say("Your week"),
        _summary(data.weeks, days),
        [*body, *legend],
        _table(data.weeks, uid),
    )


def _summary(weeks: Sequence[CalendarWeek], days: Sequence[CalendarDay]) -> str:
    names = [phase for phase, _ in groupby(week.phase for week in weeks)]
    counts = [f"{sum(d.kind == kind for d in days)} {say(name)}" for kind, name in KIND_NAMES.items()]
    return say(
        "From {first} to {last}. Phases: {phases}. Days: {days}; {strength} with strength work.",
        first=day(days[0].on),
        last=day(days[-1].on),
        phases=", ".join(names),
        days=", ".join(counts),
        strength=sum(d.strength for d in days),
    )


def _phases(weeks: Sequence[CalendarWeek]) -> tuple[list[Markup], list[float], float]:
    """Phase names with a rule along their weeks; the top of each week; the end of the last."""
    drawn, tops, y = [], [], _HEAD
    for name, members in groupby(weeks, key=lambda week: week.phase):
        count = len(list(members))
        lines = wrap(name, NOTE, _NAME_ROOM, bold=True)
        tops += [y + n * _STEP_Y for n in range(count)]
        end = y + count * _STEP_Y - (_STEP_Y - _CELL_Y)
        below = y + len(lines) * NOTE * LEADING + 4
        drawn.append(line(_NAME_X - 8, y + 2, _NAME_X - 8, max(end, below) - 2, "accent", 3))
        drawn.append(paragraph(_NAME_X, y + NOTE + 3, lines, size=NOTE, bold=True))
        y = max(y + count * _STEP_Y, below + 4) + 6
    return drawn, tops, y


def _weekdays(week: CalendarWeek) -> list[Markup]:
    return [
        text(_NAME_X, 14, say("minutes"), size=TICK, role="soft"),
        *(
            text(_centre(n), 14, short_weekday(d.on), size=TICK, role="soft", anchor="middle")
            for n, d in enumerate(week.days)
        ),
    ]


def _centre(column: int) -> float:
    return _GRID_X + column * _STEP_X + _CELL_X / 2


def _week(week: CalendarWeek, top: float) -> list[Markup]:
    number = text(_WEEK_X, top + _CELL_Y / 2 + 4.5, str(week.number), size=TICK, role="soft", anchor="end")
    return [number, *(_day(d, _centre(n), top) for n, d in enumerate(week.days))]


def _day(item: CalendarDay, centre: float, top: float) -> Markup:
    shown: list[Glyph] = [_strength] if item.strength else []
    shown += [partial(_glyph, mark) for mark in MARK_ORDER if mark in item.marks]
    lift = 4.5 if shown else 0.0
    drawn = [element("title", clean(_hover(item))), _cell(item.kind, centre, top, lift)]
    if item.kind != "rest":
        base = top + _CELL_Y / 2 + 4.5 - lift
        drawn.append(text(centre, base, whole_minutes(item.minutes), size=NOTE, anchor="middle"))
    apart = 10 if len(shown) < 4 else 8
    for n, draw in enumerate(shown):
        drawn.append(draw(centre + (n - (len(shown) - 1) / 2) * apart, top + 26))
    return element("g", *drawn, class_="pg-day")


def _hover(item: CalendarDay) -> str:
    return f"{weekday(item.on)} {day(item.on)}: {_told(item)}"


def _told(item: CalendarDay) -> str:
    parts = [say(KIND_NAMES[item.kind])]
    if item.kind != "rest":
        parts.insert(0, minutes(item.minutes))
    if item.strength:
        parts.append(say("strength"))
    return ", ".join([*parts, *(say(MARK_NAMES[mark]) for mark in MARK_ORDER if mark in item.marks)])


def _cell(kind: DayKind, centre: float, top: float, lift: float) -> Markup:
    """On its own: a filled block. Before training: an outlined one. Rest: a dash."""
    left = centre - _CELL_X / 2
    if kind == "standalone":
        return element("rect", x=left, y=top, width=_CELL_X, height=_CELL_Y, rx=7, **fill("accent-soft"))
    if kind == "warm_up":
        return element(
            "rect",
            x=left + 0.8,
            y=top + 0.8,
            width=_CELL_X - 1.6,
            height=_CELL_Y - 1.6,
            rx=7,
            **stroke("accent", 1.4),
        )
    middle = top + _CELL_Y / 2 - lift
    return line(centre - 4, middle, centre + 4, middle, "far", 2)


def _strength(x: float, y: float) -> Markup:
    return element("circle", cx=x, cy=y, r=2.6, **fill("accent"))


def _glyph(mark: Mark, x: float, y: float) -> Markup:
    g = _GLYPH
    if mark == "capture":
        return element("circle", cx=x, cy=y, r=g - 0.4, **stroke("ink", 1.6))
    if mark == "checkpoint":
        corners = points(x, y - g - 1, x + g + 1, y, x, y + g + 1, x - g - 1, y)
        return element("polygon", points=corners, **fill("ink"))
    sheet = element(
        "rect", x=x - g, y=y - g - 0.8, width=2 * g, height=2 * g + 1.6, rx=1, **stroke("ink", 1.4)
    )
    return element("g", sheet, line(x - 1.6, y, x + 1.6, y, "ink", 1.2))


def _swatch(kind: DayKind, x: float, y: float) -> Markup:
    box = {"x": x - 9, "y": y - 7, "width": 18.0, "height": 14.0, "rx": 4.0}
    if kind == "standalone":
        return element("rect", **box, **fill("accent-soft"))
    if kind == "warm_up":
        return element("rect", **box, **stroke("accent", 1.4))
    return line(x - 4, y, x + 4, y, "far", 2)


def _legend(data: Calendar, top: float) -> tuple[list[Markup], float]:
    """What is used, and only that, in rows as wide as the picture; also where it ends."""
    days = [d for week in data.weeks for d in week.days]
    entries: list[tuple[str, Glyph]] = [
        (say(name), partial(_swatch, kind))
        for kind, name in KIND_NAMES.items()
        if any(d.kind == kind for d in days)
    ]
    if any(d.strength for d in days):
        entries.append((say("strength"), _strength))
    entries += [
        (say(name), partial(_glyph, mark))
        for mark, name in MARK_NAMES.items()
        if any(mark in d.marks for d in days)
    ]
    drawn: list[Markup] = []
    x, y = _NAME_X, top + 16
    for name, draw in entries:
        room = 23 + text_width(name, NOTE)
        if x + room > _WIDTH - 4:
            x, y = _NAME_X, y + 21
        drawn += [draw(x + 9, y - 4), text(x + 23, y, name, size=NOTE, role="soft")]
        x += room + 14
    return drawn, y + 10


def _table(weeks: Sequence[CalendarWeek], uid: str) -> Markup:
    columns = [say("Week"), say("Phase"), *(weekday(d.on) for d in weeks[0].days)]
    rows = [
        [say("{number}, from {day}", number=w.number, day=day(w.days[0].on)), w.phase, *map(_told, w.days)]
        for w in weeks
    ]
    return table(
        say("The programme from {day}, day by day", day=day(weeks[0].days[0].on)), columns, rows, uid
    )
