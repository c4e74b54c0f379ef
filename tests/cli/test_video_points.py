"""`video analyse` and `video compare` on points in place of a clip."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema_rs
import pytest

from plantigrade.cli.main import main
from plantigrade.interop.answers.video_schema import video_schema
from plantigrade.interop.motion_files import trc_text
from tests.motion.truth import tracks_of


@pytest.fixture
def trc(tmp_path: Path) -> Path:
    path = tmp_path / "squat.trc"
    path.write_text(trc_text(tracks_of("d01"), "squat"), encoding="utf-8")
    return path


def test_points_are_answered_as_a_clip_is(
    trc: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["video", "analyse", str(trc), "--json", "--out", str(out)]) == 0
    told = capsys.readouterr()
    values = json.loads(told.out)
    assert [e.message for e in jsonschema_rs.iter_errors(video_schema(), values)] == []
    assert (values["clip"]["codec"], values["engine"]["model_sha256"]) == ("trc", None)
    assert len(values["reps"]) == 3
    assert all(rep["heel"] is None for rep in values["reps"])
    assert "no annotated video" in told.err
    assert sorted(p.name for p in out.iterdir()) == [
        "squat-depth.svg", "squat-time.svg", "squat.csv", "squat.mot", "squat.trc",
    ]  # fmt: skip


def test_points_are_told_to_people(trc: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["video", "analyse", str(trc), "--size", "540x960"]) == 0
    assert "3 squats found" in " ".join(capsys.readouterr().out.split())


def test_points_can_be_compared_but_not_put_side_by_side(
    trc: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["video", "compare", str(trc), str(trc), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["schema"] == "plantigrade/video-comparison/1"
    assert main(["video", "compare", str(trc), str(trc), "--out", str(tmp_path / "o")]) == 2
    assert "no pictures to put side by side" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (["nowhere.trc"], "nowhere.trc: cannot be read"),
        (["."], "say the frame rate of the video: --fps 30"),
        (["a.c3d"], "C3D is not read"),
        (["a.trc", "--size", "12"], "'12' is not a size like 1080x1920"),
        (["a.trc", "--fps", "0"], "should lie between 1 and 1000"),
        (["a.mp4", "--fps", "30"], "--fps is for points of another tool"),
    ],
)
def test_what_cannot_be_read_ends_with_2_and_one_line(
    options: list[str], what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code = main(["video", "analyse", *options])
    except SystemExit as ended:  # the options themselves are wrong
        code = int(ended.code or 0)
    told = capsys.readouterr()
    assert (code, told.out) == (2, "")
    assert what in told.err
