"""The one start command: answers, starts what died, and leaves nothing behind however it ends."""

from __future__ import annotations

import os
import re
import signal
import urllib.error
import urllib.request
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from plantigrade.web.children import Children
from tests.web.running import Running, living, until

needs_proc = pytest.mark.skipif(not Path("/proc").is_dir(), reason="reads the process table of Linux")


def test_it_serves_an_example_person_and_ends_when_told(tmp_path: Path) -> None:
    with Running(tmp_path, "--demo-if-empty") as served:
        assert '"status": "ok"' in served.get("health/")[1]
        assert "Robin (example)" in served.get()[1]
        assert (tmp_path / "secret").stat().st_mode & 0o077 == 0
        served.process.send_signal(signal.SIGTERM)
        assert served.process.wait(timeout=20) == 0
        with pytest.raises(urllib.error.URLError):
            urllib.request.urlopen(f"{served.address}health/", timeout=2)


def test_a_team_without_anybody_prints_the_way_in(tmp_path: Path) -> None:
    with Running(tmp_path, "--team") as served:
        assert served.process.stdout is not None
        told = served.process.stdout.readline()
        way_in = re.search(r"team/join/\S+", told)
        assert way_in is not None, told
        assert "Set up your team" in served.get(way_in[0])[1]
        assert "/accounts/signup/" in served.get(way_in[0])[1]
        assert 'name="login"' in served.get()[1]


@needs_proc
def test_a_killed_start_command_leaves_no_process(tmp_path: Path) -> None:
    with Running(tmp_path) as served:
        until(lambda: len(served.children()) >= 3, "web server with its worker, and the jobs' worker")
        served.process.kill()
        served.process.wait(timeout=20)
        until(lambda: not living(served.process.pid), "every child ends by itself")


@needs_proc
def test_a_killed_child_is_started_again(tmp_path: Path) -> None:
    with Running(tmp_path) as served:
        before = until(lambda: len(served.children()) >= 3 and set(served.children()), "all run")
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        until(lambda: len(set(served.children()) - before) >= 3, "all run again")
        until(lambda: _answers(served), "it answers again")


def _answers(served: Running) -> bool:
    try:
        return '"ok"' in served.get("health/")[1]
    except (urllib.error.URLError, ConnectionError):
        return False


class _Process:
    """A process that dies when its time is over."""

    def __init__(self, dies_at: float, clock: _Clock) -> None:
        self._dies_at, self._clock, self.returncode = dies_at, clock, 1

    def poll(self) -> int | None:
        return self.returncode if self._clock.now >= self._dies_at else None


class _Clock:
    now = 0.0


def course(lives_s: float, lasts_s: int) -> tuple[list[float], list[str]]:
    """When a child that lives so long is started, and what is told."""
    clock = _Clock()
    started: list[float] = []
    told: list[str] = []

    def start(_: Any) -> Any:
        started.append(clock.now)
        return _Process(clock.now + lives_s, clock)

    children = Children({"web": []}, start=start, tell=told.append, clock=lambda: clock.now)
    for tick in range(lasts_s * 10):
        clock.now = tick / 10
        children.look()
    return started, told


def test_a_child_that_dies_at_once_is_tried_ever_more_slowly_and_told_once() -> None:
    started, told = course(lives_s=0.0, lasts_s=600)
    waits = [round(b - a, 1) for a, b in pairwise(started)]
    assert waits == sorted(waits)
    assert waits[0] < 1
    assert waits[-1] == pytest.approx(60, abs=0.2)
    assert len(started) < 20
    assert len(told) == 5
    assert "5 times in a row" in told[-1]
    assert "Ctrl-C" in told[-1]


def test_a_child_that_settled_is_started_again_without_delay() -> None:
    started, told = course(lives_s=100.0, lasts_s=1000)
    assert all(b - a < 101 for a, b in pairwise(started))
    assert not any("in a row" in text for text in told)
