"""The child that decodes: one job in on standard input, headers and raw pixels out on standard output."""

from __future__ import annotations

import os
import pickle
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

from plantigrade.motion.containers import ClipError
from plantigrade.motion.decoding import crops, frames, inspect
from plantigrade.motion.limits import Limits
from plantigrade.motion.types import Picture
from plantigrade.motion.upright import Box, Opened

HEADER = struct.Struct("<qd4I")  # index, time, shape of the pixels (unused places 0)
PROBLEM = -1  # as index: a ClipError follows, `shape[0]` bytes of code, line break, text
CPU_S = 3600  # a last resort should the parent die without killing the child
OPEN_FILES = 64
TOO_MUCH = "The file asks for too much memory. Save it again with the phone's own editor."


@dataclass(frozen=True, slots=True)
class Job:
    """What the child is to do; `opened` for all but "inspect"."""

    kind: Literal["inspect", "frames", "crops"]
    opened: Opened | None
    limits: Limits
    min_interval_s: float
    boxes: tuple[Box, ...] = ()
    side: int = 0
    long_side: int | None = None
    rough: bool = False
    path: str = ""
    rotation_deg: int | None = None
    slow_motion: float | None = None


def read_exactly(source: IO[bytes], buffer: memoryview) -> bool:
    """Fill the buffer; False when the source ends before."""
    at = 0
    while at < len(buffer):
        count = source.readinto(buffer[at:])  # type: ignore[attr-defined]
        if not count:
            return False
        at += count
    return True


def main() -> int:
    job: Job = pickle.load(sys.stdin.buffer)
    _confine(job.limits)
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # nothing a library prints may get between the pixels
    try:
        for index, t_s, shape, data in _answers(job):
            _write(out, HEADER.pack(index, t_s, *shape, *(0,) * (4 - len(shape))))
            _write(out, data)
    except (ClipError, MemoryError) as error:
        problem = error if isinstance(error, ClipError) else ClipError("damaged", TOO_MUCH)
        text = f"{problem.code}\n{problem.text}".encode()
        _write(out, HEADER.pack(PROBLEM, 0.0, len(text), 0, 0, 0))
        _write(out, text)
    except BrokenPipeError:
        return 0
    return 0


def _answers(job: Job) -> Iterator[tuple[int, float, tuple[int, ...], Any]]:
    if job.kind == "inspect":
        found = inspect(Path(job.path), job.limits, job.rotation_deg, job.slow_motion).to_json().encode()
        yield 0, 0.0, (len(found),), found
        return
    assert job.opened is not None
    walk: Iterator[tuple[int, float, Picture]]
    if job.kind == "frames":
        walk = (
            (f.index, f.t_s, f.picture)
            for f in frames(job.opened, job.limits, job.min_interval_s, job.long_side, job.rough)
        )
    else:
        walk = (
            (c.index, c.t_s, c.pictures)
            for c in crops(job.opened, job.limits, job.boxes, job.side, job.min_interval_s)
        )
    for index, t_s, picture in walk:
        yield index, t_s, picture.shape, picture


def _write(out: IO[bytes], data: Any) -> None:
    left = memoryview(data).cast("B")
    while left:
        left = left[out.write(left) :]


def _confine(limits: Limits) -> None:
    """Bounds that the system holds, where it can."""
    if sys.platform == "win32":
        return
    import resource

    wanted = (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, CPU_S),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    )
    for what, most in wanted:
        hard = resource.getrlimit(what)[1]
        value = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(what, (value, value))
        except (OSError, ValueError):
            continue  # macOS refuses some of them; the parent's clock still holds


if __name__ == "__main__":
    sys.exit(main())
