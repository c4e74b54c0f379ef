"""Each job in one line of the log: its name, how it ended, how long it took; never what it was about."""

from __future__ import annotations

import logging
from typing import Any

_LOG = logging.getLogger("plantigrade.jobs")


def listen() -> None:
    from django_tasks.signals import task_finished

    task_finished.connect(_finished, dispatch_uid="plantigrade.operations")


def _finished(task_result: Any, **_: Any) -> None:
    begun, ended = task_result.started_at, task_result.finished_at
    failed = str(task_result.status) != "SUCCESSFUL"
    _LOG.log(
        logging.ERROR if failed else logging.INFO,
        "job",
        extra={
            "told": {
                "route": task_result.task.name,
                "status": str(task_result.status).lower(),
                "ms": round(1000 * (ended - begun).total_seconds(), 1) if begun and ended else None,
                "request": str(task_result.id),
            }
        },
    )
