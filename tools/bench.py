"""Measures what plantigrade promises and writes docs/benchmarks.md.

`python -m tools.bench`: everything, in the order of the page, which is written after each part. A part alone:
`--core`, `--pages`, `--entry`, `--load`, `--movement`, `--heel`, `--speed`, `--batch`, `--peers`; the rest is
kept. Other tools are installed in environments of their own (`peers`); one that cannot be says so in its row.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings

from plantigrade.core.assessment import assess
from plantigrade.core.case import Case
from plantigrade.core.prescription import prescribe
from plantigrade.core.progress import Profile, Retest, read_progress
from plantigrade.interop.case_file import case_from
from plantigrade.report.page import assessment_page
from tests.cohort import coverage, sem
from tests.strategies import CASES
from tests.support import KNOWLEDGE
from tools import bench_entry, bench_load, bench_motion, bench_pages
from tools.bench_row import Row, spread

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = Path(str(files("plantigrade.interop"))) / "examples"
START = date(2026, 11, 30)
PEOPLE = 1000
OUT = ROOT / "docs" / "benchmarks.md"


def machine() -> str:
    names = [
        line.split(":", 1)[1].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    return f"{names[0] if names else platform.processor()}, {os.cpu_count()} cores, {platform.system()}"


def spans(run: Callable[[], object], times: int) -> list[float]:
    """Wall seconds of each run, after one that is not counted."""
    run()
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        run()
        found.append(time.perf_counter() - begun)
    return found


def cold_starts() -> Iterator[Row]:
    """Whole processes, from nothing to the answer, each beside a bare interpreter in the same run."""
    program = [sys.executable, "-m", "plantigrade"]
    bare = spans(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True), 11)
    yield Row("bare `python -c pass`", spread(bare), "", "")
    case = str(EXAMPLES / "after-sprains.json")
    for name, words in (
        ("`assess CASE --json`", ["assess", case, "--json"]),
        ("`assess CASE`", ["assess", case]),
        ("`plan CASE --json`", ["plan", case, "--json"]),
        ("`knowledge check`", ["knowledge", "check"]),
    ):
        found = spans(
            lambda words=words: subprocess.run([*program, *words], check=True, stdout=subprocess.DEVNULL),  # type: ignore[misc]
            11,
        )
        middle = statistics.median(found)
        yield Row(
            name,
            spread(found),
            "limit 0.5 s; bare start",
            f"{middle / 0.5:.2f}; {middle / statistics.median(bare):.1f}",
        )


def random_people(count: int) -> list[Case]:
    """Different people from the test strategies, always the same ones."""
    found: list[Case] = []

    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(raw=CASES)
    def collect(raw: dict[str, object]) -> None:
        found.append(case_from(raw))

    collect()
    return found


def throughput() -> Iterator[Row]:
    """Assessments with programmes per second, one core, one process."""
    examples = [
        case_from(json.loads(path.read_text("utf-8")))
        for path in sorted(EXAMPLES.glob("*.json"))
        if path.stem != "red-flag"
    ]
    random = random_people(PEOPLE)
    for name, people in (("the five worked cases", examples * (PEOPLE // 5)), ("random people", random)):

        def both(people: list[Case] = people) -> None:
            for case in people:
                prescribe(assess(case, KNOWLEDGE), START, KNOWLEDGE, "10")

        def only(people: list[Case] = people) -> None:
            for case in people:
                assess(case, KNOWLEDGE)

        rate = [len(people) / s for s in spans(both, 5)]
        alone = [len(people) / s for s in spans(only, 5)]
        yield Row(
            f"assessments with a programme, {name}",
            spread(rate, "a second"),
            "goal 1,000 a second",
            f"{statistics.median(rate) / 1000:.2f}",
        )
        yield Row(f"assessments alone, {name}", spread(alone, "a second"), "", "")


def others() -> Iterator[Row]:
    weekly = [Retest(START + timedelta(weeks=w), 9 + w / 30, 3, 7, 6) for w in range(60)]

    def year() -> None:
        for _ in range(2):
            read_progress(weekly, 12.0, Profile(), KNOWLEDGE.progress, sem)

    yield Row("progress of two sides, 60 weekly tests each", spread(spans(year, 7)), "", "")
    case = case_from(json.loads((EXAMPLES / "after-sprains.json").read_text("utf-8")))
    assessment = assess(case, KNOWLEDGE)
    plan = prescribe(assessment, START, KNOWLEDGE)

    def page() -> str:
        return assessment_page(assessment, plan, KNOWLEDGE, "cm")

    yield Row(f"self-contained page ({len(page().encode()) / 1000:.0f} kB)", spread(spans(page, 5)), "", "")
    tracemalloc.start()
    for person in random_people(200):
        prescribe(assess(person, KNOWLEDGE), START, KNOWLEDGE, "10")
    first = tracemalloc.get_traced_memory()[0]
    for _ in range(4):
        for person in random_people(200):
            prescribe(assess(person, KNOWLEDGE), START, KNOWLEDGE, "10")
    grown = tracemalloc.get_traced_memory()[0] - first
    tracemalloc.stop()
    yield Row("memory held after 1,000 people beyond that after 200", f"{grown / 1e6:.2f} MB", "", "")


def covered() -> Iterator[Row]:
    people = 3000
    for (what, cover), held in coverage(people, seed=7).items():
        error = (cover * (1 - cover) / people) ** 0.5
        yield Row(
            f"{what}: truth inside the {cover:.0%} interval, {people:,} simulated people",
            f"{held:.1%}",
            f"{cover:.0%} ± {2 * error:.1%}",
            f"{held / cover:.3f}",
        )


CORE = {
    "Cold start": cold_starts,
    "Core throughput": throughput,
    "Others": others,
    "Calibration": covered,
}
HEEL = {"Movement: heel lifts of known height": bench_motion.lifted}
SPEED = {"Movement: speed and memory": bench_motion.speed}
MOVEMENT = {
    "Movement: exact geometry": bench_motion.exact,
    "Movement: rendered clips with exact truth": bench_motion.accuracy,
    **HEEL,
    "Movement: a leg alone, followed from points marked once": bench_motion.marked,
    "Movement: real squat with marker mocap": bench_motion.real,
    "Movement: the same clip again": bench_motion.repeated,
    **SPEED,
}
BATCH = {"A folder of clips": bench_motion.batch}
PEERS = {"Movement: other tools on the same clips": bench_motion.peers}
PAGES = {"Pages of the application": bench_pages.rows}
ENTRY = {"A screening day by keyboard": bench_entry.rows}
LOAD = {"Fifty at once in a large practice": bench_load.rows}
# The order of the page.
GROUPS: dict[str, Callable[[], Iterator[Row]]] = {
    **CORE,
    **PAGES,
    **ENTRY,
    **LOAD,
    **MOVEMENT,
    **BATCH,
    **PEERS,
}
PARTS = {
    "core": CORE,
    "pages": PAGES,
    "entry": ENTRY,
    "load": LOAD,
    "movement": MOVEMENT,
    "heel": HEEL,
    "speed": SPEED,
    "batch": BATCH,
    "peers": PEERS,
}


def head() -> list[str]:
    versions = ", ".join(
        f"{name} {version(name)}"
        for name in (
            "cattrs",
            "jsonschema-rs",
            "rich",
            "ai-edge-litert",
            "av",
            "numpy",
            "opencv-python-headless",
        )
    )
    return [
        "# Benchmarks",
        "",
        "Written by `make bench`; figures are the median of repeated runs with their range.",
        "",
        f"Machine: {machine()}. Python {platform.python_version()}; {versions}. {date.today().isoformat()}.",
        "",
    ]


def parts(text: str) -> dict[str, list[str]]:
    """The lines of a page by the title of their part; those before the first under ""."""
    title, found = "", dict[str, list[str]]({"": []})
    for line in text.splitlines():
        if line.startswith("## "):
            title = line.removeprefix("## ")
            found[title] = []
        found[title].append(line)
    return found


def measured(title: str) -> list[str]:
    lines = [f"## {title}", "", f"Measured {date.today().isoformat()} on {machine()}.", ""]
    lines += ["| what | measured | against | ratio |", "|---|---|---|---|"]
    for row in GROUPS[title]():
        print(f"{row.what}: {row.figure} {row.ratio}", flush=True)
        lines.append(f"| {row.what} | {row.figure} | {row.against} | {row.ratio} |")
    return [*lines, ""]


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    for name in PARTS:
        asked.add_argument(f"--{name}", action="store_true", help="only this part; the rest is kept")
    wanted = vars(asked.parse_args())
    chosen = {title for name, part in PARTS.items() if wanted[name] for title in part}
    page = parts(OUT.read_text("utf-8")) if OUT.is_file() else {"": []}
    if not chosen:
        chosen, page[""] = set(GROUPS), head()
    for title in (one for one in GROUPS if one in chosen):
        page[title] = measured(title)
        lines = [line for part in ("", *GROUPS) for line in page.get(part, ())]
        OUT.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
