"""The application as its own processes, to be ended in every way."""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from plantigrade.web.serving import free_port
from tests.web.databases import address_of

PATIENCE_S = 60
# Each process that runs tests asks for ports of its own: a port that is free is not yet taken.
FIRST_PORT = 18000 + 500 * int("0" + os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw"))


def until(holds: Callable[[], Any], what: str) -> Any:
    """Waits for something that other processes bring about."""
    pause, end = threading.Event(), time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        found = holds()
        if found:
            return found
        pause.wait(0.02)
    raise AssertionError(f"waited in vain: {what}")


def child_environment(folder: Path) -> dict[str, str]:
    environment = {**os.environ, "PLANTIGRADE_DATA": str(folder), "PYTHONUNBUFFERED": "1"}
    environment["PLANTIGRADE_DATABASE"] = address_of(folder)
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    return environment


class Running:
    """`plantigrade serve` over a folder, with a browser's memory for cookies."""

    def __init__(self, folder: Path, *words: str, python: str = sys.executable) -> None:
        self.process = subprocess.Popen(
            [
                python,
                "-m",
                "plantigrade.cli.main",
                "serve",
                "--port",
                str(free_port(FIRST_PORT)),
                *words,
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=child_environment(folder),
            start_new_session=True,
        )
        self.cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        assert self.process.stdout is not None
        told = self.process.stdout.readline()
        found = re.search(r"http://\S+", told)
        if found is None:
            self.kill_all()
            raise AssertionError(told)
        self.address = found[0]

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill_all()

    def get(self, path: str = "") -> tuple[str, str]:
        """Address (after redirects) and text of a page."""
        with self._opener.open(self.address + path, timeout=20) as answer:
            return answer.url, answer.read().decode(errors="replace")

    def person(self) -> str:
        """The id of the one who is there."""
        found = re.search(r"/p/([0-9a-f-]{36})/", self.get()[0])
        assert found is not None
        return found[1]

    def token(self) -> str:
        found = re.search(r'csrf-token="(\w+)"|name="csrfmiddlewaretoken" value="(\w+)"', self.get()[1])
        assert found is not None
        return found[1] or found[2]

    def post(self, path: str, body: bytes, kind: str, token: str) -> tuple[int, str]:
        """Status and text; 4xx and 5xx are answers, too."""
        headers = {"Content-Type": kind, "X-CSRFToken": token, "Referer": self.address}
        asked = urllib.request.Request(self.address + path, body, headers)
        try:
            with self._opener.open(asked, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def log(self, person: str, token: str, *records: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        status, text = self.post(
            f"p/{person}/session/records/",
            json.dumps({"records": records}).encode(),
            "application/json",
            token,
        )
        return status, json.loads(text) if status == 200 else {}

    def kill_all(self) -> None:
        """As a power cut: no process hears of it."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=20)
        if self.process.stdout is not None:
            self.process.stdout.close()

    def children(self) -> list[int]:
        """Process ids of the group without `serve` itself."""
        return [pid for pid in living(self.process.pid) if pid != self.process.pid]


def living(group: int) -> list[int]:
    """Processes of a group that have not ended, by the kernel's table."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[2]) == group and fields[0] not in "ZX":
                found.append(int(entry.name))
    return found
