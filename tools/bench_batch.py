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

CLIPS = ("d01", "d02", "d03", "d04", "d10", "d12")
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
        rates: dict[str, list[float]] = {"one": [], "two": [], "cluster": []}
        busy: list[float] = []
        with LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=logging.ERROR
        ) as cluster:
            ways = {
                "one": ["--workers", "1"],
                "two": ["--workers", "2"],
                "cluster": ["--scheduler", cluster.scheduler_address],
            }
            for number in range(ROUNDS):
                for way, words in ways.items():
                    cores, seconds = _run(folder, Path(made) / f"{way}{number}", words)
                    rates[way].append(60 * len(CLIPS) / seconds)
                    if way == "one":
                        busy.append(cores)
        tables = {
            name: {(Path(made) / f"{way}{n}" / name).read_bytes() for way in ways for n in range(ROUNDS)}
            for name in TABLES
        }
    one = statistics.median(rates["one"])
    cores_there = os.cpu_count() or 1
    ceiling = cores_there / statistics.median(busy)
    clips = f"{len(CLIPS)} clips of 212 frames, 540x960"
    yield Row(f"{clips}, `--workers 1`", spread(rates["one"], "clips a minute"), "", "1")
    yield Row(
        "cores that one worker keeps busy, of those there",
        spread(busy, f"of {cores_there}"),
        "more at once gains at most the rest",
        f"{ceiling:.2f}",
    )
    for way, name in (("two", "`--workers 2`"), ("cluster", "`--scheduler`, Dask, two processes here")):
        rate = statistics.median(rates[way])
        yield Row(
            f"{clips}, {name}",
            spread(rates[way], "clips a minute"),
            f"one worker; the most that the cores allow, {ceiling:.2f}",
            f"{rate / one:.2f}; {rate / one / ceiling:.2f}",
        )
    alike = sum(len(contents) == 1 for contents in tables.values())
    yield Row(
        f"tables that are the same bytes in all {3 * ROUNDS} runs", f"{alike} of {len(TABLES)}", "all", ""
    )


def _run(folder: Path, out: Path, words: list[str]) -> tuple[float, float]:
    """Cores kept busy (by what the command itself starts) and wall seconds of a whole run."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    ran = watched([sys.executable, "-m", "plantigrade", "batch", str(folder), "--out", str(out), *words])
    seconds = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if ran.code != 0 or "0 failed" not in ran.said:
        raise RuntimeError(f"batch failed: {ran.said}{ran.told}")
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used / seconds, seconds
