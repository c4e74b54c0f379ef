"""Programs run as whole processes, with the time they took and the memory they held."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

SAMPLE_S = 0.05
# Runs one clip as a whole process. A child decodes while points and foot are read: decoding lies inside both.
TIMED = """
import json, sys, time
begun = time.perf_counter()
from plantigrade.motion.analysis import analyse
times = {}
def say(stage, share):
    now = time.perf_counter()
    first, _ = times.get(stage, (now, now))
    times[stage] = first, now
loaded = time.perf_counter()
found = analyse(sys.argv[1], sys.argv[2], progress=say)
ended = time.perf_counter()
points = times["points"][1]
foot = times.get("foot", (ended, ended))
stages = {"start": loaded - begun, "points": points - loaded, "tracks and view": foot[0] - points,
          "foot": foot[1] - foot[0], "kinematics and repetitions": ended - foot[1]}
tilts = [rep.peaks.shin_tilt for rep in found.repetitions.reps]
print(json.dumps({"frames": found.clip.frames, "stages": stages,
                  "peaks": [None if tilt is None else tilt.value for tilt in tilts]}))
"""


@dataclass(frozen=True)
class Watched:
    """`most_mb`: the most resident memory at once, of the process and all below it. `said` is its standard
    output, `told` the end of its standard error."""

    code: int
    seconds: float
    most_mb: float
    said: str
    told: str


@dataclass(frozen=True)
class Ran:
    """One clip through `plantigrade` as a whole process; `peaks` of the shin tilt in each repetition, deg."""

    frames: int
    seconds: float
    most_mb: float
    stages: dict[str, float]
    peaks: tuple[float | None, ...]


def analysed(clip: Path, mode: str) -> Ran:
    ran = watched([sys.executable, "-c", TIMED, str(clip), mode])
    if ran.code != 0:
        raise RuntimeError(f"{clip.name} in mode {mode} failed: {ran.told}")
    told = json.loads(ran.said)
    return Ran(told["frames"], ran.seconds, ran.most_mb, told["stages"], tuple(told["peaks"]))


def watched(
    command: Sequence[str], env: Mapping[str, str] | None = None, place: Path | None = None
) -> Watched:
    """Memory sampled from /proc: the kernel's own maximum carries over from a process to those it starts."""
    most = 0.0
    with TemporaryFile() as out, TemporaryFile() as errors:
        begun = time.perf_counter()
        with subprocess.Popen(
            command, stdout=out, stderr=errors, env=None if env is None else {**os.environ, **env}, cwd=place
        ) as process:
            while process.poll() is None:
                most = max(most, _held_mb(process.pid))
                time.sleep(SAMPLE_S)
        seconds = time.perf_counter() - begun
        said, told = (_text(each) for each in (out, errors))
    return Watched(process.returncode, seconds, most, said, told[-2000:])


def _text(file: object) -> str:
    file.seek(0)  # type: ignore[attr-defined]
    return str(file.read().decode("utf-8", "replace"))  # type: ignore[attr-defined]


def _held_mb(pid: int) -> float:
    """Resident memory of a process and all below it; 0 for one that has ended."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        below = [n for t in Path(f"/proc/{pid}/task").iterdir() for n in (t / "children").read_text().split()]
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6 + sum(_held_mb(int(n)) for n in below)
