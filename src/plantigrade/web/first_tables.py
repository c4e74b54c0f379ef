"""The tables of a new data folder as all migrations leave them: laid at once, so that nobody waits for them.

`python -m plantigrade.web.first_tables` writes them again after a migration; a test holds both the same.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

NAME = "first_tables.sql"
# When a migration was applied is of no use in a file that is compared.
_APPLIED = "UPDATE django_migrations SET applied = '2026-01-01 00:00:00'"


def lay(database: Path) -> None:
    """Makes the tables in an SQLite file that has none; leaves any other as it is."""
    with closing(sqlite3.connect(database)) as held:
        [(count,)] = held.execute("SELECT count(*) FROM sqlite_master")
        if not count:
            held.executescript((files("plantigrade.web") / NAME).read_text(encoding="utf-8"))


def migrated() -> str:
    """The same tables by way of all migrations, as SQL."""
    with TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "plantigrade.web.manage", "migrate", "--verbosity", "0"],
            check=True,
            env=os.environ
            | {
                "PLANTIGRADE_DATA": folder,
                "PLANTIGRADE_DATABASE": "",
                "DJANGO_SETTINGS_MODULE": "plantigrade.web.settings",
            },
        )
        with closing(sqlite3.connect(Path(folder) / "plantigrade.sqlite3")) as held:
            held.execute(_APPLIED)
            return "\n".join((*held.iterdump(), ""))


if __name__ == "__main__":
    Path(__file__).with_name(NAME).write_text(migrated(), encoding="utf-8")
