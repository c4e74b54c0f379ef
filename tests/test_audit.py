"""The look-up of known weaknesses: what fails it, and what a machine without a network does."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from tools import audit

CLEAN = {"name": "numpy", "version": "2.0", "vulns": []}
UNKNOWN = {"name": "new", "skip_reason": "Dependency not found on PyPI"}
WEAK = {"name": "old", "version": "1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"]}]}


@pytest.mark.parametrize(
    ("answer", "status", "told"),
    [
        (json.dumps({"dependencies": [CLEAN]}), 0, "1 checked, no known weakness."),
        (json.dumps({"dependencies": [CLEAN, WEAK]}), 1, "old 1.0: PYSEC-1, mended in 1.1"),
        (
            json.dumps({"dependencies": [UNKNOWN]}),
            0,
            "NOT checked, since the index that answers does not know them: new",
        ),
        ("", 0, "NOT checked"),
    ],
)
def test_only_a_known_weakness_fails(
    answer: str, status: int, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*_: Any, **__: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess([], 1, answer, "ConnectionError: no route")

    monkeypatch.setattr(subprocess, "run", run)
    assert audit.main([]) == status
    assert told in capsys.readouterr().out
