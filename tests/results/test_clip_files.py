"""The files that an analysed clip leaves behind."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import av
import cv2
import pytest

from plantigrade.motion.analysis import Analysis
from plantigrade.motion.clip import open_clip
from plantigrade.motion.repetitions import Repetitions
from plantigrade.results.clip_files import write_clip_files, write_pair_file
from tests.motion.made import analysis_of
from tests.motion.truth import HERE

KINDS = (".trc", ".csv", ".mot", "-time.svg", "-depth.svg", "-overlay.mp4", "-keyframes.png")


def without_repetitions(found: Analysis) -> Analysis:
    reps = replace(found.repetitions, reps=())
    assert isinstance(reps, Repetitions)
    return replace(found, repetitions=reps, heels=())


def test_every_file_of_a_side_view_can_be_opened(tmp_path: Path) -> None:
    found = analysis_of("d02")
    clip = open_clip(HERE / "d02.mp4")
    names = write_clip_files(found, clip, tmp_path / "deep" / "er", "d02")
    assert sorted(names) == sorted(f"d02{kind}" for kind in KINDS)
    folder = tmp_path / "deep" / "er"
    assert sorted(p.name for p in folder.iterdir()) == sorted(names)
    for kind in ("time", "depth"):
        picture = ElementTree.parse(folder / f"d02-{kind}.svg")
        assert "NaN" not in ElementTree.tostring(picture.getroot(), encoding="unicode")
    with (folder / "d02.csv").open(newline="") as file:
        assert len(list(csv.DictReader(file))) == len(found.tracks.t_s)
    with av.open(str(folder / "d02-overlay.mp4")) as film:
        assert sum(1 for _ in film.decode(video=0)) == clip.info.frames
    sheet = cv2.imread(str(folder / "d02-keyframes.png"))
    assert sheet is not None


@pytest.mark.parametrize(
    ("found", "left_out"),
    [
        (without_repetitions(analysis_of("d02")), {"-keyframes.png", "-depth.svg"}),
        (
            replace(without_repetitions(analysis_of("d02")), side=None),
            {"-keyframes.png", "-depth.svg", "-time.svg", ".csv", ".mot"},
        ),
    ],
    ids=["no repetition", "no side view"],
)
def test_what_was_not_measured_leaves_no_file(tmp_path: Path, found: Analysis, left_out: set[str]) -> None:
    names = write_clip_files(found, open_clip(HERE / "d02.mp4"), tmp_path, "d02")
    assert set(names) == {f"d02{kind}" for kind in KINDS if kind not in left_out}


def test_a_pair_needs_repetitions_in_both(tmp_path: Path) -> None:
    found, clip = analysis_of("d02"), open_clip(HERE / "d02.mp4")
    assert write_pair_file((clip, found), (clip, without_repetitions(found)), tmp_path) is None
    assert not list(tmp_path.iterdir())
    name = write_pair_file((clip, found), (clip, found), tmp_path)
    assert name is not None
    with av.open(str(tmp_path / name)) as film:
        assert film.streams.video[0].codec_context.name == "h264"
