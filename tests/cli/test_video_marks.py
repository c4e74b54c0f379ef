"""`video frame` and `video analyse --markers`."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import pytest

from plantigrade.cli.main import main
from tests.motion.truth import HERE

CLIP = str(HERE / "d10.mp4")
MARKS = "heel=259,691 toe=335,696 ankle=270,675 knee=275.6,561.7"
WHOLE = ["--markers", MARKS, "--marked-at", "0.5", "--side", "right"]


def test_the_still_is_as_large_as_the_clip(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "still.png"
    assert main(["video", "frame", CLIP, "--at", "0.5", "--out", str(out)]) == 0
    still = cv2.imread(str(out))
    assert still is not None
    assert still.shape == (960, 540, 3)
    assert "0.500 s" in capsys.readouterr().err


def test_a_clip_is_measured_by_marks(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--facing", "right", "--task", "wall_lunge", "--foot-cm", "26", "--json"]
    assert main(["video", "analyse", CLIP, *WHOLE, *words]) == 0
    values = json.loads(capsys.readouterr().out)
    assert (values["engine"]["name"], values["engine"]["model_sha256"]) == ("markers", None)
    assert [rep["heel"]["lifted"] for rep in values["reps"]] == [False, False, True]
    assert values["reps"][0]["knee_past_toe_cm"] is not None


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["--markers", MARKS, "--side", "right"], "--markers needs --marked-at as well"),
        (["--marked-at", "1"], "--marked-at belongs to --markers"),
        ([*WHOLE, "--fps", "30"], "--fps is for points of another tool"),
        ([*WHOLE, "--facing", "left"], "exchange the marks"),
        ([*WHOLE[:3], "99", *WHOLE[4:]], "99 s lies outside the clip"),
        (["--markers", "heel=1,2"], "no mark for toe, ankle, knee"),
        (["--markers", "hip=1,2"], "give heel, toe, ankle, knee"),
        (["--markers", "heel=one"], "is not a mark like knee=512,340"),
    ],
)
def test_what_cannot_be_used_ends_with_2(
    words: list[str], what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code = main(["video", "analyse", CLIP, *words])
    except SystemExit as ended:
        code = int(ended.code or 0)
    told = capsys.readouterr()
    assert (code, told.out) == (2, "")
    assert what in " ".join(told.err.split())


def test_a_time_behind_the_end_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["video", "frame", CLIP, "--at", "99", "--out", str(tmp_path / "a.png")]) == 2
    assert "end of the clip" in capsys.readouterr().err
