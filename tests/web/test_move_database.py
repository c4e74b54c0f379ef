"""The records of a SQLite file in an empty Postgres, by one command: all of them, or none."""

from __future__ import annotations

import gzip
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from plantigrade.web.keep.sums import sum_of
from tests.web.databases import SERVER, address_of, asked
from tests.web.running import Running, child_environment
from tests.web.test_upgrade import KEPT

needs_postgres = pytest.mark.skipif(not SERVER, reason="needs a Postgres: make test-postgres")


def kept(folder: Path) -> Path:
    """An earlier version's database, as a file in a data folder."""
    file = folder / "plantigrade.sqlite3"
    with closing(sqlite3.connect(file)) as held:
        held.executescript(gzip.decompress(KEPT[-1].read_bytes()).decode())
        held.execute("ANALYZE")  # leaves tables of SQLite's own
    return file


def moved(folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "plantigrade", "move-database"]
    environment = {**child_environment(folder), **settings}
    return subprocess.run(words, env=environment, capture_output=True, text=True, check=False, timeout=300)


def count(file: Path, table: str) -> int:
    with closing(sqlite3.connect(file)) as held:
        return int(held.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


@needs_postgres
def test_everything_of_an_earlier_file_is_there_and_works(tmp_path: Path) -> None:
    file = kept(tmp_path)
    before = file.read_bytes()
    done = moved(tmp_path)
    assert done.returncode == 0, done.stderr
    told = {
        name: int(n.replace(",", "")) for n, name in re.findall(r"^ *([\d,]+)  (\w+)$", done.stdout, re.M)
    }
    assert told["player_setlog"] > 300
    assert told["team_entry"]
    for table, rows in told.items():
        if table not in ("auth_permission", "django_content_type"):  # new tables have new ones
            assert count(file, table) == rows, table
        assert asked(tmp_path, f"SELECT count(*) FROM {table}") == rows, table
    assert file.read_bytes() == before
    assert not list(tmp_path.glob(".move-*"))

    again = moved(tmp_path)
    assert again.returncode == 2
    assert "holds records already" in again.stderr
    assert asked(tmp_path, "SELECT count(*) FROM player_setlog") == told["player_setlog"]

    with pytest.raises(Exception, match="only added to"):
        asked(tmp_path, "UPDATE team_entry SET actor = 'nobody' RETURNING 1")
    # The next number is free: a sequence that was not set would begin at 1.
    assert asked(
        tmp_path, "SELECT nextval(pg_get_serial_sequence('team_entry', 'id')) > max(id) FROM team_entry"
    )
    with Running(tmp_path) as served:
        with closing(sqlite3.connect(file)) as held:
            [(robin,)] = held.execute("SELECT id FROM people_person WHERE is_demo").fetchall()
        assert "Robin" in served.get(f"p/{UUID(robin)}/")[1]
        refused = moved(tmp_path)
        assert "stop it first" in refused.stderr


@needs_postgres
def test_what_postgres_does_not_take_is_named_without_its_words_and_nothing_is_moved(tmp_path: Path) -> None:
    file = kept(tmp_path)
    with closing(sqlite3.connect(file)) as held, held:
        held.execute("UPDATE people_person SET name = ? WHERE is_demo", ["Zwetschge" * 100])
        [(robin,)] = held.execute("SELECT id FROM people_person WHERE is_demo").fetchall()
    done = moved(tmp_path)
    assert done.returncode == 2
    assert f"row {UUID(robin)} of people_person, column name" in done.stderr
    assert "Zwetschge" not in done.stderr
    assert asked(tmp_path, "SELECT count(*) FROM accounts_user") == 0
    with closing(sqlite3.connect(file)) as held, held:
        held.execute("UPDATE people_person SET name = 'Robin' WHERE is_demo")
    with psycopg.connect(address_of(tmp_path)) as server:
        server.execute(
            "CREATE FUNCTION other() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN NEW.name = NEW.name || '!'; RETURN NEW; END $$;"
            "CREATE TRIGGER other BEFORE INSERT ON people_person FOR EACH ROW EXECUTE FUNCTION other()"
        )
    assert "people_person came out other than it went in" in moved(tmp_path).stderr
    with psycopg.connect(address_of(tmp_path)) as server:
        server.execute("DROP FUNCTION other CASCADE")
    assert moved(tmp_path).returncode == 0, "tables without records are as good as none"


@needs_postgres
def test_a_postgres_with_tables_of_others_is_refused(tmp_path: Path) -> None:
    kept(tmp_path)
    with psycopg.connect(address_of(tmp_path)) as server:
        server.execute("CREATE TABLE invoices (id int)")
    assert "tables of others (invoices)" in moved(tmp_path).stderr
    assert asked(tmp_path, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 1


def test_without_a_postgres_or_without_a_file_it_says_so(tmp_path: Path) -> None:
    assert "PLANTIGRADE_DATABASE" in moved(tmp_path, PLANTIGRADE_DATABASE="").stderr
    assert "There is no" in moved(tmp_path, PLANTIGRADE_DATABASE="postgresql:///none?host=/nowhere").stderr


def test_sums_tell_a_changed_value_and_a_doubled_row_and_no_order() -> None:
    rows = [(1, "a", {"x": 1.0}), (2, "b", None), (3, "c", [1e22])]
    assert sum_of(rows) == sum_of(reversed(rows)) == sum_of([(1, "a", {"x": 1}), *rows[1:]])
    assert sum_of([*rows[:2], (3, "c", [1e21])]) != sum_of(rows)
    assert sum_of([rows[0], rows[0], rows[1]]) != sum_of(rows)
    assert sum_of([(1, None)]) != sum_of([(1, "None")]) != sum_of([("1", "None")])
