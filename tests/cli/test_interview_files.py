"""The file of the interview: written whole, kept, never another one lost."""

from __future__ import annotations

import argparse
import builtins
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from plantigrade.cli import interview as command
from plantigrade.cli.conversation import Record, converse
from plantigrade.cli.interview import write_case
from plantigrade.interop.problems import InputError
from tests.cli.respondent import script
from tests.cli.support import flat, saved
from tests.support import KNOWLEDGE


def test_what_could_not_be_saved_is_saved_with_the_next_answer() -> None:
    stored: list[dict[str, Any]] = []
    fails = iter([True, False, True])

    def store(raw: dict[str, Any]) -> None:
        if next(fails, False):
            raise OSError(28, "No space left on device")
        stored.append(raw)

    talk, said, _ = script("n", "n", "n")
    record = Record({}, store)
    converse(record, talk, KNOWLEDGE, "cm", "case.json")
    assert sum("No space left on device" in words for words in said) == 2
    assert stored == [{"schema": "plantigrade/case/1", "screen": {"RF1": False, "RF2": False}}]
    assert record.unsaved
    record.save()
    assert stored[-1] == record.raw
    assert record.unsaved == ""


def test_a_case_that_cannot_be_saved_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_path: Path, _raw: dict[str, Any]) -> None:
        raise OSError(28, "No space left on device")

    entries = iter(["n", "done"])
    monkeypatch.setattr(builtins, "input", lambda _prompt: next(entries))
    monkeypatch.setattr(command, "write_case", refuse)
    with pytest.raises(InputError, match="No space left on device"):
        command.run(argparse.Namespace(out=str(tmp_path / "c.json"), resume=None, units="cm"))
    assert '{"RF1": false}' in capsys.readouterr().out


def test_a_cut_write_leaves_the_file_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "case.json"
    write_case(path, {"person": {"age_years": 40}})

    def cut(_handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", cut)
    with pytest.raises(KeyboardInterrupt):
        write_case(path, {"person": {"age_years": 41}})
    assert saved(path) == {"person": {"age_years": 40}}
    assert [entry.name for entry in tmp_path.iterdir()] == ["case.json"]


def options(**values: str | None) -> argparse.Namespace:
    return argparse.Namespace(**{"out": None, "resume": None, "units": "cm", **values})


def test_another_case_is_never_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for path in (Path("case.json"), Path("mine.json")):
        path.write_text('{"person": {"age_years": 40}}', encoding="utf-8")
    with pytest.raises(InputError, match=r"--resume case\.json"):
        command.run(options())
    with pytest.raises(InputError, match=r"--resume mine\.json"):
        command.run(options(out="mine.json"))
    with pytest.raises(InputError, match="is there already"):
        command.run(options(out="mine.json", resume="case.json"))
    assert saved(Path("mine.json")) == saved(Path("case.json")) == {"person": {"age_years": 40}}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"out": "-"}, "name a file"),
        ({"resume": "-"}, "name a file"),
        ({"out": "case.toml"}, "is TOML"),
        ({"out": "no/such/folder/case.json"}, "cannot be written"),
        ({"resume": "absent.json"}, "cannot be read"),
    ],
)
def test_files_that_cannot_serve_are_refused_before_the_first_question(
    wrong: dict[str, str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=told):
        command.run(options(**wrong))
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_does_not_fit_is_not_resumed(tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    path.write_text('{"person": {"age_years": 400}, "x": 1}', encoding="utf-8")
    with pytest.raises(InputError) as error:
        command.run(options(resume=str(path)))
    assert len(error.value.problems) == 2


def test_a_toml_case_goes_on_as_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "case.toml").write_text("[person]\nage_years = 40\n", encoding="utf-8")

    def leave(_prompt: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(builtins, "input", leave)
    out = tmp_path / "case.json"
    assert command.run(options(resume=str(tmp_path / "case.toml"), out=str(out))) == 0
    assert saved(out)["person"] == {"age_years": 40}
    assert "--resume" in capsys.readouterr().out


def test_as_a_command_with_entries_from_a_pipe(tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    entries = "\n".join([*["n"] * 25, *[""] * 6, "8 8,5 8.5", "10.5", "", "done", ""])
    asked = subprocess.run(
        [sys.executable, "-m", "plantigrade", "interview", "--out", str(path)],
        input=entries.encode() + b"\xff",
        capture_output=True,
        check=False,
    )
    assert asked.returncode == 0, asked.stderr.decode()
    assert asked.stderr == b""
    assert b"\x1b" not in asked.stdout
    assert saved(path)["left"] == {"ktw_cm": [8.0, 8.5, 8.5]}
    told = flat(asked.stdout.decode())
    assert "Your left ankle is the stiffer one." in told
    read = subprocess.run(
        [sys.executable, "-m", "plantigrade", "assess", str(path)], capture_output=True, check=False
    )
    assert read.returncode == 0
    assert flat(read.stdout.decode()) in told
