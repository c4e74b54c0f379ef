"""Fifty clinicians at once in a practice of ten thousand athletes with a year of data each.

Each looks at a page, thinks (exponential, `THINK_S` in the mean), looks at the next: the roster in its
orders, by group and by name, and an athlete's pages. Time counts from the request to the last byte.
"""

from __future__ import annotations

import dataclasses
import http.client
import json
import os
import random
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from tests.web.databases import SERVER, asked
from tests.web.running import Running, child_environment, living
from tools.bench_row import Row
from tools.load_fill import CLINICIANS, SESSIONS_A_WEEK, SETS, WEEKS

ATHLETES = (1_000, 10_000)
POSTGRES = Path(__file__).with_name("postgres.sh")
SECONDS, THINK_S = 45.0, 5.0
GOAL_MS = 100
# Kind of page, its address, how often it is looked at.
KINDS = (
    ("roster", "team/{o}/", 4),
    ("roster, found by name", "team/{o}/?q=2+{n}", 2),
    ("roster, a squad, largest difference", "team/{o}/?sort=difference&group=Squad+2", 1),
    ("roster, the hundredth page", "team/{o}/?page=100", 1),
    ("the team as a whole", "team/{o}/squad/", 1),
    ("athlete: today", "p/{p}/", 4),
    ("athlete: ankles", "p/{p}/ankles/", 2),
    ("athlete: programme", "p/{p}/programme/", 2),
    ("athlete: progress", "p/{p}/progress/", 3),
    ("athlete: videos", "p/{p}/videos/", 1),
)


def rows() -> Iterator[Row]:
    for athletes in ATHLETES:
        with TemporaryDirectory() as folder:
            yield from _measured(Path(folder), athletes)
    yield from _on_postgres()


def _on_postgres() -> Iterator[Row]:
    """The larger practice again, on a Postgres made for it that keeps what it says, as it is installed."""
    ran = subprocess.run(
        ["sh", str(POSTGRES), sys.executable, "-m", "tools.bench_load", str(max(ATHLETES))],
        capture_output=True,
        text=True,
        env=os.environ | {"DURABLE": "1"},
    )
    if ran.returncode:
        why = ran.stderr.strip().splitlines()[-1:]
        yield Row(f"{max(ATHLETES):,} athletes, Postgres", f"not run: {''.join(why)}", "", "")
        return
    yield from (Row(**json.loads(line)) for line in ran.stdout.splitlines())


def _measured(place: Path, athletes: int) -> Iterator[Row]:
    begun = time.perf_counter()
    filled = subprocess.run(
        [sys.executable, "-m", "tools.load_fill", str(athletes), str(place)],
        check=True,
        capture_output=True,
        text=True,
        env=child_environment(place),
    )
    filled_s = time.perf_counter() - begun
    os.sync()  # gigabytes on their way to the disk would hold up every write of the load
    told = f"{athletes:,} athletes, {'Postgres' if SERVER else 'SQLite'}"
    if SERVER:
        size = asked(place, "SELECT pg_database_size(current_database())")
    else:
        size = sum(one.stat().st_size for one in place.glob("plantigrade.sqlite3*"))
    year = f"{WEEKS * SESSIONS_A_WEEK} sessions of {SETS} sets and as many mornings, {2 * WEEKS} tests"
    yield Row(f"{told}: rows of an athlete's year ({year})", f"{size / athletes / 1000:.0f} kB", "", "")
    yield Row(f"{told}: filled in bulk", f"{filled_s:.0f} s", "", "")
    with Running(place, "--team") as served:
        before = _memory_mb(served.process.pid)
        spans, wrong = _load(served.address, json.loads(filled.stdout.splitlines()[-1]))
        after = _memory_mb(served.process.pid)
    for kind, ms in spans.items():
        yield _row(f"{told}: {kind}, {len(ms)} times", ms)
    everything = [one for ms in spans.values() for one in ms]
    yield _row(f"{told}: all, {CLINICIANS} at once, {len(everything) / SECONDS:.0f} a second", everything)
    yield Row(
        f"{told}: errors", str(sum(wrong.values())), "0", ", ".join(f"{k} {n}" for k, n in wrong.items())
    )
    yield Row(
        f"{told}: most memory of a process, before and after the load",
        f"{before:.0f}, {after:.0f} MB",
        "",
        "",
    )


def _row(what: str, ms: list[float]) -> Row:
    ordered = sorted(ms)
    p50, p95 = (ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.95))
    figure = f"p50 {p50:.0f}, p95 {p95:.0f}, max {ordered[-1]:.0f} ms"
    return Row(what, figure, f"p95 {GOAL_MS} ms", f"{p95 / GOAL_MS:.2f}")


def _memory_mb(group: int) -> float:
    """The largest resident set that any process of the application ever had."""
    found = []
    for pid in living(group):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                found.append(int(line.split()[1]) / 1000)
    return max(found)


def _load(address: str, filled: dict[str, Any]) -> tuple[dict[str, list[float]], dict[str, int]]:
    """Milliseconds by kind of page, and how often each kind of fault came."""
    spans: dict[str, list[float]] = {kind: [] for kind, _, _ in KINDS}
    wrong: dict[str, int] = defaultdict(int)
    end = time.perf_counter() + SECONDS
    held = threading.Lock()

    def clinician(number: int, cookie: str) -> None:
        chance = random.Random(number)
        server = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        time.sleep(chance.uniform(0, THINK_S))
        while time.perf_counter() < end:
            kind, path, _ = chance.choices(KINDS, [often for _, _, often in KINDS])[0]
            path = path.format(o=filled["organisation"], p=chance.choice(filled["people"]), n=number)
            begun = time.perf_counter()
            said = _asked(server, f"/{path}", cookie)
            ms = 1000 * (time.perf_counter() - begun)
            with held:
                spans[kind].append(ms)
                if said:
                    wrong[f"{kind}: {said}"] += 1
            time.sleep(chance.expovariate(1 / THINK_S))

    threads = [
        threading.Thread(target=clinician, args=(number, cookie))
        for number, cookie in enumerate(filled["cookies"])
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return spans, dict(wrong)


def _asked(server: http.client.HTTPConnection, path: str, cookie: str) -> str:
    """Empty when the page came, else what came. Once more, as a browser, on a connection gone idle."""
    said = ""
    for _ in range(2):
        try:
            server.request("GET", path, headers={"Cookie": f"sessionid={cookie}"})
            answer = server.getresponse()
            answer.read()
            return "" if answer.status == 200 else str(answer.status)
        except http.client.RemoteDisconnected:
            said = "disconnected"
            server.close()
        except OSError as error:
            server.close()
            return type(error).__name__
    return said


if __name__ == "__main__":
    with TemporaryDirectory() as held:
        for row in _measured(Path(held), int(sys.argv[1])):
            print(json.dumps(dataclasses.asdict(row)), flush=True)
