"""One clip of a folder, analysed in a process of its own on whichever machine takes it.

A clip that breaks, hangs or exhausts memory takes nothing else with it. All that it leaves is made in a
folder of its own and moved into place whole: an attempt that was cut off, or two attempts at once after a
lost worker, leave no half result.
"""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from plantigrade import __version__

RESULT = "result.json"
# A process that takes longer hangs: the longest clip that is accepted takes a fraction of it.
LONGEST_S = 3600.0
# Another attempt at the same clip can put its folder there between two steps of ours; not often.
TRIES = 5
_TAKEN = {errno.ENOTEMPTY, errno.EEXIST, errno.EACCES}


@dataclass(frozen=True, slots=True)
class Job:
    """A clip to analyse: `source` the file, `place` where its results go, `scratch` where they are made.

    `clip` is its path under the folder, with forward slashes. `program` is the command that analyses, as
    `plantigrade video analyse`; None for the one that is installed where the job is done.
    """

    clip: str
    source: Path
    place: Path
    scratch: Path
    arguments: tuple[str, ...]
    version: str = __version__
    program: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """One clip, by its path under the folder; `fault` says why it could not be analysed."""

    clip: str
    fault: str | None = None


def content(path: Path) -> str:
    """SHA-256 of the file's bytes, hex. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def kept(job: Job) -> bool:
    """Whether the result in place is of this content, these options and this version.

    A file that the system says is untouched is not read again; any other is compared by its content.
    """
    try:
        of = json.loads((job.place / RESULT).read_text(encoding="utf-8"))["of"]
        if of["version"] != job.version or of["arguments"] != list(job.arguments):
            return False
        return bool(of["seen"] == _seen(job.source) or of["sha256"] == content(job.source))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def analyse(job: Job) -> Done:
    """Analyse one clip and put its results in place. Never raises for a clip: the fault is in the answer."""
    if job.version != __version__:
        what = f"this machine has plantigrade {__version__}, asked for was {job.version}; install the same"
        return Done(job.clip, what)
    if kept(job):  # a worker that died after its work is asked for the answer again
        return Done(job.clip)
    attempt = job.scratch / uuid4().hex
    try:
        seen, sha256 = _seen(job.source), content(job.source)
        ended = _run(job, attempt)
        if ended.returncode != 0:
            return Done(job.clip, _fault(ended, str(job.source)))
        answer = json.loads(ended.stdout)
        if _seen(job.source) != seen:
            return Done(job.clip, "changed while it was read; run again when it is all there")
        of = {"sha256": sha256, "seen": seen, "version": job.version, "arguments": list(job.arguments)}
        attempt.mkdir(parents=True, exist_ok=True)
        (attempt / RESULT).write_text(json.dumps({"of": of, "answer": answer}), encoding="utf-8")
        _put(attempt, job.place)
    except subprocess.TimeoutExpired:
        return Done(job.clip, f"took longer than {LONGEST_S / 60:g} minutes and was stopped; trim the clip")
    except (OSError, ValueError) as error:
        return Done(job.clip, f"{error}; run again")
    finally:
        shutil.rmtree(attempt, ignore_errors=True)
    return Done(job.clip)


def _run(job: Job, attempt: Path) -> subprocess.CompletedProcess[bytes]:
    own = (sys.executable, "-m", "plantigrade.cli.main", "video", "analyse")
    program: Sequence[str] = own if job.program is None else job.program
    command = [*program, str(job.source), "--json", "--out", str(attempt), *job.arguments]
    return subprocess.run(
        command, capture_output=True, stdin=subprocess.DEVNULL, timeout=LONGEST_S, check=False
    )


def _seen(clip: Path) -> list[int]:
    """Size and times (ns): what changes when anybody writes to the file, also when its date is put back."""
    about = clip.stat()
    return [about.st_size, about.st_mtime_ns, about.st_ctime_ns]


def _put(whole: Path, place: Path) -> None:
    """Moves a finished folder to its place, what was there before out of the way. Raises OSError."""
    place.parent.mkdir(parents=True, exist_ok=True)
    for left in reversed(range(TRIES)):
        old = whole.with_name(f"{whole.name}-{left}")
        with suppress(FileNotFoundError):
            place.rename(old)
        try:
            whole.rename(place)
            return
        except OSError as error:
            if error.errno not in _TAKEN or not left:
                raise
        finally:
            shutil.rmtree(old, ignore_errors=True)


def _fault(ended: subprocess.CompletedProcess[bytes], path: str) -> str:
    said = ended.stderr.decode(errors="replace").strip().splitlines()
    if ended.returncode < 0:
        return f"the program was stopped by signal {-ended.returncode}; run again, with fewer workers"
    return said[-1].removeprefix(f"{path}: ") if said else f"ended with status {ended.returncode}"


def read_result(place: Path) -> dict[str, Any]:
    """What `analyse` wrote: `of` (what it belongs to) and `answer`. Raises OSError, ValueError."""
    found: dict[str, Any] = json.loads((place / RESULT).read_text(encoding="utf-8"))
    return found
