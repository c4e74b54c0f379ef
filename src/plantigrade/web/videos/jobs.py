"""The jobs that have clips read and compared. Each may be started twice; the work is done once."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

from django_tasks import task

from plantigrade.web import lifeline
from plantigrade.web.videos import actions
from plantigrade.web.videos import actions_work as work
from plantigrade.web.videos.models import Clip, Comparison, Work

PROGRAM = (sys.executable, "-m", "plantigrade.web.videos.reading")
COMPARING = (sys.executable, "-m", "plantigrade.web.videos.comparing")
CUT_OFF = "cut_off"
_TELL_S = 1.0


@task()
def read_clip(clip_id: str) -> None:
    """What the worker runs."""
    read(clip_id)


@task()
def compare_clips(comparison_id: str) -> None:
    """What the worker runs."""
    compare(comparison_id)


def read(clip_id: str, program: Sequence[str] = PROGRAM) -> None:
    """Reads a clip that waits; does nothing for one that is gone, cancelled, or read by somebody else."""
    clip = actions.claim(clip_id=clip_id)
    if clip is None:
        return
    source = Path(clip.file.path)

    def command(desk: Path) -> list[str]:
        foot = [] if clip.foot_cm is None else [str(clip.foot_cm)]
        return [*program, str(source), str(desk), str(clip.heel_lift_cm), *foot]

    _do(clip, source.parent, command, lambda answer: actions.finish(clip=clip, result=answer))


def compare(comparison_id: str, program: Sequence[str] = COMPARING) -> None:
    """Compares two clips that wait for it, as `read` reads one."""
    held = work.claim(kind=Comparison, key=comparison_id)
    if held is None:
        return
    film = Path(held.after.file.storage.path(held.film))

    def command(desk: Path) -> list[str]:
        asked = {"a": _clip(held.before), "b": _clip(held.after), "film": str(desk / film.name)}
        return [*program, json.dumps(asked)]

    _do(held, film.parent, command, lambda answer: work.finish(held=held, result=answer))


def _clip(clip: Clip) -> dict[str, Any]:
    return {"path": clip.file.path, "heel_lift_cm": clip.heel_lift_cm, "foot_cm": clip.foot_cm}


def _do(
    held: Work, folder: Path, command: Callable[[Path], list[str]], finish: Callable[[dict[str, Any]], object]
) -> None:
    """Runs the program at a desk of its own. Its files reach the folder whole, and under its lease alone."""
    try:
        with _desk(folder, held) as desk:
            said = _run(held, command(desk))
            if said is not None and "answer" in said:
                work.deliver(held=held, hand_over=lambda: _hand_over(desk, folder, said["answer"], finish))
            elif said is not None:
                work.fail(held=held, error=said.get("fault", CUT_OFF))
    except OSError:  # a full disk, a share that went away
        work.fail(held=held, error=CUT_OFF)


def _hand_over(
    desk: Path, folder: Path, answer: dict[str, Any], finish: Callable[[dict[str, Any]], object]
) -> None:
    for path in sorted(desk.iterdir()):
        path.replace(folder / path.name)
    finish(answer)


@contextmanager
def _desk(folder: Path, held: Work) -> Iterator[Path]:
    """Where the files of one lease are made; what an earlier lease left is cleared away."""
    for left in folder.glob(f"desk-{held.pk}-*"):
        shutil.rmtree(left, ignore_errors=True)
    desk = folder / f"desk-{held.pk}-{held.lease}"
    desk.mkdir(parents=True)
    try:
        yield desk
    finally:
        shutil.rmtree(desk, ignore_errors=True)


def _run(held: Work, command: list[str]) -> dict[str, Any] | None:
    """What a program said at last, which tells how far it is. None when it is not wanted any more."""
    with lifeline.start(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        last = monotonic()
        found: dict[str, Any] = {}
        for line in process.stdout:
            said = _said(line)
            found |= {name: said[name] for name in ("answer", "fault") if name in said}
            if "stage" in said and monotonic() - last >= _TELL_S:
                last = monotonic()
                if not work.tell(held=held, stage=said["stage"], share=said["share"]):
                    process.kill()
                    return None
    return found


def _said(line: str) -> dict[str, Any]:
    """What the reader said; nothing when a library of its own wrote between the lines."""
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
