"""The charts: true to scale, the same numbers in picture and table, everything inside and legible."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plantigrade.core.quantities import Estimate, Side
from plantigrade.draw.chart_style import ERROR, FORECAST, STRETCH, TEXT_ROLES, balanced, text_width, wrap
from plantigrade.draw.charts import (
    AnkleAngle,
    Bands,
    Calendar,
    CalendarDay,
    CalendarWeek,
    Chart,
    Difference,
    FindingPoints,
    LimiterBar,
    LimiterBars,
    NamedLine,
    Spread,
    Stretch,
    Trend,
    TrendPoint,
    TrendSide,
    TrendTest,
    Waterfall,
    WedgeStep,
    WedgeSteps,
    ankle_chart,
    bands_chart,
    calendar_chart,
    difference_chart,
    limiters_chart,
    trend_chart,
    waterfall_chart,
    wedge_chart,
)
from plantigrade.draw.palette import DARK, LIGHT
from plantigrade.writing import Unit

SVG = "{http://www.w3.org/2000/svg}"
START = date(2026, 12, 1)
LADDER = (
    Stretch("well below the functional mark", 0),
    Stretch("just below the functional mark", 9),
    Stretch("functional", 10),
    Stretch("good", 13),
    Stretch("excellent", 15),
)
LINES = (NamedLine("functional", 10), NamedLine("cleared", 12))
SIZES = (NamedLine("watch", 1.5), NamedLine("one-sided", 2), NamedLine("high", 3))
few = settings(max_examples=80, deadline=None)


def bands(left: float | None = 8.3, right: float | None = 10.6, sd: float = 0.45, unit: Unit = "cm") -> Bands:
    spreads = [None if v is None else Spread.of(Estimate(v, sd)) for v in (left, right)]
    return Bands(spreads[0], spreads[1], LADDER, LINES, unit)


def course(side: Side, values: list[float], ahead: int = 0) -> TrendSide:
    def point(week: int, cm: float, half: float) -> TrendPoint:
        return TrendPoint(week, cm, cm - half, cm + half, START + timedelta(weeks=week))

    tests = tuple(TrendTest(n, v, START + timedelta(weeks=n)) for n, v in enumerate(values))
    forecast = tuple(
        point(len(values) - 1 + n, values[-1] + 0.1 * n, 0.4 + 0.1 * n) for n in range(1, ahead + 1)
    )
    return TrendSide(side, tests, tuple(point(n, v + 0.1, 0.4) for n, v in enumerate(values)), forecast)


def trend(unit: Unit = "cm") -> Trend:
    left, right = course(Side.LEFT, [8.1, 8.6, 8.4, 9.0, 9.2], 8), course(Side.RIGHT, [10.6, 10.4, 10.9])
    return Trend((left, right), NamedLine("functional", 10), unit)


def waterfall(*points: float, prior: float = -0.85, cap: float = 3.0) -> Waterfall:
    total = max(-cap, min(cap, prior + sum(points)))
    findings = tuple(
        FindingPoints(
            f"Finding {n} with the words that a finding usually takes", value, (f"S{n}", "konor2012")
        )
        for n, value in enumerate(points, 1)
    )
    p = 1 / (1 + math.exp(-total))
    return Waterfall("Ankle joint itself", "likely", p, prior, findings, total, cap, Side.LEFT)


def calendar() -> Calendar:
    days = [
        CalendarDay(
            START + timedelta(days=n),
            "rest" if n % 7 == 6 else "warm_up" if n % 3 == 1 else "standalone",
            0 if n % 7 == 6 else 5 + n / 8,
            strength=n % 5 == 0,
            marks=("capture", "checkpoint", "report") if n == 83 else ("capture",) if n % 7 == 6 else (),
        )
        for n in range(84)
    ]
    phases = ("Loosen", "Free the joint", "Load it")
    return Calendar(
        tuple(CalendarWeek(w + 1, phases[w // 4], tuple(days[7 * w : 7 * w + 7])) for w in range(12))
    )


BARS = LimiterBars(
    Side.LEFT,
    (
        LimiterBar("Ankle joint itself", 0.92, "likely"),
        LimiterBar("Soleus and Achilles", 0.52, "possible"),
        LimiterBar("Front of the ankle", 0.004, "unlikely"),
    ),
)
STEPS = WedgeSteps(
    (
        WedgeStep(2, "1 Dec 2026", "done"),
        WedgeStep(1.5, "since 5 Jan", "now"),
        WedgeStep(1, "two good sessions with the heels down"),
        WedgeStep(0, "on the floor"),
    )
)
KINDS: dict[str, Callable[[str], Chart]] = {
    "ankle": lambda uid: ankle_chart(AnkleAngle(Side.LEFT, 33.9, 30.2, 37.6, 8.3), uid),
    "ankle without a wall": lambda uid: ankle_chart(AnkleAngle(Side.RIGHT, 38, 34, 42), uid),
    "bands": lambda uid: bands_chart(bands(), uid),
    "bands, one side, inches": lambda uid: bands_chart(bands(left=None, unit="in"), uid, 640),
    "bands, none named": lambda uid: bands_chart(Bands(bands().left, bands().right), uid),
    "difference": lambda uid: difference_chart(Difference(Spread.of(Estimate(-2.3, 0.64)), SIZES), uid),
    "trend": lambda uid: trend_chart(trend(), uid),
    "trend, inches, wide": lambda uid: trend_chart(trend("in"), uid, 640),
    "waterfall": lambda uid: waterfall_chart(waterfall(1.0, 0.7, 1.3, -0.5, 1.9), uid),
    "waterfall, nothing found": lambda uid: waterfall_chart(waterfall(), uid, 640),
    "limiters": lambda uid: limiters_chart(BARS, uid),
    "calendar": lambda uid: calendar_chart(calendar(), uid),
    "wedge": lambda uid: wedge_chart(STEPS, uid),
}
every_kind = pytest.mark.parametrize("draw", KINDS.values(), ids=KINDS)


def parsed(chart: Chart) -> ET.Element:
    return ET.fromstring(chart.svg)


def cells(chart: Chart) -> list[list[str]]:
    body = ET.fromstring(chart.table).find("tbody")
    assert body is not None
    return [[words(cell) for cell in row] for row in body]


def named(root: ET.Element, name: str) -> list[ET.Element]:
    return [e for e in root.iter() if name in (e.get("class") or "").split()]


def number_at(e: ET.Element, *names: str) -> tuple[float, ...]:
    return tuple(float(e.attrib[name]) for name in names)


def centre(e: ET.Element) -> tuple[float, float]:
    left, top, right, bottom = box(e)
    return (left + right) / 2, (top + bottom) / 2


def words(e: ET.Element) -> str:
    return " ".join(e.itertext()).replace("\xa0", " ")


def texts(root: ET.Element) -> list[ET.Element]:
    return list(root.iter(f"{SVG}text"))


def text_box(e: ET.Element) -> tuple[float, float, float, float]:
    runs = list(e) or [e]
    sizes = [float(run.attrib["font-size"]) for run in runs]
    wide = sum(
        text_width(run.text or "", size, run.get("font-weight") == "600") + float(run.get("dx", 0))
        for run, size in zip(runs, sizes, strict=True)
    )
    x, y = number_at(e, "x", "y")
    left = {"middle": x - wide / 2, "end": x - wide}.get(e.get("text-anchor", "start"), x)
    return left, y - 0.78 * max(sizes), left + wide, y + 0.24 * max(sizes)


def box(e: ET.Element) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of anything but a path."""
    tag = e.tag.removeprefix(SVG)
    if tag == "text":
        return text_box(e)
    if tag == "circle":
        x, y, r = number_at(e, "cx", "cy", "r")
        return x - r, y - r, x + r, y + r
    if tag == "rect":
        x, y, wide, high = number_at(e, "x", "y", "width", "height")
        return x, y, x + wide, y + high
    if tag == "line":
        x1, y1, x2, y2 = number_at(e, "x1", "y1", "x2", "y2")
        return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)
    values = [float(v) for v in e.attrib["points"].split()]
    return min(values[::2]), min(values[1::2]), max(values[::2]), max(values[1::2])


