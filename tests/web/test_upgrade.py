"""A database of an earlier version comes up in today's, with all that was in it."""

from __future__ import annotations

import gzip
import re
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest

from plantigrade.web import first_tables
from tests.web.databases import asked
from tests.web.running import Running, until

# One for each version that was let out, as SQL; made by that version and never written again.
KEPT = sorted((Path(__file__).parent / "kept").glob("*.sql.gz"))
# What a start writes anew by itself.
OWN_OF_A_START = {
    "django_migrations",
    "django_session",
    "django_tasks_database_dbtaskresult",
    "sqlite_sequence",
}
# A clip that waits is read by the worker of the new version.
HOW_FAR_WORK_IS = {"state", "stage", "share", "seen_at", "error"}
WAITING = "SELECT count(*) FROM videos_clip WHERE state = 'waiting'"


def rows(database: Path, columns: dict[str, tuple[str, ...]]) -> dict[str, Counter[str]]:
    """Every table's rows, of the columns named."""
    with closing(sqlite3.connect(database)) as held:
        found = {}
        for table, names in columns.items():
            wanted = ", ".join(f'"{name}"' for name in names)
            found[table] = Counter(map(repr, held.execute(f'SELECT {wanted} FROM "{table}"')))
        return found


def columns_of(database: Path) -> dict[str, tuple[str, ...]]:
    with closing(sqlite3.connect(database)) as held:
        query = (
            "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'"
        )
        found: dict[str, tuple[str, ...]] = {}
        for table, column in held.execute(query):
            if not (table.startswith("videos_") and column in HOW_FAR_WORK_IS):
                found[table] = (*found.get(table, ()), column)
        return {name: found[name] for name in found.keys() - OWN_OF_A_START}


@pytest.mark.sqlite("it is a file of SQLite; test_move_database.py moves it")
@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.name)
def test_an_earlier_database_keeps_its_rows_and_opens(kept: Path, tmp_path: Path) -> None:
    database = tmp_path / "plantigrade.sqlite3"
    with closing(sqlite3.connect(database)) as held:
        held.executescript(gzip.decompress(kept.read_bytes()).decode())
        [(robin,)] = held.execute("SELECT id FROM people_person WHERE is_demo").fetchall()
    columns = columns_of(database)
    before = rows(database, columns)
    with Running(tmp_path) as running:
        person = str(UUID(robin))
        linked = re.compile(rf'href="/(p/{person}/[a-z/]*)"')
        pages = set(linked.findall(running.get()[1]))
        pages |= {page for first in pages for page in linked.findall(running.get(first)[1])}
        assert len(pages) > 12
        for page in pages:
            running.get(page)
        until(lambda: not asked(tmp_path, WAITING), "the worker takes the waiting clip on")
        after = rows(database, columns)
    # Rows may come (permissions of new tables, signs of workers); none may go or change.
    assert {name for name in before if before[name] - after[name]} == set()
    assert before["player_setlog"].total() > 300
    assert before["team_entry"]
    assert before["screening_mark"]


def test_a_new_folder_begins_with_what_all_migrations_make() -> None:
    laid = Path(first_tables.__file__).with_name(first_tables.NAME).read_text(encoding="utf-8")
    assert laid == first_tables.migrated(), "python -m plantigrade.web.first_tables writes it again"
