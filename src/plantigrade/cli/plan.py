"""plantigrade plan CASE"""

from __future__ import annotations

import argparse

from plantigrade.cli.options import a_date, add_output, print_json, tomorrow, write_page
from plantigrade.core.assessment import assess
from plantigrade.core.prescription import prescribe
from plantigrade.interop.case_file import read_case
from plantigrade.knowledge.catalogue import default_catalogue


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "plan",
        help="twelve weeks by day, with a reason and sources for each exercise",
        description="Reads a case file (JSON or TOML, - for standard input) and writes its programme.",
    )
    command.add_argument("case", metavar="CASE", help="case file, or - for standard input")
    command.add_argument("--minutes", choices=("5", "10", "full"), default="10", help="minutes a day")
    command.add_argument("--start", type=a_date, metavar="DATE", help="first day (default: tomorrow)")
    command.add_argument("--week", type=int, metavar="N", choices=range(1, 13), help="show week N in full")
    add_output(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    knowledge = default_catalogue()
    assessment = assess(read_case(options.case), knowledge)
    plan = prescribe(assessment, options.start or tomorrow(), knowledge, options.minutes)
    if options.html:
        from plantigrade.report.page import assessment_page

        write_page(options.html, assessment_page(assessment, plan, knowledge, options.units))
    if options.json:
        from plantigrade.interop.answers.plan import plan_values

        print_json(plan_values(plan, knowledge))
    else:
        from plantigrade.cli.show.plan import show

        show(plan, knowledge, options.units, options.week)
    return 0
