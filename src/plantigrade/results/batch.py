"""A whole folder of clips: each analysed once, on this machine or on a cluster, and tables of them all.

A clip's results stand in their place whole or not at all: a run that was cut off does only what is missing,
and a clip, an option or a version that changed is done again.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

from plantigrade.results.clip_job import LONGEST_S, Done, Job, analyse, kept
from plantigrade.results.clip_marks import MarksFileError, marks_beside

ENDINGS = frozenset({".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".3gp"})
_UNFINISHED = "unfinished"

# Does jobs in any order, and hands each back when it is done.
Runner = Callable[[Iterable[Job]], Iterator[Done]]
Told = Callable[[int, int, Done | None], None]


@dataclass(frozen=True, slots=True)
class Settings:
    """What every clip is analysed with; a change makes all be done again."""

    mode: str = "standard"
    foot_cm: float | None = None
    slow_motion: float | None = None
    engine: str = "blazepose"

    def arguments(self) -> tuple[str, ...]:
        given = (("--foot-cm", self.foot_cm), ("--slow-motion", self.slow_motion))
        words = (w for name, v in given if v is not None for w in (name, f"{v:g}"))
        return ("--mode", self.mode, "--engine", self.engine, *words)


@dataclass(frozen=True, slots=True)
class Outcome:
    """All clips of the folder: analysed now, found done already, and failed, each in order of their paths."""

    analysed: tuple[str, ...]
    kept: tuple[str, ...]
    failed: tuple[Done, ...]


def clips_under(folder: Path, out: Path) -> tuple[Path, ...]:
    """The video files at any depth, each once, in order; nothing of `out`, hidden files left alone."""
    found: dict[Path, Path] = {}
    for path in sorted(folder.rglob("*")):
        own = path.relative_to(folder)
        if (
            path.suffix.lower() not in ENDINGS
            or not path.is_file()
            or any(p.startswith(".") for p in own.parts)
        ):
            continue
        real = path.resolve()
        if not real.is_relative_to(out.resolve()):
            found.setdefault(real, own)
    return tuple(found.values())


def local(workers: int) -> Runner:
    """Clips at once on this machine, each in a process of its own."""

    def do(jobs: Iterable[Job]) -> Iterator[Done]:
        with ThreadPoolExecutor(workers) as pool:
            waiting = [pool.submit(analyse, job) for job in jobs]
            try:
                for finished in as_completed(waiting):
                    yield finished.result()
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise

    return do


def place_of(out: Path, clip: str) -> Path:
    """The clip's own folder; the ending stays in its name, so that a.mp4 and a.mov do not meet."""
    return out / "clips" / clip


def run(
    folder: Path,
    out: Path,
    settings: Settings,
    runner: Runner,
    told: Told = lambda _done, _all, _last: None,
    program: Sequence[str] | None = None,
) -> Outcome:
    """Analyse what is missing.

    `told` hears how many clips are done of how many, and the last one (None at the start); `program` is
    the command that analyses a clip, as `plantigrade video analyse`. Raises OSError when `out` cannot be
    written.
    """
    folder, out = folder.resolve(), out.resolve()
    with _scratch(out) as scratch:
        blank = Job(
            "",
            folder,
            out,
            scratch,
            settings.arguments(),
            program=None if program is None else tuple(program),
        )
        found: list[str] = []
        missing: list[Job] = []
        results: list[Done] = []
        clips = clips_under(folder, out)
        for clip in clips:
            try:
                job = _job(blank, clip)
            except MarksFileError as error:
                results.append(Done(clip.as_posix(), error.text))
                continue
            if kept(job):
                found.append(job.clip)
            else:
                missing.append(job)
        begun = len(found) + len(results)
        told(begun, len(clips), None)
        for done in results:
            told(begun, len(clips), done)
        for number, done in enumerate(runner(missing), start=begun + 1):
            results.append(done)
            told(number, len(clips), done)
    return Outcome(
        analysed=tuple(sorted(d.clip for d in results if d.fault is None)),
        kept=tuple(sorted(found)),
        failed=tuple(sorted((d for d in results if d.fault is not None), key=lambda d: d.clip)),
    )


def _job(blank: Job, clip: Path) -> Job:
    """The job of a clip, measured by the marks beside it when there are some. Raises MarksFileError."""
    name, source = clip.as_posix(), blank.source / clip
    arguments = (*blank.arguments, *marks_beside(source))
    return replace(blank, clip=name, source=source, place=place_of(blank.place, name), arguments=arguments)


@contextmanager
def _scratch(out: Path) -> Iterator[Path]:
    """A folder for this run's unfinished clips, gone afterwards; those of runs that were killed go, too."""
    unfinished = out / _UNFINISHED
    own = unfinished / uuid4().hex
    own.mkdir(parents=True)
    try:
        for other in unfinished.iterdir():
            # What is younger may belong to a run that goes on beside this one.
            if other != own and time.time() - _written(other) > 2 * LONGEST_S:
                shutil.rmtree(other, ignore_errors=True)
        yield own
    finally:
        shutil.rmtree(own, ignore_errors=True)
        with suppress(OSError):
            unfinished.rmdir()


def _written(folder: Path) -> float:
    """When something was last put into the folder, s since 1970; now when it has just gone."""
    try:
        return folder.stat().st_mtime
    except OSError:
        return time.time()
