"""A process that ends when the one that started it does, however that ended.

The parent holds the write end of a pipe that is the child's standard input. The system closes it when the
parent is gone, on Linux, macOS and Windows alike; a parent that is killed can send no signal.
"""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Sequence
from multiprocessing import parent_process
from multiprocessing.connection import wait
from typing import Any

STATUS = 70
_HELD = "PLANTIGRADE_HELD"


def start(command: Sequence[str], **more: Any) -> subprocess.Popen[Any]:
    """Starts a program that calls `hold`; it lives no longer than this process."""
    environment = {**os.environ, _HELD: "1"}
    return subprocess.Popen(command, stdin=subprocess.PIPE, env=environment, **more)


def hold() -> None:
    """Ends this process when the one that called `start` is gone; nothing when it was started otherwise."""
    if os.environ.get(_HELD) == "1":
        _watch(_await_end_of_pipe)


def hold_to_pool() -> None:
    """The same for a process that `multiprocessing` started."""
    if parent_process() is not None:
        _watch(_await_end_of_pool)


def _watch(ended: Any) -> None:
    def watch() -> None:
        ended()
        os._exit(STATUS)

    threading.Thread(target=watch, daemon=True, name="lifeline").start()


def _await_end_of_pipe() -> None:
    try:
        while os.read(0, 1024):
            pass
    except OSError:
        return


def _await_end_of_pool() -> None:
    parent = parent_process()
    assert parent is not None
    wait([parent.sentinel])
