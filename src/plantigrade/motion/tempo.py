"""Is the clip's time real? Slow motion that nobody declared, and speeds at which nobody moves."""

from __future__ import annotations

import math
import statistics

import numpy as np

from plantigrade.motion.repetitions import Repetition, Repetitions
from plantigrade.motion.types import Floats, Reason

# Seconds of one repetition without its holds: of the smooth sweep down and up that is as fast at its fastest.
# 1.1 to 2.5 in rendered clips, 1.4 to 3.5 in two real ones. Eight times slower than life all of them pass the
# limit, four times slower the quickest still pass for slow squats. A slow squat that is trained takes 3 s
# down and 3 s up; a jump about 0.7 (judgements).
LONGEST_REPETITION_S, SHORTEST_REPETITION_S = 6.0, 0.6
# Fastest means this quantile of the speeds: a slip of the points is no movement.
FASTEST = 0.95
# The picture rate that a file declares for its filming is taken for slow motion from this factor on: 30 and
# 29.97 are the same.
LEAST_FACTOR = 1.5


def pace(found: Repetitions, t_s: Floats, factor: float, given: float | None) -> tuple[Reason, ...]:
    """Reasons about time.

    Parameters
    ----------
    found, t_s
        Repetitions, and the times (T,) of their signal in the seconds that were used.
    factor
        How many times slower than life the clip was taken to play.
    given
        The factor that the user gave, None when it is what the file declares.
    """
    reasons = [_declared(factor)] if given is None and factor >= LEAST_FACTOR else []
    sweeps = [_sweep_s(found, t_s, rep) for rep in found.reps if rep.complete]
    if not sweeps:
        return tuple(reasons)
    usual = statistics.median(sweeps)
    # Somebody who named the factor knows the clip: slow then means slow.
    if usual > LONGEST_REPETITION_S and given is None:
        reasons.append(_slow(usual))
    elif usual < SHORTEST_REPETITION_S:
        reasons.append(_fast(usual, factor))
    return tuple(reasons)


def _sweep_s(found: Repetitions, t_s: Floats, rep: Repetition) -> float:
    """Duration of a raised cosine of the same depth and the same fastest speed; NaN-free by the gaps left
    out."""
    within = (t_s >= rep.start_s) & (t_s <= rep.end_s) & np.isfinite(found.signal)
    signal, times = found.signal[within], t_s[within]
    if len(times) < 3:
        return rep.end_s - rep.start_s
    speed = float(np.quantile(np.abs(np.gradient(signal, times)), FASTEST))
    depth = float(signal.max() - signal.min())
    return math.pi * depth / speed if speed > 0 else rep.end_s - rep.start_s


def _declared(factor: float) -> Reason:
    return Reason(
        "slow_motion",
        f"The file says that it was filmed in slow motion and plays {factor:g} times slower than life; all "
        "times are real ones. If that is wrong, give `--slow-motion 1`.",
    )


def _slow(usual: float) -> Reason:
    return Reason(
        "slow_motion_likely",
        f"A repetition is as slow as if it took {usual:.0f} s, slower than people move. If this is slow "
        "motion, say how many times slower it plays, for example `--slow-motion 4` for 120 pictures a second "
        "shown at 30; if you did move that slowly, give `--slow-motion 1`.",
    )


def _fast(usual: float, factor: float) -> Reason:
    fix = f"It was taken as {factor:g} times slower than life: give `--slow-motion 1`."
    return Reason(
        "too_fast",
        f"A repetition is as fast as if it took {usual:.1f} s, faster than people squat. "
        + (fix if factor > 1 else "Send the clip as the phone filmed it, not sped up."),
    )
