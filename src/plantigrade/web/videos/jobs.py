"""The job that has a clip read. It may be started twice; the clip is read once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from typing import Any

from django.utils import timezone
from django_tasks import task

from plantigrade.web import lifeline
from plantigrade.web.videos import actions
from plantigrade.web.videos.models import Clip

PROGRAM = (sys.executable, "-m", "plantigrade.web.videos.reading")
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


def read(clip_id: str, program: Sequence[str] = PROGRAM) -> None:
    """Reads a clip that waits; does nothing for one that is gone, cancelled, or read by somebody else."""
    clip = actions.claim(clip_id=clip_id)
    if clip is None:
        return
    source = Path(clip.file.path)
    command = [*program, str(source), str(source.parent), str(clip.heel_lift_cm)]
    if clip.foot_cm is not None:
        command.append(str(clip.foot_cm))
    with lifeline.start(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        last = monotonic()
        answer = fault = None
        for line in process.stdout:
            said = _said(line)
            answer, fault = said.get("answer", answer), said.get("fault", fault)
            if "stage" in said and monotonic() - last >= _TELL_S:
                last = monotonic()
                if not actions.tell(clip_id=clip_id, stage=said["stage"], share=said["share"]):
                    process.kill()
                    return
    if answer is not None:
        actions.finish(clip_id=clip_id, result=answer)
    else:
        actions.fail(clip_id=clip_id, error=fault or "The reading was cut off; try once more.")


def _said(line: str) -> dict[str, Any]:
    """What the reader said; nothing when a library of its own wrote between the lines."""
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def waiting_too_long(clip: Clip) -> bool:
    """Whether the job of a running clip has given no sign of life for long."""
    return clip.state == Clip.State.RUNNING and actions.is_stale(clip)
