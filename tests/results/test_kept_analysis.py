"""An analysis comes back from its file as it was."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from plantigrade.interop.answers.video import comparison_values, video_values
from plantigrade.motion.comparison import compare
from plantigrade.motion.heel import FootMotion
from plantigrade.results.kept_analysis import keep_analysis, kept_analysis
from plantigrade.results.pair import shown_values
from tests.motion.made import analysis_of


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    row = np.array([0.0, np.nan])
    found = replace(analysis_of("d01"), foot=FootMotion(row, row, row, row, row, row, ()))
    path = tmp_path / "clip-analysis.gz"
    keep_analysis(found, path)
    back = kept_analysis(path)
    assert back is not None
    assert video_values(back) == video_values(found)
    assert shown_values(back) == shown_values(found)
    np.testing.assert_array_equal(back.tracks.xy, found.tracks.xy)
    np.testing.assert_array_equal(back.tracks.filled, found.tracks.filled)
    assert back.foot is not None
    np.testing.assert_array_equal(back.foot.pitch_deg, row)
    other = analysis_of("d02").for_comparison()
    same, again = found.for_comparison(), back.for_comparison()
    assert other is not None
    assert same is not None
    assert again is not None
    assert comparison_values(compare(again, other), None) == comparison_values(compare(same, other), None)
    assert not path.with_suffix(".part").exists()


# Made with a fixed time of writing: a test's name must be the same in every process that collects it.
UNREADABLE = {
    "empty": b"",
    "not gzip": b"nonsense",
    "broken JSON": gzip.compress(b"{", mtime=0),
    "another shape": gzip.compress(b'{"format": 1, "analysis": {"clip": 3}}', mtime=0),
    "another format": gzip.compress(b'{"format": 0, "analysis": {}}', mtime=0),
    "a list": gzip.compress(b"[]", mtime=0),
}


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_file_that_cannot_be_read_counts_as_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "clip-analysis.gz"
    path.write_bytes(content)
    assert kept_analysis(path) is None
    assert kept_analysis(tmp_path / "nowhere.gz") is None


def test_the_course_over_the_phase_turns_at_the_lowest_point() -> None:
    shown = shown_values(analysis_of("d01"))
    assert len(shown["knots_s"]) == 3 * len(analysis_of("d01").repetitions.reps)
    phase = np.array(shown["over_phase"])
    assert phase[0, 0] == 0
    assert phase[-1, 0] == 1
    assert abs(phase[phase[:, 1].argmax(), 0] - 0.5) < 0.15
    assert shown["place"]["facing"] in ("left", "right")
