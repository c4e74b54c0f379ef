"""Keeping the range for good: when it is offered, what it rests on, and when daily work comes back."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from plantigrade.core.prescription.differences import last_day
from plantigrade.core.progress import Retest
from plantigrade.core.quantities import Side
from plantigrade.core.review import Review
from plantigrade.core.upkeep import MaintenanceDecision, UpkeepTest, maintenance_decision
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.web.people.models import Person
from plantigrade.web.programme.models import Programme
from plantigrade.web.programme.queries import plan_of, running
from plantigrade.web.progress.queries import history_of, last_test_on, review_of

Offer = Literal["", "over", "target", "returned"]


@dataclass(frozen=True, slots=True)
class Upkeep:
    """`programme` runs now, of whichever kind (None: none does).

    `offer` says why upkeep may begin; empty while it runs, or while daily work is not done. `kept_cm` is
    the distance with which upkeep began, `sides` what the tests since then ask for.
    """

    programme: Programme | None
    offer: Offer
    kept_cm: Mapping[Side, float]
    sides: Mapping[Side, MaintenanceDecision]
    next_test: datetime.date | None

    @property
    def runs(self) -> bool:
        return self.programme is not None and self.programme.upkeep

    @property
    def step_up(self) -> bool:
        """Whether daily work should come back."""
        return any(found.step_up for found in self.sides.values())


def upkeep_of(person: Person, on: datetime.date, found: Review | None = None) -> Upkeep:
    """Where a person stands; `found` is the review of the day, where it is known already."""
    held = running(person)
    if held is None or not held.upkeep:
        return Upkeep(held, _offer(person, held, on, found or review_of(person, on)), {}, {}, None)
    knowledge = default_catalogue()
    history = history_of(person)
    kept_cm = _kept_cm(history, held.starts_on)
    sides = {
        side: maintenance_decision(
            kept,
            [UpkeepTest(t.date, t.ktw_cm, t.trials) for t in history[side] if t.date > held.starts_on],
            knowledge.upkeep.maintenance,
            knowledge.progress.change,
        )
        for side, kept in kept_cm.items()
    }
    every = datetime.timedelta(weeks=knowledge.upkeep.maintenance.retest_weeks.value)
    last = last_test_on(person)
    return Upkeep(held, "", kept_cm, sides, max(last, held.starts_on) + every if last is not None else None)


def _kept_cm(history: Mapping[Side, tuple[Retest, ...]], begun: datetime.date) -> dict[Side, float]:
    """The last test of each side by the day on which upkeep began."""
    before = {side: [t for t in tests if t.date <= begun] for side, tests in history.items()}
    return {side: tests[-1].ktw_cm for side, tests in before.items() if tests}


def _offer(person: Person, held: Programme | None, on: datetime.date, found: Review | None) -> Offer:
    """Twelve weeks are over, the target is reached, or what had fallen is back."""
    if found is None:
        return ""
    if held is None:
        return "over" if person.programmes.exists() else ""
    plan = plan_of(held)
    if plan.weeks and on > last_day(plan):
        return "over"
    now = {side: progress.now_cm.value for side, progress in found.progress.items()}
    before = person.programmes.filter(upkeep=True, starts_on__lte=held.starts_on).last()
    if before is not None:
        kept = _kept_cm(history_of(person), before.starts_on)
        tested = (last_test_on(person) or held.starts_on) > held.starts_on
        return "returned" if kept and tested and all(now.get(s, 0.0) >= cm for s, cm in kept.items()) else ""
    return "target" if all(now[side] >= p.target.cm for side, p in found.progress.items()) else ""
