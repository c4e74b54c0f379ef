"""Time that cannot be real is told, with what to do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from plantigrade.motion.kinematics import measure
from plantigrade.motion.repetitions import Peaks, Repetition, Repetitions, find_repetitions
from plantigrade.motion.tempo import pace
from plantigrade.motion.tracks import prepare
from plantigrade.motion.view import NO_PULL, look
from tests.motion.truth import KEPT, tracks_of

TIMES = np.arange(0, 80, 0.02)


def squats(*seconds: float, hold: float = 0.0) -> Repetitions:
    """Raised cosines of these durations, each held at the bottom."""
    signal, reps, start = np.zeros_like(TIMES), [], 1.0
    for s in seconds:
        since = TIMES - start
        phase = np.where(since > s / 2, np.maximum(since - hold, s / 2), since)
        signal += np.where((phase > 0) & (phase < s), 0.25 * (1 - np.cos(2 * np.pi * phase / s)), 0.0)
        reps.append(Repetition(start, start + s / 2, start + s + hold, hold, "full", None, None, Peaks()))
        start += s + hold + 1.0
    return Repetitions("squat", tuple(reps), signal)


@pytest.mark.parametrize(
    ("found", "factor", "given", "codes"),
    [
        (squats(2.6, 3.0, 2.4), 1.0, None, []),
        (squats(5.5, 5.8), 1.0, None, []),
        (squats(10.4, 10.0, 3.0), 1.0, None, ["slow_motion_likely"]),
        (squats(2.6, hold=20.0), 1.0, None, []),
        (squats(10.4), 1.0, 1.0, []),
        (squats(2.6), 8.0, None, ["slow_motion"]),
        (squats(2.6), 30 / 29.97, None, []),
        (squats(2.6), 4.0, 4.0, []),
        (squats(2.6 / 8), 8.0, None, ["slow_motion", "too_fast"]),
        (squats(2.6 / 8), 8.0, 8.0, ["too_fast"]),
        (squats(0.4), 1.0, None, ["too_fast"]),
        (squats(), 4.0, None, ["slow_motion"]),
    ],
)
def test_what_is_told(found: Repetitions, factor: float, given: float | None, codes: list[str]) -> None:
    reasons = pace(found, TIMES, factor, given)
    assert [reason.code for reason in reasons] == codes
    assert not any(reason.fatal for reason in reasons)
    if factor > 1 or "slow_motion_likely" in codes:
        assert all("--slow-motion" in reason.text for reason in reasons)


def test_partial_repetitions_say_nothing_of_the_pace() -> None:
    found = squats(20.0)
    assert pace(replace(found, reps=(replace(found.reps[0], kind="abandoned"),)), TIMES, 1.0, None) == ()


@pytest.mark.parametrize("name", KEPT)
@pytest.mark.parametrize(("factor", "codes"), [(1.0, []), (8.0, ["slow_motion_likely"])])
def test_a_rendered_clip_played_slower(name: str, factor: float, codes: list[str]) -> None:
    """As a phone writes it: as many pictures a second as ever, each a smaller step of the movement."""
    tracks = tracks_of(name)
    times = np.arange(0, tracks.t_s[-1], 1 / 20 / factor)
    at = np.interp(times, tracks.t_s, np.arange(len(tracks.t_s)))
    low, part = np.floor(at).astype(int), (at % 1)[:, None, None]
    high = np.minimum(low + 1, len(tracks.t_s) - 1)
    slow = prepare(
        replace(
            tracks,
            t_s=times * factor,
            xy=tracks.xy[low] * (1 - part) + tracks.xy[high] * part,
            confidence=tracks.confidence[low],
            filled=tracks.filled[low],
        )
    )
    view = look(slow, pull=NO_PULL)
    found = find_repetitions(slow, view, measure(slow, view))
    assert [rep.kind for rep in found.reps] == ["full"] * 3
    assert [reason.code for reason in pace(found, slow.t_s, 1.0, None)] == codes
