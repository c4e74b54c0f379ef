"""The same clip saved again, moved in the picture, mirrored and brighter: how far the peaks stray."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from plantigrade.motion.analysis import analyse
from plantigrade.motion.types import Picture
from tools.bench_clips import changed
from tools.bench_row import Row

SHIFT_PX = 12
BRIGHTER = 1.25
CRF_AGAIN = 28
GOAL_DEG = 2.0


def _shifted(picture: Picture) -> Picture:
    return np.pad(picture, ((0, 0), (SHIFT_PX, 0), (0, 0)), mode="edge")[:, :-SHIFT_PX]


def _mirrored(picture: Picture) -> Picture:
    return picture[:, ::-1]


def _brighter(picture: Picture) -> Picture:
    return np.asarray(np.clip(picture * BRIGHTER, 0, 255), np.uint8)


def _same(picture: Picture) -> Picture:
    return picture


CHANGES: dict[str, tuple[Callable[[Picture], Picture], int]] = {
    "saved again at a lower rate": (_same, CRF_AGAIN),
    f"moved by {SHIFT_PX} px": (_shifted, 20),
    "mirrored": (_mirrored, 20),
    f"brighter by {BRIGHTER - 1:.0%}": (_brighter, 20),
}


def rows(clip: Path) -> Iterator[Row]:
    first = _peaks(clip)
    with TemporaryDirectory() as folder:
        for what, (change, crf) in CHANGES.items():
            target = Path(folder) / "changed.mp4"
            changed(clip, target, change, crf)
            other = _peaks(target)
            if len(other) != len(first):
                yield Row(f"{clip.stem} {what}", f"{len(other)} of {len(first)} repetitions", "", "")
                continue
            gaps = [b - a for a, b in zip(first, other, strict=True)]
            most = max(abs(gap) for gap in gaps)
            said = " ".join(f"{gap:+.1f}" for gap in gaps)
            yield Row(
                f"{clip.stem} {what}: change of each peak",
                f"{said}°",
                f"{GOAL_DEG:g}°",
                f"{most / GOAL_DEG:.2f}",
            )


def _peaks(clip: Path) -> list[float]:
    tilts = [rep.peaks.shin_tilt for rep in analyse(clip).repetitions.reps]
    return [tilt.value for tilt in tilts if tilt is not None]
