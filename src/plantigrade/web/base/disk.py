"""Whether something failed because the disk is full."""

from __future__ import annotations

import errno
import sqlite3

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_SQLITE_FULL = 13
_POSTGRES_FULL = "53100"
_WORDS = "database or disk is full"


def is_full(error: BaseException | None) -> bool:
    """True for an error that a full disk made, at any place of its chain of causes."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, OSError) and error.errno in _FULL:
            return True
        if isinstance(error, sqlite3.Error) and (
            getattr(error, "sqlite_errorcode", 0) & 0xFF == _SQLITE_FULL or _WORDS in str(error)
        ):
            return True
        if getattr(error, "sqlstate", None) == _POSTGRES_FULL:
            return True
        error = error.__cause__ or error.__context__
    return False
