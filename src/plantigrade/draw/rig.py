"""The body as nested groups that only turn: what keeps every limb whole while a browser animates it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from plantigrade.draw.skeleton import Lengths, Point, lengths, outward
from plantigrade.draw.svg import Markup, element, group, join, number
from plantigrade.draw.timeline import Moment, ease, frame_index, moments
from plantigrade.knowledge.types.figures import Figure

_EASED = "cubic-bezier(.333,0,.667,1)"
_SAME = 0.03
_UPWARD = ("toes", "foot", "shin", "thigh")
_VISIBLE = 0.25

Values = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """A shift to a place, in the frame of what came before."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn by a segment's lean, less its parent's."""

    segment: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A unit length laid between two points of the world."""

    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Ride:
    """A shift to the hip as it moves."""


Step = Move | Turn | Stretch | Ride
Path = tuple[Step, ...]


@dataclass(slots=True)
class Rig:
    """One figure made ready for drawing: the `path` to each segment and the style sheet of their motion."""

    figure: Figure
    frame: str | int = "key"
    animated: bool = True
    css: list[str] = field(default_factory=list)
    size: Lengths = field(init=False)
    moments: tuple[Moment, ...] = field(init=False)
    still: Moment = field(init=False)
    _classes: dict[Step, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.size = lengths(self.figure.body)
        self.moments = moments(self.figure)
        keyed = [m for m in self.moments if m.frame == frame_index(self.figure, self.frame)]
        self.still = keyed[0]

    def point(self, joint: str) -> Point:
        """Where a joint is in the still picture."""
        return self.still.pose.joints[joint]

    def path(self, segment: str) -> Path:
        """The steps from the world to a segment's frame: origin at its upper joint, the trunk's at the hip.

        Raises KeyError for an unknown segment.
        """
        side, _, part = segment.partition("_")
        if side == "near" and part in _UPWARD and self._grows_from_foot():
            return self._upward(part)
        size, apart = self.size, outward(side, True) if self.figure.data.view == "front" else 0
        parent, x, y = {
            "trunk": ("", 0.0, 0.0),
            "head": ("trunk", 0.0, -size.trunk),
            "thigh": ("", apart * size.half_hips, 0.0),
            "shin": (f"{side}_thigh", 0.0, size.thigh),
            "foot": (f"{side}_shin", 0.0, size.shank),
            "toes": (f"{side}_foot", size.ball, size.ankle_height),
            "upper_arm": ("trunk", apart * size.half_shoulders, -size.trunk),
            "forearm": (f"{side}_upper_arm", 0.0, size.upper_arm),
        }[part or segment]
        if parent:
            return (*self.path(parent), Move(x, y), Turn(segment, parent))
        if self._grows_from_foot():
            return (*self.path("near_thigh"), Move(x, y), Turn(segment, "near_thigh"))
        return (Ride(), Move(x, y), Turn(segment))

    def nest(self, items: Sequence[tuple[Path, Markup]]) -> Markup:
        """Markup in its frames, in the order given; neighbours share the groups that they have in common."""
        drawn: list[Markup] = []
        index = 0
        while index < len(items):
            path, markup = items[index]
            if not path:
                drawn.append(markup)
                index += 1
                continue
            end = index
            while end < len(items) and items[end][0][:1] == path[:1]:
                end += 1
            inner = self.nest([(steps[1:], part) for steps, part in items[index:end]])
            drawn.append(self._group(path[0], inner))
            index = end
        return join(*drawn)

    def _grows_from_foot(self) -> bool:
        return self.figure.data.root == "near_foot"

    def _upward(self, part: str) -> Path:
        """The near leg of a figure that grows from its planted foot."""
        size = self.size
        if part == "thigh":
            return (*self.path("near_shin"), Turn("near_thigh", "near_shin"), Move(0, -size.thigh))
        if part == "shin":
            return (*self.path("near_foot"), Turn("near_shin", "near_foot"), Move(0, -size.shank))
        on_heel = any(frame.near_leg and frame.near_leg.pivot == "heel" for frame in self.figure.data.frames)
        back = -size.heel if on_heel else size.ball
        x, y = self.point("near_heel" if on_heel else "near_ball")
        if part == "foot":
            return (Move(x, -y), Turn("near_foot"), Move(-back, -size.ankle_height))
        if on_heel:
            return (*self.path("near_foot"), Move(size.ball, size.ankle_height))
        return (Move(x, -y),)

    def _group(self, step: Step, inner: Markup) -> Markup:
        if not inner:
            return inner
        if isinstance(step, Move):
            return group(inner, x=step.x, y=step.y)
        name = self._animation(step)
        still = self._transform(step)(self._values(step, self.still), "")
        if name is None and still == "rotate(0)":
            return inner
        return element("g", inner, class_=name, transform=still)

    def _values(self, step: Step, moment: Moment) -> Values:
        leans, joints = moment.pose.leans, moment.pose.joints
        if isinstance(step, Turn):
            lean = leans[step.segment] - (leans[step.parent] if step.parent else 0.0)
            return ((lean + 180) % 360 - 180,)
        if isinstance(step, Stretch):
            return stretch(joints[step.start], joints[step.end])
        x, y = joints["hip"]
        return (x, -y)

    def _transform(self, step: Step) -> Callable[[Values, str], str]:
        if isinstance(step, Turn):
            return _turned
        if isinstance(step, Stretch):
            return _stretched
        return _shifted

    def _animation(self, step: Step) -> str | None:
        if not self.animated or len(self.moments) == 1:
            return None
        if step in self._classes:
            return self._classes[step]
        series = _unwrapped([self._values(step, moment) for moment in self.moments])
        if all(_near(values, series[0], _SAME) for values in series):
            return None
        name = f"pg-{self.figure.id}-{len(self._classes)}"
        self._classes[step] = name
        eased = self._is_eased(series)
        stops: dict[str, list[str]] = {}
        write = self._transform(step)
        for index in _needed(self.moments, series, eased):
            at = f"{number(100 * self.moments[index].at, 1)}%"
            stops.setdefault(write(series[index], "px"), []).append(at)
        body = "".join(f"{','.join(dict.fromkeys(at))}{{transform:{value}}}" for value, at in stops.items())
        timing = _EASED if eased else "linear"
        loop = f"animation:{name} {number(self.figure.seconds)}s {timing} infinite"
        self.css.append(f"@keyframes {name}{{{body}}}.{name}{{{loop}}}")
        return name

    def _is_eased(self, series: Sequence[Values]) -> bool:
        """True when a browser's own easing between the key frames gives the same motion."""
        keys = [index for index, moment in enumerate(self.moments) if moment.is_key]
        for start, end in pairwise(keys):
            for index in range(start + 1, end):
                fraction = ease((index - start) / (end - start))
                blended = tuple(
                    a + (b - a) * fraction for a, b in zip(series[start], series[end], strict=True)
                )
                if not _near(blended, series[index], _VISIBLE):
                    return False
        return True


