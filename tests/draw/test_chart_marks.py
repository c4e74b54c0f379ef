"""The charts are true to scale, and picture and table say the same numbers."""

from __future__ import annotations

import math
import re
from itertools import pairwise

import pytest

from plantigrade.core.quantities import Estimate, Side
from plantigrade.draw.charts import (
    AnkleAngle,
    Difference,
    NamedLine,
    Spread,
    Trend,
    ankle_chart,
    bands_chart,
    calendar_chart,
    difference_chart,
    limiters_chart,
    trend_chart,
    waterfall_chart,
    wedge_chart,
)
from plantigrade.writing import Unit
from tests.draw.made import BARS, LADDER, SIZES, STEPS, bands, calendar, course, trend, waterfall
from tests.draw.svg import (
    SVG,
    assert_inside,
    box,
    cells,
    centre,
    named,
    number_at,
    overlap,
    parsed,
    ruler,
    texts,
    words,
)


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
    assert not any(overlap(a, b) for n, a in enumerate(names) for b in names[:n])


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
    assert not any(overlap(a, b) for n, a in enumerate(boxes) for b in boxes[:n])


def test_wedge_steps_are_to_scale() -> None:
    chart = wedge_chart(STEPS, "a")
    root = parsed(chart)
    heights = [number_at(e, "height")[0] + 1 for e in named(root, "pg-bar")]
    assert [h / heights[0] for h in heights] == [pytest.approx(v) for v in (1, 0.75, 0.5)]
    assert [row[0] for row in cells(chart)] == ["2.0", "1.5", "1.0", "0.0"]
    assert {"2 cm", "1.5 cm", "1 cm", "0 cm", "now"} <= {words(e) for e in texts(root)}
