"""Exercises and tests as pictures: people posed by joint angles, animated, mirrored by side.

The working leg is the near one. A right-side figure faces right and a left-side figure, its exact mirror,
faces left, so that the leg nearest the reader is the leg that works.
"""

from __future__ import annotations

import math

from plantigrade.core.quantities import Side
from plantigrade.draw import shapes
from plantigrade.draw.palette import FIGURE_ROLES, edged_fill, fill, stroke, style_text
from plantigrade.draw.props import RING, Item, before, behind, check_kind, ring
from plantigrade.draw.rig import Rig
from plantigrade.draw.svg import Markup, element, group, join, number, points, style, svg
from plantigrade.knowledge.types.figures import Figure, Figures, Stage

_GAP = 20.0
_FLOOR = 1.6


def figure_ids(figures: Figures) -> tuple[str, ...]:
    """Every figure's id, in the file's order."""
    return tuple(data.id for data in figures.figures)


def draw_figure(
    figure: Figure, *, side: Side, animated: bool = True, uid: str = "", embed_style: bool = True
) -> str:
    """The whole `<svg>`: moving between its key frames, still where reduced motion is asked for.

    `uid` keeps ids apart when one page shows the same figure twice. Without `embed_style` the page itself
    carries `figure_style(...)`, which a strict content policy needs. Raises ValueError for an unknown prop
    or a held point out of reach, KeyError for a figure without a frame named "key".
    """
    return _draw(figure, Side(side), "key", animated, uid, embed_style)


def draw_still(
    figure: Figure, *, side: Side, frame: str | int = "key", uid: str = "", embed_style: bool = True
) -> str:
    """The whole `<svg>` of one key frame, given by name or number. Raises KeyError when there is none."""
    return _draw(figure, Side(side), frame, False, uid, embed_style)


def figure_style(*figures: Figure) -> str:
    """The style sheet that a page needs to show these figures drawn without `embed_style`."""
    motion = dict.fromkeys(css for figure in figures for css in _motion(figure))
    return style_text() + "".join(motion)


def _motion(figure: Figure) -> list[str]:
    if figure.parts:
        return [css for part in figure.parts for css in _motion(part)]
    rig = Rig(figure)
    _scene(rig, Side.RIGHT)
    return rig.css


def _draw(
    figure: Figure, side: Side, frame: str | int, animated: bool, uid: str, embed_style: bool
) -> Markup:
    css: list[str] = []
    name = f"pg-{figure.id}-{side.value}{f'-{uid}' if uid else ''}"
    if figure.parts:
        body, width, height = _side_by_side(figure, side, frame, animated, name, css)
    else:
        body, width, height = _staged(figure, side, frame, animated, name, css)
    sheet = style(style_text(FIGURE_ROLES) + "".join(css)) if embed_style else Markup()
    return svg(
        title=figure.title,
        desc=figure.description,
        viewbox=(0, 0, width, height),
        body=join(sheet, body),
        css_class="pg-figure",
        uid=name,
    )


def _side_by_side(
    figure: Figure, side: Side, frame: str | int, animated: bool, name: str, css: list[str]
) -> tuple[Markup, float, float]:
    """Parts in reading order, on one floor; each is mirrored, their order never is."""
    drawn = [_staged(part, side, frame, animated, f"{name}-{part.id}", css) for part in figure.parts]
    tallest = max(height for _, _, height in drawn)
    placed: list[Markup] = []
    x = 0.0
    for body, width, height in drawn:
        if placed:
            placed.append(group(_then(), x=x - _GAP / 2, y=tallest / 2))
        placed.append(group(body, x=x, y=tallest - height))
        x += width + _GAP
    return join(*placed), x - _GAP, tallest


def _then() -> Markup:
    """The arrow from one part to the next, which points the way that the page is read."""
    return element("path", d="M-7 0H7M2.5 -4.5L7 0L2.5 4.5", **stroke("accent", 1.8))


def _staged(
    figure: Figure, side: Side, frame: str | int, animated: bool, name: str, css: list[str]
) -> tuple[Markup, float, float]:
    stage = figure.data.stage
    if stage is None:
        raise ValueError(f"{figure.id} has no stage")
    rig = Rig(figure, frame, animated)
    scene = group(
        join(_floor(stage), _scene(rig, side), _lens(rig, side, name)), x=-stage.left_cm, y=stage.top_cm
    )
    css.extend(rig.css)
    width, height = stage.right_cm - stage.left_cm, stage.top_cm - stage.bottom_cm
    if side is Side.LEFT:
        scene = element("g", scene, transform=f"translate({points(width, 0)}) scale(-1 1)")
    return scene, width, height


def _floor(stage: Stage) -> Markup:
    y = _FLOOR / 2
    return element(
        "path", d=f"M{points(stage.left_cm + 4, y)}H{points(stage.right_cm - 4)}", **stroke("floor", _FLOOR)
    )