def drawn(root: ET.Element) -> Iterator[ET.Element]:
    shapes = {f"{SVG}{tag}" for tag in ("text", "circle", "rect", "line", "polyline", "polygon")}
    return (e for e in root.iter() if e.tag in shapes)


def assert_inside(chart: Chart) -> None:
    root = parsed(chart)
    _, _, wide, high = map(float, root.attrib["viewBox"].split())
    for e in drawn(root):
        left, top, right, bottom = box(e)
        assert -0.1 <= left <= right <= wide + 0.1, (ET.tostring(e), wide)
        assert -0.1 <= top <= bottom <= high + 0.1, (ET.tostring(e), high)


def ruler(root: ET.Element, label: str, axis: int = 0) -> Callable[[float], float]:
    """Value at a place, read from the labels of the ticks that match `label`, as a reader would."""
    marks = [(text_anchor(e)[axis], float(m[1])) for e in texts(root) if (m := re.fullmatch(label, words(e)))]
    (a, low), (b, high) = marks[1], marks[-2]
    return lambda place: low + (place - a) / (b - a) * (high - low)


def text_anchor(e: ET.Element) -> tuple[float, float]:
    x, y = number_at(e, "x", "y")
    return x, y - 4  # the baseline of a label stands four units under its line


@every_kind
def test_chart_is_well_formed_and_named(draw: Callable[[str], Chart]) -> None:
    chart = draw("k7")
    root = parsed(chart)
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img"
    assert title is not None
    assert desc is not None
    assert title.text
    assert desc.text
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    table = ET.fromstring(chart.table)
    ids = [e.get("id") for tree in (root, table) for e in tree.iter() if e.get("id")]
    assert len(ids) == len(set(ids)) == 3
    assert all(str(name).startswith("k7-") for name in ids)
    assert table.findtext("caption")
    heads = table.findall("thead/tr/*")
    assert [(e.tag, e.get("scope")) for e in heads] == [
        ("th", "col") if e.text else ("td", None) for e in heads
    ]
    for row in table.findall("tbody/tr"):
        assert [cell.tag for cell in row] == ["th"] + ["td"] * (len(heads) - 1)
        assert row[0].get("scope") == "row"


