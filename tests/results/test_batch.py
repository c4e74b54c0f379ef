"""A folder of clips: each once, none stopping the rest, only what is missing the second time."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from plantigrade.cli.main import main
from plantigrade.interop.answers.video import video_values
from plantigrade.results.batch import COLUMNS, FAILED, PEAKS, RESULT, TABLE, Settings, clips_under, run
from tests.motion.made import analysis_of

# Stands for `plantigrade video analyse`: what it does is the name of the clip. Each call leaves a line.
PROGRAM = """
import os, pathlib, signal, sys
clip = pathlib.Path(sys.argv[1])
with open(os.environ["CALLS"], "a") as calls:
    calls.write(clip.name + "\\n")
if clip.stem == "refused":
    print(f"{clip}: no picture in it", file=sys.stderr)
    sys.exit(2)
if clip.stem == "crash":
    os.kill(os.getpid(), signal.SIGKILL)
if clip.stem == "garbled":
    print("{")
    sys.exit(0)
print(os.environ["ANSWER"])
"""


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    script = tmp_path / "program.py"
    script.write_text(PROGRAM)
    monkeypatch.setenv("CALLS", str(tmp_path / "calls"))
    monkeypatch.setenv("ANSWER", json.dumps(video_values(analysis_of("d02"))))
    return [sys.executable, str(script)]


def calls(tmp_path: Path) -> list[str]:
    """The clips that were analysed since the last look."""
    log = tmp_path / "calls"
    found = sorted(log.read_text().split()) if log.exists() else []
    log.unlink(missing_ok=True)
    return found


def folder_of(tmp_path: Path, *names: str) -> Path:
    folder = tmp_path / "clips"
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(name.encode())
    return folder


def table(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_clips_are_found_once_and_results_are_no_clips(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "b.MP4", "deep/a.mov", "notes.txt", ".hidden/c.mp4", "out/clips/b.MP4/o.mp4")
    (folder / "again.mp4").symlink_to(folder / "deep" / "a.mov")
    found = clips_under(folder, folder / "out")
    assert [p.as_posix() for p in found] == ["again.mp4", "b.MP4"]


def test_faults_are_listed_and_stop_nothing(tmp_path: Path, program: list[str]) -> None:
    folder, out = (
        folder_of(tmp_path, "good.mp4", "sub/good.mov", "refused.mp4", "crash.mp4", "garbled.mp4"),
        tmp_path / "out",
    )
    heard: list[tuple[int, int]] = []
    outcome = run(folder, out, Settings(), 2, lambda done, among, _: heard.append((done, among)), program)
    assert outcome.analysed == ("good.mp4", "sub/good.mov")
    assert heard == [(n, 5) for n in range(6)]
    faults = {d.clip: d.fault or "" for d in outcome.failed}
    assert sorted(faults) == ["crash.mp4", "garbled.mp4", "refused.mp4"]
    assert faults["refused.mp4"] == "no picture in it"
    assert "signal 9" in faults["crash.mp4"]
    assert {row["clip"]: row["reason"] for row in table(out / FAILED)} == faults
    rows = table(out / TABLE)
    assert tuple(rows[0]) == COLUMNS
    answer = video_values(analysis_of("d02"))
    assert len(rows) == 2 * len(answer["reps"])
    for row, rep in zip(rows, answer["reps"], strict=False):
        assert [row[peak] for peak in PEAKS] == [str((rep[peak] or {}).get("max", "")) for peak in PEAKS]


def test_a_second_run_does_only_what_is_missing(tmp_path: Path, program: list[str]) -> None:
    folder, out = folder_of(tmp_path, "one.mp4", "two.mp4", "three.mp4", "refused.mp4"), tmp_path / "out"
    first = run(folder, out, Settings(), 2, program=program)
    before = (out / TABLE).read_bytes()
    assert calls(tmp_path) == ["one.mp4", "refused.mp4", "three.mp4", "two.mp4"]
    (out / "clips" / "one.mp4" / RESULT).write_text("{")  # cut off while it was written
    os.utime(folder / "two.mp4", ns=(1, 1))  # another film under the same name
    again = run(folder, out, Settings(), 2, program=program)
    assert calls(tmp_path) == ["one.mp4", "refused.mp4", "two.mp4"]
    assert again.kept == ("three.mp4",)
    assert set(again.analysed) | set(again.kept) == set(first.analysed)
    assert (out / TABLE).read_bytes() == before
    run(folder, out, Settings(mode="fast"), 2, program=program)
    assert len(calls(tmp_path)) == 4
    run(folder, out, Settings(mode="fast", slow_motion=4), 2, program=program)
    assert len(calls(tmp_path)) == 4


def test_settings_reach_each_clip(
    tmp_path: Path, program: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, asked = folder_of(tmp_path, "one.mp4"), list[str]()

    def kept(command: list[str], **options: Any) -> Any:
        asked.extend(command)
        return real(command, **options)

    real = subprocess.run
    monkeypatch.setattr(subprocess, "run", kept)
    run(folder, tmp_path / "out", Settings("fast", 26.5, 4, "rtmlib"), 1, program=program)
    said = "--mode fast --engine rtmlib --foot-cm 26.5 --slow-motion 4"
    assert " ".join(asked).endswith(said)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere"], "is no folder"),
        ([""], "holds no video file"),
        (["clips", "--workers", "0"], "from 1 to 256"),
    ],
)
def test_unusable_input_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    (tmp_path / "clips").mkdir()
    try:
        status = main(["batch", str(tmp_path / words[0]), "--out", str(tmp_path / "out"), *words[1:]])
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    assert status == 2
    assert said in capsys.readouterr().err


def test_the_answer_of_the_command(
    tmp_path: Path, program: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_of(tmp_path, "good.mp4", "refused.mp4")
    monkeypatch.setattr("plantigrade.results.batch.run.__defaults__", (lambda *_: None, program))
    words = ["batch", str(folder), "--out", str(tmp_path / "out")]
    assert main([*words, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["analysed"] == ["good.mp4"]
    assert answer["failed"] == [{"clip": "refused.mp4", "reason": "no picture in it"}]
    assert main(words) == 0
    assert "0 analysed, 1 done before, 1 failed." in capsys.readouterr().out
