"""Things around the body and on it: one small function a kind."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from plantigrade.draw.palette import fill, stroke
from plantigrade.draw.rig import Path, Rig, Stretch
from plantigrade.draw.svg import Markup, element, group, join, number, points
from plantigrade.knowledge.types.figures import Prop

Item = tuple[Path, Markup]
RING = 9.0

# Where on a segment a named point of the body sits: the segment, and which end of it.
_ON = {
    "hip": ("trunk", "origin"),
    "head": ("head", "head"),
    "knee": ("shin", "origin"),
    "ankle": ("foot", "origin"),
    "shin": ("shin", "origin"),
    "heel": ("foot", "heel"),
    "ball": ("foot", "ball"),
    "toe": ("foot", "toe"),
    "calf": ("shin", "calf"),
    "low_calf": ("shin", "low_calf"),
    "palm": ("forearm", "palm"),
}


def attachment(rig: Rig, at: str) -> tuple[Path, float, float]:
    """Frame and place in it of a named point of the body. Raises KeyError for an unknown name."""
    side, _, part = at.partition("_") if at.startswith(("near_", "far_")) else ("", "", at)
    segment, end = _ON[part]
    size = rig.size
    places = {
        "origin": (0.0, 0.0),
        "head": (0.0, -size.head_centre),
        "heel": (2.0 - size.heel, size.ankle_height - 2.5),
        "ball": (size.ball, size.ankle_height),
        "toe": (size.ankle_from_toe, size.ankle_height),
        "calf": (0.0, 0.32 * size.shank),
        "low_calf": (0.0, 0.58 * size.shank),
        "palm": (0.0, size.forearm),
    }
    x, y = places[end]
    return rig.path(f"{side}_{segment}" if side else segment), x, y


def behind(prop: Prop) -> list[Item]:
    """What is drawn before the body."""
    draw = _BEHIND.get(prop.kind)
    return [((), draw(prop))] if draw else []


def before(rig: Rig, prop: Prop) -> list[Item]:
    """What is drawn over the body."""
    if prop.kind in _ATTACHED:
        path, x, y = attachment(rig, prop.at)
        return [(path, group(_ATTACHED[prop.kind](rig, prop), x=x, y=y))]
    if prop.kind == "tie":
        band = element("rect", x=0, y=-prop.width_cm / 2, width=1, height=prop.width_cm, **fill("accent"))
        return [((Stretch(prop.at, prop.to),), band)]
    draw = _BEFORE.get(prop.kind)
    return [((), draw(prop))] if draw else []


def check_kind(prop: Prop) -> None:
    """Raises ValueError for a prop that nothing draws."""
    if prop.kind not in KINDS:
        raise ValueError(f"unknown prop: {prop.kind}")


def ring(rig: Rig, at: str) -> Item:
    """The dashed circle around what is felt or moved."""
    path, x, y = attachment(rig, at)
    circle = element("circle", cx=x, cy=y, r=RING, **stroke("accent", 1.4, stroke_dasharray="3.4 3.2"))
    return path, circle


def _block(prop: Prop, role: str = "wall", radius: float = 0.8) -> Markup:
    return element(
        "rect",
        x=prop.x_cm,
        y=-(prop.y_cm + prop.height_cm),
        width=prop.width_cm,
        height=prop.height_cm,
        rx=radius,
        **fill(role),
    )


def _lines(role: str, width: float, *runs: tuple[float, ...], **more: str) -> Markup:
    data = "".join("M" + "L".join(points(run[i], -run[i + 1]) for i in range(0, len(run), 2)) for run in runs)
    return element("path", d=data, **stroke(role, width, **more))


def _wall(prop: Prop) -> Markup:
    return element("rect", x=prop.x_cm, y=-prop.height_cm, width=6, height=prop.height_cm, **fill("wall"))


def _step(prop: Prop) -> Markup:
    edge = _lines(
        "floor", 1.4, (prop.x_cm, prop.height_cm - 0.7, prop.x_cm + prop.width_cm, prop.height_cm - 0.7)
    )
    return join(_block(prop), edge)


def _wedge(prop: Prop) -> Markup:
    x, end, top = prop.x_cm, prop.x_cm + prop.width_cm, prop.height_cm
    return element("path", d=f"M{points(x, 0)}L{points(x, -top)}L{points(end, 0)}Z", **fill("accent"))


def _plate(prop: Prop) -> Markup:
    return _block(prop, "accent", 0.5)


def _post(prop: Prop) -> Markup:
    foot = (prop.x_cm - 9, 1.2, prop.x_cm + 9, 1.2)
    return join(_lines("floor", 3.4, (prop.x_cm, 1.7, prop.x_cm, prop.height_cm)), _lines("floor", 2.4, foot))


def _chair(prop: Prop) -> Markup:
    x, seat, width = prop.x_cm, prop.height_cm, prop.width_cm
    return join(
        _lines("floor", 2.6, (x + 2, seat - 2, x, 1.3), (x + width - 3, seat - 2, x + width - 1, 1.3)),
        _lines("floor", 2.6, (x + 1, seat - 1, x - 5, seat + 42)) if prop.to_y_cm else "",
        _lines("wall", 4.6, (x, seat - 2.3, x + width, seat - 2.3)),
    )


def _table(prop: Prop) -> Markup:
    x, top, width = prop.x_cm, prop.height_cm, prop.width_cm
    return join(
        _lines("floor", 2.6, (x + 8, top - 3, x + 8, 1.3), (x + width - 8, top - 3, x + width - 8, 1.3)),
        _lines("wall", 6, (x, top - 3, x + width, top - 3)),
    )


def _roller(prop: Prop) -> Markup:
    r = prop.width_cm / 2
    outer = element("circle", cx=prop.x_cm, cy=-r - prop.y_cm, r=r, **fill("floor"))
    inner = element("circle", cx=prop.x_cm, cy=-r - prop.y_cm, r=r * 0.45, **fill("paper"))
    return join(outer, inner)


def _cushion(prop: Prop) -> Markup:
    x, width, top = prop.x_cm, prop.width_cm, prop.height_cm
    data = (
        f"M{points(x + 3, 0)}Q{points(x - 2, -top / 2, x + 3, -top)}Q{points(x + width / 2, -top + 0.6)} "
        f"{points(x + width - 3, -top)}Q{points(x + width + 2, -top / 2, x + width - 3, 0)}Z"
    )
    return element("path", d=data, **fill("floor"))


def _stick(prop: Prop) -> Markup:
    return _lines("floor", 2.6, (prop.x_cm, 1.3, prop.to_x_cm or prop.x_cm, prop.height_cm))


def _distance(prop: Prop) -> Markup:
    """A measured length on the floor, with its two ends."""
    x, to, y = prop.x_cm, prop.to_x_cm, prop.y_cm
    return _lines("accent", 1.4, (x, y, to, y), (x, y - 1.8, x, y + 1.8), (to, y - 1.8, to, y + 1.8))


def _vertical(prop: Prop) -> Markup:
    """A plumb line and the angle from it: x, y the centre, height the line, width the angle in degrees."""
    x, y, r = prop.x_cm, prop.y_cm, prop.height_cm
    a = math.radians(prop.width_cm)
    line = _lines("soft", 0.9, (x, y, x, y + r + 5), stroke_dasharray="2.2 2.6")
    arc = element(
        "path",
        d=f"M{points(x, -y - r)}A{points(r, r)} 0 0 1 {points(x + r * math.sin(a), -y - r * math.cos(a))}",
        **stroke("accent", 1.5),
    )
    return join(line, arc)


def _arrow(prop: Prop) -> Markup:
    """A thin arrow from one place to another, bowed sideways by `height_cm`."""
    x, y, to_x, to_y = prop.x_cm, -prop.y_cm, prop.to_x_cm, -prop.to_y_cm
    long = math.hypot(to_x - x, to_y - y)
    nx, ny = (to_y - y) / long, -(to_x - x) / long
    cx, cy = (x + to_x) / 2 + 2 * prop.height_cm * nx, (y + to_y) / 2 + 2 * prop.height_cm * ny
    heading = math.atan2(to_y - cy, to_x - cx)
    barbs = [
        points(to_x - 4.2 * math.cos(heading + turn), to_y - 4.2 * math.sin(heading + turn))
        for turn in (0.5, -0.5)
    ]
    data = f"M{points(x, y)}Q{points(cx, cy, to_x, to_y)}M{barbs[0]}L{points(to_x, to_y)}L{barbs[1]}"
    return element("path", d=data, **stroke("accent", 1.4))


def _letter(prop: Prop) -> Markup:
    """A capital A, the same in a mirror, for a foot to trace."""
    x, y, w, h = prop.x_cm, prop.y_cm, prop.width_cm, prop.height_cm
    return _lines(
        "accent",
        1.3,
        (x - w / 2, y, x, y + h, x + w / 2, y),
        (x - w / 3.4, y + 0.4 * h, x + w / 3.4, y + 0.4 * h),
        stroke_dasharray="2.6 2.6",
    )


def _camera(prop: Prop) -> Markup:
    """A phone on a stand, looking toward (to_x, to_y) with its field of view."""
    x, y = prop.x_cm, prop.y_cm
    to_x, to_y, half = prop.to_x_cm, -prop.to_y_cm, prop.height_cm / 2
    cone = f"M{points(x, -y)}L{points(to_x, to_y - half)}L{points(to_x, to_y + half)}Z"
    view = element("path", d=cone, **fill("accent-soft"))
    stand = _lines("floor", 2, (x + 2, y - 4, x + 2, 14), (x - 8, 1, x + 2, 16, x + 12, 1))
    phone = element("rect", x=x - 0.5, y=-y - 9, width=5, height=18, rx=1.4, **fill("accent"))
    return join(view, stand, phone)


def _band(rig: Rig, prop: Prop) -> Markup:
    """A band low round the front of the ankle, under the ankle bones, pulled back to its anchor.

    The anchor is a point of the world; the foot that wears the band stands flat, so that its frame is
    the world's but for a shift.
    """
    ankle = rig.point(prop.at)
    ax, ay = prop.x_cm - ankle[0], -(prop.y_cm - ankle[1])
    near = f"M{points(4.9, -0.9)}C{points(4.2, 2.2, 0.5, 3.4, -3.6, 3.2)}L{points(ax, ay)}"
    return element("path", d=near, **stroke("accent", 2.3))


def _phone(rig: Rig, prop: Prop) -> Markup:
    """A phone lying flat on the front of the shin, its middle `y_cm` below the knee."""
    tilt = math.degrees(math.atan2(1.9, rig.size.shank))
    return element(
        "rect",
        x=-1.1,
        y=-7.5,
        width=2.2,
        height=15,
        rx=0.8,
        transform=f"translate({points(5.6 - prop.y_cm * 0.045, prop.y_cm)}) rotate({number(tilt)})",
        **fill("accent"),
    )


def _mini(_: Rig, prop: Prop) -> Markup:
    """A small band round a limb."""
    wide = prop.width_cm
    return element("rect", x=-wide / 2, y=prop.y_cm - 1.3, width=wide, height=2.6, rx=1.2, **fill("accent"))


_BEHIND: Mapping[str, Callable[[Prop], Markup]] = {
    "wall": _wall,
    "step": _step,
    "post": _post,
    "chair": _chair,
    "table": _table,
    "roller": _roller,
    "cushion": _cushion,
    "stick": _stick,
    "wedge": _wedge,
    "plate": _plate,
    "camera": _camera,
    "letter": _letter,
    "vertical": _vertical,
}
_BEFORE: Mapping[str, Callable[[Prop], Markup]] = {"arrow": _arrow, "distance": _distance}
_ATTACHED: Mapping[str, Callable[[Rig, Prop], Markup]] = {
    "band": _band,
    "phone": _phone,
    "mini": _mini,
}
KINDS = frozenset({*_BEHIND, *_BEFORE, *_ATTACHED, "tie"})
