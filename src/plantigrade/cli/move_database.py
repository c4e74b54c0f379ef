"""plantigrade move-database: from the SQLite file into a Postgres."""

from __future__ import annotations

import argparse

from plantigrade.interop.problems import InputError, InputProblem


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "move-database",
        help="move all records from SQLite into an empty Postgres",
        description=(
            "Moves the records of the data folder's SQLite file into the empty Postgres that "
            "PLANTIGRADE_DATABASE names, and compares every row. All or nothing; the file stays as it was. "
            "Stop plantigrade first."
        ),
    )
    command.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    from plantigrade.web.starting import set_up

    set_up(migrate=False)
    from plantigrade.web.keep.actions_move import move
    from plantigrade.web.keep.problems import FileError

    try:
        moved = move()
    except FileError as error:
        raise InputError([InputProblem("move-database", str(error))]) from None
    for table, rows in sorted(moved.items()):
        if rows:
            print(f"{rows:>9,}  {table}")
    print(f"{sum(moved.values()):>9,}  rows of {len(moved)} tables are in Postgres, each compared.")
    print(
        "Start with the same PLANTIGRADE_DATABASE. The videos stay where they are. "
        "Keep the SQLite file until you have looked; nothing reads it any more."
    )
    return 0
