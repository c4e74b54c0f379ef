"""The records of the SQLite file moved into an empty Postgres: all of them, compared, or none.

Rows go in blocks, so memory does not grow with them. The file is read from a snapshot and stays as it was.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from graphlib import TopologicalSorter
from itertools import islice
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import JSONField, Model

from plantigrade.web.base.disk import is_full
from plantigrade.web.database import FILE, database
from plantigrade.web.in_use import InUseError, alone
from plantigrade.web.keep.backup import take_snapshot
from plantigrade.web.keep.problems import FileError
from plantigrade.web.keep.sums import Sum, sum_of
from plantigrade.web.team import append_only

Table = type[Model]
SOURCE = "moved"
_BLOCK = 2_000
# The tables of the application have them before anybody has entered anything.
_MADE_WITH_THE_TABLES = ("auth_permission", "django_content_type")
_NOT_MOVED = frozenset(["django_migrations", "counts_of_tries"])


def move() -> Mapping[str, int]:
    """Moves everything; returns the rows of each table. Raises FileError, and then nothing was moved."""
    if connection.vendor != "postgresql":
        raise FileError("Name the Postgres in PLANTIGRADE_DATABASE, then move the records into it.")
    file: Path = settings.DATA / FILE
    if not file.is_file():
        raise FileError(f"There is no {file}; name its folder in PLANTIGRADE_DATA.")
    try:
        with alone(settings.DATA), tempfile.TemporaryDirectory(prefix=".move-", dir=settings.DATA) as folder:
            take_snapshot(file, Path(folder) / FILE)
            _bring_up_to_date(Path(folder))
            with _opened(Path(folder)):
                return _moved()
    except InUseError:
        raise FileError("plantigrade runs on this data folder; stop it first, also its workers.") from None
    except OSError as error:
        if is_full(error):
            raise FileError("The disk is full; nothing was moved. Make room, then try again.") from None
        raise FileError(f"It cannot be moved ({error}).") from None
    except DatabaseError as error:
        raise FileError(f"Nothing was moved; the database says: {_first_line(error)}") from None


def _bring_up_to_date(folder: Path) -> None:
    """The snapshot in today's tables, by a process of its own: a migration may mean the default database."""
    here = {
        **os.environ,
        "PLANTIGRADE_DATA": str(folder),
        "PLANTIGRADE_DATABASE": "",
        "PLANTIGRADE_VIDEOS": "",
        "DJANGO_SETTINGS_MODULE": "plantigrade.web.settings",
    }
    words = [sys.executable, "-m", "plantigrade.web.manage", "migrate", "--no-input", "--verbosity", "0"]
    done = subprocess.run(words, env=here, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().rpartition("\n")[2]
        raise FileError(f"Nothing was moved: the SQLite file cannot be brought up to date ({said}).")


@contextmanager
def _opened(folder: Path) -> Iterator[None]:
    made = connections.configure_settings({"default": {}, SOURCE: database("", folder)})
    connections.settings[SOURCE] = made[SOURCE]
    try:
        yield
    finally:
        connections[SOURCE].close()
        del connections[SOURCE], connections.settings[SOURCE]


def _moved() -> dict[str, int]:
    tables = _in_order()
    _refuse_what_is_not_empty(tables)
    call_command("migrate", verbosity=0, interactive=False)
    _refuse_other_tables(tables)
    with transaction.atomic():
        with connection.cursor() as cursor:
            names = ", ".join(_quoted(table._meta.db_table) for table in tables)
            # Nobody else writes meanwhile, not even a server that was started too early.
            cursor.execute(f"LOCK TABLE {names} IN EXCLUSIVE MODE")
            _refuse_what_is_not_empty(tables)
            for name in _MADE_WITH_THE_TABLES:
                cursor.execute(f"DELETE FROM {_quoted(name)}")
        expected = {table: _copied(table) for table in tables}
        for table, held in expected.items():
            if sum_of(_rows(table, "default")) != held:
                raise FileError(f"Nothing was moved: {table._meta.db_table} came out other than it went in.")
        with connection.cursor() as cursor:
            for reset in connection.ops.sequence_reset_sql(no_style(), tables):
                cursor.execute(reset)
        if not append_only.holds(connection):
            raise FileError("Nothing was moved: the audit has lost what keeps it as it was written.")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {table._meta.db_table: held.rows for table, held in expected.items()}


def _in_order() -> list[Table]:
    """Every table, after those that it refers to."""
    found: dict[Table, set[Any]] = {
        table: {field.related_model for field in table._meta.concrete_fields if field.is_relation} - {table}
        for table in apps.get_models(include_auto_created=True)
        if table._meta.managed and not table._meta.proxy
    }
    return list(TopologicalSorter(found).static_order())


def _refuse_what_is_not_empty(tables: list[Table]) -> None:
    known = {table._meta.db_table for table in tables}
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor)) - _NOT_MOVED
        if strange := sorted(there - known):
            others = ", ".join(strange[:3])
            raise FileError(f"This Postgres holds tables of others ({others}); name an empty one.")
        for name in sorted(there.difference(_MADE_WITH_THE_TABLES)):
            cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {_quoted(name)})")
            if cursor.fetchone() == (True,):
                raise FileError(f"This Postgres holds records already ({name}); name an empty one.")


