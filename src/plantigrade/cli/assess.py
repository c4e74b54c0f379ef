"""plantigrade assess CASE"""

from __future__ import annotations

import argparse

from plantigrade.cli.options import add_output, print_json, write_page
from plantigrade.core.assessment import assess
from plantigrade.interop.case_file import read_case
from plantigrade.knowledge.catalogue import default_catalogue


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "assess",
        help="what limits these ankles, with every number's error and every point's source",
        description="Reads a case file (JSON or TOML, - for standard input) and explains it.",
    )
    command.add_argument("case", metavar="CASE", help="case file, or - for standard input")
    command.add_argument(
        "--bands",
        default="",
        choices=("", "seed-merged", "seed-a", "seed-b"),
        metavar="LADDER",
        help="another ladder of bands: seed-merged (default), seed-a, seed-b",
    )
    add_output(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    knowledge = default_catalogue()
    assessment = assess(read_case(options.case), knowledge, options.bands)
    if options.html:
        from plantigrade.report.page import assessment_page

        write_page(options.html, assessment_page(assessment, None, knowledge, options.units))
    if options.json:
        from plantigrade.interop.answers.assessment import assessment_values

        print_json(assessment_values(assessment, knowledge))
    else:
        from plantigrade.cli.show.assessment import show

        show(assessment, knowledge, options.units)
    return 0
