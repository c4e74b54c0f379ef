"""Folders of clips for the tests of a batch, and what became of them."""

from __future__ import annotations

import csv
from pathlib import Path


def called(tmp_path: Path) -> list[str]:
    """The calls since the last look, each the clip's name and its options, in order of names."""
    log = tmp_path / "calls"
    found = sorted(log.read_text().splitlines()) if log.exists() else []
    log.unlink(missing_ok=True)
    return found


def calls(tmp_path: Path) -> list[str]:
    """The clips that were analysed since the last look."""
    return [line.split()[0] for line in called(tmp_path)]


def folder_of(tmp_path: Path, *names: str) -> Path:
    folder = tmp_path / "clips"
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(name.encode())
    return folder


def table(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
