"""From pain reports and progress to what changes in the programme, and why."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from plantigrade.core.progress import SideProgress
from plantigrade.core.quantities import Side
from plantigrade.knowledge.types.pain import PainKnowledge
from plantigrade.knowledge.types.progress import DecisionKind, ProgressKnowledge

DrillKind = Literal["mobility", "loading"]
PainPlace = Literal["front", "calf", "achilles", "other"]

# The gravest first: the first that applies names the decision.
STRICTNESS: tuple[DecisionKind, ...] = (
    "stop",
    "refer",
    "regress",
    "hold",
    "switch_emphasis",
    "step_wedge",
    "continue",
)
# Decisions after which nothing may get harder.
_CAUTIOUS: frozenset[DecisionKind] = frozenset({"stop", "refer", "regress", "hold"})


@dataclass(frozen=True, slots=True)
class DrillPain:
    """Pain (0 to 10) during one drill. Pulling in the calf is not pain."""

    pain_0_10: float
    kind: DrillKind
    place: PainPlace = "other"
    sharp: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.pain_0_10 <= 10:
            raise ValueError(f"pain is a number from 0 to 10, not {self.pain_0_10}")


@dataclass(frozen=True, slots=True)
class CheckIn:
    """One day's report. None: not asked or not answered.

    `next_morning_change_0_10` is the pain of the morning after minus the usual pain.
    """

    date: datetime.date
    drills: tuple[DrillPain, ...] = ()
    next_morning_change_0_10: float | None = None
    stiffness_min: float | None = None
    swelling: bool = False
    locking: bool = False
    giving_way: bool = False
    numbness: bool = False

    def __post_init__(self) -> None:
        numbers = [n for n in (self.next_morning_change_0_10, self.stiffness_min) if n is not None]
        if not all(math.isfinite(n) for n in numbers) or (self.stiffness_min or 0) < 0:
            raise ValueError(f"the morning report holds a number that cannot be: {self}")


@dataclass(frozen=True, slots=True)
class SideTrack:
    """Progress of one side (None: no test), its present emphasis and the next ones to try, in order."""

    emphasis: str
    progress: SideProgress | None = None
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a person stands. `week` counts completed weeks.

    `days_since_checkpoint` is None before the first checkpoint decision. `wedge_ready` is the
    answer of `upkeep.next_wedge_step`; `advanced` names what else got harder within the window
    of `PainKnowledge.one_advance`.
    """

    today: datetime.date
    phase: int
    week: int
    sides: Mapping[Side, SideTrack] = field(default_factory=dict)
    days_since_checkpoint: int | None = None
    wedge_ready: bool = False
    advanced: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One thing to do and why. `rule` is an id of pain.toml or of the reasons in progress.toml."""

    rule: str
    what: str
    why: str
    sources: tuple[str, ...]
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The strictest kind that applies, every reason for it, and the programme that follows.

    `emphasis` holds each side's emphasis after the decision. `load_reduction_pct` is the range by
    which the next session gets lighter, None when it does not.
    """

    kind: DecisionKind
    changes: tuple[Change, ...]
    phase: int
    emphasis: Mapping[Side, str]
    load_reduction_pct: tuple[float, float] | None = None


def decide(
    situation: Situation,
    check_ins: Sequence[CheckIn],
    pain: PainKnowledge,
    knowledge: ProgressKnowledge,
) -> Decision:
    """What to do now (S58, S120, B7, B14; pain rules of this project).

    Check-ins may come in any order; those after `situation.today` are not read.
    """
    known = sorted((c for c in check_ins if c.date <= situation.today), key=lambda c: c.date)
    fired = _pain_rules(known, situation.today, pain)
    found = [(pain.rules[rule].kind, _pain_change(rule, pain)) for rule in fired]
    emphasis = {side: track.emphasis for side, track in situation.sides.items()}
    for side, track in situation.sides.items():
        reason = _progress_reason(track, situation, knowledge)
        if reason is None:
            continue
        decision = knowledge.reasons[reason].decision
        found.append((decision, _reason_change(reason, side, knowledge)))
        if decision == "switch_emphasis":
            emphasis[side] = _others(track)[0]
    if situation.wedge_ready and not any(kind in _CAUTIOUS for kind, _ in found):
        others = [v for v in situation.advanced if v in pain.one_advance.variables]
        if others:
            found.append((pain.rules["one_advance"].kind, _pain_change("one_advance", pain)))
        else:
            found.append(("step_wedge", _reason_change("wedge_ready", None, knowledge)))
    found.sort(key=lambda pair: STRICTNESS.index(pair[0]))
    kind = found[0][0] if found else "continue"
    if kind in ("stop", "regress"):
        emphasis = {side: track.emphasis for side, track in situation.sides.items()}
        found = [pair for pair in found if pair[0] != "switch_emphasis"]
    if kind != "continue":
        found = [pair for pair in found if pair[0] != "continue"]
    lighter = pain.after.load_reduction_low_pct.value, pain.after.load_reduction_high_pct.value
    return Decision(
        kind=kind,
        changes=tuple(change for _, change in found),
        phase=_earlier_phase(situation.phase, pain) if "flare_twice" in fired else situation.phase,
        emphasis=emphasis,
        load_reduction_pct=lighter if "flare" in fired or "flare_twice" in fired else None,
    )


