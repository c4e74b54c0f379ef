"""Weaning from the heel wedge, changing shoes, and keeping what was gained."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from plantigrade.core.quantities import Estimate
from plantigrade.knowledge.types.progress import DetectableChange, Detraining
from plantigrade.knowledge.types.upkeep import Footwear, Maintenance, Note, Wedge, WedgeCriteria

_DAYS_A_WEEK = 7
# Heights are entered to the millimetre; less than this is the same height.
_SAME_HEIGHT_CM = 0.05

WedgeKind = Literal["hold", "trial", "step", "back", "done"]


@dataclass(frozen=True, slots=True)
class WedgeState:
    """The working height since a date, the height before it, and the lower height on trial.

    `ktw_at_step_cm` is the filtered distance when the present height was taken (None: not known).
    """

    height_cm: float
    since: datetime.date
    before_cm: float | None = None
    ktw_at_step_cm: Estimate | None = None
    trial_height_cm: float | None = None
    trial_since: datetime.date | None = None

    def __post_init__(self) -> None:
        if not (math.isfinite(self.height_cm) and self.height_cm >= 0):
            raise ValueError(f"a heel height is 0 cm or more, not {self.height_cm}")
        if (self.trial_height_cm is None) != (self.trial_since is None):
            raise ValueError("a height on trial needs the date when its trial began")


@dataclass(frozen=True, slots=True)
class WedgeTrial:
    """One squat session, or its light trial sets, at one heel height."""

    date: datetime.date
    height_cm: float
    full_depth: bool
    heels_down: bool
    trunk_change_deg: float
    pain_0_10: float
    worse_next_day: bool = False


@dataclass(frozen=True, slots=True)
class WedgeDecision:
    """What to do with the wedge now, the state that follows, and every reason."""

    kind: WedgeKind
    state: WedgeState
    reasons: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class FootwearWeek:
    """Share of running time in the lower shoe, its drop, and barefoot time a day at home."""

    week: int
    share_pct: float
    drop_mm: float
    barefoot_min: float


@dataclass(frozen=True, slots=True)
class FootwearPlan:
    allowed: bool
    reasons: tuple[Note, ...]
    weeks: tuple[FootwearWeek, ...]


@dataclass(frozen=True, slots=True)
class UpkeepTest:
    """One retest during maintenance: mean distance of so many trials."""

    date: datetime.date
    ktw_cm: float
    trials: int


@dataclass(frozen=True, slots=True)
class MaintenanceDecision:
    step_up: bool
    reason: Note
    next_test: datetime.date | None


@dataclass(frozen=True, slots=True)
class ShareKept:
    """Share of a gain that is still there, from 0 to 1, with its range."""

    likely: float
    low: float
    high: float


def wedge_degrees(e_cm: float, foot_cm: float, wedge: Wedge) -> float:
    """Extra forward shin tilt in degrees that a heel raised by `e_cm` allows.

    Raises ValueError when the heel is higher than the ramp under the foot is long.
    """
    ramp_cm = wedge.range.ramp_foot_fraction.value * foot_cm
    if not 0 <= e_cm <= ramp_cm or ramp_cm == 0:
        raise ValueError(f"a heel of {e_cm} cm does not fit a foot of {foot_cm} cm")
    return math.degrees(math.asin(e_cm / ramp_cm))


def next_wedge_step(
    state: WedgeState,
    trials: Sequence[WedgeTrial],
    today: datetime.date,
    wedge: Wedge,
    ktw_now_cm: Estimate | None = None,
    advanced: Sequence[str] = (),
) -> WedgeDecision:
    """Hold, try lower, step down, or go back up (S130, B22, B23).

    `advanced` names the other variables that got harder this week; while there are any, the wedge
    does not get lower. A heel that rises or hurts always leads back up.
    """
    past = [t for t in trials if t.date <= today]
    since_step = [t for t in past if t.date >= state.since and _same(t.height_cm, state.height_cm)]
    troubles = _troubles(since_step, wedge)
    if troubles and state.before_cm is not None:
        back = WedgeState(state.before_cm, today, ktw_at_step_cm=ktw_now_cm)
        return WedgeDecision("back", back, (*troubles, wedge.notes["back"]))
    if state.height_cm < _SAME_HEIGHT_CM:
        return WedgeDecision("done", state, (wedge.notes["done"],))
    if state.trial_height_cm is not None and state.trial_since is not None:
        return _after_trial(
            state, state.trial_height_cm, state.trial_since, past, today, wedge, ktw_now_cm, advanced
        )
    blocks = _blocks(state, since_step, today, wedge, ktw_now_cm, advanced)
    if blocks:
        return WedgeDecision("hold", state, blocks)
    lower, long_step = _lower_height(state.height_cm, past, state.since, wedge)
    reasons = [wedge.notes["earned"]]
    if long_step:
        reasons.append(wedge.notes["long_step"])
    if _range_pays(state, lower, ktw_now_cm, wedge):
        reasons.append(wedge.notes["range_pays"])
    tried = WedgeState(state.height_cm, state.since, state.before_cm, state.ktw_at_step_cm, lower, today)
    return WedgeDecision("trial", tried, (*reasons, wedge.notes["trial"]))


def _same(first_cm: float, second_cm: float) -> bool:
    return abs(first_cm - second_cm) < _SAME_HEIGHT_CM


def _meets(trial: WedgeTrial, criteria: WedgeCriteria) -> bool:
    return (
        trial.full_depth
        and trial.heels_down
        and abs(trial.trunk_change_deg) <= criteria.trunk_change_deg.value
        and trial.pain_0_10 <= criteria.pain_0_10.value
        and not trial.worse_next_day
    )


def _troubles(trials: Sequence[WedgeTrial], wedge: Wedge) -> tuple[Note, ...]:
    """What took a height back: heels up, too much pain, or a worse next day."""
    limit = wedge.criteria.back_pain_0_10.value
    seen = {
        "heels_rise": any(not t.heels_down for t in trials),
        "pain": any(t.pain_0_10 > limit for t in trials),
        "next_day": any(t.worse_next_day for t in trials),
    }
    return tuple(wedge.notes[note] for note, holds in seen.items() if holds)


def _blocks(
    state: WedgeState,
    sessions: Sequence[WedgeTrial],
    today: datetime.date,
    wedge: Wedge,
    ktw_now_cm: Estimate | None,
    advanced: Sequence[str],
) -> tuple[Note, ...]:
    """Everything that still stands against a step down."""
    criteria = wedge.criteria
    needed = int(criteria.sessions_needed.value)
    latest = sorted(sessions, key=lambda t: t.date)[-needed:]
    blocks = []
    if (today - state.since).days < criteria.step_hold_weeks.value * _DAYS_A_WEEK:
        blocks.append("too_soon")
    if len(latest) < needed or not all(_meets(t, criteria) for t in latest):
        blocks.append("not_enough_sessions")
    if _range_falls(state, ktw_now_cm, criteria):
        blocks.append("range_falling")
    if advanced:
        blocks.append("another_change")
    return tuple(wedge.notes[note] for note in blocks)


def _range_falls(state: WedgeState, ktw_now_cm: Estimate | None, criteria: WedgeCriteria) -> bool:
    if ktw_now_cm is None or state.ktw_at_step_cm is None:
        return False
    then = state.ktw_at_step_cm
    change = Estimate(ktw_now_cm.value - then.value, math.hypot(ktw_now_cm.sd, then.sd))
    return change.p_below(0.0) >= criteria.falling_probability.value


def _range_pays(state: WedgeState, lower_cm: float, ktw_now_cm: Estimate | None, wedge: Wedge) -> bool:
    if ktw_now_cm is None or state.ktw_at_step_cm is None:
        return False
    steps = (state.height_cm - lower_cm) / wedge.range.step_paid_cm.value
    return ktw_now_cm.value - state.ktw_at_step_cm.value >= wedge.range.gain_for_step_cm.value * steps


def _below(height_cm: float, step_cm: float, wedge: Wedge) -> float:
    """The lowest standard size within one step below, or one step lower when there is none."""
    lowest = height_cm - step_cm - _SAME_HEIGHT_CM
    within = [size for size in wedge.sizes.sizes_cm if lowest <= size < height_cm - _SAME_HEIGHT_CM]
    return min(within, default=max(0.0, height_cm - step_cm))


def _lower_height(
    height_cm: float, past: Sequence[WedgeTrial], since: datetime.date, wedge: Wedge
) -> tuple[float, bool]:
    """The next height, and whether sets already done that low allow the longer step."""
    long_step = _below(height_cm, wedge.long_step_cm.value, wedge)
    short_step = _below(height_cm, wedge.step_cm.value, wedge)
    there = [t for t in past if t.date >= since and _same(t.height_cm, long_step)]
    if long_step < short_step and there and all(_meets(t, wedge.criteria) for t in there):
        return long_step, True
    return short_step, False


def _after_trial(
    state: WedgeState,
    lower_cm: float,
    begun: datetime.date,
    past: Sequence[WedgeTrial],
    today: datetime.date,
    wedge: Wedge,
    ktw_now_cm: Estimate | None,
    advanced: Sequence[str],
) -> WedgeDecision:
    """The answer while a lower height is on trial; work sets are still at the old height."""
    sets = [t for t in past if t.date >= begun and _same(t.height_cm, lower_cm)]
    troubles = _troubles(sets, wedge)
    if troubles:
        kept = WedgeState(state.height_cm, today, state.before_cm, state.ktw_at_step_cm)
        return WedgeDecision("back", kept, (*troubles, wedge.notes["back"]))
    waits = []
    if not sets:
        waits.append("trial_missing")
    elif (today - begun).days < wedge.criteria.trial_days.value:
        waits.append("trial_week")
    if _range_falls(state, ktw_now_cm, wedge.criteria):
        waits.append("range_falling")
    if advanced:
        waits.append("another_change")
    if waits:
        return WedgeDecision("hold", state, tuple(wedge.notes[note] for note in waits))
    stepped = WedgeState(lower_cm, today, state.height_cm, ktw_now_cm)
    return WedgeDecision("step", stepped, (wedge.notes["trial_passed"],))


def footwear_plan(
    start_drop_mm: float,
    target_drop_mm: float,
    single_leg_raises: int,
    weeks_since_wedge_step: float | None,
    footwear: Footwear,
    morning_pain_0_10: float = 0.0,
) -> FootwearPlan:
    """Week by week to lower shoes, and whether it may start now (S161, S162, B11).

    `single_leg_raises` are the pain-free raises of the weaker side; `weeks_since_wedge_step` is
    None when no wedge was lowered. Not allowed: the reasons say what is missing.
    """
    if not (target_drop_mm >= 0 and math.isfinite(start_drop_mm) and math.isfinite(target_drop_mm)):
        raise ValueError("a shoe drop is 0 mm or more")
    notes = footwear.notes
    if start_drop_mm <= target_drop_mm:
        return FootwearPlan(False, (notes["no_change"],), ())
    against = []
    if single_leg_raises < footwear.raises_needed_reps.value:
        against.append(notes["raises_first"])
    if weeks_since_wedge_step is not None and weeks_since_wedge_step < footwear.after_wedge_step_weeks.value:
        against.append(notes["after_wedge"])
    if footwear_pauses(morning_pain_0_10, footwear):
        against.append(notes["pause"])
    reasons = tuple(against) or (notes["ready"], notes["gradual"])
    return FootwearPlan(not against, reasons, _footwear_weeks(start_drop_mm, target_drop_mm, footwear))


def footwear_pauses(morning_pain_0_10: float, footwear: Footwear) -> bool:
    """Whether Achilles or foot pain on the morning after pauses the change of shoes."""
    return morning_pain_0_10 > footwear.pause_pain_0_10.value


def _footwear_weeks(start_mm: float, target_mm: float, footwear: Footwear) -> tuple[FootwearWeek, ...]:
    staged = start_mm > footwear.staged_above_drop_mm.value
    weeks = int((footwear.transition_high_weeks if staged else footwear.transition_low_weeks).value)
    if staged:
        stages = math.ceil((start_mm - target_mm) / footwear.drop_step_mm.value)
        weeks = max(weeks, stages * int(footwear.drop_step_weeks.value))
    first, most = footwear.first_share_pct.value, 100.0
    rise = min(footwear.share_rise_pct.value, (most - first) / (weeks - 1))
    table = []
    for week in range(1, weeks + 1):
        stage = (week - 1) // int(footwear.drop_step_weeks.value) + 1
        staged_mm = max(target_mm, start_mm - stage * footwear.drop_step_mm.value)
        table.append(
            FootwearWeek(
                week,
                min(most, first + rise * (week - 1)),
                staged_mm if staged else target_mm,
                footwear.barefoot_min.value,
            )
        )
    return tuple(table)


def maintenance_decision(
    kept_cm: float,
    retests: Sequence[UpkeepTest],
    maintenance: Maintenance,
    change: DetectableChange,
) -> MaintenanceDecision:
    """Stay with the upkeep dose, or go back to daily work (B10, B37).

    `kept_cm` is the distance with which upkeep began. Retests may come in any order.
    """
    notes = maintenance.notes
    if not retests:
        return MaintenanceDecision(False, notes["no_test"], None)
    tests = sorted(retests, key=lambda t: t.date)
    last = tests[-1]
    due = last.date + datetime.timedelta(weeks=maintenance.retest_weeks.value)
    averaged = last.trials >= change.mean_of_trials.value
    detectable_cm = (change.mean_of_trials_pair_cm if averaged else change.single_pair_cm).value
    if kept_cm - last.ktw_cm >= detectable_cm:
        return MaintenanceDecision(True, notes["large_fall"], due)
    needed = int(maintenance.repeated_fall_tests.value)
    latest = tests[-needed:]
    fell = [kept_cm - t.ktw_cm >= maintenance.repeated_fall_cm.value for t in latest]
    if len(latest) == needed and all(fell):
        return MaintenanceDecision(True, notes["repeated_fall"], due)
    return MaintenanceDecision(False, notes["steady"], due)


def share_kept(weeks_off: float, detraining: Detraining) -> ShareKept:
    """Share of a gain left after so many weeks without any ankle work (S164, S170, B37)."""
    if not (math.isfinite(weeks_off) and weeks_off >= 0):
        raise ValueError(f"weeks without work are 0 or more, not {weeks_off}")
    likely, low, high = (
        math.exp2(-weeks_off / half_life.value)
        for half_life in (
            detraining.half_life_weeks,
            detraining.half_life_low_weeks,
            detraining.half_life_high_weeks,
        )
    )
    return ShareKept(likely, low, high)
