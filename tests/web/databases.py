"""The database of processes that a test starts: a file in their folder, or one of its own on the server that
PLANTIGRADE_DATABASE names (`make test-postgres`).
"""

from __future__ import annotations

import atexit
import hashlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

SERVER = os.environ.get("PLANTIGRADE_DATABASE", "")
_made: set[str] = set()


def address_of(folder: Path) -> str:
    """Where a folder's processes find their database, made when it is not there; nothing means SQLite."""
    if not SERVER:
        return ""
    name = "plantigrade_" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    if name not in _made:
        if not _made:
            atexit.register(_drop)
        _command(f'CREATE DATABASE "{name}"')
        _made.add(name)
    return urlsplit(SERVER)._replace(path=f"/{name}").geturl()


def asked(folder: Path, query: str) -> Any:
    """The one value of a query on the database of a folder."""
    if not SERVER:
        with closing(sqlite3.connect(folder / "plantigrade.sqlite3")) as held:
            return held.execute(query).fetchone()[0]
    with psycopg.connect(address_of(folder)) as server:
        row = server.execute(query.encode()).fetchone()
    assert row is not None
    return row[0]


def is_sound(folder: Path) -> bool:
    """What the database says of its own pages; a Postgres that starts has repaired them."""
    return bool(SERVER) or asked(folder, "PRAGMA integrity_check") == "ok"


def _command(text: str) -> None:
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(text.encode())


def _drop() -> None:
    for name in _made:
        _command(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
