"""Writes of work that a job makes. A state moves only from where it is expected: of two workers one wins.

Workers may be on several machines: their clocks have to agree to within a minute.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any, TypeVar
from uuid import uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from plantigrade.web.videos.models import Work

SILENT = datetime.timedelta(minutes=2)
W = TypeVar("W", bound=Work)
Enqueue = Callable[[str], object]


def claim(*, kind: type[W], key: str) -> W | None:
    """The work, now running under a lease of the caller's, when it waited; None otherwise."""
    lease = uuid4()
    waiting = _all(kind).filter(pk=key, state=Work.State.WAITING)
    if not waiting.update(
        state=Work.State.RUNNING, lease=lease, seen_at=timezone.now(), stage="", share=0.0
    ):  # fmt: skip
        return None
    held: W = _all(kind).get(pk=key)
    held.lease = lease
    return held


def tell(*, held: Work, stage: str, share: float) -> bool:
    """A sign of life. False when the work is not wanted any more, or somebody else's by now."""
    return bool(_leased(held).update(stage=stage, share=share, seen_at=timezone.now()))


@transaction.atomic
def deliver(*, held: Work, hand_over: Callable[[], object]) -> None:
    """Puts the files and the answer of work in their place, unless it is somebody else's by now.

    Nobody can be given the work meanwhile.
    """
    if _leased(held).select_for_update(no_key=True).first() is not None:
        hand_over()


def finish(*, held: Work, result: dict[str, Any]) -> bool:
    """Keeps the answer; False when it is not wanted any more, or somebody else's to give by now."""
    return bool(_leased(held).update(state=Work.State.DONE, result=result, share=1.0))


def fail(*, held: Work, error: str) -> None:
    _leased(held).update(state=Work.State.FAILED, error=error)


def cancel(*, work: Work) -> None:
    going = (Work.State.WAITING, Work.State.RUNNING)
    _all(type(work)).filter(pk=work.pk, state__in=going).update(state=Work.State.CANCELLED)


@transaction.atomic
def again(*, work: Work, enqueue: Enqueue) -> None:
    """Has work done once more that failed, was cancelled, or whose worker died."""
    over = (Work.State.FAILED, Work.State.CANCELLED)
    held = _all(type(work)).filter(pk=work.pk)
    started = held.filter(state__in=over).update(state=Work.State.WAITING, error="")
    if not started:
        started = held.filter(_silent(), state=Work.State.RUNNING).update(state=Work.State.WAITING)
    if started:
        enqueue(str(work.pk))


def recover(*, kind: type[W], enqueue: Enqueue) -> None:
    """Has all work done whose worker died, or whose job is lost.

    Every worker looks; of two one gives the work out. A job too many does no harm: of two one claims it.
    """
    for held in _all(kind).filter(_silent(), state=Work.State.RUNNING):
        again(work=held, enqueue=enqueue)
    waiting = [str(key) for key in _all(kind).filter(state=Work.State.WAITING).values_list("pk", flat=True)]
    if waiting:
        jobs = DBTaskResult.objects.ready().values_list("args_kwargs", flat=True)
        asked = {str(one) for job in jobs.iterator() for one in job["args"]}
        for key in waiting:
            if key not in asked:
                enqueue(key)


def is_stale(work: Work) -> bool:
    """Whether the job of running work has given no sign of life for long."""
    silent = work.seen_at is not None and abs(timezone.now() - work.seen_at) > SILENT
    return work.state == Work.State.RUNNING and silent


def _all(kind: type[W]) -> Any:
    return kind._default_manager


def _leased(held: Work) -> Any:
    """The work while it is as it was claimed: a worker that was taken for dead may wake up."""
    return _all(type(held)).filter(pk=held.pk, state=Work.State.RUNNING, lease=held.lease)


def _silent() -> Q:
    """No sign of life for long; one out of the future is of before the clock was set back."""
    now = timezone.now()
    return Q(seen_at__lt=now - SILENT) | Q(seen_at__gt=now + SILENT)