def at_checkpoint(situation: Situation, knowledge: ProgressKnowledge) -> bool:
    """Whether enough time has passed for a decision on the plan (B7)."""
    days = situation.days_since_checkpoint
    passed = situation.week * 7 if days is None else days
    return passed >= knowledge.rhythm.checkpoint_days.value


def _pain_change(rule: str, pain: PainKnowledge) -> Change:
    entry = pain.rules[rule]
    return Change(rule, entry.what, entry.why, entry.sources)


def _reason_change(reason: str, side: Side | None, knowledge: ProgressKnowledge) -> Change:
    entry = knowledge.reasons[reason]
    return Change(reason, entry.change, entry.text, entry.sources, side)


def _others(track: SideTrack) -> tuple[str, ...]:
    return tuple(emphasis for emphasis in track.alternatives if emphasis != track.emphasis)


def _progress_reason(track: SideTrack, situation: Situation, knowledge: ProgressKnowledge) -> str | None:
    """The reason that counts for this side now; None when it has to wait for a checkpoint."""
    if track.progress is None:
        return None
    reason = track.progress.reason
    if knowledge.reasons[reason].decision != "switch_emphasis":
        return reason
    if not at_checkpoint(situation, knowledge):
        return None
    return reason if _others(track) else "nothing_to_switch_to"


def _earlier_phase(phase: int, pain: PainKnowledge) -> int:
    return next((step.to_phase for step in pain.step_back if step.from_phase == phase), phase)


def _pain_rules(known: Sequence[CheckIn], today: datetime.date, pain: PainKnowledge) -> list[str]:
    """The ids of all pain rules that the reports trigger."""
    days = pain.after.flare_window_days.value
    recent = [c for c in known if (today - c.date).days < days]
    drills = [drill for c in recent for drill in c.drills]
    fired = [
        rule
        for rule in ("swelling", "locking", "giving_way", "numbness")
        if any(getattr(c, rule) for c in recent)
    ]
    if any(drill.pain_0_10 > pain.ceilings.programme_0_10.value for drill in drills):
        fired.append("severe_pain")
    if any(drill.place == "front" and drill.sharp for drill in drills):
        fired.append("front_sharp")
    if any(_pinches(drill, pain) for drill in drills):
        fired.append("front_pinch")
    if any(drill.kind == "mobility" and drill.pain_0_10 > _ceiling(drill, pain) for drill in drills):
        fired.append("mobility_pain")
    flares = len({c.date for c in _flares(known, pain)} & {c.date for c in recent})
    if flares >= pain.after.flares_for_step_back.value:
        fired.append("flare_twice")
    elif flares:
        fired.append("flare")
    told = [c for c in known if c.drills or c.next_morning_change_0_10 is not None]
    if recent and _lasts(told, pain.persistence.pain_refer_days.value, lambda c: _hurts(c, pain)):
        fired.append("pain_persists")
    drilled = [c for c in known if c.drills]
    if recent and _lasts(drilled, pain.persistence.pinch_refer_days.value, lambda c: _pinched(c, pain)):
        fired.append("pinch_persists")
    return fired


def _ceiling(drill: DrillPain, pain: PainKnowledge) -> float:
    ceilings = pain.ceilings
    return (ceilings.mobility_0_10 if drill.kind == "mobility" else ceilings.loading_0_10).value


def _pinches(drill: DrillPain, pain: PainKnowledge) -> bool:
    return drill.place == "front" and drill.pain_0_10 > pain.ceilings.front_pinch_0_10.value


def _pinched(check_in: CheckIn, pain: PainKnowledge) -> bool:
    return any(_pinches(drill, pain) or (drill.place == "front" and drill.sharp) for drill in check_in.drills)


def _worse_morning(check_in: CheckIn, pain: PainKnowledge) -> bool:
    change = check_in.next_morning_change_0_10
    return change is not None and change >= pain.after.next_morning_rise_0_10.value


def _hurts(check_in: CheckIn, pain: PainKnowledge) -> bool:
    over = any(drill.pain_0_10 > _ceiling(drill, pain) for drill in check_in.drills)
    return over or _worse_morning(check_in, pain)


def _flares(known: Sequence[CheckIn], pain: PainKnowledge) -> list[CheckIn]:
    """Days with a clearly worse morning, or with long stiffness that has grown."""
    found = []
    before: float | None = None
    for check_in in known:
        stiff = check_in.stiffness_min
        grown = (
            stiff is not None
            and stiff > pain.after.stiffness_min.value
            and (before is None or stiff > before)
        )
        if grown or _worse_morning(check_in, pain):
            found.append(check_in)
        before = before if stiff is None else stiff
    return found


def _lasts(known: Sequence[CheckIn], days: float, holds: Callable[[CheckIn], bool]) -> bool:
    """Whether the latest unbroken run of reports for which `holds` spans at least so many days."""
    run: list[CheckIn] = []
    for check_in in reversed(known):
        if not holds(check_in):
            break
        run.append(check_in)
    return len(run) > 1 and (run[0].date - run[-1].date).days >= days