@every_kind
def test_chart_is_deterministic_and_fits(draw: Callable[[str], Chart]) -> None:
    chart = draw("a")
    assert chart == draw("a")
    assert chart.svg == draw("b").svg.replace('"b-', '"a-').replace(" b-", " a-")
    assert_inside(chart)


@every_kind
def test_text_is_large_enough_and_in_a_text_role(draw: Callable[[str], Chart]) -> None:
    for e in texts(parsed(draw("a"))):
        for run in list(e) or [e]:
            assert float(run.attrib["font-size"]) >= 11
            role = next(c for c in run.attrib["class"].split() if c.startswith("pg-f-"))[5:]
            assert role in TEXT_ROLES
            assert run.get("fill") == LIGHT[role]


def _channels(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))


def _over(ground: tuple[float, ...], tint: str, opacity: float) -> tuple[float, ...]:
    return tuple(opacity * t + (1 - opacity) * g for t, g in zip(_channels(tint), ground, strict=True))


def _luminance(colour: tuple[float, ...]) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_contrast(theme: dict[str, str]) -> None:
    for page in ("card", "paper"):
        bare = _channels(theme[page])
        both = _over(_over(bare, theme["left"], ERROR), theme["right"], ERROR)
        stands_on = {
            "page": (bare, TEXT_ROLES),
            "stretch": (_over(bare, theme["floor"], STRETCH), ("ink", "soft", "accent")),
            "error": (_over(bare, theme["left"], ERROR), ("ink",)),
            "errors of both": (both, ("ink",)),
            "forecast": (_over(bare, theme["left"], FORECAST), ("ink",)),
            "cell, pill": (_channels(theme["accent-soft"]), ("ink", "accent")),
        }
        for ground, (colour, roles) in stands_on.items():
            for role in roles:
                light, dark = sorted((_luminance(colour), _luminance(_channels(theme[role]))), reverse=True)
                assert (light + 0.05) / (dark + 0.05) >= 4.5, f"{role} on {ground} over {page}"