def _scene(rig: Rig, side: Side) -> Markup:
    data = rig.figure.data
    for prop in data.props:
        check_kind(prop)
    items: list[Item] = []
    for prop in data.props:
        items += behind(prop)
    items += _body(rig, side)
    for prop in data.props:
        items += before(rig, prop)
    if data.highlight:
        items.append(ring(rig, data.highlight))
    return rig.nest(items)


def _lens(rig: Rig, side: Side, name: str) -> Markup:
    """The enlarged lower leg with what is worn on it, still, in its circle."""
    lens = rig.figure.data.lens
    if lens is None:
        return Markup()
    still = Rig(rig.figure, rig.frame, animated=False)
    items: list[Item] = [((), _floor(Stage(-400, 400, 0)))]
    items += [
        *_leg(still, "near", "limb", False)[:-1],
        (still.path("near_shin"), _shin_line(side, rig.size.shank)),
    ]
    for prop in rig.figure.data.props:
        if prop.at:
            items += before(still, prop)
    (x, y), (cx, cy), r = still.point(lens.at), (lens.x_cm, -lens.y_cm), lens.radius_cm
    far = math.hypot(x - cx, -y - cy)
    ux, uy = (x - cx) / far, (-y - cy) / far
    leader = f"M{points(cx + r * ux, cy + r * uy)}L{points(x - RING * ux, -y - RING * uy)}"
    clip = element("clipPath", element("circle", cx=cx, cy=cy, r=r), id=f"{name}-lens")
    inner = element(
        "g",
        still.nest(items),
        transform=f"translate({points(cx, cy)}) scale({number(lens.scale)}) translate({points(-x, y)})",
    )
    return join(
        clip,
        element("circle", cx=cx, cy=cy, r=r, **fill("paper")),
        element("g", inner, clip_path=f"url(#{name}-lens)"),
        element("circle", cx=cx, cy=cy, r=r, **stroke("accent", 1)),
        element("path", d=leader, **stroke("accent", 1)),
    )


def _body(rig: Rig, side: Side) -> list[Item]:
    """Far limbs, trunk, near leg, near arm, from the back to the front."""
    front = rig.figure.data.view == "front"
    arm_far, arm_near = _arm(rig, "far", "far"), _arm(rig, "near", "limb")
    leg_far, leg_near = _leg(rig, "far", "far", front), _leg(rig, "near", "limb", front)
    head = element(
        "ellipse",
        cx=0,
        cy=-rig.size.head_centre,
        rx=rig.size.head_radius * 0.92,
        ry=rig.size.head_radius,
        **fill("limb"),
    )
    middle: list[Item] = [
        (rig.path("head"), join(_part(shapes.neck(rig.size), "limb"), head)),
        (rig.path("trunk"), _part(shapes.torso(rig.size, front), "limb")),
    ]
    return [
        *arm_far,
        *leg_far,
        *middle,
        *leg_near,
        (rig.path("near_shin"), _shin_line(side, rig.size.shank)),
        *arm_near,
    ]


def _leg(rig: Rig, name: str, role: str, front: bool) -> list[Item]:
    size = rig.size
    leg: list[Item] = [] if front else [(rig.path(f"{name}_toes"), _part(shapes.toes(size), role))]
    return [
        *leg,
        (rig.path(f"{name}_foot"), _part(shapes.foot(size, front), role)),
        (rig.path(f"{name}_shin"), _part(shapes.shin(size, front), role)),
        (rig.path(f"{name}_thigh"), _part(shapes.thigh(size, front), role)),
    ]


def _arm(rig: Rig, name: str, role: str) -> list[Item]:
    size = rig.size
    upper = shapes.upper_arm(size)
    return [
        (rig.path(f"{name}_upper_arm"), _edge(upper)),
        (rig.path(f"{name}_forearm"), join(_edge(shapes.forearm(size)), _part(shapes.forearm(size), role))),
        (rig.path(f"{name}_upper_arm"), _part(upper, role)),
    ]


def _part(outline: str, role: str) -> Markup:
    return element("path", d=outline, **fill(role))


def _edge(outline: str) -> Markup:
    """A thin edge of paper that keeps an arm apart from the trunk behind it."""
    return element("path", d=outline, **stroke("paper", 1.3))


def _shin_line(side: Side, length: float) -> Markup:
    """The line of the working shin in its side's colour, with that side's mark on both joints."""
    role = side.value
    line = f"M0 0V{points(length)}"
    return join(
        element("path", d=line, **stroke("paper", 2.5)),
        element("path", d=line, **stroke(role, 1.5)),
        _mark(side, 0.0),
        _mark(side, length),
    )


def _mark(side: Side, y: float) -> Markup:
    paint = edged_fill(side.value, "paper", 0.7)
    if side is Side.LEFT:
        return element("circle", cx=0, cy=y, r=2.3, **paint)
    return element("rect", x=-2.1, y=y - 2.1, width=4.2, height=4.2, **paint)
