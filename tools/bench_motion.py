"""Measures the movement analysis on rendered clips with exact truth, and its speed and memory.

The clips stand in the folder that PLANTIGRADE_CLIPS names; without it or without the weights the rows say so.
"""

from __future__ import annotations

import functools
import json
import math
import os
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from plantigrade.motion.analysis import Analysis, analyse
from plantigrade.motion.kinematics import AXES_SD, measure
from plantigrade.motion.pose.models import MODELS, present
from plantigrade.motion.repetitions import find_repetitions
from plantigrade.motion.view import CARED_ROLL_SD_DEG, look
from plantigrade.writing import COVERAGE
from tools import bench_batch, bench_geometry, bench_heel, bench_marks, bench_mocap, bench_peers, bench_repeat
from tools.bench_clips import enlarged
from tools.bench_process import analysed
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
MADE_S = 20.0
# Phones drawn for each clip: the rendered ones are level, which no phone leaned on a bottle is.
PHONES, SEED = 60, 20261126


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
    yield Row(
        "truth inside the stated 95 % interval, phones exactly level as rendered",
        f"{inside:.0%}; error over stated error {_rms_z(peaks):.2f}",
        "the interval also holds phones that are not level",
        "",
    )
    yield from _held()
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


def _rms_z(peaks: Sequence[Peak]) -> float:
    """Root mean square of error over stated error: 1 when the errors are as large as stated."""
    return math.sqrt(statistics.fmean((p.error_deg / p.sd_deg) ** 2 for p in peaks))


def _held() -> Iterator[Row]:
    """Coverage under the conditions that the intervals are stated for: each clip's tracks as phones put up
    with care would have given them, turned and stretched by draws from the errors that are allowed for."""
    random = np.random.default_rng(SEED)
    drawn = {name: [p for _ in range(PHONES) for p in _refilmed(name, random)] for name in SUITABLE}
    peaks = [p for each in drawn.values() for p in each]
    inside = sum(abs(p.error_deg) <= _half95(p.sd_deg) for p in peaks) / len(peaks)
    what = (
        f"{PHONES} phones drawn for each clip, level within {CARED_ROLL_SD_DEG:g}° and pitch accordingly (sd)"
    )
    yield Row(
        f"truth inside the stated 95 % interval, {what}",
        f"{inside:.1%}; error over stated error {_rms_z(peaks):.2f}",
        "90 to 98 %; 1",
        f"{inside / COVERAGE:.2f}",
    )
    each = " ".join(f"{name} {_rms_z(own):.2f}" for name, own in drawn.items())
    yield Row("error over stated error by clip, drawn phones", each, "about 1", "")


def _refilmed(name: str, random: np.random.Generator) -> Iterator[Peak]:
    """The repetitions of a clip as a phone turned about its axis and pointed up or down reads them."""
    tracks = _read(name).tracks
    roll, stretch = math.radians(random.normal(0, CARED_ROLL_SD_DEG)), random.normal(1, AXES_SD)
    turn = np.array([[math.cos(roll), math.sin(roll)], [-math.sin(roll), math.cos(roll)]])
    centre = np.array([tracks.width, tracks.height]) / 2
    filmed = replace(tracks, xy=((tracks.xy - centre) * [1, stretch]) @ turn + centre)
    view = look(filmed)
    found = find_repetitions(filmed, view, measure(filmed, view))
    for rep, true in zip(found.reps, _truth(name)["reps"], strict=True):
        if (tilt := rep.peaks.shin_tilt) is not None:
            yield Peak(tilt.value - true["peak_shin"], tilt.sd, None, True)


def _half95(sd_deg: float) -> float:
    return statistics.NormalDist().inv_cdf(0.5 + COVERAGE / 2) * sd_deg


def exact() -> Iterator[Row]:
    """Geometry without a pose model."""
    if not (DATA / "rendered").is_dir():
        yield Row("exact geometry", "not run", f"no clips in {DATA.name}: set PLANTIGRADE_CLIPS", "")
    else:
        yield from bench_geometry.exact()
    yield from bench_geometry.quickly()


def marked() -> Iterator[Row]:
    """Close framings by points marked once; needs no weights."""
    if not (DATA / "rendered").is_dir():
        yield Row("marker mode", "not run", f"no clips in {DATA.name}: set PLANTIGRADE_CLIPS", "")
        return
    yield from bench_marks.rows(DATA / "rendered", SUITABLE)


def lifted() -> Iterator[Row]:
    """Heel lifts of known height, made from the flat repetitions."""
    if (missing := _missing()) is not None:
        yield missing
        return
    yield from bench_heel.rows(DATA / "rendered", _read)


def batch() -> Iterator[Row]:
    """A folder of the rendered clips."""
    if (missing := _missing()) is not None:
        yield missing
        return
    yield from bench_batch.rows(DATA / "rendered")


def peers() -> Iterator[Row]:
    """Other tools on the rendered clips."""
    if (missing := _missing()) is not None:
        yield missing
        return
    yield from bench_peers.rows(DATA / "rendered", _truth, SUITABLE, HARD)


def real() -> Iterator[Row]:
    folder = DATA / "real" / "opencap-squat"
    if (missing := _missing()) is not None or not folder.is_dir():
        yield missing or Row("real squat", "not run", "no real clip: set PLANTIGRADE_CLIPS", "")
        return
    yield from bench_mocap.rows(folder)


def repeated() -> Iterator[Row]:
    if (missing := _missing()) is not None:
        yield missing
        return
    yield from bench_repeat.rows(DATA / "rendered" / f"{SUITABLE[0]}.mp4")


def speed() -> Iterator[Row]:
    """Whole processes on a made 1080p clip: frames a second and the most memory, decoders included."""
    if (missing := _missing()) is not None:
        yield missing
        return
    with TemporaryDirectory() as folder:
        short, long = Path(folder) / "short.mp4", Path(folder) / "long.mp4"
        source = DATA / "rendered" / f"{SUITABLE[0]}.mp4"
        enlarged(source, short, MADE_S)
        enlarged(source, long, 2 * MADE_S)
        held = {}
        for mode in MODES:
            ran = analysed(short, mode)
            held[mode] = ran.most_mb
            rate = ran.frames / ran.seconds
            yield Row(
                f"`{mode}`, made clip of 1080x1920 at 30 a second, {ran.frames} frames",
                f"{rate:.0f} frames a second; {ran.most_mb:.0f} MB",
                f"{GOAL_FPS[mode]} a second; {GOAL_MB} MB",
                f"{rate / GOAL_FPS[mode]:.2f}; {ran.most_mb / GOAL_MB:.2f}",
            )
            stages = ", ".join(f"{name} {span:.2f}" for name, span in ran.stages.items())
            yield Row(f"`{mode}`, seconds a stage", stages, "", "")
        twice = analysed(long, "standard").most_mb
        yield Row(
            "`standard`, memory at twice the length",
            f"{twice:.0f} MB",
            f"{held['standard']:.0f} MB",
            f"{twice / held['standard']:.2f}",
        )
