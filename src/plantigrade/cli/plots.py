"""plantigrade plots OUT --to DIR"""

from __future__ import annotations

import argparse
from pathlib import Path

from plantigrade.cli.options import print_json
from plantigrade.interop.problems import InputError, InputProblem


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "plots",
        help="figures of a folder of clips that batch has measured",
        description="Every repetition with its error: heel lift, shin angle with the heel down, dorsiflexion "
        "left and right; as SVG and on one page.",
    )
    command.add_argument("out", metavar="OUT", help="the folder that plantigrade batch --out wrote")
    command.add_argument("--to", metavar="DIR", required=True, help="where the figures go")
    command.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    command.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from plantigrade.knowledge.catalogue import default_catalogue
    from plantigrade.results.batch_page import write_figures
    from plantigrade.results.batch_rows import BatchError

    to = Path(options.to)
    try:
        written = write_figures(Path(options.out), to, default_catalogue())
    except BatchError as error:
        raise InputError([InputProblem(str(error.path), error.text)]) from None
    except OSError as error:
        what = f"cannot be written ({error.strerror or error}); name another folder"
        raise InputError([InputProblem(str(to), what)]) from None
    if options.json:
        files = [str(to / name) for name in written]
        print_json({"schema": "plantigrade/plots/1", "page": files[0], "figures": files[1:]})
    else:
        print(f"{len(written) - 1} figures in {to}; open {to / written[0]}")
    return 0
