"""Triggers that keep the audit as it was written, also against SQL by hand. SQLite and Postgres.

A migration that rebuilds the table on SQLite drops them: it has to add them again (a test looks).
"""

from __future__ import annotations

from typing import Any

_TOLD = "the audit is only added to"
_SQLITE = {
    "update": "BEFORE UPDATE ON team_entry",
    "delete": "BEFORE DELETE ON team_entry",
    # INSERT OR REPLACE takes a row away without a word to the trigger of deletes.
    "replace": "BEFORE INSERT ON team_entry WHEN EXISTS (SELECT 1 FROM team_entry WHERE id = NEW.id)",
}
_POSTGRES = {"rows": "BEFORE UPDATE OR DELETE", "whole": "BEFORE TRUNCATE"}


def add(connection: Any) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, when in _SQLITE.items():
                cursor.execute(
                    f"CREATE TRIGGER team_entry_no_{name} {when} BEGIN SELECT RAISE(ABORT, '{_TOLD}'); END"
                )
        else:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION team_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{_TOLD}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
            )
            for name, when in _POSTGRES.items():
                each = "ROW" if name == "rows" else "STATEMENT"
                cursor.execute(
                    f"CREATE TRIGGER team_entry_no_{name} {when} ON team_entry "
                    f"FOR EACH {each} EXECUTE FUNCTION team_entry_refuse()"
                )


def drop(connection: Any) -> None:
    with connection.cursor() as cursor:
        names = _SQLITE if connection.vendor == "sqlite" else _POSTGRES
        on = "" if connection.vendor == "sqlite" else " ON team_entry"
        for name in names:
            cursor.execute(f"DROP TRIGGER IF EXISTS team_entry_no_{name}{on}")


def holds(connection: Any) -> bool:
    """Whether every trigger is there; on Postgres also whether it is in force."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            wanted = _SQLITE
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            wanted = _POSTGRES
            cursor.execute(
                "SELECT tgname FROM pg_trigger "
                "WHERE tgrelid = 'team_entry'::regclass AND tgenabled IN ('O', 'A')"
            )
        return {f"team_entry_no_{name}" for name in wanted} <= {row[0] for row in cursor.fetchall()}
