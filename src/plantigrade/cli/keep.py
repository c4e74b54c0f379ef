"""plantigrade import, backup, restore, verify: the data as files."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from plantigrade.interop.problems import InputError, InputProblem


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    taking = commands.add_parser(
        "import",
        help="take in a person that the application exported",
        description="Takes in the zip that “Take everything with you” gives. All of it or nothing.",
    )
    taking.add_argument("file", metavar="FILE", help="the zip")
    known = taking.add_mutually_exclusive_group()
    known.add_argument("--replace", action="store_true", help="when the person is here: in their place")
    known.add_argument("--keep-both", action="store_true", help="when the person is here: as another one")
    taking.set_defaults(run=run_import)

    backup = commands.add_parser(
        "backup",
        help="write everything of this machine to one file, also while the server runs",
        description="Writes the database and all videos, with checksums, to FILE (a zip).",
    )
    backup.add_argument("file", metavar="FILE")
    backup.add_argument("--replace", action="store_true", help="when FILE exists: in its place")
    backup.set_defaults(run=run_backup)

    restore = commands.add_parser(
        "restore",
        help="put a backup into the data folder",
        description="Checks FILE, then puts it into the data folder. Stop the server first.",
    )
    restore.add_argument("file", metavar="FILE")
    restore.add_argument(
        "--replace", action="store_true", help="when there is data: set it aside, the backup in its place"
    )
    restore.set_defaults(run=run_restore)

    verify = commands.add_parser(
        "verify",
        help="check a backup: checksums, database, missing files",
        description="Reads the whole of FILE and says whether it can be restored.",
    )
    verify.add_argument("file", metavar="FILE")
    verify.set_defaults(run=run_verify)


def run_import(options: argparse.Namespace) -> int:
    from plantigrade.web.starting import set_up

    set_up(migrate=True)
    from plantigrade.web.accounts.actions import sole_user
    from plantigrade.web.keep.actions import KnownError, import_person
    from plantigrade.web.keep.problems import FileError

    choice = "replace" if options.replace else "both" if options.keep_both else "ask"
    try:
        with Path(options.file).open("rb") as file:
            person = import_person(owner=sole_user(), file=file, choice=choice)  # type: ignore[arg-type]
    except OSError as error:
        raise _unreadable(options.file, error) from None
    except FileError as error:
        raise InputError([InputProblem(options.file, str(error))]) from None
    except KnownError as here:
        what = (
            f"{here.person.name} is already here; nothing was changed. "
            "Say --replace or --keep-both to take the file in"
        )
        raise InputError([InputProblem(options.file, what)]) from None
    print(f"{person.name} is here, with everything.")
    return 0


def run_backup(options: argparse.Namespace) -> int:
    from plantigrade.web.starting import set_up

    set_up(migrate=False)
    from plantigrade.web.keep.backup import back_up
    from plantigrade.web.keep.problems import FileError

    path = Path(options.file)
    try:
        made = back_up(path, replace=options.replace)
    except FileError as error:
        raise InputError([InputProblem(options.file, str(error))]) from None
    for name in made.missing:
        print(f"{name}: is missing here already, so it is not in the backup", file=sys.stderr)
    print(f"{path}: {made.told()}.")
    return 0


def run_restore(options: argparse.Namespace) -> int:
    from plantigrade.web.starting import set_up

    set_up(migrate=False)
    from plantigrade.web.keep.problems import FileError
    from plantigrade.web.keep.restore import restore

    try:
        aside = restore(Path(options.file), replace=options.replace)
    except FileError as error:
        raise InputError([InputProblem(options.file, str(error))]) from None
    print("Restored. Start with: plantigrade serve")
    if aside is not None:
        print(f"What was here before lies in {aside}; delete it when you do not need it any more.")
    return 0


def run_verify(options: argparse.Namespace) -> int:
    from plantigrade.web.starting import set_up

    set_up(migrate=False)
    from plantigrade.web.keep.problems import FileError
    from plantigrade.web.keep.verify import faults_of

    try:
        made, faults = faults_of(Path(options.file))
    except FileError as error:
        raise InputError([InputProblem(options.file, str(error))]) from None
    if faults:
        raise InputError([InputProblem(options.file, fault) for fault in faults])
    print(f"{options.file}: whole, of {made.made_at:%Y-%m-%d %H:%M}, {made.told()}.")
    return 0


def _unreadable(name: str, error: OSError) -> InputError:
    return InputError([InputProblem(name, f"cannot be read ({error.strerror or error}); check the path")])
