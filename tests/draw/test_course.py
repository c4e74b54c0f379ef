"""Courses of a movement: drawn where they were measured, broken where they were not, the same in the table."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from typing import Any

import pytest

from plantigrade.draw.charts import Course, Courses, course_chart

SVG = "{http://www.w3.org/2000/svg}"
NAN = math.nan


def drawn(*courses: Course, **more: Any) -> ET.Element:
    data = Courses("Shin over time", "time in s", "Angle in °", courses, **more)
    return ET.fromstring(course_chart(data, "c").svg)


def corners(shape: ET.Element) -> list[tuple[float, float]]:
    numbers = [float(n) for n in shape.attrib["points"].split()]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def test_a_gap_breaks_line_and_band() -> None:
    picture = drawn(Course("Shin", [0, 1, 2, 3, 4, 5], [1, 2, NAN, 4, 5, 6], [1] * 6, "left"))
    lines = [corners(shape) for shape in picture.iter(f"{SVG}polyline")]
    assert [len(line) for line in lines] == [2, 3]
    assert len(list(picture.iter(f"{SVG}polygon"))) == 2


def test_places_are_true_to_scale_and_the_band_holds_95_in_100() -> None:
    picture = drawn(Course("Shin", [0, 5, 10], [0, 20, 40], [0, 2, 0], "right"))
    (line,) = (corners(shape) for shape in picture.iter(f"{SVG}polyline"))
    (band,) = (corners(shape) for shape in picture.iter(f"{SVG}polygon"))
    assert line[1][0] == pytest.approx((line[0][0] + line[2][0]) / 2)
    assert line[1][1] == pytest.approx((line[0][1] + line[2][1]) / 2, abs=0.01)
    per_degree = (line[0][1] - line[2][1]) / 40
    assert (line[1][1] - band[1][1]) / per_degree == pytest.approx(1.96 * 2, abs=0.05)


def test_courses_are_told_apart_without_colour() -> None:
    xs = [0.0, 1.0]
    picture = drawn(Course("Shin", xs, xs, xs, "left"), Course("Foot", xs, xs, xs, "accent", dashed=True))
    dashes = [shape.get("stroke-dasharray") for shape in picture.iter(f"{SVG}polyline")]
    assert dashes[0] is None
    assert dashes[1] is not None


def test_the_table_says_what_is_drawn_and_stays_short() -> None:
    xs = [float(n) for n in range(500)]
    chart = course_chart(
        Courses("Shin", "time in s", "Angle in °", (Course("Shin", xs, xs, [1.0] * 500, "left"),)), "c"
    )
    rows = ET.fromstring(chart.table).findall("tbody/tr")
    assert 10 <= len(rows) <= 40
    cells = [cell.text for cell in rows[1]]
    assert cells[1] == cells[2]
    assert cells[3] == "2.0"


@pytest.mark.parametrize("values", [[], [NAN, NAN], [1.0, NAN]])
def test_nothing_measured_is_no_chart(values: list[float]) -> None:
    with pytest.raises(ValueError, match="no course"):
        drawn(Course("Shin", list(range(len(values))), values, values, "left"))
