"""The wall lunge as an instrument: how far the shin tilts while the heel stays down."""

from __future__ import annotations

from collections.abc import Sequence

from plantigrade.core.quantities import Estimate
from plantigrade.motion.heel_events import HeelEvent
from plantigrade.motion.repetitions import Repetition


def heel_down_peak(reps: Sequence[Repetition], heels: Sequence[HeelEvent | None]) -> Estimate | None:
    """The furthest shin tilt from the vertical with the heel down, degrees, with its standard error.

    A repetition with a lifted heel counts as far as it came before the lift. One whose heel could not be
    followed does not count: it may have been up. None when no whole repetition is left. `heels` stand in the
    order of `reps`. The most of several readings leans high by a part of their error.
    """
    reached = []
    for rep, heel in zip(reps, heels, strict=True):
        if not rep.complete or heel is None:
            continue
        tilt = heel.shin_tilt_at_lift_deg if heel.lifted else rep.peaks.shin_tilt
        if tilt is not None:
            reached.append(tilt)
    return max(reached, key=lambda tilt: tilt.value, default=None)
