"""plantigrade batch DIR"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from plantigrade.cli.options import add_clip_options, print_json
from plantigrade.interop.problems import InputError, InputProblem

if TYPE_CHECKING:
    from plantigrade.results.batch import Outcome, Settings, Told
    from plantigrade.results.clip_job import Done


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "batch",
        help="measure every clip of a folder, into one table and a folder for each clip",
        description="A second run does only what is missing. A clip that fails is listed and stops nothing.",
    )
    command.add_argument("folder", metavar="DIR", help="clips at any depth below it")
    command.add_argument("--out", metavar="DIR", required=True, help="where the results go")
    where = command.add_mutually_exclusive_group()
    # No default here: argparse would take one that is named beside --scheduler for not named.
    where.add_argument("--workers", type=_workers, metavar="N", help="clips at once (default: a core each)")
    where.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="on the Dask cluster of this scheduler, as tcp://host:8786 (extra plantigrade[dask])",
    )
    command.add_argument(
        "--table", metavar="FILE",
        help="also all repetitions as one .csv or .parquet (extra plantigrade[tables]), clips beside it",
    )  # fmt: skip
    add_clip_options(command)
    command.set_defaults(run=_run)


def _workers(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes from 1 to 256")
    return int(text)


def _run(options: argparse.Namespace) -> int:
    from plantigrade.results.batch import Settings, clips_under
    from plantigrade.results.tables import TableError, write_table, write_tables, writer_for

    folder, out = Path(options.folder), Path(options.out)
    if not folder.is_dir():
        raise InputError([InputProblem(str(folder), "is no folder; name the one that holds the clips")])
    if not clips_under(folder, out):
        raise InputError([InputProblem(str(folder), "holds no video file (mp4, mov, webm, ...)")])
    table = None if options.table is None else Path(options.table)
    settings = Settings(options.mode, options.foot_cm, options.slow_motion, options.engine)
    try:
        if table is not None:
            writer_for(table, out)  # said before hours of work, not after
        outcome = _analysed(folder, out, settings, options)
        write_tables(out, outcome)
        more = () if table is None else write_table(table, out, outcome)
    except TableError as error:
        raise InputError([InputProblem(str(table), error.text)]) from None
    except OSError as error:
        what = f"cannot be written ({error.strerror or error}); name another folder"
        raise InputError([InputProblem(str(error.filename or out), what)]) from None
    _say(outcome, out, more, options.json)
    return 0


def _say(outcome: Outcome, out: Path, more: tuple[Path, ...], as_json: bool) -> None:
    from plantigrade.results.tables import CLIP_TABLE, FAILED, PACKAGE, TABLE

    if as_json:
        print_json(
            {
                "schema": "plantigrade/batch/1",
                "analysed": list(outcome.analysed),
                "kept": list(outcome.kept),
                "failed": [{"clip": d.clip, "reason": d.fault} for d in outcome.failed],
                "table": str(out / TABLE),
                "clip_table": str(out / CLIP_TABLE),
                "failed_table": str(out / FAILED),
                "columns": str(out / PACKAGE),
                "more_tables": [str(path) for path in more],
            }
        )
        return
    print(f"{len(outcome.analysed)} analysed, {len(outcome.kept)} done before, {len(outcome.failed)} failed.")
    for failed in outcome.failed:
        print(f"  {failed.clip}: {failed.fault}")
    print(f"All repetitions: {out / TABLE}; all clips: {out / CLIP_TABLE}; their columns: {out / PACKAGE}")
    if more:
        print(f"Also written: {', '.join(map(str, more))}")


def _analysed(folder: Path, out: Path, settings: Settings, options: argparse.Namespace) -> Outcome:
    from plantigrade.results.batch import local, run
    from plantigrade.results.cluster import ClusterError, cluster

    with _progress() as told:
        if options.scheduler is None:
            return run(folder, out, settings, local(options.workers or os.cpu_count() or 1), told)
        try:
            with cluster(options.scheduler) as runner:
                return run(folder, out, settings, runner, told)
        except ClusterError as error:
            raise InputError([InputProblem(options.scheduler, error.text)]) from None


@contextmanager
def _progress() -> Iterator[Told]:
    """Says on standard error how far it is: a bar with the time left when somebody watches, else lines."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    watched = sys.stderr.isatty()
    with Progress(*columns, console=Console(stderr=True), disable=not watched, transient=True) as bar:
        task = bar.add_task("clips", total=None)
        before = said = 0

        def told(done: int, among: int, last: Done | None) -> None:
            nonlocal before, said
            if last is None:
                before = done
            # Clips of an earlier run count for nothing in the time that is left.
            bar.update(task, completed=done - before, total=among - before)
            if last is not None and last.fault is not None:
                print(f"{last.clip}: {last.fault}", file=sys.stderr)
            # In a log a line for each hundredth, however many clips there are.
            if not watched and (done == among or done * 100 // among > said):
                said = done * 100 // among
                print(f"{done} of {among} clips", file=sys.stderr, flush=True)

        yield told
