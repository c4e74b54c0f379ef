"""The worker's sign of life, from a thread beside its jobs."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from uuid import uuid4

from django.db import Error, connection

from plantigrade.web.operations.actions import saw_worker
from plantigrade.web.operations.journal import fold

EVERY_S = 20.0


def begin(look_after: Callable[[], object]) -> threading.Event:
    """Beats until the event is set or the process ends; each looks after the work of others and the journal.

    A database that is away is asked again.
    """
    ended, name = threading.Event(), uuid4().hex

    def beat() -> None:
        while True:
            with suppress(Error):
                saw_worker(name=name)
                look_after()
                fold(connection)
            connection.close()
            if ended.wait(EVERY_S):
                return

    threading.Thread(target=beat, name="heartbeat", daemon=True).start()
    return ended
