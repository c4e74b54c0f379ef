"""Who works on a data folder: servers share it, a restore wants it alone.

SQLite's own locks do the work, on a file of their own: they are the same on every system, and the lock of a
process that was killed is gone with it.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

_NAME = "in-use.sqlite3"
_NAME_WHILE_PREPARING = "preparing.sqlite3"
_LOOK_S = 0.01


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


@contextmanager
def preparing(folder: Path) -> Iterator[None]:
    """While the data are brought up to date, by one at a time."""
    with closing(_opened(folder, _NAME_WHILE_PREPARING)) as held:
        _await(held, "BEGIN EXCLUSIVE")
        yield


def await_prepared(folder: Path) -> None:
    """Returns once nobody brings the data up to date."""
    with closing(_opened(folder, _NAME_WHILE_PREPARING)) as held:
        _await(held, "BEGIN", "SELECT 1 FROM sqlite_master")


def _opened(folder: Path, name: str = _NAME) -> sqlite3.Connection:
    return sqlite3.connect(folder / name, timeout=0, isolation_level=None)


def _await(held: sqlite3.Connection, *commands: str) -> None:
    while True:
        with suppress(InUseError):
            _lock(held, *commands)
            return
        held.rollback()
        time.sleep(_LOOK_S)


def _lock(held: sqlite3.Connection, *commands: str) -> None:
    try:
        for command in commands:
            held.execute(command).fetchall()
    except sqlite3.OperationalError:
        raise InUseError from None