def stretch(start: Point, end: Point) -> Values:
    """Place, turn and length of a line from one point to another."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    return (start[0], -start[1], math.degrees(math.atan2(-dy, dx)), math.hypot(dx, dy))


def _stretched(values: Values, units: str) -> str:
    x, y, turn, length = values
    comma, degrees = (",", "deg") if units else (" ", "")
    return (
        f"translate({number(x, 1)}{units}{comma}{number(y, 1)}{units}) rotate({number(turn, 1)}{degrees}) "
        f"scale({number(length, 1)}{comma}1)"
    )


def _turned(values: Values, units: str) -> str:
    return f"rotate({number(values[0], 1)}deg)" if units else f"rotate({number(values[0])})"


def _shifted(values: Values, units: str) -> str:
    return f"translate({number(values[0], 1)}{units}{',' if units else ' '}{number(values[1], 1)}{units})"


def _near(a: Values, b: Values, within: float) -> bool:
    return all(abs(x - y) < within for x, y in zip(a, b, strict=True))


def _needed(sampled: Sequence[Moment], series: Sequence[Values], eased: bool) -> list[int]:
    """The samples to write: the key frames, and between them as few as straight lines need."""
    kept = [0]
    last = len(series) - 1
    while kept[-1] < last:
        start = kept[-1]
        end = start + 1
        while end < last and not sampled[end].is_key and (eased or _is_line(sampled, series, start, end + 1)):
            end += 1
        kept.append(end)
    return kept


def _is_line(sampled: Sequence[Moment], series: Sequence[Values], start: int, end: int) -> bool:
    long = sampled[end].at - sampled[start].at
    for index in range(start + 1, end):
        fraction = (sampled[index].at - sampled[start].at) / long
        for a, b, value in zip(series[start], series[end], series[index], strict=True):
            if abs(a + (b - a) * fraction - value) > _VISIBLE:
                return False
    return True


def _unwrapped(series: list[Values]) -> list[Values]:
    """Angles of one-valued series made continuous, so that no limb spins the long way round."""
    if len(series[0]) != 1:
        return series
    done: list[Values] = [series[0]]
    for (value,) in series[1:]:
        turns = round((value - done[-1][0]) / 360)
        done.append((value - 360 * turns,))
    return done
