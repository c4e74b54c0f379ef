"""Who works on a data folder: servers share it, a restore wants it alone.

SQLite's own locks do the work, on a file of their own: they are the same on every system, and the lock of a
process that was killed is gone with it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

_NAME = "in-use.sqlite3"


class InUseError(Exception):
    """Somebody else works on the folder."""


@contextmanager
def shared(folder: Path) -> Iterator[None]:
    """While a server runs. Raises InUseError during a restore."""
    with closing(_opened(folder)) as held:
        _lock(held, "BEGIN", "SELECT 1 FROM sqlite_master")
        yield


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """While nobody else may work on the folder. Raises InUseError when somebody does."""
    with closing(_opened(folder)) as held:
        _lock(held, "BEGIN EXCLUSIVE")
        yield


def _opened(folder: Path) -> sqlite3.Connection:
    return sqlite3.connect(folder / _NAME, timeout=0, isolation_level=None)


def _lock(held: sqlite3.Connection, *commands: str) -> None:
    try:
        for command in commands:
            held.execute(command).fetchall()
    except sqlite3.OperationalError:
        raise InUseError from None
