"""A folder of clips: one process after the other, two at once, and a Dask cluster of two processes."""

from __future__ import annotations

import logging
import os
import resource
import shutil
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.bench_process import watched
from tools.bench_row import Row, spread

CLIPS = ("d01", "d02", "d04", "d10")
ROUNDS = 3
TABLES = ("repetitions.csv", "clips.csv", "failed.csv")


def rows(rendered: Path) -> Iterator[Row]:
    """Clips a minute, each way in turn so that what else the machine does strikes all alike."""
    from distributed import LocalCluster

    with TemporaryDirectory() as made:
        folder = Path(made) / "clips"
        folder.mkdir()
        for name in CLIPS:
            shutil.copy(rendered / f"{name}.mp4", folder)
        load = os.getloadavg()[0]
        rates: dict[str, list[float]] = {"one": [], "two": [], "cluster": []}
        used: dict[str, list[float]] = {way: [] for way in rates}
        with LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs=logging.ERROR
        ) as cluster:
            ways = {
                "one": ["--workers", "1"],
                "two": ["--workers", "2"],
                "cluster": ["--scheduler", cluster.scheduler_address],
            }
            for number in range(ROUNDS):
                for way, words in ways.items():
                    cpu, seconds = _run(folder, Path(made) / f"{way}{number}", words)
                    rates[way].append(60 * len(CLIPS) / seconds)
                    used[way].append(cpu / len(CLIPS))
        tables = {
            name: {(Path(made) / f"{way}{n}" / name).read_bytes() for way in ways for n in range(ROUNDS)}
            for name in TABLES
        }
    clips = f"{len(CLIPS)} clips of 212 frames, 540x960"
    yield Row("work of others on the machine before, processes that wait or run", f"{load:.1f}", "0", "")
    one, cost = statistics.median(rates["one"]), statistics.median(used["one"])
    yield Row(f"{clips}, `--workers 1`", spread(rates["one"], "clips a minute"), "", "")
    for way, name in (("two", "`--workers 2`"), ("cluster", "`--scheduler`, Dask, two processes here")):
        yield Row(
            f"{clips}, {name}",
            spread(rates[way], "clips a minute"),
            f"one worker; at most {os.cpu_count()} cores",
            f"{statistics.median(rates[way]) / one:.2f}",
        )
    yield Row("processor time of a clip, `--workers 1`", spread(used["one"]), "", "")
    yield Row(
        "processor time of a clip, `--workers 2`",
        spread(used["two"]),
        "one worker",
        f"{statistics.median(used['two']) / cost:.2f}",
    )
    alike = sum(len(contents) == 1 for contents in tables.values())
    yield Row(
        f"tables that are the same bytes in all {3 * ROUNDS} runs", f"{alike} of {len(TABLES)}", "all", ""
    )


def _run(folder: Path, out: Path, words: list[str]) -> tuple[float, float]:
    """Processor seconds (of what the command itself starts) and wall seconds of a whole run."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    ran = watched([sys.executable, "-m", "plantigrade", "batch", str(folder), "--out", str(out), *words])
    seconds = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if ran.code != 0 or "0 failed" not in ran.said:
        raise RuntimeError(f"batch failed: {ran.said}{ran.told}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, seconds
