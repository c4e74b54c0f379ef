"""plantigrade fhir CASE"""

from __future__ import annotations

import argparse
import json
from datetime import datetime
from uuid import uuid4

from plantigrade.cli.options import a_date, print_json, tomorrow, write_page
from plantigrade.core.assessment import assess
from plantigrade.core.prescription import prescribe
from plantigrade.core.review import review
from plantigrade.interop.case_file import read_case
from plantigrade.interop.fhir.bundle import bundle
from plantigrade.interop.fhir.codes import code_system, concept_map
from plantigrade.interop.fhir.record import Aim, Assessed, Prescribed, Record, Retested
from plantigrade.interop.history_file import read_history
from plantigrade.interop.problems import InputError, InputProblem
from plantigrade.knowledge.catalogue import default_catalogue


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "fhir",
        help="a case, its tests and its programme as a FHIR R4 bundle",
        description="Writes a Bundle without a name: measurements with error, aims, programme, findings.",
    )
    command.add_argument("case", metavar="CASE", nargs="?", help="case file, or - for standard input")
    command.add_argument("--history", metavar="HISTORY", help="CSV file with the tests since")
    command.add_argument("--out", metavar="FILE", help="write to FILE instead of standard output")
    command.add_argument("--name", default="", help="put this name into the Patient")
    command.add_argument(
        "--key", default="", help="the person's key; the same key gives the same ids (default: a new one)"
    )
    command.add_argument("--minutes", choices=("5", "10", "full"), default="10", help="minutes a day")
    command.add_argument("--start", type=a_date, metavar="DATE", help="first day (default: tomorrow)")
    command.add_argument("--without-snomed", action="store_true", help="leave out SNOMED CT codes")
    command.add_argument(
        "--codes", choices=("system", "map"), help="instead: our CodeSystem, or its ConceptMap"
    )
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    if options.codes:
        made = code_system() if options.codes == "system" else concept_map()
    elif options.case:
        made = bundle(_record(options), default_catalogue(), snomed=not options.without_snomed)
    else:
        raise InputError([InputProblem("CASE", "is missing; name a case file, or - for standard input")])
    if options.out:
        write_page(options.out, json.dumps(made, ensure_ascii=False, indent=1, allow_nan=False) + "\n")
    else:
        print_json(made)
    return 0


def _record(options: argparse.Namespace) -> Record:
    knowledge = default_catalogue()
    now = datetime.now().astimezone()
    reading = assess(read_case(options.case), knowledge)
    plan = prescribe(reading, options.start or tomorrow(), knowledge, options.minutes)
    history = read_history(options.history) if options.history else {}
    reviewed = review(history, knowledge, assessment=reading).progress if history else {}
    return Record(
        key=options.key or str(uuid4()),
        made_at=now,
        name=options.name or None,
        assessed=(Assessed("case", now, reading),),
        # The history knows the mean of the trials alone.
        retested=tuple(
            Retested(test.date, side, (test.ktw_cm,), trials=test.trials)
            for side, tests in history.items()
            for test in tests
        ),
        aims=tuple(
            Aim(side, found.target.cm, history[side][0].date, found.target.expected_date)
            for side, found in reviewed.items()
        ),
        prescribed=(Prescribed("plan", plan, "active", now),) if plan.weeks else (),
    )
