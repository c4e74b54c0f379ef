"""The jobs that have clips read and compared. Each may be started twice; the work is done once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic
from typing import Any

from django.utils import timezone
from django_tasks import task

from plantigrade.web import lifeline
from plantigrade.web.videos import actions
from plantigrade.web.videos import actions_work as work
from plantigrade.web.videos.models import Clip, Comparison, Work

PROGRAM = (sys.executable, "-m", "plantigrade.web.videos.reading")
COMPARING = (sys.executable, "-m", "plantigrade.web.videos.comparing")
_TELL_S = 1.0


@task()
def look_after_clips() -> None:
    """Finds clips that a killed worker left, and looks again for as long as any is being read."""
    if actions.recover():
        look_after_clips.using(run_after=timezone.now() + actions.SILENT).enqueue()


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
    command = [*program, str(source), str(source.parent), str(clip.heel_lift_cm)]
    if clip.foot_cm is not None:
        command.append(str(clip.foot_cm))
    _run(Clip, clip_id, command, lambda answer: actions.finish(clip_id=clip_id, result=answer))


def compare(comparison_id: str, program: Sequence[str] = COMPARING) -> None:
    """Compares two clips that wait for it, as `read` reads one."""
    held = work.claim(kind=Comparison, key=comparison_id)
    if held is None:
        return
    asked = {"a": _clip(held.before), "b": _clip(held.after), "film": held.after.file.storage.path(held.film)}
    _run(
        Comparison,
        comparison_id,
        [*program, json.dumps(asked)],
        lambda answer: work.finish(kind=Comparison, key=comparison_id, result=answer),
    )


def _clip(clip: Clip) -> dict[str, Any]:
    return {"path": clip.file.path, "heel_lift_cm": clip.heel_lift_cm, "foot_cm": clip.foot_cm}


def _run(kind: type[Work], key: str, command: list[str], finish: Callable[[dict[str, Any]], object]) -> None:
    """Runs a program that says how far it is; ends it when the work is not wanted any more."""
    with lifeline.start(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        last = monotonic()
        answer = fault = None
        for line in process.stdout:
            said = _said(line)
            answer, fault = said.get("answer", answer), said.get("fault", fault)
            if "stage" in said and monotonic() - last >= _TELL_S:
                last = monotonic()
                if not work.tell(kind=kind, key=key, stage=said["stage"], share=said["share"]):
                    process.kill()
                    return
    if answer is not None:
        finish(answer)
    else:
        work.fail(kind=kind, key=key, error=fault or "The reading was cut off; try once more.")


def _said(line: str) -> dict[str, Any]:
    """What the reader said; nothing when a library of its own wrote between the lines."""
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
