"""Two clips compared at the same depth, and a flat squat against one with raised heels.

Depth is the thigh angle, never time: a slower squat is not a different one. Every difference carries its
standard error; it counts as real when it is larger than 1.96 of them.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from plantigrade.core.quantities import Estimate
from plantigrade.motion.kinematics import Kinematics, Series
from plantigrade.motion.repetitions import Depth, Repetition, Repetitions
from plantigrade.motion.types import Reason

Response = Literal["clearly_better", "somewhat_better", "no_better"]

# Two-sided 95 % of the normal distribution.
REAL = 1.959964
# Errors of camera and pose model repeat in part from clip to clip of one person: correlation of those of two
# clips. The mirrored pair d01 and d04 differs by 0.7 (shin), 0.8 (thigh) and 1.6 deg (trunk, root mean
# squares of the peaks), a third of what independent errors would give, a correlation near 0.9; half is
# counted, because raised heels and other clothes change more than a mirror does.
REPEATED = 0.5
# The depth that both clips are read at, as a share of the shallower clip's deepest repetition: high enough to
# matter, low enough to be crossed rather than only touched.
MATCHED_SHARE = 0.95
# A depth in common below this is no squat to compare (thigh, degrees).
LEAST_DEPTH_DEG = 30.0
CATEGORIES: tuple[Depth, ...] = ("above_parallel", "parallel", "below_parallel")

NO_COMMON_DEPTH = Reason(
    "no_common_depth",
    "The two clips share no depth to compare at. Squat at least half way down in both.",
    fatal=True,
)
FROM_THE_FRONT = Reason(
    "from_the_front",
    "Filmed from the front, so only the knees are compared. For depth, shin, heel and trunk film both clips "
    "from the side.",
)
NOT_SQUATS = Reason(
    "not_two_squats", "Raised and flat heels can only be compared in squats filmed from the side.", fatal=True
)


@dataclass(frozen=True, slots=True)
class HeelOnset:
    """Whether the heel left the floor in a repetition and when; `at_s` None when it did not."""

    lifted: bool
    at_s: float | None = None


@dataclass(frozen=True, slots=True)
class Analysed:
    """What a comparison needs of one clip. `heels` in the order of the repetitions, None where not
    measured; `kinematics` None in a front view, of which only peaks are compared."""

    kinematics: Kinematics | None
    repetitions: Repetitions
    heels: tuple[HeelOnset | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Mean:
    """Mean over repetitions; `scatter` is its error from their spread, `shared` the error common to all of
    them."""

    value: float
    scatter: float
    shared: float

    @property
    def sd(self) -> float:
        return math.hypot(self.scatter, self.shared)


@dataclass(frozen=True, slots=True)
class Difference:
    """b minus a of one quantity, with the values that it comes from. `real` when beyond chance at 95 %."""

    name: str
    a: Mean
    b: Mean
    change: Estimate
    real: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """B against A. `depth_deg`: the thigh angle of the `matched` differences, None when there is none in
    common."""

    depth_deg: float | None
    matched: tuple[Difference, ...]
    peaks: tuple[Difference, ...]
    heel_down_to: Difference | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Elevation:
    """What raising the heels did. `response` None when it could not be told."""

    response: Response | None
    reasons: tuple[Reason, ...]


MATCHED: tuple[tuple[str, Callable[[Kinematics], Series]], ...] = (
    ("shin_angle_deg", lambda k: k.shin_tilt),
    ("ankle_dorsiflexion_deg", lambda k: k.dorsiflexion),
    ("foot_pitch_deg", lambda k: k.foot_pitch),
    ("trunk_lean_deg", lambda k: k.trunk_lean),
    ("knee_past_toe_pct_foot", lambda k: k.knee_past_toe),
)
PEAKS: tuple[tuple[str, Callable[[Repetition], Estimate | None]], ...] = (
    ("shin_angle_deg", lambda r: r.peaks.shin_tilt),
    ("ankle_dorsiflexion_deg", lambda r: r.peaks.dorsiflexion),
    ("thigh_angle_deg", lambda r: r.peaks.thigh),
    ("trunk_lean_deg", lambda r: r.peaks.trunk_lean),
    ("knee_past_toe_pct_foot", lambda r: r.peaks.knee_past_toe_pct_foot),
    ("left_knee_inward_deg", lambda r: r.peaks.knee_inward[0]),
    ("right_knee_inward_deg", lambda r: r.peaks.knee_inward[1]),
)


def compare(a: Analysed, b: Analysed) -> Comparison:
    """B against A: at matched depth for squats, by peaks for every task.

    Repetitions that were abandoned are left out. A clip's error has two parts: the scatter of its
    repetitions, which shrinks with their number, and the error of camera and pose model, which all of them
    share and which does not.
    """
    peaks = tuple(
        difference(name, _peak_mean(a, read), _peak_mean(b, read))
        for name, read in PEAKS
        if _peak_mean(a, read) is not None and _peak_mean(b, read) is not None
    )
    depth = matched_depth(a, b)
    heel = _maybe("thigh_angle_at_heel_lift_deg", _heel_depth(a), _heel_depth(b))
    if depth is None:
        return Comparison(None, (), peaks, heel, _without_depth(a, b))
    matched = []
    for name, read in MATCHED:
        found = _maybe(name, at_depth(a, read, depth), at_depth(b, read, depth))
        if found is not None:
            matched.append(found)
    return Comparison(depth, tuple(matched), peaks, heel, ())


def elevated_response(flat: Analysed, raised: Analysed, *, clear_trunk_deg: float) -> Elevation:
    """What raised heels did to the squat, in the terms of the case file.

    Parameters
    ----------
    flat, raised
        The same squat with flat and with raised heels.
    clear_trunk_deg
        Uprighting of the trunk that counts as clearly better (resolution B17; `clearly_better_trunk_deg` of
        the knowledge).

    Notes
    -----
    Clearly better needs a full category of depth, or the trunk more upright by `clear_trunk_deg`, and either
    beyond chance at 95 % (B17): heel lifts help almost everybody a little. The trunk is read at matched
    depth, because a deeper squat leans more by itself. Somewhat better: deeper, or more upright, beyond
    chance but less than that, or enough but not beyond chance. Anything else is no better.
    """
    if any(one.repetitions.task != "squat" or one.kinematics is None for one in (flat, raised)):
        return Elevation(None, (NOT_SQUATS,))
    thigh = _maybe(
        "thigh_angle_deg",
        _peak_mean(flat, lambda r: r.peaks.thigh),
        _peak_mean(raised, lambda r: r.peaks.thigh),
    )
    depth = matched_depth(flat, raised)
    trunk = None
    if depth is not None:
        lean = [at_depth(one, lambda k: k.trunk_lean, depth) for one in (flat, raised)]
        trunk = _maybe("trunk_lean_deg", lean[0], lean[1])
    if thigh is None and trunk is None:
        return Elevation(None, (NO_COMMON_DEPTH,))
    gained = _categories(flat, raised)
    reasons = []
    clearly = somewhat = False
    if thigh is not None:
        clearly |= gained >= 1 and thigh.real
        somewhat |= (thigh.real and thigh.change.value > 0) or gained >= 1
        reasons.append(_depth_reason(thigh, gained))
    if trunk is not None and depth is not None:
        enough = trunk.change.value <= -clear_trunk_deg
        clearly |= enough and trunk.real
        somewhat |= (trunk.real and trunk.change.value < 0) or enough
        reasons.append(_trunk_reason(trunk, depth, clear_trunk_deg))
    response: Response = "clearly_better" if clearly else "somewhat_better" if somewhat else "no_better"
    return Elevation(response, tuple(reasons))


def matched_depth(a: Analysed, b: Analysed) -> float | None:
    """Thigh angle that both clips pass through, degrees; None without squats that go down far enough."""
    if a.repetitions.task != "squat" or b.repetitions.task != "squat":
        return None
    deepest = []
    for one in (a, b):
        thighs = [r.peaks.thigh.value for r in _used(one) if r.peaks.thigh is not None]
        if not thighs:
            return None
        deepest.append(max(thighs))
    depth = MATCHED_SHARE * min(deepest)
    return depth if depth >= LEAST_DEPTH_DEG else None


def at_depth(one: Analysed, read: Callable[[Kinematics], Series], depth_deg: float) -> Mean | None:
    """A quantity when the thigh passes this angle, mean over the way down and up of each repetition that
    does. None in a front view."""
    k = one.kinematics
    if k is None:
        return None
    series = read(k)
    values, shared = [], []
    for rep in _used(one):
        inside = np.flatnonzero((k.t_s >= rep.start_s - 1e-9) & (k.t_s <= rep.end_s + 1e-9))
        found = [
            _crossing(k.thigh.value[path], series, path, depth_deg)
            for path in (inside[k.t_s[inside] <= rep.bottom_s], inside[k.t_s[inside] >= rep.bottom_s][::-1])
        ]
        ways = [f for f in found if f is not None]
        if ways:
            values.append(float(np.mean([v for v, _ in ways])))
            shared.append(float(np.mean([s for _, s in ways])))
    return _mean(values, shared)


def difference(name: str, a: Mean | None, b: Mean | None) -> Difference:
    """b minus a; raises ValueError when either is missing."""
    found = _maybe(name, a, b)
    if found is None:
        raise ValueError(f"{name}: nothing to compare")
    return found


def _maybe(name: str, a: Mean | None, b: Mean | None) -> Difference | None:
    if a is None or b is None:
        return None
    shared = a.shared**2 + b.shared**2 - 2 * REPEATED * a.shared * b.shared
    change = Estimate(b.value - a.value, math.sqrt(a.scatter**2 + b.scatter**2 + shared))
    return Difference(name, a, b, change, abs(change.value) > REAL * change.sd)


def _without_depth(a: Analysed, b: Analysed) -> tuple[Reason, ...]:
    """Why nothing is compared at a depth; nothing to say of lunges."""
    if a.kinematics is None and b.kinematics is None:
        return (FROM_THE_FRONT,)
    return (NO_COMMON_DEPTH,) if "squat" in (a.repetitions.task, b.repetitions.task) else ()


def _used(one: Analysed) -> list[Repetition]:
    return [rep for rep in one.repetitions.reps if rep.kind != "abandoned"]


def _peak_mean(one: Analysed, read: Callable[[Repetition], Estimate | None]) -> Mean | None:
    found = [read(rep) for rep in one.repetitions.reps if rep.complete]
    seen = [f for f in found if f is not None]
    return _mean([f.value for f in seen], [f.sd for f in seen])


def _mean(values: list[float], shared: list[float]) -> Mean | None:
    if not values:
        return None
    scatter = float(np.std(values, ddof=1)) / math.sqrt(len(values)) if len(values) > 1 else 0.0
    return Mean(float(np.mean(values)), scatter, float(np.mean(shared)))


def _crossing(
    thigh: np.typing.NDArray[np.float64], series: Series, path: np.typing.NDArray[np.intp], depth_deg: float
) -> tuple[float, float] | None:
    """Value and error where the thigh first reaches the depth along the path, linear between two samples."""
    for i in range(1, len(path)):
        before, after = thigh[i - 1], thigh[i]
        if before < depth_deg <= after:
            share = (depth_deg - before) / (after - before)
            one, two = path[i - 1], path[i]
            value = (1 - share) * series.value[one] + share * series.value[two]
            sd = max(series.sd[one], series.sd[two])
            return (float(value), float(sd)) if np.isfinite(value) and np.isfinite(sd) else None
    return None


def _heel_depth(one: Analysed) -> Mean | None:
    """Thigh angle down to which the heel stays planted: at the lift, or the deepest point where it did not
    lift."""
    k = one.kinematics
    if k is None:
        return None
    values, shared = [], []
    for rep, heel in zip(one.repetitions.reps, one.heels, strict=False):
        if heel is None or rep.kind == "abandoned":
            continue
        if not heel.lifted:
            reached = rep.peaks.thigh
        elif heel.at_s is None:
            continue
        else:
            at = int(np.argmin(np.abs(k.t_s - heel.at_s)))
            reached = Estimate(float(k.thigh.value[at]), float(k.thigh.sd[at]))
        if reached is not None and np.isfinite(reached.value):
            values.append(reached.value)
            shared.append(reached.sd)
    return _mean(values, shared)


def _categories(flat: Analysed, raised: Analysed) -> int:
    """Categories of depth gained, from the middle repetition by depth of each clip."""
    ranks = []
    for one in (flat, raised):
        own = sorted(
            CATEGORIES.index(r.depth) for r in one.repetitions.reps if r.complete and r.depth is not None
        )
        if not own:
            return 0
        ranks.append(own[(len(own) - 1) // 2])
    return ranks[1] - ranks[0]


def _depth_reason(thigh: Difference, gained: int) -> Reason:
    moved = "deeper" if thigh.change.value > 0 else "less deep"
    sure = "more than chance explains" if thigh.real else "within the error of the measurement"
    step = f", {gained} depth {'step' if gained == 1 else 'steps'} more" if gained > 0 else ""
    return Reason(
        "depth", f"With raised heels you squat {abs(thigh.change.value):.0f} degrees {moved}{step}: {sure}."
    )


def _trunk_reason(trunk: Difference, depth: float, clear: float) -> Reason:
    moved = "more upright" if trunk.change.value < 0 else "further forward"
    sure = "more than chance explains" if trunk.real else "within the error of the measurement"
    return Reason(
        "trunk",
        f"At the same depth (thigh {depth:.0f} degrees) your trunk is {abs(trunk.change.value):.0f} degrees "
        f"{moved}: {sure}. {clear:.0f} degrees would count as clearly better.",
    )