@pytest.mark.parametrize("side", list(Side))
def test_ankle_stands_at_its_angle_and_distance(side: Side) -> None:
    chart = ankle_chart(AnkleAngle(side, 33.9, 30.2, 37.6, 8.3), "a")
    root = parsed(chart)
    _, ankle, knee = map(centre, named(root, "pg-mark"))
    lean, rise = knee[0] - ankle[0], ankle[1] - knee[1]
    assert math.degrees(math.atan2(lean, rise)) == pytest.approx(33.9, abs=0.1)
    (bar,) = named(root, "pg-bar")
    # The drawn shin is 40 cm long, and the bar is drawn to the same scale.
    assert box(bar)[2] - box(bar)[0] == pytest.approx(8.3 * math.hypot(lean, rise) / 40, abs=0.05)
    shown = {words(e) for e in texts(root)}
    assert {"34°", "30 to 38", "8.3 cm", side.value.title()} <= shown
    assert cells(chart) == [["Shin angle (degrees)", "34", "30 to 38"], ["Toe to wall (cm)", "8.3", ""]]
    assert {e.tag for e in named(root, "pg-mark")} == {f"{SVG}circle" if side is Side.LEFT else f"{SVG}rect"}


@pytest.mark.parametrize("unit", ["cm", "in"])
def test_bands_marks_stand_where_the_ruler_says(unit: Unit) -> None:
    chart = bands_chart(bands(unit=unit), "a")
    root = parsed(chart)
    per = 2.54 if unit == "in" else 1
    reads = ruler(root, r"(\d+)")
    circle, square = named(root, "pg-mark")
    assert reads(centre(circle)[0]) == pytest.approx(8.3 / per, abs=0.01)
    assert reads(centre(square)[0]) == pytest.approx(10.6 / per, abs=0.01)
    sideways = [e for e in root.iter(f"{SVG}line") if e.get("y1") == e.get("y2") == circle.get("cy")]
    ends = [tuple(reads(v) * per for v in number_at(e, "x1", "x2")) for e in sideways]
    estimate = Estimate(8.3, 0.45)
    assert ends == [pytest.approx(estimate.interval(c), abs=0.01) for c in (0.95, 0.8)]
    shown = [words(e) for e in texts(root)]
    rows = cells(chart)
    for row, name in zip(rows, ("Left", "Right"), strict=False):
        assert row[0] == name
        assert f"{name} {row[1]} {row[2]}" in shown
    named_at = ("10", "12") if unit == "cm" else ("3.9", "4.7")
    assert {f"functional {named_at[0]} {unit}", f"cleared {named_at[1]} {unit}"} <= set(shown)


@pytest.mark.parametrize("width", [320, 360, 640])
def test_bands_lines_stand_at_their_distance_and_every_band_is_named(width: float) -> None:
    root = parsed(bands_chart(bands(), "a", width))
    reads = ruler(root, r"(\d+)")
    dashed = [e for e in root.iter(f"{SVG}line") if e.get("stroke-dasharray")]
    assert [round(reads(centre(e)[0]), 2) for e in dashed] == [10, 12]
    said = " ".join(words(e) for e in texts(root))
    assert all(stretch.name in said for stretch in LADDER)
    names = [box(e) for e in texts(root) if box(e)[3] < centre(named(root, "pg-mark")[0])[1] - 12]
    assert not any(_overlap(a, b) for n, a in enumerate(names) for b in names[:n])


def _overlap(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] + 2 < b[3] and b[1] + 2 < a[3]


@pytest.mark.parametrize("value", [-2.3, 0.4])
def test_difference_leans_toward_the_lower_side(value: float) -> None:
    chart = difference_chart(Difference(Spread.of(Estimate(value, 0.6)), SIZES), "a")
    root = parsed(chart)
    zero = next(float(e.attrib["x"]) for e in texts(root) if words(e) == "0")
    one = max(float(e.attrib["x"]) for e in texts(root) if words(e) == "1")
    (diamond,) = named(root, "pg-mark")
    assert (centre(diamond)[0] - zero) / (one - zero) == pytest.approx(value, abs=0.01)
    row = cells(chart)[0]
    assert row[0] == f"{'Left' if value < 0 else 'Right'} lower by {abs(value)}"
    assert f"{row[0]} {row[2]} cm" in [words(e) for e in texts(root)]


