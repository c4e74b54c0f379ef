"""plantigrade progress HISTORY"""

from __future__ import annotations

import argparse

from plantigrade.cli.options import add_output, print_json, write_page
from plantigrade.core.assessment import assess
from plantigrade.core.review import review
from plantigrade.interop.case_file import read_case
from plantigrade.interop.history_file import read_history
from plantigrade.knowledge.catalogue import default_catalogue


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "progress",
        help="what noisy retests really say: gain, chance that it is real, forecast, decision",
        description="Reads a CSV with the columns date,side,ktw_cm,trials and optionally planned,done.",
    )
    command.add_argument("history", metavar="HISTORY", help="CSV file, or - for standard input")
    command.add_argument(
        "--case", metavar="CASE", help="case file: age, findings and goals sharpen the reading"
    )
    command.add_argument("--target-cm", type=float, metavar="CM", help="distance to aim at")
    add_output(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    knowledge = default_catalogue()
    history = read_history(options.history)
    assessment = assess(read_case(options.case), knowledge) if options.case else None
    found = review(history, knowledge, assessment=assessment, target=options.target_cm)
    if options.html:
        from plantigrade.report.page import progress_page

        write_page(options.html, progress_page(found, knowledge, options.units))
    if options.json:
        from plantigrade.interop.answers.progress import progress_values

        print_json(progress_values(found.progress, found.decision, knowledge))
    else:
        from plantigrade.cli.show.progress import show

        show(found, knowledge, options.units)
    return 0
