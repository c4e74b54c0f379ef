"""Measures the movement analysis on rendered clips with exact truth, and its speed and memory.

The clips stand in the folder that PLANTIGRADE_CLIPS names; without it or without the weights the rows say so.
"""

from __future__ import annotations

import functools
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plantigrade.motion.analysis import Analysis, analyse
from plantigrade.motion.pose.models import MODELS, present
from plantigrade.writing import COVERAGE
from tools.bench_row import Row

DATA = Path(os.environ.get("PLANTIGRADE_CLIPS", Path(__file__).parents[2] / "shared" / "data"))
# Side view within 20 deg, suitable clothing, near leg: what the promise of accuracy is made for.
SUITABLE = ("d01", "d02", "d03", "d04", "d10", "d11", "d12")
HARD = {
    "d05": "20° off the side",
    "d06": "long shorts",
    "d07": "camera rolled 5°",
    "d08": "45° off the side",
    "d09": "from the front",
}
MIRRORED = ("d01", "d04")
MODES = ("fast", "standard", "best")
WITHIN_DEG = 3.0
GOAL_FPS = {"fast": 75, "standard": 60, "best": 15}
GOAL_MB = 600
# Runs one clip as a whole process and says how long it took.
TIMED = """
import sys, time
from plantigrade.motion.analysis import analyse
begun = time.perf_counter()
found = analyse(sys.argv[1], sys.argv[2])
print(found.clip.frames, time.perf_counter() - begun)
"""
SAMPLE_S = 0.05


@dataclass(frozen=True)
class Peak:
    """One repetition: the peak shin tilt read less the true one, its stated error, the heel read and true."""

    error_deg: float
    sd_deg: float
    heel_read: bool | None
    heel_true: bool


@functools.cache
def _truth(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((DATA / "rendered" / f"{name}.truth.json").read_text())
    return read


@functools.cache
def _read(name: str) -> Analysis:
    return analyse(DATA / "rendered" / f"{name}.mp4")


@functools.cache
def _peaks(name: str) -> tuple[Peak, ...]:
    """The repetitions of a clip, when as many were found as there are and the shin was measured."""
    found, true = _read(name), _truth(name)["reps"]
    if len(found.repetitions.reps) != len(true):
        return ()
    out = []
    for rep, heel, actual in zip(found.repetitions.reps, found.heels, true, strict=True):
        tilt = rep.peaks.shin_tilt
        if tilt is not None:
            lifted = None if heel is None else heel.lifted
            out.append(Peak(tilt.value - actual["peak_shin"], tilt.sd, lifted, actual["heel"] > 0))
    return tuple(out)


def _missing() -> Row | None:
    if not (DATA / "rendered").is_dir():
        return Row("movement analysis", "not run", f"no clips in {DATA.name}: set PLANTIGRADE_CLIPS", "")
    if not all(present(name) for name in MODELS):
        return Row("movement analysis", "not run", "no weights: run `plantigrade models install`", "")
    return None


def accuracy() -> Iterator[Row]:
    """Peaks, heel lifts, counts and coverage, mode standard."""
    if (missing := _missing()) is not None:
        yield missing
        return
    names = (*SUITABLE, *HARD)
    exact = sum(len(_read(n).repetitions.reps) == len(_truth(n)["reps"]) for n in names)
    yield Row("clips with the exact count of repetitions", f"{exact} of {len(names)}", "all", "")
    peaks = [peak for name in SUITABLE for peak in _peaks(name)]
    errors = [peak.error_deg for peak in peaks]
    near = sum(abs(e) <= WITHIN_DEG for e in errors) / len(errors)
    inside = sum(abs(p.error_deg) <= _half95(p.sd_deg) for p in peaks) / len(peaks)
    count = f"{len(peaks)} repetitions, {len(SUITABLE)} suitable side views"
    yield Row(f"peak shin angle, bias ({count})", f"{statistics.fmean(errors):+.2f}°", "within 1°", "")
    sd = statistics.stdev(errors)
    yield Row(
        "peak shin angle, standard deviation", f"{sd:.2f}°", "1.5°; pose model alone 2.07°", f"{sd / 1.5:.2f}"
    )
    yield Row(
        f"peaks within {WITHIN_DEG:g}°", f"{near:.0%}", "97 %; pose model alone 90 %", f"{near / 0.97:.2f}"
    )
    yield Row("truth inside the stated 95 % interval", f"{inside:.0%}", "90 to 98 %", "")
    gaps = [abs(a.error_deg - b.error_deg) for a, b in zip(*map(_peaks, MIRRORED), strict=True)]
    yield Row(
        "mirrored pair, largest difference at the peak",
        f"{max(gaps):.1f}°",
        "2°; alone 2.0°",
        f"{max(gaps) / 2:.2f}",
    )
    lifts = [p for p in peaks if p.heel_true]
    flat = [p for p in peaks if not p.heel_true]
    yield Row("heel lifts found", f"{sum(p.heel_read is True for p in lifts)} of {len(lifts)}", "95 %", "")
    yield Row(
        "heels down read as lifted",
        f"{sum(p.heel_read is True for p in flat)} of {len(flat)}",
        "under 1 %",
        "",
    )
    unread = sum(p.heel_read is None for p in peaks)
    yield Row("heels that could not be followed", f"{unread} of {len(peaks)}", "", "")
    for name, what in HARD.items():
        found, own = _read(name), [p.error_deg for p in _peaks(name)]
        said = ", ".join(f"`{reason.code}`" for reason in found.reasons) or "no reason given"
        figure = f"errors {' '.join(f'{e:+.1f}' for e in own)}°" if own else "withheld"
        yield Row(f"{name}: {what}", f"{found.view.view}; {figure}", said, "")


def _half95(sd_deg: float) -> float:
    return statistics.NormalDist().inv_cdf(0.5 + COVERAGE / 2) * sd_deg


def _run(clip: Path, mode: str) -> tuple[float, float, float]:
    """Frames, seconds, and the most MB held at once by the process and its decoders.

    Sampled from /proc: the kernel's own maximum carries over from the process that starts another.
    """
    most = 0.0
    with subprocess.Popen(
        [sys.executable, "-c", TIMED, str(clip), mode], stdout=subprocess.PIPE, text=True
    ) as process:
        while process.poll() is None:
            most = max(most, _held_mb(process.pid))
            time.sleep(SAMPLE_S)
        assert process.stdout is not None
        frames, seconds = map(float, process.stdout.read().split())
    return frames, seconds, most


def _held_mb(pid: int) -> float:
    """Resident memory of a process and all below it; 0 for one that has ended."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        below = [n for t in Path(f"/proc/{pid}/task").iterdir() for n in (t / "children").read_text().split()]
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6 + sum(_held_mb(int(n)) for n in below)


def speed() -> Iterator[Row]:
    """Whole processes on a real clip: frames a second and the most memory, the decoding child included."""
    clip = DATA / "real" / "opencap-squat" / "squat_video.mp4"
    if (missing := _missing()) is not None or not clip.exists():
        yield missing or Row("speed", "not run", "no real clip: set PLANTIGRADE_CLIPS", "")
        return
    for mode in MODES:
        frames, seconds, most = _run(clip, mode)
        rate = frames / seconds
        yield Row(
            f"`{mode}`, 720x1280 at 60 a second, {frames:.0f} frames",
            f"{rate:.0f} frames a second; {most:.0f} MB",
            f"{GOAL_FPS[mode]} a second (at 1080p30); {GOAL_MB} MB",
            f"{rate / GOAL_FPS[mode]:.2f}; {most / GOAL_MB:.2f}",
        )
