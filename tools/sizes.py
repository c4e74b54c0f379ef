"""What a practice of some size costs, computed from what was measured; written into docs/operations.md.

`python -m tools.sizes`: the measured figures come from docs/benchmarks.md (`--load`, `--speed`).
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BENCHMARKS, PAGE = ROOT / "docs" / "benchmarks.md", ROOT / "docs" / "operations.md"
BEGIN, END = "<!-- sizes: python -m tools.sizes -->", "<!-- end of sizes -->"
SIZES = (100, 10_000, 1_000_000)
# Assumed, and told on the page: a clip a month of twenty seconds, as a phone of today records it.
CLIPS_A_YEAR, CLIP_S, FRAMES_A_SECOND, PHONE_MB = 12, 20, 30, 40.0
# Assumed: a worker is busy for a third of the year's hours, an athlete's record is opened thrice a week, and
# all that within eight hours a day, with the busiest hour at three times the mean.
WORKER_SHARE, PAGES_A_WEEK, HOURS_A_WEEK, PEAK = 1 / 3, 3, 40, 3


@dataclass(frozen=True, slots=True)
class Measured:
    """Rows of an athlete's year, kB; frames a worker reads a second; memory of a worker's reader and of a web
    process, MB; server time of a page, s (the median under load)."""

    rows_kb: float
    frames_a_second: float
    reader_mb: float
    web_mb: float
    page_s: float


def measured(text: str) -> Measured:
    """Raises LookupError when a part of the bench was never run."""

    def figure(pattern: str) -> float:
        found = re.search(pattern, text)
        if found is None:
            raise LookupError(f"docs/benchmarks.md has no figure for {pattern!r}: run the bench")
        return float(found[1])

    large = r"\| 10,000 athletes, SQLite: "
    return Measured(
        rows_kb=figure(large + r"rows of [^|]*\| (\d+) kB"),
        frames_a_second=figure(r"\| `standard`, made clip [^|]*\| (\d+) frames"),
        reader_mb=figure(r"\| `standard`, made clip [^|]*\| \d+ frames a second; (\d+) MB"),
        web_mb=figure(large + r"most memory [^|]*\| \d+, (\d+) MB"),
        page_s=figure(large + r"all, [^|]*\| p50 (\d+)") / 1000,
    )


def table(held: Measured) -> list[str]:
    clip_s = CLIP_S * FRAMES_A_SECOND / held.frames_a_second
    clips_an_hour = 3600 / clip_s
    lines = [
        f"Measured: {held.rows_kb:.0f} kB of rows a year for an athlete, {held.frames_a_second:.0f} frames a "
        f"second and {held.reader_mb:.0f} MB for a reader, {held.web_mb:.0f} MB for a web process, "
        f"{1000 * held.page_s:.0f} ms for a page under load. Assumed: {CLIPS_A_YEAR} clips a year of "
        f"{CLIP_S} s and {PHONE_MB:.0f} MB, {PAGES_A_WEEK} pages a week within {HOURS_A_WEEK} hours, {PEAK} "
        "times as many in the busiest hour, workers busy for a third of the year. "
        f"A worker then reads {clips_an_hour:.0f} clips an hour.",
        "",
        "| athletes | database after a year | clips of a year | workers | their memory | pages a second, "
        "at most | web processes | their memory |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for athletes in SIZES:
        hours = athletes * CLIPS_A_YEAR / clips_an_hour
        workers = _up(hours / (365 * 24 * WORKER_SHARE))
        pages = PEAK * athletes * PAGES_A_WEEK / (HOURS_A_WEEK * 3600)
        # Half busy at the most, so that nobody waits long.
        webs = _up(pages * held.page_s * 2)
        lines.append(
            f"| {athletes:,} | {_size(athletes * held.rows_kb / 1000)} | "
            f"{_size(athletes * CLIPS_A_YEAR * PHONE_MB)} | {workers} | {_size(workers * held.reader_mb)} | "
            f"{pages:.2g} | {webs} | {_size(webs * held.web_mb)} |"
        )
    return lines


def _up(value: float) -> int:
    return max(1, -int(-value // 1))


def _size(mb: float) -> str:
    for unit in ("MB", "GB"):
        if mb < 1000:
            return f"{mb:.3g} {unit}"
        mb /= 1000
    return f"{mb:.3g} TB"


def main() -> int:
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    lines = table(measured(BENCHMARKS.read_text("utf-8")))
    PAGE.write_text("\n".join([before + BEGIN, *lines, END]) + after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
