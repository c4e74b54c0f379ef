"""Server time and weight of the pages of one person with ten years of daily logs.

`python -m tools.bench_pages FOLDER` fills a data folder; `rows` does so in a folder of its own, serves it as
`make run` would, and asks for every page of the person as a browser with a session does.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urljoin

from tests.conftest import chromium
from tests.web.running import Running, child_environment
from tools.bench_row import Row, spread

YEARS, SETS_A_DAY = 10, 6
TIMES = 7
# One page of a kind is asked: days, exercises and clips differ by what stands here.
VARIES = re.compile(r"\d{4}-\d\d-\d\d|[0-9a-f-]{36}|EX\d+|(?<=/)\d+(?=/)")
GOAL_MS, GOAL_KB = 100, 150


def fill() -> None:
    """The example person with a session each day, a test each week and a morning check each day before."""
    from plantigrade.web.starting import set_up

    set_up(migrate=True)
    from datetime import date, datetime, timedelta
    from uuid import uuid4

    from django.db import transaction
    from django.utils import timezone

    from plantigrade.web.base.clock import today
    from plantigrade.web.home.demo import add_demo_person
    from plantigrade.web.player.models import Session, SetLog
    from plantigrade.web.progress.models import MorningCheck, Retest

    person = add_demo_person(only_if_empty=False)
    assert person is not None
    earliest = person.sessions.earliest("day").day
    days = [earliest - timedelta(days=n) for n in range(1, YEARS * 365)]
    now = timezone.now()

    def at(day: date) -> datetime:
        return now - (today() - day)

    sessions = [
        Session(id=uuid4(), person=person, day=day, started_at=at(day), finished_at=at(day)) for day in days
    ]
    with transaction.atomic():
        Session.objects.bulk_create(sessions)
        SetLog.objects.bulk_create(
            SetLog(
                session=one,
                item=item,
                exercise="EX1",
                side="left",
                set_number=1,
                seconds=60,
                at=one.started_at,
            )
            for one in sessions
            for item in range(SETS_A_DAY)
        )
        MorningCheck.objects.bulk_create(
            MorningCheck(person=person, on=day, change_0_10=0, stiffness_min=0) for day in days
        )
        Retest.objects.bulk_create(
            Retest(person=person, on=day, side=side, ktw_cm=[8.0, 8.5, 8.5])
            for day in days[::7]
            for side in ("left", "right")
        )


def rows() -> Iterator[Row]:
    """Starts, the first page's weight, and each page's time over the loopback."""
    yield _first_page("an empty folder")
    yield _first_page("an empty folder, with the example person", "--demo-if-empty")
    with TemporaryDirectory() as folder:
        place = Path(folder)
        subprocess.run(
            [sys.executable, "-m", "tools.bench_pages", folder], check=True, env=child_environment(place)
        )
        begun = time.perf_counter()
        with Running(place) as served:
            served.get()
            first_s = time.perf_counter() - begun
            yield Row(
                "`serve` to the first page, a folder in use", f"{first_s:.2f} s", "2 s", f"{first_s / 2:.2f}"
            )
            yield _weight(served.address)
            yield from _pages(served)


def _first_page(what: str, *words: str) -> Row:
    """The middle of some starts, each in a folder of its own."""
    took_s = []
    for _ in range(TIMES):
        with TemporaryDirectory() as folder:
            begun = time.perf_counter()
            with Running(Path(folder), *words) as served:
                served.get()
                took_s.append(time.perf_counter() - begun)
    middle_s = statistics.median(took_s)
    return Row(f"`serve` to the first page, {what}", f"{middle_s:.2f} s", "2 s", f"{middle_s / 2:.2f}")


def _weight(address: str) -> Row:
    """Everything the first page brings to an empty browser, as sent."""
    with chromium() as browser:
        page = browser.new_page()
        page.goto(address, wait_until="networkidle")
        sent = page.evaluate(
            "() => ['navigation', 'resource'].flatMap((kind) => performance.getEntriesByType(kind))"
            ".map((one) => one.transferSize)"
        )
    kb = sum(sent) / 1000
    return Row(
        f"first page with all that it loads, {len(sent)} answers",
        f"{kb:.0f} kB",
        f"{GOAL_KB} kB",
        f"{kb / GOAL_KB:.2f}",
    )


def _pages(served: Running) -> Iterator[Row]:
    years = f"{YEARS} years of daily sessions, {SETS_A_DAY} sets each"
    middles: list[float] = []
    for kind, address in sorted(_kinds(served).items()):
        spans = []
        for _ in range(TIMES):
            begun = time.perf_counter()
            served.get(address)
            spans.append(1000 * (time.perf_counter() - begun))
        middles.append(statistics.median(spans))
        yield Row(f"`{kind}`", spread(spans, "ms"), f"{GOAL_MS} ms", f"{middles[-1] / GOAL_MS:.2f}")
    slowest = max(middles)
    yield Row(
        f"slowest of {len(middles)} kinds of page, {years}",
        f"{slowest:.0f} ms",
        f"{GOAL_MS} ms",
        f"{slowest / GOAL_MS:.2f}",
    )


def _kinds(served: Running) -> dict[str, str]:
    """One address of each kind of page that links lead to from the person's first."""
    home = f"/p/{served.person()}/"
    found, left = {}, [home]
    while left:
        address = left.pop()
        kind = VARIES.sub("*", address.removeprefix(home)) or "today"
        if kind in found:
            continue
        url, text = served.get(address.lstrip("/"))
        if not text.lstrip().lower().startswith("<!doctype html"):
            continue
        found[kind] = address.lstrip("/")
        own = url.removeprefix(served.address.rstrip("/"))
        for link in re.findall(r'href="([^"#?]*)"', text):
            full = urljoin(own, link)
            if full.startswith(home):
                left.append(full)
    return found


if __name__ == "__main__":
    fill()
