"""plantigrade report CASE"""

from __future__ import annotations

import argparse
import sys
from datetime import date, datetime
from pathlib import Path

from plantigrade.cli.options import a_date, tomorrow
from plantigrade.core.assessment import assess
from plantigrade.core.prescription import prescribe
from plantigrade.core.review import review
from plantigrade.interop.case_file import read_case
from plantigrade.interop.history_file import read_history
from plantigrade.interop.problems import InputError, InputProblem
from plantigrade.knowledge.catalogue import default_catalogue


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "report",
        help="one page to print with an appendix, as a PDF",
        description="Writes a tagged PDF: figures with their errors, likely factors, course, programme.",
    )
    command.add_argument("case", metavar="CASE", help="case file, or - for standard input")
    command.add_argument("--out", metavar="FILE", required=True, help="the PDF")
    command.add_argument("--history", metavar="HISTORY", help="CSV file with the tests since")
    command.add_argument("--name", default="", help="put this name on the page")
    command.add_argument("--minutes", choices=("5", "10", "full"), default="10", help="minutes a day")
    command.add_argument("--start", type=a_date, metavar="DATE", help="first day (default: tomorrow)")
    command.add_argument("--units", choices=("cm", "in"), default="cm", help="unit of distances")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from plantigrade.report.print.content import Printed, printed_values
    from plantigrade.report.print.pdf import pdf

    knowledge = default_catalogue()
    found = assess(read_case(options.case), knowledge)
    history = read_history(options.history) if options.history else {}
    printed = Printed(
        assessment=found,
        on=date.today(),
        plan=prescribe(found, options.start or tomorrow(), knowledge, options.minutes),
        review=review(history, knowledge, assessment=found) if history else None,
        name=options.name,
        unit=options.units,
    )
    made = pdf(printed_values(printed, knowledge), datetime.now().astimezone())
    try:
        Path(options.out).write_bytes(made)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(
            [InputProblem(options.out, f"cannot be written ({reason}); name another file")]
        ) from None
    print(f"Report written to {options.out}", file=sys.stderr)
    return 0
