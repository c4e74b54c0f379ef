"""The files of one analysed clip, and the video of two clips in step."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from plantigrade.draw.charts import Course, Courses, course_chart
from plantigrade.interop.motion_files import csv_text, mot_text, trc_text
from plantigrade.motion.analysis import Analysis
from plantigrade.motion.kinematics import Kinematics, Series
from plantigrade.motion.overlay import Layers
from plantigrade.motion.overlay_files import write_pair, write_sheet, write_video
from plantigrade.motion.types import Frames
from plantigrade.results.pictures import alone


def layers_of(found: Analysis) -> Layers:
    """What there is to draw on the clip's pictures."""
    return Layers(
        tracks=found.tracks,
        near=found.view.working_side,
        side=found.side,
        floor=found.view.floor,
        reps=found.repetitions.reps,
        heels=found.heels,
    )


def write_clip_files(found: Analysis, frames: Frames, folder: Path, name: str) -> tuple[str, ...]:
    """Writes everything that can be said of the clip and returns the names of the files.

    What `write_series` writes; the annotated video always; the sheet of key frames when there are
    repetitions. Raises OSError when the folder cannot be written, ClipError when the clip breaks.
    """
    series = write_series(found, folder, name)
    layers = layers_of(found)
    write_video(frames, layers, folder / f"{name}-overlay.mp4")
    written = [*series, f"{name}-overlay.mp4"]
    if layers.reps:
        write_sheet(frames, layers, folder / f"{name}-keyframes.png")
        written.append(f"{name}-keyframes.png")
    return tuple(written)


def write_series(found: Analysis, folder: Path, name: str) -> tuple[str, ...]:
    """Writes what needs no picture and returns the names of the files: TRC always; CSV, MOT and charts of a
    side view. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    texts = {f"{name}.trc": trc_text(found.tracks, f"{name}.trc")}
    if found.side is not None:
        texts |= {f"{name}.csv": csv_text(found.side), f"{name}.mot": mot_text(found.side, name)}
        texts |= {f"{name}-{kind}.svg": text for kind, text in _charts(found, found.side).items()}
    for file, text in texts.items():
        (folder / file).write_text(text, encoding="utf-8", newline="")
    return tuple(texts)


def write_pair_file(
    a: tuple[Frames, Analysis], b: tuple[Frames, Analysis], folder: Path, name: str = "side-by-side.mp4"
) -> str | None:
    """Writes both clips side by side in step; None when either has no repetition.

    Raises OSError, ClipError.
    """
    if not (a[1].repetitions.reps and b[1].repetitions.reps):
        return None
    folder.mkdir(parents=True, exist_ok=True)
    write_pair((a[0], layers_of(a[1])), (b[0], layers_of(b[1])), folder / name)
    return name


def _charts(found: Analysis, side: Kinematics) -> dict[str, str]:
    """Charts by the end of their file names; a chart of which nothing was measured is left out."""
    marks = tuple((rep.bottom_s, str(n)) for n, rep in enumerate(found.repetitions.reps, start=1))
    seconds = side.t_s.tolist()
    leg = side.side.value
    over_time = Courses(
        "Shin and foot over time",
        "time in s",
        "Angle in °",
        (
            _course("Shin angle", seconds, side.shin_tilt, leg),
            _course("Foot pitch", seconds, side.foot_pitch, "accent", dashed=True),
        ),
        marks,
    )
    over_depth = Courses(
        "Shin angle on the way down",
        "thigh angle in °",
        "Shin angle in °",
        (_way_down(found, side),),
    )
    charts = {}
    for kind, data in (("time", over_time), ("depth", over_depth)):
        try:
            charts[kind] = alone(course_chart(data, uid=kind))
        except ValueError:  # nothing was measured: the reasons of the answer say why
            continue
    return charts


def _way_down(found: Analysis, side: Kinematics) -> Course:
    """Shin tilt while the thigh goes deeper, a line for each repetition."""
    parts = []
    for rep in found.repetitions.reps:
        going = np.flatnonzero((side.t_s >= rep.start_s) & (side.t_s <= rep.bottom_s))
        thigh = side.thigh.value[going]
        deepest = np.fmax.accumulate(thigh) if len(thigh) else thigh
        # Jitter at the bottom would fold the band over itself: only what goes deeper is drawn.
        kept = going[thigh >= deepest]
        rows = np.stack([side.thigh.value[kept], side.shin_tilt.value[kept], side.shin_tilt.sd[kept]])
        parts += [rows, np.full((3, 1), np.nan)]
    x, y, sd = np.hstack(parts) if parts else np.empty((3, 0))
    return _course("Every repetition", x.tolist(), Series(y, sd), side.side.value)


def _course(name: str, x: list[float], series: Series, role: str, *, dashed: bool = False) -> Course:
    return Course(name, x, series.value.tolist(), series.sd.tolist(), role, dashed)
