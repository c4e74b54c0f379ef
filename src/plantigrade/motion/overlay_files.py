"""Drawn pictures as files: the annotated clip, a sheet of key frames, two clips side by side in step."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import TracebackType

import av
import cv2
import numpy as np

from plantigrade.motion.overlay import INK, Layers, draw
from plantigrade.motion.repetitions import Repetition
from plantigrade.motion.types import Floats, Frame, Frames, Picture

# Longer side of what is written: enough for lines and figures, small enough to mail.
LONG_SIDE = 960
SHEET_HEIGHT = 480
GAP = 8
# Time base of the written video; true times of the clip are kept to this.
TICKS_PER_S = 90_000
# Quality of H.264: lower is better and larger; 23 is its own usual value.
QUALITY = "23"
# Pictures a second of the clips in step, and stillness before the first and after the last repetition.
PAIR_HZ, LEAD_S = 25.0, 0.5


class _Film:
    """An H.264 mp4 that browsers play: yuv420p, index in front."""

    def __init__(self, path: Path, rate: float) -> None:
        self._container = av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"})
        self._rate = Fraction(rate).limit_denominator(1001) if rate > 0 else Fraction(25)
        self._stream: av.VideoStream | None = None
        self._last = -1

    def __enter__(self) -> _Film:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._stream is not None and kind is None:
                self._container.mux(self._stream.encode(None))
        finally:
            self._container.close()

    def add(self, picture: Picture, t_s: float) -> None:
        if self._stream is None:
            self._stream = self._container.add_stream("libx264", rate=self._rate)
            self._stream.height, self._stream.width = picture.shape[:2]
            self._stream.pix_fmt = "yuv420p"
            self._stream.options = {"crf": QUALITY, "preset": "veryfast"}
            self._stream.codec_context.time_base = Fraction(1, TICKS_PER_S)
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        self._last = frame.pts = max(self._last + 1, round(t_s * TICKS_PER_S))
        frame.time_base = Fraction(1, TICKS_PER_S)
        self._container.mux(self._stream.encode(frame))


def write_video(frames: Frames, layers: Layers, path: Path, long_side: int = LONG_SIDE) -> None:
    """The clip with everything drawn on it, in its own times; pictures are not kept."""
    with _Film(path, frames.info.fps) as film:
        for frame in frames:
            film.add(draw(frame.picture, frame.t_s, layers, long_side), frame.t_s)


def write_sheet(frames: Frames, layers: Layers, path: Path) -> None:
    """A PNG with a row for each repetition: its start, the heel's lift if there is one, its lowest point."""
    moments = key_moments(layers)
    cells = _cells(frames, layers, [t for row in moments for t in row])
    rows = [[cells[t] for t in row] for row in moments]
    if not rows or not rows[0]:
        return
    height, width = rows[0][0].shape[:2]
    across = max(len(row) for row in rows)
    sheet = np.empty(((height + GAP) * len(rows) + GAP, (width + GAP) * across + GAP, 3), np.uint8)
    sheet[:] = INK
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            top, left = GAP + i * (height + GAP), GAP + j * (width + GAP)
            sheet[top : top + height, left : left + width] = cell
    done, data = cv2.imencode(".png", sheet[:, :, ::-1])
    if not done:
        raise OSError(f"{path}: the sheet could not be written")
    path.write_bytes(data.tobytes())


def key_moments(layers: Layers) -> list[list[float]]:
    """Seconds to show, a list for each repetition."""
    heels = (*layers.heels, *(None for _ in layers.reps))
    return [
        sorted([rep.start_s, rep.bottom_s, *([] if heel is None or heel.at_s is None else [heel.at_s])])
        for rep, heel in zip(layers.reps, heels, strict=False)
    ]


def _cells(frames: Frames, layers: Layers, moments: list[float]) -> dict[float, Picture]:
    """Drawn pictures at the moments; only these are kept."""
    cells: dict[float, Picture] = {}
    due = sorted(set(moments))
    last: Frame | None = None
    for frame in frames:
        while due and frame.t_s >= due[0]:
            near = last if last is not None and due[0] - last.t_s < frame.t_s - due[0] else frame
            cells[due.pop(0)] = _cell(near, layers)
        if not due:
            break
        last = frame
    if last is not None:
        cells.update({t: _cell(last, layers) for t in due})
    return cells


def _cell(frame: Frame, layers: Layers) -> Picture:
    drawn = draw(frame.picture, frame.t_s, layers, LONG_SIDE)
    width = round(drawn.shape[1] * SHEET_HEIGHT / drawn.shape[0])
    return np.asarray(cv2.resize(drawn, (width, SHEET_HEIGHT), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def write_pair(a: tuple[Frames, Layers], b: tuple[Frames, Layers], path: Path) -> None:
    """Both clips side by side, B in step with A: starts, lowest points and ends of the repetitions meet.

    Repetitions are paired in their order and the extra ones of the longer clip left out. Raises ValueError
    when either clip has none.
    """
    times, other = in_step(a[1].reps, b[1].reps)
    with _Film(path, PAIR_HZ) as film:
        left, right = _at_times(a[0], times), _at_times(b[0], other)
        for t, (first, second) in zip(times - times[0], zip(left, right, strict=True), strict=True):
            pictures = [draw(f.picture, f.t_s, own[1], LONG_SIDE) for f, own in ((first, a), (second, b))]
            film.add(_beside(*pictures), float(t))


def in_step(a: tuple[Repetition, ...], b: tuple[Repetition, ...]) -> tuple[Floats, Floats]:
    """Times (N,) of clip A at an even rate, and the times of clip B at the same phase, s, both increasing."""
    count = min(len(a), len(b))
    if not count:
        raise ValueError("both clips need at least one repetition to be shown in step")
    knots = [
        np.array([t for rep in reps[:count] for t in (rep.start_s, rep.bottom_s, rep.end_s)])
        for reps in (a, b)
    ]
    own, other = (np.concatenate([[k[0] - LEAD_S], k, [k[-1] + LEAD_S]]) for k in knots)
    times = np.arange(own[0], own[-1], 1 / PAIR_HZ)
    return times, np.interp(times, own, other)


def _at_times(frames: Frames, times: Floats) -> Iterator[Frame]:
    """The frame shown at each of the increasing times: the last one not later, the first before it."""
    walk = iter(frames)
    shown = next(walk)
    following = next(walk, None)
    for t in times:
        while following is not None and following.t_s <= t:
            shown, following = following, next(walk, None)
        yield shown


def _beside(a: Picture, b: Picture) -> Picture:
    """Same height, a gap between; even sizes, as video wants them."""
    height = max(a.shape[0], b.shape[0])
    parts = []
    for picture in (a, b):
        width = round(picture.shape[1] * height / picture.shape[0] / 2) * 2
        parts.append(cv2.resize(picture, (width, height), interpolation=cv2.INTER_LINEAR))
    gap = np.empty((height, GAP, 3), np.uint8)
    gap[:] = INK
    return np.ascontiguousarray(np.hstack([parts[0], gap, parts[1]]), dtype=np.uint8)
