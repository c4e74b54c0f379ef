"""plantigrade interview: questions one by one, each test chosen by what it would tell, saved all along."""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plantigrade.interop.problems import InputError, InputProblem

if TYPE_CHECKING:
    from plantigrade.core.assessment import Assessment

DEFAULT_FILE = "case.json"


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "interview",
        help="asks safety questions, person and tests one by one, and writes the case file",
        description="Asks what is needed and no more; every answer is saved at once.",
    )
    command.add_argument("--out", metavar="FILE", help=f"case file to write (default: {DEFAULT_FILE})")
    command.add_argument("--resume", metavar="FILE", help="go on with a case file")
    command.add_argument("--units", choices=("cm", "in"), default="cm", help="unit of distances")
    command.set_defaults(run=run)


def write_case(path: Path, raw: dict[str, Any]) -> None:
    """Writes the case whole or not at all: a cut leaves the file before or the file after."""
    target = path.resolve()
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(json.dumps(raw, ensure_ascii=False, indent=1, allow_nan=False) + "\n")
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read_raw(path: str) -> dict[str, Any]:
    """The plain values of a case file that fits the schema. Raises InputError."""
    from plantigrade.interop.case_file import case_from, parse_json, parse_toml
    from plantigrade.interop.problems import read_text
    from plantigrade.interviewing import in_order

    name, text = read_text(path)
    raw = parse_toml(text, name) if path.endswith(".toml") else parse_json(text, name)
    case_from(raw, name)
    return in_order(raw)


def _target(options: argparse.Namespace) -> Path:
    """The file to write. Raises InputError when it cannot be, or would lose another case."""
    path = options.out or options.resume or DEFAULT_FILE
    where = f"--{'out' if options.out or not options.resume else 'resume'} {path}"
    if "-" in (options.out, options.resume):
        raise InputError([InputProblem(where, "name a file; the terminal is needed for the answers")])
    if path.endswith(".toml"):
        raise InputError([InputProblem(where, "is TOML, and a case is written as JSON; add --out case.json")])
    target = Path(path)
    same = options.resume is not None and target.resolve() == Path(options.resume).resolve()
    if target.exists() and not same:
        what = f"is there already; go on with --resume {path}, or name another file with --out"
        raise InputError([InputProblem(where, what)])
    if not target.resolve().parent.is_dir() or not os.access(target.resolve().parent, os.W_OK):
        raise InputError([InputProblem(where, "cannot be written; its folder is missing or closed to you")])
    return target


def run(options: argparse.Namespace) -> int:
    from plantigrade.cli.conversation import Record, Talk, converse
    from plantigrade.cli.show.assessment import show
    from plantigrade.cli.show.terminal import Page
    from plantigrade.knowledge.catalogue import default_catalogue

    target = _target(options)
    raw = read_raw(options.resume) if options.resume else {}
    knowledge, page = default_catalogue(), Page()
    talk = Talk(ask=input, say=lambda words, lead, style: page.text(words, len(lead), lead, style))
    record = Record(raw, lambda case: write_case(target, case), saved=raw if target.exists() else {})
    ended = converse(record, talk, knowledge, options.units, str(target))
    record.save()
    if record.unsaved:
        page.text("The case could not be saved. This is what it holds:", 0)
        print(json.dumps(record.raw, ensure_ascii=False))
        raise InputError([InputProblem(str(target), f"cannot be written ({record.unsaved})")])
    if ended is not None:
        show(ended, knowledge, options.units, page.console)
    page.line()
    for line in _farewell(record.raw, target, ended):
        page.text(line, 0)
    return 0


def _farewell(raw: dict[str, Any], target: Path, ended: Assessment | None) -> tuple[str, ...]:
    if not raw:
        return ("Nothing was answered, so nothing is saved.",)
    saved = f"Everything you answered is saved in {target}."
    if ended is None:
        return saved, f"Go on with: plantigrade interview --resume {target}"
    if ended.safety.decision == "stop":
        return saved, "Once this has been looked at, begin with a new file."
    return saved, f"See it again: plantigrade assess {target}", f"Plan: plantigrade plan {target}"
