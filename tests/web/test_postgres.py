"""What only a Postgres can show. `make test-postgres` makes one for these tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.web.databases import SERVER, address_of, asked
from tests.web.running import child_environment

pytestmark = pytest.mark.skipif(not SERVER, reason="needs a Postgres: make test-postgres")
MANAGE = (sys.executable, "-m", "plantigrade.web.manage")


def test_machines_that_start_at_once_make_the_tables_once(tmp_path: Path) -> None:
    """Each has a data folder of its own; without a lock in the database all but one fail."""
    machines = []
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
        here = {**child_environment(tmp_path), "PLANTIGRADE_DATA": str(tmp_path / name)}
        machines.append(
            subprocess.Popen(
                [*MANAGE, "migrate", "--no-input"],
                env=here,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
        )
    for machine in machines:
        told = machine.communicate(timeout=120)[1].decode()
        assert machine.returncode == 0, told
    assert asked(tmp_path, "SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'team_entry_no_%'") == 2


def test_backup_and_restore_say_what_to_do_instead(tmp_path: Path) -> None:
    for command in ("backup", "restore"):
        words = [sys.executable, "-m", "plantigrade.cli.main", command, str(tmp_path / "a.zip")]
        done = subprocess.run(words, env=child_environment(tmp_path), capture_output=True, text=True)
        assert done.returncode == 2
        assert "pg_dump" in done.stderr
        assert "docs/operations.md" in done.stderr


@pytest.mark.skipif(shutil.which("pg_dump") is None, reason="pg_dump is not installed")
def test_the_drill_of_the_operations_page_brings_everything_back(tmp_path: Path) -> None:
    """docs/operations.md: dump, restore into an empty database, start on it."""
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        folder.mkdir()
    environment = child_environment(here)
    subprocess.run([sys.executable, "-c", DEMO], env=environment, check=True)
    file = tmp_path / "plantigrade.dump"
    dump = ["pg_dump", "--format=custom", f"--file={file}", address_of(here)]
    subprocess.run(dump, check=True, env=os.environ)
    subprocess.run(
        ["pg_restore", "--no-owner", "--exit-on-error", f"--dbname={address_of(there)}", str(file)],
        check=True,
    )
    for table in ("player_setlog", "people_person", "team_entry", "django_migrations"):
        query = f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {table} t"
        assert asked(there, query) == asked(here, query), table
    assert asked(there, "SELECT count(*) FROM player_setlog") > 100
    assert asked(there, "SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'team_entry_no_%'") == 2
    checked = subprocess.run(
        [*MANAGE, "migrate", "--check"], env=child_environment(there), capture_output=True
    )
    assert checked.returncode == 0, checked.stderr


DEMO = """
from plantigrade.web.starting import set_up
set_up(migrate=True)
from plantigrade.web.home.demo import add_demo_person
add_demo_person(only_if_empty=True)
"""
