"""Writes of clips. A state moves only from where it is expected: of two workers one wins."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from plantigrade.web.people.models import Person
from plantigrade.web.videos.models import Clip

SILENT = datetime.timedelta(minutes=2)


@transaction.atomic
def add_clip(
    *,
    person: Person,
    file: File[bytes],
    taken_on: datetime.date,
    heel_lift_cm: float = 0.0,
    foot_cm: float | None = None,
) -> Clip:
    """Stores the clip together with the job that has it read."""
    clip = Clip.objects.create(
        person=person, file=file, taken_on=taken_on, heel_lift_cm=heel_lift_cm, foot_cm=foot_cm
    )
    enqueue(clip_id=str(clip.pk))
    return clip


def enqueue(*, clip_id: str) -> None:
    from plantigrade.web.videos.jobs import read_clip

    read_clip.enqueue(clip_id)


def claim(*, clip_id: str) -> Clip | None:
    """The clip, now running, when it waited; None otherwise."""
    won = Clip.objects.filter(pk=clip_id, state=Clip.State.WAITING).update(
        state=Clip.State.RUNNING, seen_at=timezone.now(), stage="", share=0.0
    )
    return Clip.objects.get(pk=clip_id) if won else None


def tell(*, clip_id: str, stage: str, share: float) -> bool:
    """A sign of life. False when the clip is not to be read any more."""
    running = Clip.objects.filter(pk=clip_id, state=Clip.State.RUNNING)
    return bool(running.update(stage=stage, share=share, seen_at=timezone.now()))


def finish(*, clip_id: str, result: dict[str, Any]) -> None:
    Clip.objects.filter(pk=clip_id, state=Clip.State.RUNNING).update(
        state=Clip.State.DONE, result=result, share=1.0
    )


def fail(*, clip_id: str, error: str) -> None:
    Clip.objects.filter(pk=clip_id, state=Clip.State.RUNNING).update(state=Clip.State.FAILED, error=error)


def cancel(*, clip: Clip) -> None:
    Clip.objects.filter(pk=clip.pk, state__in=(Clip.State.WAITING, Clip.State.RUNNING)).update(
        state=Clip.State.CANCELLED
    )


@transaction.atomic
def again(*, clip: Clip) -> None:
    """Has a clip read once more that failed, was cancelled, or whose worker died."""
    over = (Clip.State.FAILED, Clip.State.CANCELLED)
    held = Clip.objects.filter(pk=clip.pk)
    started = held.filter(state__in=over).update(state=Clip.State.WAITING, error="")
    if not started:
        started = held.filter(_silent(), state=Clip.State.RUNNING).update(state=Clip.State.WAITING)
    if started:
        enqueue(clip_id=str(clip.pk))


def recover() -> bool:
    """Has every clip read whose worker died, or whose job is lost. True when clips are still being read.

    A job too many does no harm: of two one claims the clip.
    """
    for clip in Clip.objects.filter(_silent(), state=Clip.State.RUNNING):
        again(clip=clip)
    for clip_id in Clip.objects.filter(state=Clip.State.WAITING).values_list("pk", flat=True):
        if not DBTaskResult.objects.ready().filter(args_kwargs__args=[str(clip_id)]).exists():
            enqueue(clip_id=str(clip_id))
    return Clip.objects.filter(state=Clip.State.RUNNING).exists()


@transaction.atomic
def remove(*, clip: Clip) -> None:
    """The clip with all its files."""
    storage, folder = clip.file.storage, clip.folder
    clip.delete()
    for name in storage.listdir(folder)[1]:
        storage.delete(f"{folder}/{name}")


def is_stale(clip: Clip) -> bool:
    return clip.seen_at is not None and abs(timezone.now() - clip.seen_at) > SILENT


def _silent() -> Q:
    """No sign of life for long; one out of the future is of before the clock was set back."""
    now = timezone.now()
    return Q(seen_at__lt=now - SILENT) | Q(seen_at__gt=now + SILENT)
