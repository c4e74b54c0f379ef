"""plantigrade demo [CASE]: from a case to an explained answer, a programme and a page, in one go."""

from __future__ import annotations

import argparse
import json
import webbrowser
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from plantigrade.cli.options import a_date, tomorrow
from plantigrade.core.assessment import assess
from plantigrade.core.prescription import prescribe
from plantigrade.interop.answers.assessment import assessment_values
from plantigrade.interop.answers.plan import plan_values
from plantigrade.interop.case_file import read_case
from plantigrade.interop.problems import InputError, InputProblem
from plantigrade.knowledge.catalogue import default_catalogue


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "demo",
        help="assess an example (or your case), write its programme and its page",
        description="Without CASE an example person is used: a basketball player after two sprains.",
    )
    command.add_argument("case", metavar="CASE", nargs="?", help="case file, or - for standard input")
    command.add_argument("--out", default="out", metavar="DIR", help="folder for the results (default: out)")
    command.add_argument("--minutes", choices=("5", "10", "full"), default="10", help="minutes a day")
    command.add_argument("--start", type=a_date, metavar="DATE", help="first day (default: tomorrow)")
    command.add_argument("--units", choices=("cm", "in"), default="cm", help="unit of distances")
    command.add_argument("--open", action="store_true", help="open the page in the browser")
    command.set_defaults(run=run)


def _write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        reason = error.strerror or str(error)
        what = f"cannot be written ({reason}); name another folder"
        raise InputError([InputProblem(str(path), what)]) from None
    return path


def _json(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def run(options: argparse.Namespace) -> int:
    from plantigrade.cli.show.assessment import show
    from plantigrade.report.page import assessment_page

    knowledge = default_catalogue()
    if options.case:
        case = read_case(options.case)
    else:
        with as_file(files("plantigrade.interop") / "examples" / "after-sprains.json") as example:
            case = read_case(str(example))
    assessment = assess(case, knowledge)
    plan = prescribe(assessment, options.start or tomorrow(), knowledge, options.minutes)
    show(assessment, knowledge, options.units)
    folder = Path(options.out)
    written = [
        _write(folder, "assessment.json", _json(assessment_values(assessment, knowledge))),
        _write(folder, "plan.json", _json(plan_values(plan, knowledge))),
        _write(folder, "page.html", assessment_page(assessment, plan, knowledge, options.units)),
    ]
    address = written[-1].resolve().as_uri()
    print("\nWritten: " + ", ".join(str(path) for path in written))
    print(f"The page, with the twelve weeks and every exercise drawn: {address}")
    if options.open:
        webbrowser.open(address)
    return 0
