"""The write-ahead journal of an SQLite file, folded into the file by one hand.

Left to itself, SQLite folds after a commit of whoever comes by. Up to 3.51.2 that can lose commits that were
told as safe, and spoil the file: when one connection folds again what is folded while another begins the
journal anew (sqlite.org/wal.html, "The WAL-Reset Bug"). So no connection folds by itself (`web.database`);
the worker does, and holds the lock of writers meanwhile, so that nobody can begin the journal anew.
"""

from __future__ import annotations

from pathlib import Path

from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

# As SQLite's own 1,000 pages: reading stays quick, and a page of the file is written once for many commits.
WORTH_FOLDING = 4_000_000
# As long whoever writes may wait, when a reader of an old moment (a backup, say) holds it up.
_PATIENCE_MS = 500


def fold(held: BaseDatabaseWrapper) -> bool:
    """Folds a journal that is worth it; whether it is empty now. Leaves `held` with a short patience."""
    if held.vendor != "sqlite":
        return False
    journal = Path(f"{held.settings_dict['NAME']}-wal")
    if not journal.exists() or journal.stat().st_size < WORTH_FOLDING:
        return False
    with held.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout={_PATIENCE_MS}")
        try:
            # Refused the lock of writers, SQLite would fold without it.
            cursor.execute("BEGIN IMMEDIATE")
            cursor.execute("ROLLBACK")
        except OperationalError:
            return False
        busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
