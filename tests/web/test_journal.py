"""The journal of the SQLite file: nobody folds it by the way, the worker folds it whole and loses nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler
from django.utils.connection import ConnectionProxy

from plantigrade.web.database import database
from plantigrade.web.operations import heartbeat
from plantigrade.web.operations.journal import WORTH_FOLDING, fold
from tests.web.running import until

pytestmark = pytest.mark.django_db
ROW = "x" * 100_000
ROWS = 2 * WORTH_FOLDING // len(ROW)
PUT = "INSERT INTO t VALUES (?)"


@pytest.fixture
def held(tmp_path: Path) -> Iterator[BaseDatabaseWrapper]:
    """A connection as the settings make it, to a file with rows that are worth folding."""
    made = ConnectionHandler({"default": database("", tmp_path)})["default"]
    with made.cursor() as cursor:
        cursor.execute("CREATE TABLE t (row)")
        cursor.executemany("INSERT INTO t VALUES (%s)", [(ROW,)] * ROWS)
    yield made
    made.close()


@pytest.fixture
def other(held: BaseDatabaseWrapper) -> Iterator[sqlite3.Connection]:
    """Another process's."""
    with closing(sqlite3.connect(held.settings_dict["NAME"], isolation_level=None, timeout=0)) as made:
        # SQLite opens the file at the first question; from then on `held` is not the last one to close it.
        made.execute("SELECT 1 FROM t")
        yield made


def _in_the_file(held: BaseDatabaseWrapper) -> int:
    """Rows of the file without its journal."""
    file = Path(held.settings_dict["NAME"])
    with closing(sqlite3.connect(f"{file.as_uri()}?immutable=1", uri=True)) as alone:
        if not alone.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            return 0
        return int(alone.execute("SELECT count(*) FROM t").fetchone()[0])


def _journal_bytes(held: BaseDatabaseWrapper) -> int:
    return Path(f"{held.settings_dict['NAME']}-wal").stat().st_size


def test_no_commit_folds_and_the_worker_does_it_whole(held: BaseDatabaseWrapper) -> None:
    assert _in_the_file(held) == 0
    assert fold(held)
    assert _in_the_file(held) == ROWS
    assert _journal_bytes(held) == 0
    assert not fold(held), "nothing is left that is worth it"


def test_while_somebody_writes_nothing_is_folded(
    held: BaseDatabaseWrapper, other: sqlite3.Connection
) -> None:
    other.execute("BEGIN IMMEDIATE")
    assert not fold(held)
    assert _in_the_file(held) == 0
    other.execute(PUT, (ROW,))
    other.execute("COMMIT")
    assert fold(held)
    assert _in_the_file(held) == ROWS + 1


def test_a_reader_of_an_old_moment_keeps_it_and_loses_nobody_anything(
    held: BaseDatabaseWrapper, other: sqlite3.Connection
) -> None:
    count = "SELECT count(*) FROM t"
    other.execute("BEGIN")
    assert other.execute(count).fetchone() == (ROWS,)
    with held.cursor() as cursor:
        cursor.execute("INSERT INTO t VALUES (%s)", [ROW])
    assert not fold(held)
    assert other.execute(count).fetchone() == (ROWS,)
    other.execute("ROLLBACK")
    other.execute(PUT, (ROW,))
    assert fold(held)
    assert _in_the_file(held) == ROWS + 2


@pytest.mark.usefixtures("other")
def test_the_worker_folds_at_its_beats(held: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch) -> None:
    handler = ConnectionHandler({"default": held.settings_dict})
    monkeypatch.setattr(heartbeat, "connection", ConnectionProxy(handler, "default"))
    monkeypatch.setattr(heartbeat, "saw_worker", lambda **_: None)
    ended = heartbeat.begin(look_after=lambda: None)
    try:
        until(lambda: _journal_bytes(held) == 0, "the journal is folded")
    finally:
        ended.set()
    assert _in_the_file(held) == ROWS
