"""Whatever the numbers and words, everything is inside and nothing overlaps."""

from __future__ import annotations

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from plantigrade.core.quantities import Estimate, Side
from plantigrade.draw.chart_style import balanced, text_width, wrap
from plantigrade.draw.charts import (
    AnkleAngle,
    Difference,
    FindingPoints,
    NamedLine,
    Spread,
    Trend,
    Waterfall,
    ankle_chart,
    bands_chart,
    difference_chart,
    trend_chart,
    waterfall_chart,
)
from plantigrade.writing import Unit
from tests.draw.made import SIZES, bands, course
from tests.draw.svg import assert_inside, box, overlap, parsed, texts, words

few = settings(max_examples=80, deadline=None)
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
def test_waterfall_labels_neveroverlap(rows: list[tuple[str, float]], prior: float, width: float) -> None:
    points = [round(value, 1) for _, value in rows]
    total = max(-3.0, min(3.0, prior + sum(points)))
    findings = tuple(FindingPoints(text, value) for (text, _), value in zip(rows, points, strict=True))
    data = Waterfall("Soleus", "possible", 1 / (1 + math.exp(-total)), prior, findings, total, 3.0)
    chart = waterfall_chart(data, "a", width)
    assert_inside(chart)
    written = texts(parsed(chart))
    boxes = [box(e) for e in written]
    assert not any(overlap(a, b) for n, a in enumerate(boxes) for b in boxes[:n])
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