@pytest.mark.parametrize("unit", ["cm", "in"])
def test_trend_marks_lines_and_table_say_the_same(unit: Unit) -> None:
    data = trend(unit)
    chart = trend_chart(data, "a")
    root, per = parsed(chart), 2.54 if unit == "in" else 1
    height, week = ruler(root, r"(\d+\.?\d*)", axis=1), ruler(root, r"week (\d+)")
    marks = [m for m in named(root, "pg-mark") if len(m)]
    tests = [(s.side, t) for s in data.sides for t in s.tests]
    for m, (side, test) in zip(marks, tests, strict=True):
        assert height(centre(m)[1]) == pytest.approx(test.cm / per, abs=0.01)
        assert week(centre(m)[0]) == pytest.approx(test.week, abs=0.02)
        said = f"{side.value.title()}, {test.on.day} Dec 2026" if test.on and test.on.month == 12 else ""
        assert words(m[0]).startswith(said)
        assert words(m[0]).endswith(f"week {test.week}: {test.cm / per:.1f} {unit}")
    measured = sorted((r[2].lower(), int(r[0]), r[3]) for r in cells(chart) if r[3])
    assert measured == sorted((s.value, int(t.week), f"{t.cm / per:.1f}") for s, t in tests)
    ahead = [row for row in cells(chart) if row[2].endswith("forecast")]
    assert len(ahead) == 8
    dotted = next(e for e in root.iter(f"{SVG}polyline") if e.get("stroke-dasharray"))
    values = [float(v) for v in dotted.attrib["points"].split()]
    assert [f"{height(y):.1f}" for y in values[3::2]] == [row[4] for row in ahead]
    target = next(e for e in root.iter(f"{SVG}line") if e.get("stroke-dasharray"))
    assert height(centre(target)[1]) == pytest.approx(10 / per, abs=0.01)
    assert any(words(e).startswith("functional ") for e in texts(root))


@pytest.mark.parametrize("count", [1, 2, 13, 104, 520])
@pytest.mark.parametrize("sides", [(Side.LEFT,), (Side.LEFT, Side.RIGHT)])
def test_trend_takes_one_test_to_ten_years(count: int, sides: tuple[Side, ...]) -> None:
    values = [9 + 1.5 * math.sin(n) for n in range(count)]
    chart = trend_chart(Trend(tuple(course(s, values) for s in sides), NamedLine("cleared", 12)), "a")
    assert_inside(chart)
    root = parsed(chart)
    assert len([m for m in named(root, "pg-mark") if len(m) and "week" in str(m[0].text)]) == count * len(
        sides
    )
    assert len(cells(chart)) == count * len(sides)
    labels = [box(e) for e in texts(root) if re.fullmatch(r"start|week \d+|\d+ years?", words(e))]
    assert all(a[2] < b[0] for a, b in pairwise(labels))
    # Whatever their size, each side shows one mark that can be told apart besides the legend's.
    assert sum(box(m)[2] - box(m)[0] > 8 for m in named(root, "pg-mark")) >= 2 * len(sides)


def test_waterfall_adds_up_in_picture_and_table() -> None:
    data = waterfall(1.0, 0.7, 1.3, -0.5, 1.9)
    chart = waterfall_chart(data, "a")
    root = parsed(chart)
    rows = cells(chart)
    points = [_number(row[1]) for row in rows]
    assert points == [-0.85, 1.0, 0.7, 1.3, -0.5, 1.9, -0.55, 3.0]
    assert sum(points[:-1]) == pytest.approx(points[-1])
    assert rows[1][3] == "S1, konor2012"
    shown = [words(e) for e in texts(root)]
    assert [t for t in shown if re.fullmatch(r"[+−]\d\.\d\d", t)] == [row[1] for row in rows]
    assert "95 in 100 likely" in shown
    assert not any("konor2012" in t for t in shown)
    (fifty, ninety_five) = (
        next(float(e.attrib["x"]) for e in texts(root) if words(e) == c) for c in ("50", "95")
    )
    per_point = (ninety_five - fifty) / math.log(95 / 5)
    reached = [0.0, *(_number(row[2]) for row in rows[:-1])]
    bars = named(root, "pg-bar")
    for bar, (a, b) in zip(bars, [*pairwise(reached), (0.0, 3.0)], strict=True):
        left, _, right, _ = box(bar)
        assert ((left - fifty) / per_point, (right - fifty) / per_point) == pytest.approx(
            (min(a, b), max(a, b)), abs=0.01
        )


