"""A folder of clips: each once, none stopping the rest, only what is missing the second time."""

from __future__ import annotations

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from plantigrade.cli.main import main
from plantigrade.interop.answers.video import video_values
from plantigrade.results import batch
from plantigrade.results.batch import Settings, clips_under, local, run
from plantigrade.results.clip_job import RESULT, Job, _put, analyse
from plantigrade.results.columns import PEAKS
from plantigrade.results.tables import CLIP_TABLE, FAILED, TABLE, write_tables
from tests.motion.made import analysis_of
from tests.results.folders import called, calls, folder_of, table


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
    told = lambda done, among, _: heard.append((done, among))  # noqa: E731
    outcome = run(folder, out, Settings(), local(2), told, program)
    write_tables(out, outcome)
    assert outcome.analysed == ("good.mp4", "sub/good.mov")
    assert heard == [(n, 5) for n in range(6)]
    faults = {d.clip: d.fault or "" for d in outcome.failed}
    assert sorted(faults) == ["crash.mp4", "garbled.mp4", "refused.mp4"]
    assert faults["refused.mp4"] == "no picture in it"
    assert "signal 9" in faults["crash.mp4"]
    assert {row["clip"]: row["reason"] for row in table(out / FAILED)} == faults
    assert {row["clip"]: row["fault"] for row in table(out / CLIP_TABLE) if row["fault"]} == faults
    rows = table(out / TABLE)
    answer = video_values(analysis_of("d02"))
    assert len(rows) == 2 * len(answer["reps"])
    for row, rep in zip(rows, answer["reps"], strict=False):
        assert [row[peak] for peak in PEAKS] == [str((rep[peak] or {}).get("max", "")) for peak in PEAKS]
    # The first heel lifted, the others were not followed: only the first says how far the shin came.
    assert [row["heel_down_shin_angle_deg"] for row in rows[: len(answer["reps"])]] == ["31.0", "", ""]
    assert [path.name for path in out.iterdir() if path.is_dir()] == ["clips"]


def test_a_second_run_does_only_what_is_missing(tmp_path: Path, program: list[str]) -> None:
    folder, out = folder_of(tmp_path, "one.mp4", "two.mp4", "three.mp4", "refused.mp4"), tmp_path / "out"
    usual = Settings()

    def again(settings: Settings = usual) -> tuple[list[str], bytes]:
        write_tables(out, run(folder, out, settings, local(2), program=program))
        return calls(tmp_path), (out / TABLE).read_bytes()

    done, before = again()
    assert done == ["one.mp4", "refused.mp4", "three.mp4", "two.mp4"]
    place = out / "clips" / "one.mp4"
    (place / RESULT).write_text("{")  # cut off while it was written
    (place / "of-before.png").touch()
    os.utime(folder / "three.mp4", ns=(1, 1))  # copied: another date, the same film
    assert again() == (["one.mp4", "refused.mp4"], before)
    assert sorted(path.name for path in place.iterdir()) == ["curves.csv", RESULT]
    about = (folder / "two.mp4").stat()
    (folder / "two.mp4").write_bytes(b"TWO.mp4")  # another film of the same length, its date put back
    os.utime(folder / "two.mp4", ns=(about.st_atime_ns, about.st_mtime_ns))
    assert again()[0] == ["refused.mp4", "two.mp4"]
    kept = json.loads((place / RESULT).read_text())
    kept["of"]["version"] = "0.0.1"  # measured by a program of before
    (place / RESULT).write_text(json.dumps(kept))
    assert again()[0] == ["one.mp4", "refused.mp4"]
    assert len(again(Settings(mode="fast"))[0]) == 4
    assert len(again(Settings(mode="fast", slow_motion=4))[0]) == 4


def test_settings_reach_each_clip(tmp_path: Path, program: list[str]) -> None:
    folder = folder_of(tmp_path, "one.mp4")
    run(folder, tmp_path / "out", Settings("fast", 26.5, 4, "rtmlib"), local(1), program=program)
    assert called(tmp_path) == ["one.mp4 --mode fast --engine rtmlib --foot-cm 26.5 --slow-motion 4"]


MARKS = {"heel": [259, 691.5], "toe": [335, 696], "ankle": [270, 675], "knee": [276, 562], "at_s": 0.5}


