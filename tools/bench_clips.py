"""Clips made for the bench."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av

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
