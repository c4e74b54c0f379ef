"""Small heel lifts put into rendered clips by moving the foot's pixels (`tools.heel_warp`): found, and no others."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from plantigrade.motion.clip import open_clip
from plantigrade.motion.heel import foot_motion, heel_events
from tests.motion.test_heel import Span
from tests.motion.truth import HERE, near_of, tracks_of, truth
from tools.heel_warp import Foot, lift_in, save


@pytest.mark.parametrize("name", ["d01", "d02"])
def test_a_heel_put_up_by_five_percent_is_found_and_one_left_down_is_not(name: str, tmp_path: Path) -> None:
    true = truth(name)
    fps, flat = true["fps"], [i for i, rep in enumerate(true["reps"]) if rep["heel"] == 0]
    lift = lift_in(true["reps"][flat[0]], fps, 5.0, 0.5)
    made = tmp_path / "lifted.mp4"
    foot = Foot(HERE / f"{name}.mp4", true)
    save(made, list(foot.lifted([lift], 2.0, np.random.default_rng(1))), foot.rate, 28)
    motion = foot_motion(open_clip(made), tracks_of(name), near_of(name), (0.0, 0.9))
    events = heel_events(motion, [Span(rep["start"] / fps, rep["end"] / fps) for rep in true["reps"]])
    up, down = events[flat[0]], events[flat[1]]
    assert up is not None
    assert up.lifted
    assert up.height_pct_foot.value == pytest.approx(5.0, abs=0.75)
    assert up.at_s == pytest.approx((lift.onset_s + lift.full_s) / 2, abs=0.25)
    assert down is not None
    assert not down.lifted
