"""A chart as its reader sees it: elements, words, and boxes that they fill."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator

from plantigrade.draw.chart_style import text_width
from plantigrade.draw.charts import Chart

SVG = "{http://www.w3.org/2000/svg}"


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


def overlap(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] + 2 < b[3] and b[1] + 2 < a[3]
