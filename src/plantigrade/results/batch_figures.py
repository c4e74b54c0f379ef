"""Figures of a batch: every repetition with its error, as pictures and on one page.

Nothing is averaged: the repetitions of a clip share the errors of its camera, so that a mean would look surer
than it is.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np

from plantigrade.core.quantities import Estimate
from plantigrade.draw.charts import Chart, Course, Courses, Reading, Strip, Strips, course_chart, strips_chart
from plantigrade.draw.charts.strips import Shape, reach
from plantigrade.results.batch_rows import Cells, MeasuredClip, estimate, measured_clips

# Clips in one picture, so that it fits a page.
ROWS = 40
# Units of a picture's width: legible in half a page and on a phone.
WIDTH = 420.0
# Points of the picture of all repetitions, so that it does not grow with them.
_POINTS = 400


@dataclass(frozen=True, slots=True)
class Kind:
    """One figure: a column of the table, clip by clip. `side` leaves out the clips of the other leg;
    `shape` says how a repetition is drawn, None when it is not."""

    name: str
    title: str
    x_name: str
    caption: str
    column: str
    shape: Callable[[Cells], Shape | None]
    legend: tuple[tuple[Shape, str], ...]
    side: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A chart by the name of its file, without the ending."""

    name: str
    chart: Chart


@dataclass(frozen=True, slots=True)
class Found:
    """A kind of figure: how many repetitions it shows of how many clips, the overview when these are many."""

    kind: Kind
    clips: int
    readings: int
    overview: Page | None
    span: tuple[float, float] | None


def _lifted(up: Shape, down: Shape) -> Callable[[Cells], Shape | None]:
    return lambda cells: {"True": up, "False": down}.get(cells["heel_lifted"])


def _whole(shape: Shape) -> Callable[[Cells], Shape | None]:
    return lambda cells: shape if cells["complete"] == "True" else None


_DORSIFLEXION = (
    "The largest angle of each whole repetition, shin tilt less foot pitch, both since quiet standing. It is "
    "how far the ankle bent in this movement, which need not be how far it can."
)
KINDS = (
    Kind(
        "heel-height",
        "Heel lift",
        "Greatest height of the heel, % of the foot's length",
        "One mark a repetition, in order from above. A heel that could not be followed has no mark.",
        "heel_height_pct_foot",
        _lifted("up", "level"),
        (("up", "heel lifted"), ("level", "heel stayed down")),
    ),
    Kind(
        "heel-down-shin-angle",
        "Shin angle, heel down",
        "Shin angle from the vertical, °",
        "Where the heel lifted, the shin angle at that moment. Where it stayed down, the largest shin angle: "
        "the ankle may have had more.",
        "heel_down_shin_angle_deg",
        _lifted("up", "level"),
        (("up", "then the heel lifted"), ("level", "heel stayed down")),
    ),
    Kind(
        "dorsiflexion-left",
        "Dorsiflexion, left",
        "Dorsiflexion, °",
        _DORSIFLEXION,
        "ankle_dorsiflexion_deg",
        _whole("left"),
        (("left", "left leg"),),
        "left",
    ),
    Kind(
        "dorsiflexion-right",
        "Dorsiflexion, right",
        "Dorsiflexion, °",
        _DORSIFLEXION,
        "ankle_dorsiflexion_deg",
        _whole("right"),
        (("right", "right leg"),),
        "right",
    ),
)


@dataclass(slots=True)
class _Read:
    """What was read of one kind, 16 bytes a repetition: a large study fits."""

    clips: int = 0
    values: array[float] = field(default_factory=lambda: array("d"))
    sds: array[float] = field(default_factory=lambda: array("d"))
    span: tuple[float, float] | None = None

    def add(self, estimates: list[Estimate]) -> None:
        self.clips += 1
        self.values.extend(e.value for e in estimates)
        self.sds.extend(e.sd for e in estimates)
        self.span = _joined(self.span, reach(estimates))


def found_in(out: Path) -> tuple[Found, ...]:
    """What there is to draw. Kinds of one column share one scale. Raises BatchError."""
    read = {kind.name: _Read() for kind in KINDS}
    for clip in measured_clips(out):
        for kind in KINDS:
            if _belongs(clip, kind):
                read[kind.name].add([reading.estimate for reading in _readings(clip, kind)])
    spans: dict[str, tuple[float, float] | None] = {}
    for kind in KINDS:
        spans[kind.column] = _joined(spans.get(kind.column), read[kind.name].span)
    return tuple(
        Found(kind, own.clips, len(own.values), _overview(kind, own), spans[kind.column])
        for kind, own in ((kind, read[kind.name]) for kind in KINDS)
    )


def _joined(one: tuple[float, float] | None, other: tuple[float, float] | None) -> tuple[float, float] | None:
    if one is None or other is None:
        return one or other
    return min(one[0], other[0]), max(one[1], other[1])


def pages(out: Path, found: Found) -> Iterator[Page]:
    """The figure clip by clip, so many on a page. Raises BatchError."""
    kind = found.kind
    strips = (_strip(clip, kind) for clip in measured_clips(out) if _belongs(clip, kind))
    several = found.clips > ROWS
    for number, some in enumerate(_by(strips, ROWS), start=1):
        name = f"{kind.name}-{number}" if several else kind.name
        title = f"{kind.title}, clips {(number - 1) * ROWS + 1} to {(number - 1) * ROWS + len(some)}"
        data = Strips(kind.title if not several else title, kind.x_name, some, kind.legend, found.span)
        yield Page(name, strips_chart(data, uid=name, width=WIDTH))


def _by(strips: Iterable[Strip], size: int) -> Iterator[tuple[Strip, ...]]:
    left = iter(strips)
    while some := tuple(islice(left, size)):
        yield some


def _belongs(clip: MeasuredClip, kind: Kind) -> bool:
    return kind.side is None or clip.about["working_side"] == kind.side


def _readings(clip: MeasuredClip, kind: Kind) -> list[Reading]:
    found = []
    for cells in clip.repetitions:
        shape, value = kind.shape(cells), estimate(cells, kind.column)
        if shape is not None and value is not None:
            found.append(Reading(value, shape))
    return found


def _strip(clip: MeasuredClip, kind: Kind) -> Strip:
    readings = _readings(clip, kind)
    missing = len(clip.repetitions) - len(readings)
    why = clip.about["reasons"].replace("_", " ")
    note = ""
    if clip.about["usable"] != "True":
        note = f"cannot be measured: {why}"
    elif not clip.repetitions:
        note = "no repetition"
    elif missing:
        note = f"{missing} of {len(clip.repetitions)} not measured"
        note += f": {why}" if why and not readings else ""
    return Strip(clip.name, tuple(readings), note)


def _overview(kind: Kind, read: _Read) -> Page | None:
    """All repetitions of many clips from the lowest to the highest, each with its 95 % range."""
    if read.clips <= ROWS or len(read.values) < 2:
        return None
    values, sds = np.asarray(read.values), np.asarray(read.sds)
    order = np.lexsort((sds, values))
    places = np.unique(np.linspace(0, len(order) - 1, _POINTS).round().astype(int))
    course = Course(
        f"{len(order)} repetitions",
        (100 * places / (len(order) - 1)).tolist(),
        values[order[places]].tolist(),
        sds[order[places]].tolist(),
        kind.side or "accent",
    )
    data = Courses(f"{kind.title}: all", "repetitions from the lowest, %", kind.x_name, (course,))
    name = f"{kind.name}-all"
    return Page(name, course_chart(data, uid=name, width=WIDTH))
