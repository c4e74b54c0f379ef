"""plantigrade batch DIR"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from plantigrade.cli.options import add_clip_options, print_json
from plantigrade.interop.problems import InputError, InputProblem

if TYPE_CHECKING:
    from plantigrade.results.batch import Done, Outcome, Settings


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "batch",
        help="measure every clip of a folder, into one table and a folder for each clip",
        description="A second run does only what is missing. A clip that fails is listed and stops nothing.",
    )
    command.add_argument("folder", metavar="DIR", help="clips at any depth below it")
    command.add_argument("--out", metavar="DIR", required=True, help="where the results go")
    command.add_argument(
        "--workers", type=_workers, default=os.cpu_count() or 1, metavar="N", help="clips at once"
    )
    add_clip_options(command)
    command.set_defaults(run=_run)


def _workers(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes from 1 to 256")
    return int(text)


def _run(options: argparse.Namespace) -> int:
    from plantigrade.results.batch import FAILED, TABLE, Settings, clips_under

    folder, out = Path(options.folder), Path(options.out)
    if not folder.is_dir():
        raise InputError([InputProblem(str(folder), "is no folder; name the one that holds the clips")])
    if not clips_under(folder, out):
        raise InputError([InputProblem(str(folder), "holds no video file (mp4, mov, webm, ...)")])
    try:
        settings = Settings(options.mode, options.foot_cm, options.slow_motion, options.engine)
        outcome = _with_progress(folder, out, settings, options.workers)
    except OSError as error:
        what = f"cannot be written ({error.strerror or error}); name another folder"
        raise InputError([InputProblem(str(out), what)]) from None
    if options.json:
        print_json(
            {
                "schema": "plantigrade/batch/1",
                "analysed": list(outcome.analysed),
                "kept": list(outcome.kept),
                "failed": [{"clip": d.clip, "reason": d.fault} for d in outcome.failed],
                "table": str(out / TABLE),
                "failed_table": str(out / FAILED),
            }
        )
        return 0
    print(f"{len(outcome.analysed)} analysed, {len(outcome.kept)} done before, {len(outcome.failed)} failed.")
    for failed in outcome.failed:
        print(f"  {failed.clip}: {failed.fault}")
    print(f"All repetitions: {out / TABLE}")
    return 0


def _with_progress(folder: Path, out: Path, settings: Settings, workers: int) -> Outcome:
    """Runs the batch with a bar and the time left on standard error when somebody watches."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from plantigrade.results.batch import run

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    watched = sys.stderr.isatty()
    with Progress(*columns, console=Console(stderr=True), disable=not watched, transient=True) as bar:
        task = bar.add_task("clips", total=None)
        before = 0

        def told(done: int, among: int, last: Done | None) -> None:
            nonlocal before
            if last is None:
                before = done
            # Clips of an earlier run count for nothing in the time that is left.
            bar.update(task, completed=done - before, total=among - before)
            if last is not None and last.fault is not None:
                bar.console.print(f"{last.clip}: {last.fault}", markup=False)

        return run(folder, out, settings, workers, told)
