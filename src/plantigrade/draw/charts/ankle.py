"""The ankle from the side: its shin angle with the error, and the distance from toe to wall."""

from __future__ import annotations

import math
from dataclasses import dataclass

from plantigrade.core.quantities import Side
from plantigrade.draw.chart_style import LEAD, TICK, WEDGE, text_width
from plantigrade.draw.charts.parts import Chart, area, chart, line, mark, side_name, text
from plantigrade.draw.charts.table import table
from plantigrade.draw.palette import fill, stroke
from plantigrade.draw.shapes import hull
from plantigrade.draw.svg import Markup, element, number, points
from plantigrade.knowledge.words import say
from plantigrade.writing import Unit, amount, decimal, length

_WIDTH, _HEIGHT = 150.0, 172.0
_ARC = 50.0
_PER_CM = 2.5
_WALL_X, _FLOOR_Y = 142.0, 148.0
_TOP_Y = 20.0
# The drawn leg, in cm: a picture, not a measurement.
_SHANK, _ANKLE_HEIGHT, _KNEE_DEPTH = 40.0, 6.5, 5.5
_AXIS_SHARE, _FOOT_SHORT, _FOOT_LONG = 0.75, 20.0, 31.0
_MOST_WALL_CM = 20.0


@dataclass(frozen=True, slots=True)
class AnkleAngle:
    """One ankle at the end of the wall test. Angles in degrees from the vertical, forward positive.

    `low_deg` and `high_deg` hold the true angle 80 times in 100. Without a distance there is no wall.
    """

    side: Side
    angle_deg: float
    low_deg: float
    high_deg: float
    ktw_cm: float | None = None
    unit: Unit = "cm"


def ankle_chart(data: AnkleAngle, uid: str) -> Chart:
    """The ankle, 150 units wide, for a half column; both sides face the wall at the right."""
    role, name = data.side.value, side_name(data.side)
    foot, ankle = _foot_and_ankle(data)
    shank = _SHANK * _PER_CM
    knee = _along(ankle, data.angle_deg, shank)
    body = [
        mark(data.side, 9, 11, 4.5),
        text(19, 15.5, name, size=TICK, role="soft"),
        _upright(data, ankle),
        _leg(ankle, knee, foot),
        line(5, _FLOOR_Y, _WALL_X + 4, _FLOOR_Y, "floor", 3),
        _wedge(ankle, data, shank + 13, role),
        line(*ankle, *knee, role, 3),
        _arc(ankle, data.angle_deg, role),
        mark(data.side, *ankle),
        mark(data.side, *knee),
        *_angle_labels(data, ankle),
    ]
    if data.ktw_cm is not None:
        body += _wall(data, data.ktw_cm, role)
    angle, error = _angle_texts(data)
    said = say(
        "The shin leans {angle} degrees forward from upright, 80 in 100 between {error}.",
        angle=angle.removesuffix("°"),
        error=error,
    )
    if data.ktw_cm is not None:
        said += f" {say('Toe {cm} from the wall.', cm=length(data.ktw_cm, data.unit))}"
    return chart(
        "ankle",
        uid,
        (_WIDTH, _HEIGHT),
        say("{side}: shin {angle} degrees forward", side=name, angle=angle.removesuffix("°")),
        said,
        body,
        _table(data, uid),
    )


def _table(data: AnkleAngle, uid: str) -> Markup:
    angle, error = _angle_texts(data)
    rows = [[say("Shin angle (degrees)"), angle.removesuffix("°"), error]]
    if data.ktw_cm is not None:
        rows.append([say("Toe to wall ({unit})", unit=data.unit), amount(data.ktw_cm, data.unit), ""])
    columns = ["", say("Measured"), say("80 in 100 between")]
    return table(say("Left ankle" if data.side is Side.LEFT else "Right ankle"), columns, rows, uid)


def _foot_and_ankle(data: AnkleAngle) -> tuple[float, tuple[float, float]]:
    """Length of the drawn foot in cm and place of the ankle.

    The foot takes the length at which the knee just meets the wall, so that angle and distance are
    both to scale.
    """
    lean = _SHANK * math.sin(math.radians(data.angle_deg))
    if data.ktw_cm is None:
        foot, gap = 26.0, _MOST_WALL_CM / 2
    else:
        gap = min(max(data.ktw_cm, 0.0), _MOST_WALL_CM)
        foot = min(_FOOT_LONG, max(_FOOT_SHORT, (lean + _KNEE_DEPTH - gap) / _AXIS_SHARE))
    forward = max(_AXIS_SHARE * foot + gap, lean + _KNEE_DEPTH)
    return foot, (_WALL_X - forward * _PER_CM, _FLOOR_Y - _ANKLE_HEIGHT * _PER_CM)


def _along(origin: tuple[float, float], angle_deg: float, distance: float) -> tuple[float, float]:
    angle = math.radians(angle_deg)
    return origin[0] + distance * math.sin(angle), origin[1] - distance * math.cos(angle)


