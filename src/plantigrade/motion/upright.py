"""From the picture as stored to the upright one, whole or in squares."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import av
import av.filter
import numpy as np

from plantigrade.motion.types import ClipInfo, Picture


@dataclass(frozen=True, slots=True)
class Box:
    """A square of the upright picture in whole pixels. May reach past the border, read as black there."""

    left: int
    top: int
    side: int


@dataclass(frozen=True, slots=True)
class Opened:
    """What decoding needs to know of a checked file; `turns` quarter turns anticlockwise, after the flip."""

    path: str
    format: str
    info: ClipInfo
    turns: int
    flipped: bool
    aspect: Fraction
    start: float
    slow_motion: float

    def to_json(self) -> str:
        return json.dumps({**asdict(self), "aspect": str(self.aspect)})

    @classmethod
    def from_json(cls, text: str) -> Opened:
        values = json.loads(text)
        return cls(**{**values, "info": ClipInfo(**values["info"]), "aspect": Fraction(values["aspect"])})


def stored_size(opened: Opened) -> tuple[int, int]:
    """Width and height before the picture is turned upright, in square pixels."""
    width, height = opened.info.width, opened.info.height
    return (height, width) if opened.turns % 2 else (width, height)


def orientation(frame: Any) -> tuple[int, bool]:
    """Quarter turns anticlockwise and whether to flip left-right first, from the display matrix."""
    for data in frame.side_data:
        if "DISPLAYMATRIX" in str(data.type):
            a, b, _, c, d = np.frombuffer(bytes(data), dtype="<i4")[:5].astype(float)
            flipped = a * d - b * c < 0
            if flipped:
                a, b = -a, -b
            # (a, b) is where the stored x axis points on the screen, y down
            return round(np.degrees(np.arctan2(-b, a)) / 90) % 4, bool(flipped)
    return 0, False


def upright(picture: Picture, opened: Opened) -> Picture:
    if opened.flipped:
        picture = picture[:, ::-1]
    return np.ascontiguousarray(np.rot90(picture, opened.turns))


def _stored_box(box: Box, opened: Opened) -> Box:
    """The same square in the picture as stored, before turning."""
    width, height = opened.info.width, opened.info.height
    left, top = box.left, box.top
    for _ in range(opened.turns):  # undo one anticlockwise turn at a time: (x, y) -> (height - y - side, x)
        left, top = height - top - box.side, left
        width, height = height, width
    if opened.flipped:
        left = width - left - box.side
    return Box(left, top, box.side)


class Cropper:
    """Crop, pad and scale by the library's own filters, one chain a box, rebuilt for no frame."""

    def __init__(self, opened: Opened, frame: Any, boxes: tuple[Box, ...], side: int) -> None:
        width, height = stored_size(opened)
        self._chains = [self._chain(frame, _stored_box(box, opened), width, height, side) for box in boxes]

    @staticmethod
    def _chain(frame: Any, box: Box, width: int, height: int, side: int) -> Any:
        left, top = max(box.left, 0), max(box.top, 0)
        right, bottom = min(box.left + box.side, width), min(box.top + box.side, height)
        if right <= left or bottom <= top:
            raise ValueError(f"the box {box} lies outside the picture")
        graph = av.filter.Graph()
        steps: list[Any] = [
            graph.add_buffer(
                width=frame.width, height=frame.height, format=frame.format, time_base=frame.time_base
            )
        ]
        if (frame.width, frame.height) != (width, height):
            steps.append(graph.add("scale", f"{width}:{height}"))
        steps.append(graph.add("crop", f"{right - left}:{bottom - top}:{left}:{top}:exact=1"))
        inner = right - left, bottom - top, left - box.left, top - box.top
        scaled = [n * side / box.side for n in inner]
        if inner[:2] == (box.side, box.side):
            steps.append(graph.add("scale", f"{side}:{side}:flags=area"))
        elif all(n.is_integer() for n in scaled):
            # Whole pixels after scaling too: only the small picture is converted and padded.
            wide, high, over, down = map(int, scaled)
            steps.append(graph.add("scale", f"{wide}:{high}:flags=area"))
            steps.append(graph.add("format", "rgb24"))
            steps.append(graph.add("pad", f"{side}:{side}:{over}:{down}:black"))
        else:
            # an odd offset cannot be padded in subsampled colour
            steps.append(graph.add("format", "rgb24"))
            steps.append(graph.add("pad", f"{box.side}:{box.side}:{inner[2]}:{inner[3]}:black"))
            steps.append(graph.add("scale", f"{side}:{side}:flags=area"))
        steps.append(graph.add("format", "rgb24"))
        steps.append(graph.add("buffersink"))
        for one, other in pairwise(steps):
            one.link_to(other)
        graph.configure()
        return graph

    def __call__(self, frame: Any) -> list[Picture]:
        pictures = []
        for graph in self._chains:
            graph.push(frame)
            pictures.append(graph.pull().to_ndarray())
        return pictures
