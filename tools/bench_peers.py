"""Other tools on the same clips in the same run: peak shin angles against truth, whole processes, memory.

The shin of another tool is the line from its ankle point to its knee point in the picture, its peak the
largest in the true repetition: as the tool gives it, and after the zero-phase filter that our own points go
through. No other tool finds repetitions, so theirs are given to them.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from plantigrade.motion.filtering import low_pass
from plantigrade.motion.tracks import CUTOFF_HZ
from plantigrade.motion.types import Floats
from tools.bench_clips import enlarged
from tools.bench_process import analysed
from tools.bench_row import Row
from tools.peers import PEERS, Peer, PeerError, installed, points

WITHIN_DEG = 3.0
OWN = ("standard", "fast")
MADE_S = 20.0


@dataclass
class Measured:
    """One tool over all clips: peaks read less true ones by clip, as given and filtered (None: withheld), and
    what each process took."""

    name: str
    given: dict[str, list[float | None]] = field(default_factory=dict)
    filtered: dict[str, list[float | None]] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    most_mb: list[float] = field(default_factory=list)
    made: str = ""

    def took(self, seconds: float, frames: int, most_mb: float) -> None:
        self.seconds.append(seconds)
        self.rates.append(frames / seconds)
        self.most_mb.append(most_mb)


def rows(
    folder: Path, truth: Callable[[str], dict[str, Any]], suitable: Sequence[str], hard: dict[str, str]
) -> Iterator[Row]:
    """`truth` gives the truth of a clip by name; `hard` names the clips outside the promise."""
    here: list[Peer] = []
    for peer in PEERS:
        try:
            installed(peer)
            points(peer, folder / f"{suitable[0]}.mp4")
            here.append(peer)
        except PeerError as error:
            yield Row(peer.name, f"not run: {error}", "", "")
    tools = {mode: Measured(f"plantigrade `{mode}`") for mode in OWN}
    others = {peer.name: Measured(peer.name) for peer in here}
    # Clip by clip through every tool, so that a busy moment of the machine meets them all.
    for name in (*suitable, *hard):
        clip, actual = folder / f"{name}.mp4", truth(name)
        for mode in OWN:
            _own(tools[mode], mode, clip, actual)
        for peer in here:
            _other(others[peer.name], peer, clip, actual)
    _made(folder / f"{suitable[0]}.mp4", tools, here, others)
    everyone = (*tools.values(), *others.values())
    first = everyone[0]
    for tool in everyone:
        yield from _accuracy(tool, suitable)
    for name, what in hard.items():
        for tool in everyone:
            yield Row(f"{name}, {what}: {tool.name}", _errors(tool.given[name]), "", "")
    for tool in everyone:
        rate, most = statistics.median(tool.rates), max(tool.most_mb)
        ratio = rate / statistics.median(first.rates)
        yield Row(
            f"{tool.name}: whole process a rendered clip of {len(truth(suitable[0])['frames'])} frames",
            f"{statistics.median(tool.seconds):.1f} s ({min(tool.seconds):.1f} to {max(tool.seconds):.1f}); "
            f"{rate:.0f} frames a second; most {most:.0f} MB",
            first.name,
            f"{ratio:.2f}",
        )
        yield Row(f"{tool.name}: made clip of 1080x1920, {MADE_S:g} s at 30 a second", tool.made, "", "")


def _accuracy(tool: Measured, suitable: Sequence[str]) -> Iterator[Row]:
    for how, by_clip in (("", tool.given), (", after our filter", tool.filtered)):
        errors = [e for name in suitable for e in by_clip.get(name, ())]
        seen = [e for e in errors if e is not None]
        if len(seen) < 2:
            continue
        near = sum(abs(e) <= WITHIN_DEG for e in seen) / len(errors)
        yield Row(
            f"{tool.name}{how}: peak shin angle, {len(errors)} repetitions of {len(suitable)} suitable side "
            "views",
            f"bias {statistics.fmean(seen):+.2f}°, sd {statistics.stdev(seen):.2f}°, "
            f"largest {max(seen, key=abs):+.1f}°; within {WITHIN_DEG:g}° {near:.0%}",
            "exact points",
            "",
        )


def _errors(errors: Sequence[float | None]) -> str:
    if not errors or all(e is None for e in errors):
        return "withheld"
    return "errors " + " ".join("none" if e is None else f"{e:+.1f}" for e in errors) + "°"


def _own(tool: Measured, mode: str, clip: Path, truth: dict[str, Any]) -> None:
    ran = analysed(clip, mode)
    tool.took(ran.seconds, ran.frames, ran.most_mb)
    true = [rep["peak_shin"] for rep in truth["reps"]]
    peaks = ran.peaks if len(ran.peaks) == len(true) else (None,) * len(true)
    tool.given[truth["name"]] = [
        None if peak is None else peak - own for peak, own in zip(peaks, true, strict=True)
    ]


def _other(tool: Measured, peer: Peer, clip: Path, truth: dict[str, Any]) -> None:
    found = points(peer, clip)
    tool.took(found.ran.seconds, len(found.legs), found.ran.most_mb)
    for kept, legs in (
        (tool.given, found.legs),
        (tool.filtered, low_pass(found.legs, truth["fps"], CUTOFF_HZ)),
    ):
        kept[truth["name"]] = [_peak_error(_tilt(legs, truth), rep) for rep in truth["reps"]]


def _tilt(legs: Floats, truth: dict[str, Any]) -> Floats:
    """(T,) shin tilt of the near leg in the picture, forward positive, deg."""
    knee, ankle = (legs[:, i] for i in ((0, 1) if truth["near"] == "L" else (2, 3)))
    forward = -1.0 if truth["facing"] == "left" else 1.0
    across, up = forward * (knee[:, 0] - ankle[:, 0]), ankle[:, 1] - knee[:, 1]
    return np.asarray(np.degrees(np.arctan2(across, up)), dtype=np.float64)


def _peak_error(tilt: Floats, rep: dict[str, Any]) -> float | None:
    inside = tilt[rep["start"] : rep["end"] + 1]
    most = float(np.nanmax(inside)) if np.isfinite(inside).any() else math.nan
    return most - float(rep["peak_shin"]) if math.isfinite(most) else None


def _made(source: Path, tools: dict[str, Measured], here: list[Peer], others: dict[str, Measured]) -> None:
    """One longer clip of a phone's size: frames a second and memory."""
    with TemporaryDirectory() as scratch:
        clip = Path(scratch) / "made.mp4"
        enlarged(source, clip, MADE_S)
        for mode, tool in tools.items():
            ran = analysed(clip, mode)
            tool.made = f"{ran.frames / ran.seconds:.0f} frames a second; {ran.most_mb:.0f} MB"
        for peer in here:
            found = points(peer, clip)
            rate = len(found.legs) / found.ran.seconds
            others[peer.name].made = f"{rate:.0f} frames a second; {found.ran.most_mb:.0f} MB"
