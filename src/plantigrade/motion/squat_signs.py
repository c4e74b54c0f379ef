"""Signs of a flat squat that a clip can carry, in the terms of the case file; None where it cannot tell."""

from __future__ import annotations

from collections.abc import Sequence

from plantigrade.motion.heel_events import HeelEvent
from plantigrade.motion.repetitions import PARALLEL_CUT_DEG, Repetition

# A heel that lifts in this share of the repetitions rises; one that lifts in fewer leaves it open.
RISES_SHARE = 0.5
# The thigh angle where parallel begins must lie outside this range of the reading.
SURE = 0.95


def heels_rise(reps: Sequence[Repetition], heels: Sequence[HeelEvent | None]) -> bool | None:
    """Whether the heel leaves the floor. None unless every whole repetition agrees, or half of them lift."""
    seen = [heel for rep, heel in zip(reps, heels, strict=True) if rep.complete]
    known = [heel.lifted for heel in seen if heel is not None]
    if not known:
        return None
    if sum(known) >= RISES_SHARE * len(seen):
        return True
    return None if any(known) or len(known) < len(seen) else False


def reaches_parallel(reps: Sequence[Repetition]) -> bool | None:
    """Whether the middle whole repetition by depth reaches parallel. None within the error of the cut."""
    thighs = [rep.peaks.thigh for rep in reps if rep.complete and rep.peaks.thigh is not None]
    if not thighs:
        return None
    middle = sorted(thighs, key=lambda thigh: thigh.value)[(len(thighs) - 1) // 2]
    low, high = middle.interval(SURE)
    return None if low < PARALLEL_CUT_DEG < high else middle.value >= PARALLEL_CUT_DEG
