"""Clips made for the bench."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from plantigrade.motion.types import Picture

WIDTH, HEIGHT, RATE = 1080, 1920, 30


def enlarged(source: Path, target: Path, seconds: float) -> None:
    """A clip brought to 1080x1920 at 30 a second and repeated to a length, H.264."""
    with av.open(str(source)) as container:
        frames = [
            frame.reformat(WIDTH, HEIGHT, "yuv420p", interpolation="BICUBIC")
            for frame in container.decode(video=0)
        ]
    with av.open(str(target), "w") as container:
        stream = container.add_stream("libx264", rate=RATE)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.options = {"preset": "veryfast", "crf": "21"}
        for number in range(round(seconds * RATE)):
            frame = frames[number % len(frames)]
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def changed(
    source: Path,
    target: Path,
    change: Callable[[Picture], Picture],
    crf: int,
    size: tuple[int, int] | None = None,
) -> None:
    """Every picture changed and the clip saved again at its own rate, H.264; `size` where it is another."""
    with av.open(str(source)) as read, av.open(str(target), "w") as written:
        own = read.streams.video[0]
        rate = own.average_rate
        stream = written.add_stream("libx264", rate=rate)
        stream.options = {"crf": str(crf)}
        stream.width, stream.height = size or (own.width, own.height)
        stream.pix_fmt = "yuv420p"
        for number, frame in enumerate(read.decode(video=0)):
            picture = np.ascontiguousarray(change(np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)))
            made = av.VideoFrame.from_ndarray(picture, format="rgb24")
            made.pts, made.time_base = number, 1 / Fraction(rate or RATE)
            written.mux(stream.encode(made))
        written.mux(stream.encode(None))
