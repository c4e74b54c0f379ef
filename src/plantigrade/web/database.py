"""Where the records lie: a file of SQLite in the data folder, or a Postgres that is named."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from plantigrade.web.environment import SettingError

FILE = "plantigrade.sqlite3"
_SCHEMES = ("postgresql", "postgres")
_KEPT_OPEN_S = 600


def database(address: str, data: Path) -> dict[str, Any]:
    """Django's settings of the database at an address; without one that of the file in the data folder.

    Raises SettingError for an address that cannot be read, or whose driver is not installed.
    """
    return _server(address) if address else _file(data)


def _file(data: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": data / FILE,
        # Without these half the writes of four writers fail with "database is locked".
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: a phone forgets a set once it is told that it is safe, so a power cut must not undo it.
            # No connection folds the journal by itself: `operations.journal` says why.
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA wal_autocheckpoint=0;PRAGMA synchronous=FULL;"
            "PRAGMA foreign_keys=ON;",
        },
        "CONN_MAX_AGE": _KEPT_OPEN_S,
    }


def _server(address: str) -> dict[str, Any]:
    """The address as libpq reads it: what stands behind the question mark are its own parameters."""
    try:
        found = urlsplit(address)
        port, parameters = found.port, dict(parse_qsl(found.query, strict_parsing=bool(found.query)))
    except ValueError:
        raise _unreadable() from None
    name = unquote(found.path.removeprefix("/"))
    if found.scheme not in _SCHEMES or not name or "/" in name or found.fragment:
        raise _unreadable()
    if find_spec("psycopg") is None:
        raise SettingError(
            "PLANTIGRADE_DATABASE names Postgres, whose driver is not installed; "
            "install plantigrade[postgres], or requirements/postgres.txt."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(found.username or ""),
        "PASSWORD": unquote(found.password or ""),
        "HOST": unquote(found.hostname or "") or parameters.pop("host", ""),
        "PORT": str(port or parameters.pop("port", "")),
        "OPTIONS": {"connect_timeout": "10", "application_name": "plantigrade", **parameters},
        "CONN_MAX_AGE": _KEPT_OPEN_S,
        # A server that was started again has dropped every connection that was kept open.
        "CONN_HEALTH_CHECKS": True,
    }


def _unreadable() -> SettingError:
    # Never the address itself: it holds a password.
    return SettingError(
        "PLANTIGRADE_DATABASE cannot be read; it is like postgresql://user:password@host:5432/name, with "
        "every @, :, /, ?, # and % of the password as %40, %3A, %2F, %3F, %23 and %25. "
        "Without it SQLite is used."
    )
