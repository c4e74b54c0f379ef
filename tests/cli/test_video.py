"""What the options of `video` do, with the measuring itself left out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from plantigrade.cli.main import main
from plantigrade.motion import analysis
from tests.motion.made import analysis_of
from tests.motion.truth import HERE

CLIP = HERE / "d02.mp4"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The settings with which the clip was analysed."""
    seen: dict[str, Any] = {}

    def analyse(path: str, mode: str, **settings: Any) -> analysis.Analysis:
        seen.update(settings, path=path, mode=mode)
        return analysis_of("d02")

    monkeypatch.setattr(analysis, "analyse", analyse)
    return seen


def test_slow_motion_reaches_the_analysis_and_the_annotated_clip(
    asked: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lengths: list[float] = []

    def write(_found: Any, clip: Any, *_: Any) -> tuple[str, ...]:
        lengths.append(clip.info.duration_s)
        return ()

    monkeypatch.setattr("plantigrade.results.clip_files.write_clip_files", write)
    for words in ([], ["--slow-motion", "4"]):
        assert main(["video", "analyse", str(CLIP), "--json", "--out", str(tmp_path), *words]) == 0
        assert asked["slow_motion"] == (4.0 if words else None)
        assert json.loads(capsys.readouterr().out)["schema"] == "plantigrade/video/1"
    assert lengths[1] == pytest.approx(lengths[0] / 4)


@pytest.mark.parametrize("given", ["0.5", "65", "four", "nan"])
def test_a_factor_that_is_none_is_refused(given: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["video", "analyse", str(CLIP), "--slow-motion", given])
    assert stopped.value.code == 2
    assert given in capsys.readouterr().err