def _number(shown: str) -> float:
    return float(shown.replace("−", "-"))


def test_limiter_bars_are_as_long_as_the_chance() -> None:
    chart = limiters_chart(BARS, "a")
    root = parsed(chart)
    long = [number_at(e, "width")[0] for e in named(root, "pg-bar")]
    track = [number_at(e, "width")[0] for e in named(root, "pg-track")]
    assert [a / b for a, b in zip(long, track, strict=True)] == [
        pytest.approx(bar.p, abs=1e-3) for bar in BARS.bars
    ]
    shown = [words(e) for e in texts(root)]
    assert [shown[n : n + 3] for n in range(0, len(shown), 3)] == cells(chart)
    assert cells(chart)[2][1] == "1 in 100"  # never none


def test_calendar_days_agree_with_the_table() -> None:
    chart = calendar_chart(calendar(), "a")
    days = named(parsed(chart), "pg-day")
    told = [cell for row in cells(chart) for cell in row[2:]]
    assert len(days) == len(told) == 84
    for day, cell in zip(days, told, strict=True):
        hover, *shown = [words(e) for e in day if e.tag in (f"{SVG}title", f"{SVG}text")]
        assert hover.endswith(f": {cell}")
        assert [f"{m} min" for m in shown] == re.findall(r"[\d.]+ min", cell)
    assert told[-1] == "rest, test, checkpoint, report"
    assert cells(chart)[4][:2] == ["5, from 29 Dec 2026", "Free the joint"]
    boxes = [box(e) for e in texts(parsed(chart))]
    assert not any(_overlap(a, b) for n, a in enumerate(boxes) for b in boxes[:n])


def test_wedge_steps_are_to_scale() -> None:
    chart = wedge_chart(STEPS, "a")
    root = parsed(chart)
    heights = [number_at(e, "height")[0] + 1 for e in named(root, "pg-bar")]
    assert [h / heights[0] for h in heights] == [pytest.approx(v) for v in (1, 0.75, 0.5)]
    assert [row[0] for row in cells(chart)] == ["2.0", "1.5", "1.0", "0.0"]
    assert {"2 cm", "1.5 cm", "1 cm", "0 cm", "now"} <= {words(e) for e in texts(root)}


HOSTILE = "<script>alert('&')</script>\x00\x1b\ud800 \"]]>"


def test_text_from_outside_is_escaped() -> None:
    shape = CalendarWeek(1, HOSTILE, calendar().weeks[0].days)
    findings = (FindingPoints(HOSTILE, 1.0, (HOSTILE,)),)
    charts = [
        bands_chart(Bands(bands().left, None, (Stretch(HOSTILE, 0),), (NamedLine(HOSTILE, 9),)), "a"),
        difference_chart(Difference(Spread.of(Estimate(1, 1)), (NamedLine(HOSTILE, 1),)), "a"),
        trend_chart(Trend((course(Side.LEFT, [9.0]),), NamedLine(HOSTILE, 9)), "a"),
        waterfall_chart(Waterfall(HOSTILE, HOSTILE, 0.5, 0, findings, 1, 3), "a"),
        limiters_chart(LimiterBars(Side.LEFT, (LimiterBar(HOSTILE, 0.5, "likely"),)), "a"),
        calendar_chart(Calendar((shape,)), "a"),
        wedge_chart(WedgeSteps((WedgeStep(1, HOSTILE),)), "a"),
    ]
    for chart in charts:
        for markup in (chart.svg, chart.table):
            root = ET.fromstring(markup)
            assert not [e for e in root.iter() if e.tag.endswith("script")]
            assert "script" in "".join(root.itertext())
            markup.encode()


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(ValueError, match="neither side"):
        bands_chart(bands(None, None), "a")
    with pytest.raises(ValueError, match="no tests"):
        trend_chart(Trend(()), "a")
    with pytest.raises(ValueError, match="seven days"):
        calendar_chart(Calendar((CalendarWeek(1, "Loosen", ()),)), "a")
    with pytest.raises(ValueError, match="no steps"):
        wedge_chart(WedgeSteps(()), "a")


