"""What every chart is made of: text, marks of the sides, and the picture with its table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from plantigrade.core.quantities import Side
from plantigrade.draw.chart_style import BODY, FONT, LEADING, TEXT_ROLES, text_width
from plantigrade.draw.palette import LIGHT, fill, stroke
from plantigrade.draw.svg import Attribute, Markup, element, join, points, svg
from plantigrade.knowledge.words import say

Anchor = Literal["start", "middle", "end"]

_APART = 5.0
_SQUARE = 1.78  # side of the square as large as a circle of radius one
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture and the same numbers as an HTML table, both as markup ready for a page."""

    svg: str
    table: str


def chart(
    kind: str, uid: str, size: tuple[float, float], title: str, desc: str, body: Sequence[str], table: str
) -> Chart:
    """The whole chart, its parts drawn in order; `size` is width and height of the picture."""
    drawn = element("g", *body, font_family=FONT)
    picture = svg(
        title=clean(title),
        desc=clean(desc),
        viewbox=(0, 0, *size),
        body=drawn,
        css_class=f"pg-chart pg-chart-{kind}",
        uid=uid,
    )
    return Chart(svg=picture, table=table)


def clean(text: str) -> str:
    """Text without the characters that XML forbids."""
    return _NOT_XML.sub("\ufffd", text)


def text(
    x: float,
    y: float,
    content: str,
    *,
    size: float = BODY,
    role: str = "ink",
    anchor: Anchor = "start",
    bold: bool = False,
    halo: bool = False,
) -> Markup:
    """One line on its baseline; a halo keeps it legible over lines. Raises ValueError for another role."""
    attributes: dict[str, Attribute] = {**_inked(role, halo), "font_size": size}
    return element(
        "text",
        clean(content),
        x=x,
        y=y,
        text_anchor=None if anchor == "start" else anchor,
        font_weight="600" if bold else None,
        **attributes,
    )


def paragraph(
    x: float,
    y: float,
    lines: Sequence[str],
    *,
    size: float = BODY,
    role: str = "ink",
    anchor: Anchor = "start",
    bold: bool = False,
    halo: bool = False,
) -> Markup:
    """Lines one under the other, the first on baseline `y`."""
    return join(
        *(
            text(x, y + n * size * LEADING, line, size=size, role=role, anchor=anchor, bold=bold, halo=halo)
            for n, line in enumerate(lines)
        )
    )


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a phrase in its own size, role and weight."""

    content: str
    size: float = BODY
    role: str = "ink"
    bold: bool = False

    @property
    def width(self) -> float:
        return text_width(self.content, self.size, self.bold)


def phrase(
    x: float, y: float, runs: Sequence[Run], *, anchor: Anchor = "start", halo: bool = False
) -> Markup:
    """One line of several runs, the next following the last whatever the font's widths are."""
    spans = []
    for n, run in enumerate(runs):
        attributes: dict[str, Attribute] = {**_inked(run.role, halo), "font_size": run.size}
        weight = "600" if run.bold else None
        spans.append(
            element("tspan", clean(run.content), dx=_APART if n else None, font_weight=weight, **attributes)
        )
    return element("text", *spans, x=x, y=y, text_anchor=None if anchor == "start" else anchor)


def phrase_width(runs: Sequence[Run]) -> float:
    """Upper estimate of a phrase's width."""
    return sum(run.width for run in runs) + _APART * (len(runs) - 1)


def line(x1: float, y1: float, x2: float, y2: float, role: str, width: float, **more: str) -> Markup:
    """A straight line. `more` are further attributes, as `stroke_dasharray`."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, **stroke(role, width, **more))


def polyline(corners: Sequence[tuple[float, float]], role: str, width: float, **more: str) -> Markup:
    return element("polyline", points=_listed(corners), **stroke(role, width, **more))


def area(corners: Sequence[tuple[float, float]], role: str, opacity: float) -> Markup:
    return element("polygon", points=_listed(corners), fill_opacity=opacity, **fill(role))


def mark(side: Side, x: float, y: float, radius: float = 5.0, hover: str = "") -> Markup:
    """The side's mark: a circle for left, a square of the same area for right."""
    shape: dict[str, Attribute]
    if side is Side.LEFT:
        tag, shape = "circle", {"cx": x, "cy": y, "r": radius}
    else:
        edge = _SQUARE * radius
        tag, shape = "rect", {"x": x - edge / 2, "y": y - edge / 2, "width": edge, "height": edge}
    title = element("title", clean(hover)) if hover else Markup()
    rim = min(1.5, radius / 3)
    painted: dict[str, Attribute] = {
        **fill(side.value),
        "class_": f"pg-mark pg-f-{side.value} pg-s-card",
        "stroke": LIGHT["card"],
        "stroke_width": rim,
    }
    return element(tag, title, **shape, **painted)


def _inked(role: str, halo: bool) -> dict[str, Attribute]:
    if role not in TEXT_ROLES:
        raise ValueError(f"not a role for text: {role}")
    if not halo:
        return {**fill(role)}
    return {
        **fill(role),
        "class_": f"pg-f-{role} pg-s-card",
        "stroke": LIGHT["card"],
        "stroke_width": 3.5,
        "stroke_linejoin": "round",
        "paint_order": "stroke",
    }


def _listed(corners: Sequence[tuple[float, float]]) -> str:
    return points(*(value for corner in corners for value in corner))


def side_name(side: Side) -> str:
    """The side as it stands at a mark or in a table: Left."""
    return say("Left" if side is Side.LEFT else "Right")
