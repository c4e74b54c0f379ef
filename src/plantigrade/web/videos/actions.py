"""Writes of clips and of what is compared."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction

from plantigrade.web.people.models import Person
from plantigrade.web.videos import actions_work as work
from plantigrade.web.videos.models import Clip, Comparison
from plantigrade.web.videos.queries import partners_of_the_day

SILENT = work.SILENT


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
    return work.claim(kind=Clip, key=clip_id)


@transaction.atomic
def finish(*, clip: Clip, result: dict[str, Any]) -> None:
    """Keeps what was read of a claimed clip. Flat and raised squats of one day are then compared."""
    # Two clips that are done at the same moment would not see each other.
    Person.objects.select_for_update(no_key=True).get(pk=clip.person_id)
    if work.finish(held=clip, result=result):
        for before, after in partners_of_the_day(Clip.objects.get(pk=clip.pk)):
            compare(before=before, after=after)


def cancel(*, clip: Clip) -> None:
    work.cancel(work=clip)


def again(*, clip: Clip) -> None:
    """Has a clip read once more that failed, was cancelled, or whose worker died."""
    work.again(work=clip, enqueue=lambda key: enqueue(clip_id=key))


@transaction.atomic
def remove(*, clip: Clip) -> None:
    """The clip with all its files, and every comparison with it."""
    storage, folder = clip.file.storage, clip.folder
    films = [one.film for one in clip.compared_later.all()]
    clip.delete()
    for name in [*(f"{folder}/{name}" for name in storage.listdir(folder)[1]), *films]:
        storage.delete(name)


@transaction.atomic
def compare(*, before: Clip, after: Clip) -> Comparison:
    """The comparison of two clips of one person, once: asked for again it is the one that is there.

    Raises ValueError for clips of two people, and for a clip with itself.
    """
    if before.person_id != after.person_id or before.pk == after.pk:
        raise ValueError("two clips of one person are compared")
    held, made = Comparison.objects.get_or_create(
        before=before, after=after, defaults={"person_id": before.person_id}
    )
    if made:
        enqueue_comparison(comparison_id=str(held.pk))
    return held


def enqueue_comparison(*, comparison_id: str) -> None:
    from plantigrade.web.videos.jobs import compare_clips

    compare_clips.enqueue(comparison_id)


def compare_again(*, comparison: Comparison) -> None:
    work.again(work=comparison, enqueue=lambda key: enqueue_comparison(comparison_id=key))


def cancel_comparison(*, comparison: Comparison) -> None:
    work.cancel(work=comparison)


@transaction.atomic
def remove_comparison(*, comparison: Comparison) -> None:
    """The comparison with its film; the clips stay."""
    storage, film = comparison.after.file.storage, comparison.film
    comparison.delete()
    storage.delete(film)


def recover() -> None:
    """Has everything read and compared whose worker died."""
    work.recover(kind=Clip, enqueue=lambda key: enqueue(clip_id=key))
    work.recover(kind=Comparison, enqueue=lambda key: enqueue_comparison(comparison_id=key))