units = st.sampled_from(["cm", "in"])
widths = st.sampled_from([360.0, 480.0, 640.0])
distances = st.floats(0, 30)


@few
@given(
    st.floats(0, 60), st.floats(0, 12), st.one_of(st.none(), distances), units, st.sampled_from(list(Side))
)
def test_any_ankle_is_inside(angle: float, half: float, ktw: float | None, unit: Unit, side: Side) -> None:
    assert_inside(ankle_chart(AnkleAngle(side, angle, max(0, angle - half), angle + half, ktw, unit), "a"))


@few
@given(st.one_of(st.none(), distances), distances, st.floats(0, 3), units, widths)
def test_any_distances_are_inside(
    left: float | None, right: float, sd: float, unit: Unit, width: float
) -> None:
    assert_inside(bands_chart(bands(left, right, sd, unit), "a", width))
    apart = Estimate((left or 0) - right, sd)
    assert_inside(difference_chart(Difference(Spread.of(apart), SIZES, unit), "a", width))


@few
@given(
    st.lists(distances, min_size=1, max_size=30),
    st.lists(distances, max_size=5),
    st.integers(0, 14),
    st.one_of(st.none(), distances),
    units,
    widths,
)
def test_any_course_is_inside(
    left: list[float], right: list[float], ahead: int, target: float | None, unit: Unit, width: float
) -> None:
    sides = [course(Side.LEFT, left, ahead)] + ([course(Side.RIGHT, right)] if right else [])
    line = None if target is None else NamedLine("functional", target)
    assert_inside(trend_chart(Trend(tuple(sides), line, unit), "a", width))


sentences = st.lists(
    st.text(st.sampled_from("aeilmnorstW10-"), min_size=1, max_size=14), min_size=1, max_size=14
).map(" ".join)


@few
@given(st.lists(st.tuples(sentences, st.floats(-3, 3)), max_size=12), st.floats(-3, 1), widths)
def test_waterfall_labels_never_overlap(rows: list[tuple[str, float]], prior: float, width: float) -> None:
    points = [round(value, 1) for _, value in rows]
    total = max(-3.0, min(3.0, prior + sum(points)))
    findings = tuple(FindingPoints(text, value) for (text, _), value in zip(rows, points, strict=True))
    data = Waterfall("Soleus", "possible", 1 / (1 + math.exp(-total)), prior, findings, total, 3.0)
    chart = waterfall_chart(data, "a", width)
    assert_inside(chart)
    written = texts(parsed(chart))
    boxes = [box(e) for e in written]
    assert not any(_overlap(a, b) for n, a in enumerate(boxes) for b in boxes[:n])
    # Every word is there, whole or broken, in order.
    said = "".join(words(e).replace(" ", "") for e in written if e.get("text-anchor") is None)
    assert "".join(text.replace(" ", "") for text, _ in rows) in said


@given(sentences, st.floats(40, 300), st.booleans())
def test_wrapping_keeps_every_word_within_its_room(text: str, room: float, bold: bool) -> None:
    plain, even = wrap(text, 12, room, bold), balanced(text, 12, room, bold)
    for lines in (plain, even):
        assert "".join("".join(lines).split()) == "".join(text.split())
        assert all(text_width(line, 12, bold) <= room for line in lines)
    assert len(even) == len(plain)


def test_a_number_keeps_its_unit() -> None:
    assert all("1.5\xa0cm" in " ".join(wrap("gave 1.5 cm", 12, room)) for room in (45, 60, 90))
    assert wrap("from 7\xa0Dec", 12, 45) == ("from", "7\xa0Dec")


def test_without_bands_the_ruler_speaks_of_none() -> None:
    chart = bands_chart(Bands(bands().left, bands().right, lines=LINES), "a")
    assert "band" not in "".join(parsed(chart).itertext()).lower()
    assert [row[0] for row in cells(chart)] == ["Left", "Right", "functional", "cleared"]