def _leg(ankle: tuple[float, float], knee: tuple[float, float], foot: float) -> Markup:
    """Foot and shin as one pale shape, so that the coloured line on the bone stands out."""
    x, y = ankle
    s = _PER_CM
    sole = _FLOOR_Y - y
    heel, toe = -(1 - _AXIS_SHARE) * foot * s, _AXIS_SHARE * foot * s
    outline = (
        f"M{points(x - 3.4 * s, y)}C{points(x - 3.8 * s, y + 1.6 * s, x + heel, y + 2 * s)} "
        f"{points(x + heel, y + sole - 1.8 * s)}Q{points(x + heel, y + sole, x + heel + 2.2 * s, y + sole)}"
        f"L{points(x + toe - 1.4 * s, y + sole)}Q{points(x + toe, y + sole, x + toe, y + sole - 1.2 * s)}"
        f"Q{points(x + toe - 0.4 * s, y + sole - 2.4 * s, x + toe - 3.2 * s, y + sole - 2.9 * s)}"
        f"C{points(x + 0.55 * toe, y + sole - 4 * s, x + 4.6 * s, y + 1.4 * s, x + 3.4 * s, y - 1.6 * s)}Z"
    )
    ax, ay = (knee[0] - x) / (_SHANK * s), (knee[1] - y) / (_SHANK * s)
    calf = (x + 0.7 * _SHANK * s * ax + 1.4 * s * ay, y + 0.7 * _SHANK * s * ay - 1.4 * s * ax)
    shin = hull(((*ankle, 3.5 * s), (*calf, 5 * s), (*knee, 5.2 * s)))
    return element(
        "g", element("path", d=outline, **fill("limb")), element("path", d=shin, **fill("limb")), opacity=0.17
    )


def _wedge(ankle: tuple[float, float], data: AnkleAngle, radius: float, role: str) -> Markup:
    steps = 8
    span = (data.high_deg - data.low_deg) / steps
    rim = [_along(ankle, data.low_deg + n * span, radius) for n in range(steps + 1)]
    return area([ankle, *((min(_WALL_X, x), y) for x, y in rim)], role, WEDGE)


def _arc(ankle: tuple[float, float], angle_deg: float, role: str) -> Markup:
    radius = _ARC
    start, end = _along(ankle, 0, radius), _along(ankle, angle_deg, radius)
    path = f"M{points(*start)}A{points(radius, radius)} 0 0 {number(angle_deg > 0)} {points(*end)}"
    return element("path", d=path, **stroke(role, 2.5))


def _is_tight(data: AnkleAngle, ankle: tuple[float, float]) -> bool:
    """Whether the ankle is too far left for the labels to stand beside the arc."""
    return ankle[0] - 10 < _labels_room(data)


def _labels_room(data: AnkleAngle) -> float:
    angle, error = _angle_texts(data)
    return max(text_width(angle, LEAD, bold=True), text_width(error, TICK))


def _angle_texts(data: AnkleAngle) -> tuple[str, str]:
    error = say("{low} to {high}", low=decimal(data.low_deg, 0), high=decimal(data.high_deg, 0))
    return f"{decimal(data.angle_deg, 0)}°", error


def _upright(data: AnkleAngle, ankle: tuple[float, float]) -> Markup:
    top = ankle[1] - _ARC - 8 if _is_tight(data, ankle) else _TOP_Y + 6
    return line(ankle[0], ankle[1], ankle[0], top, "soft", 1.2, stroke_dasharray="0.1 4")


def _angle_labels(data: AnkleAngle, ankle: tuple[float, float]) -> list[Markup]:
    angle, error = _angle_texts(data)
    x, y = ankle[0] - 7, ankle[1] - _ARC
    if _is_tight(data, ankle):
        x, y = _labels_room(data) + 5, y - 34
    return [
        text(x, y + 4, angle, size=LEAD, bold=True, anchor="end", halo=True),
        text(x, y + 19, error, size=TICK, role="soft", anchor="end", halo=True),
    ]


def _wall(data: AnkleAngle, ktw_cm: float, role: str) -> list[Markup]:
    wide = min(max(ktw_cm, 0.0), _MOST_WALL_CM) * _PER_CM
    start, y = _WALL_X - wide, _FLOOR_Y + 12
    label = length(ktw_cm, data.unit)
    return [
        line(_WALL_X + 2.5, _TOP_Y, _WALL_X + 2.5, _FLOOR_Y, "floor", 5, stroke_linecap="butt"),
        line(start, y, _WALL_X, y, role, 3, stroke_linecap="butt", class_=f"pg-s-{role} pg-bar"),
        line(start, y - 4, start, y + 4, role, 1.5),
        line(_WALL_X, y - 4, _WALL_X, y + 4, role, 1.5),
        text(start - 6, y + 4, label, size=TICK, anchor="end"),
    ]
