"""The one start command: migrates, answers, moves to a free port, and ends when told."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from plantigrade.web.serving import free_port


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A running application on an empty folder, and its address."""
    environment = {**os.environ, "PLANTIGRADE_DATA": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [
        sys.executable,
        "-m",
        "plantigrade.cli.main",
        "serve",
        "--port",
        str(free_port(18000)),
        "--demo-if-empty",
    ]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        try:
            told = process.stdout.readline()
            found = re.search(r"http://\S+", told)
            assert found is not None, told
            yield process, found[0]
        finally:
            process.terminate()


def fetched(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as answer:
        return str(answer.read().decode())


def test_it_serves_an_example_person_and_ends_when_told(
    served: tuple[subprocess.Popen[str], str], tmp_path: Path
) -> None:
    process, address = served
    assert '"status": "ok"' in fetched(f"{address}health/")
    assert "Robin (example)" in fetched(address)
    secret = tmp_path / "secret"
    assert secret.stat().st_mode & 0o077 == 0
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"{address}health/", timeout=2)