def _refuse_other_tables(tables: list[Table]) -> None:
    """What is there has to be what will be there: nothing is left behind in silence."""
    steps = [set(MigrationRecorder(connections[alias]).applied_migrations()) for alias in (SOURCE, "default")]
    if steps[0] != steps[1]:
        other = ", ".join(sorted(".".join(step) for step in steps[0] ^ steps[1])[:3])
        raise FileError(f"Nothing was moved: the SQLite file was made by another version ({other}).")
    source = {
        name for name in connections[SOURCE].introspection.table_names() if not name.startswith("sqlite_")
    }
    if more := source - _NOT_MOVED - {table._meta.db_table for table in tables}:
        raise FileError(f"Nothing was moved: plantigrade does not know the tables {', '.join(sorted(more))}.")


def _copied(table: Table) -> Sum:
    """Moves one table; what it held, as it was read."""
    refers_to_itself = any(field.related_model is table for field in table._meta.concrete_fields)
    held = Sum()
    rows = _rows(table, SOURCE)
    with connection.cursor() as cursor:
        # Checked at each block, or the server would remember every row until the end.
        cursor.execute(f"SET CONSTRAINTS ALL {'DEFERRED' if refers_to_itself else 'IMMEDIATE'}")
        while block := list(islice(rows, _BLOCK)):
            for row in block:
                held.add(row)
            _write(cursor, table, block)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return held


def _rows(table: Table, alias: str) -> Iterator[tuple[Any, ...]]:
    names = [field.attname for field in table._meta.concrete_fields]
    query = table._base_manager.using(alias).order_by().values_list(*names)
    return iter(query.iterator(chunk_size=_BLOCK))


def _write(cursor: Any, table: Table, block: list[tuple[Any, ...]]) -> None:
    import psycopg

    fields = table._meta.concrete_fields
    columns = ", ".join(_quoted(str(field.column)) for field in fields)
    # The driver knows every value but those of JSON; asking each field was a quarter of a profile.
    wrapped = [number for number, field in enumerate(fields) if isinstance(field, JSONField)]
    held = connections["default"]
    try:
        with cursor.copy(f"COPY {_quoted(table._meta.db_table)} ({columns}) FROM STDIN") as copy:
            for row in block:
                values = list(row)
                for number in wrapped:
                    values[number] = fields[number].get_db_prep_save(values[number], held)
                copy.write_row(values)
    except psycopg.Error as error:
        where = _place(table, block, error.diag.context or "")
        what = error.diag.message_primary or str(error)
        raise FileError(
            f"Nothing was moved: Postgres does not take {where} ({what}). "
            "Change it in plantigrade on SQLite, then move again."
        ) from None


def _place(table: Table, block: list[tuple[Any, ...]], context: str) -> str:
    """Which row and column, without what stands in it."""
    found = re.search(r"line (\d+)(?:, column (\w+))?", context)
    name = table._meta.db_table
    if found is None:
        return f"a row of {name}"
    place = [field.primary_key for field in table._meta.concrete_fields].index(True)
    column = f", column {found[2]}" if found[2] else ""
    return f"row {block[int(found[1]) - 1][place]} of {name}{column}"


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0]
