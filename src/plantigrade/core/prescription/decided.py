"""What an accepted decision does to the programme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from plantigrade.core.adaptation import Decision
from plantigrade.core.prescription.types import Day, Plan, Week
from plantigrade.core.quantities import Side
from plantigrade.knowledge.catalogue import Catalogue

_DAYS_A_WEEK = 7
# Not about the daily work: they only leave the heel wedge where it is.
_OF_THE_WEDGE = frozenset({"one_advance", "wedge_ready"})
_OF_THE_FRONT = frozenset({"front_pinch", "front_sharp"})


@dataclass(frozen=True, slots=True)
class Effect:
    """The programme after a decision. Everything at its default: the days stay as they are.

    `repeat_weeks`: the weeks before are done again so often, so that nothing gets harder meanwhile.
    `step_back`: those weeks reach back into the phase before. The days from `lighter_from` up to
    `lighter_until` lose `cut_share` (0 to 1) of their work. `front`: the days to come spare the front of
    the ankle (`guard.guarded`).
    """

    pause: bool = False
    repeat_weeks: int = 0
    step_back: bool = False
    lighter_from: date | None = None
    lighter_until: date | None = None
    cut_share: float = 0.0
    emphasis: Mapping[Side, str] = field(default_factory=dict)
    front: bool = False


def effect_of(
    decision: Decision,
    plan: Plan,
    on: date,
    emphasis: Mapping[Side, str],
    knowledge: Catalogue,
    *,
    done_today: bool,
    spared: bool = False,
) -> Effect:
    """The effect from `on` on (S58, S120, B14, AM1, pain rules). `emphasis` is what each side has now.

    A stop pauses. A step back goes to the last week of the phase before, or in the first phase does
    this week again with less. A hold does the week again; where a professional should look first, the
    weeks until the next checkpoint. A flare makes the next session lighter. A pinch at the front changes
    the work, and repeats it only beside another reason or where the front is `spared` already.
    """
    rules = {change.rule for change in decision.changes} - _OF_THE_WEDGE
    if decision.kind == "stop":
        return Effect(pause=True)
    front = bool(rules & _OF_THE_FRONT) and not spared
    put_first = {side: name for side, name in decision.emphasis.items() if name != emphasis.get(side)}
    if decision.kind == "regress":
        low, high = decision.load_reduction_pct or (0.0, 0.0)
        cut = (low + high) / 2 / 100
        if "flare_twice" in rules:
            back = _weeks_back(plan, on)
            week = timedelta(weeks=1)
            return (
                Effect(repeat_weeks=back, step_back=True, front=front)
                if back
                else Effect(
                    repeat_weeks=1, lighter_from=on, lighter_until=on + week, cut_share=cut, front=front
                )
            )
        day = _next_work(plan, on + timedelta(days=1) if done_today else on)
        if day is None:
            return Effect(front=front)
        until = day.date + timedelta(days=1)
        return Effect(lighter_from=day.date, lighter_until=until, cut_share=cut, front=front)
    if decision.kind == "hold" and front and rules <= _OF_THE_FRONT:
        return Effect(front=True, emphasis=put_first)
    if decision.kind in ("hold", "refer") and rules:
        pause_days = (
            knowledge.progress.rhythm.checkpoint_days
            if decision.kind == "refer" or "nothing_to_switch_to" in rules
            else knowledge.pain.one_advance.window_days
        )
        return Effect(repeat_weeks=int(pause_days.value) // _DAYS_A_WEEK, emphasis=put_first, front=front)
    return Effect(emphasis=put_first)


def _week_of(plan: Plan, on: date) -> Week | None:
    return next((week for week in plan.weeks if week.days[0].date <= on <= week.days[-1].date), None)


def _weeks_back(plan: Plan, on: date) -> int:
    """Weeks from this one back to the last of another phase; 0 when there is none before."""
    now = _week_of(plan, on)
    if now is None:
        return 0
    before = [week for week in plan.weeks if week.number < now.number and week.phase != now.phase]
    return now.number - before[-1].number if before else 0


def _next_work(plan: Plan, on: date) -> Day | None:
    days = (day for week in plan.weeks for day in week.days)
    return next((day for day in days if day.date >= on and day.items), None)