def test_marks_beside_a_clip_are_used_and_a_change_of_them_is_noticed(
    tmp_path: Path, program: list[str]
) -> None:
    folder, out = folder_of(tmp_path, "leg.mp4", "whole.mp4"), tmp_path / "out"
    marks, words = folder / "leg.marks.json", "--mode standard --engine blazepose"
    asked = f"leg.mp4 {words} --markers heel=259,691.5 toe=335,696 ankle=270,675 knee=276,562 --marked-at 0.5"
    marks.write_text(json.dumps(MARKS | {"side": "right", "task": "wall_lunge"}))
    assert not run(folder, out, Settings(), local(1), program=program).failed
    assert called(tmp_path) == [f"{asked} --side right --task wall_lunge", f"whole.mp4 {words}"]
    marks.write_text(json.dumps(MARKS | {"side": "left"}))
    assert run(folder, out, Settings(), local(1), program=program).kept == ("whole.mp4",)
    assert called(tmp_path) == [f"{asked} --side left"]


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ("{", "cannot be read as JSON"),
        ("[]", "should be an object"),
        (json.dumps(MARKS), "lacks side"),
        (json.dumps(MARKS | {"side": "near"}), "side should be left or right"),
        (json.dumps(MARKS | {"side": "left", "hip": [1, 2]}), "holds hip"),
        (json.dumps(MARKS | {"side": "left", "knee": "276,562"}), "knee should be [x, y] in pixels"),
        (json.dumps(MARKS | {"side": "left", "at_s": True}), "at_s should be the time"),
    ],
)
def test_marks_that_cannot_be_used_fail_their_clip_alone(
    tmp_path: Path, program: list[str], marks: str, said: str
) -> None:
    folder = folder_of(tmp_path, "leg.mp4", "whole.mp4")
    (folder / "leg.marks.json").write_text(marks)
    outcome = run(folder, tmp_path / "out", Settings(), local(1), program=program)
    assert outcome.analysed == ("whole.mp4",)
    assert [(d.clip, said in (d.fault or "")) for d in outcome.failed] == [("leg.mp4", True)]


def test_a_clip_that_changes_while_it_is_read_is_not_taken(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "one.mp4")
    grows = "import sys; open(sys.argv[1], 'ab').write(b'more'); print('{}')"
    clip, place = folder / "one.mp4", tmp_path / "place"
    job = Job("one.mp4", clip, place, tmp_path, (), program=(sys.executable, "-c", grows))
    assert "changed while it was read" in (analyse(job).fault or "")
    assert not place.exists()


def test_attempts_at_one_clip_at_once_leave_one_whole_result(tmp_path: Path) -> None:
    place, attempts = tmp_path / "place", [tmp_path / f"attempt{n}" for n in range(4)]
    for attempt in attempts:
        attempt.mkdir()
        for n in range(20):
            (attempt / f"file{n}").write_text(attempt.name)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda attempt: _put(attempt, place), attempts))
    assert len({path.read_text() for path in place.iterdir()}) == 1
    assert len(list(place.iterdir())) == 20
    assert list(tmp_path.iterdir()) == [place]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere"], "is no folder"),
        (["clips"], "holds no video file"),
        (["clips", "--workers", "0"], "from 1 to 256"),
        (["clips", "--workers", "2", "--scheduler", "tcp://here:1"], "not allowed with"),
        (["full", "--table", "table.xlsx"], "ends in .csv or .parquet"),
        (["full", "--table", "out/clips.csv"], "is a table of the batch itself"),
        (["full", "--table", "table.parquet"], "needs the extra `tables`"),
        (["full", "--scheduler", "tcp://here:1"], "needs the extra `dask`"),
    ],
)
def test_unusable_input_is_named(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    said: str,
) -> None:
    for extra in ("distributed", "pyarrow"):
        monkeypatch.setitem(sys.modules, extra, None)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "clips").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "one.mp4").touch()
    try:
        status = main(["batch", str(tmp_path / words[0]), "--out", str(tmp_path / "out"), *words[1:]])
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    assert status == 2
    assert said in capsys.readouterr().err


def test_the_answer_of_the_command(
    tmp_path: Path, program: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for extra in ("distributed", "pyarrow"):
        monkeypatch.setitem(sys.modules, extra, None)
    monkeypatch.setattr(batch, "run", partial(run, program=program))
    folder = folder_of(tmp_path, "good.mp4", "refused.mp4")
    more = tmp_path / "deep" / "all.csv"
    words = ["batch", str(folder), "--out", str(tmp_path / "out"), "--table", str(more)]
    assert main([*words, "--json"]) == 0
    said = capsys.readouterr()
    answer = json.loads(said.out)
    assert answer["analysed"] == ["good.mp4"]
    assert answer["failed"] == [{"clip": "refused.mp4", "reason": "no picture in it"}]
    assert answer["more_tables"][0] == str(more)
    assert more.read_bytes() == Path(answer["table"]).read_bytes()
    assert "2 of 2 clips" in said.err
    assert main(words) == 0
    assert "0 analysed, 1 done before, 1 failed." in capsys.readouterr().out
