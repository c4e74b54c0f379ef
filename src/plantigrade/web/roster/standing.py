"""How a person stands today, and whether somebody should look."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from plantigrade.core.progress import Retest as Test
from plantigrade.core.quantities import SIDES, Estimate, Side
from plantigrade.core.review import Review
from plantigrade.core.squad import change_of
from plantigrade.core.wall_test import sem_cm
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.web.assess.queries import latest, reading_of
from plantigrade.web.people.models import Person
from plantigrade.web.programme.queries import paused, plan_of, running
from plantigrade.web.progress.queries import history_of, last_test_on, pain_decision, retest_due, review_of

# The gravest first; the place in the list, from its end, is the attention.
Reason = Literal["refer", "pain", "stopped", "falling", "no_change", "missed", "due", "untested", ""]
REASONS: tuple[Reason, ...] = (
    "refer",
    "pain",
    "stopped",
    "falling",
    "no_change",
    "missed",
    "due",
    "untested",
    "",
)
# Days of work behind which a programme without one finished session counts as missed: a week of habit.
_MISSED_DAYS = 7
_VERDICTS: dict[str, Reason] = {"refer": "refer", "falling": "falling", "plateau": "no_change"}


@dataclass(frozen=True, slots=True)
class Found:
    """Distances are those of the last test, cm, None when never tested; `attention` grows with the need.

    `more_p` and `less_p` say how probable a real gain or loss is since the test before (`core.squad`),
    `met_p` that a side meets what the sports and goals ask in distance.
    """

    on: datetime.date
    attention: int
    reason: Reason
    left_ktw_cm: float | None
    right_ktw_cm: float | None
    left_change_cm: float | None
    right_change_cm: float | None
    left_more_p: float | None
    right_more_p: float | None
    left_less_p: float | None
    right_less_p: float | None
    left_met_p: float | None
    right_met_p: float | None
    tested_on: datetime.date | None
    trained_on: datetime.date | None


def standing_of(person: Person, on: datetime.date) -> Found:
    tests = history_of(person)
    last = {side: tests[side][-1].ktw_cm for side in tests}
    trained = _trained(person)
    reason: Reason = next(_reasons(person, on, review_of(person, on), trained), "")
    return Found(
        on=on,
        attention=len(REASONS) - 1 - REASONS.index(reason),
        reason=reason,
        left_ktw_cm=last.get(Side.LEFT),
        right_ktw_cm=last.get(Side.RIGHT),
        **_by_side(person, tests),
        tested_on=last_test_on(person),
        trained_on=trained,
    )


def _by_side(person: Person, tests: Mapping[Side, Sequence[Test]]) -> dict[str, float | None]:
    knowledge = default_catalogue()
    assessed = latest(person)
    demands = reading_of(assessed).demands if assessed is not None else ()
    asked = max((demand.ktw_cm for demand in demands), default=None)
    found: dict[str, float | None] = {}
    for side in SIDES:
        own = tests.get(side, ())
        change = change_of(own, knowledge)
        found[f"{side}_change_cm"] = change.cm if change else None
        found[f"{side}_more_p"] = change.p_more if change else None
        found[f"{side}_less_p"] = change.p_less if change else None
        met = None
        if own and asked is not None:
            sd = sem_cm(own[-1].trials, knowledge.measurement.wall_test)
            met = 1 - Estimate(own[-1].ktw_cm, sd).p_below(asked)
        found[f"{side}_met_p"] = met
    return found


def reasons_of(person: Person, on: datetime.date) -> tuple[Reason, ...]:
    """Everything that asks for somebody, the gravest first."""
    return tuple(dict.fromkeys(_reasons(person, on, review_of(person, on), _trained(person))))


def _reasons(
    person: Person, on: datetime.date, found: Review | None, trained: datetime.date | None
) -> Iterator[Reason]:
    assessed = latest(person)
    pain = pain_decision(person, on).kind
    stopped = assessed is not None and reading_of(assessed).safety.decision == "stop"
    if stopped or pain in ("stop", "refer"):
        yield "refer"
    elif pain != "continue":
        yield "pain"
    if _stopped(person):
        yield "stopped"
    verdicts = {_VERDICTS.get(side.verdict) for side in found.progress.values()} if found else set()
    yield from (reason for reason in REASONS if reason in verdicts)
    if _missed(person, on, trained):
        yield "missed"
    if retest_due(person, on):
        yield "due"
    if found is None:
        yield "untested"


def _stopped(person: Person) -> bool:
    """Whether the movement was stopped on the last day of a test."""
    last = person.retests.order_by("on").last()
    return last is not None and person.retests.filter(on=last.on).exclude(stopped="").exists()


def _trained(person: Person) -> datetime.date | None:
    """The last day with a finished session."""
    done = person.sessions.exclude(finished_at=None).order_by("day")
    return done.values_list("day", flat=True).last()


def _missed(person: Person, on: datetime.date, trained: datetime.date | None) -> bool:
    held = running(person)
    if held is None or paused(held) is not None:
        return False
    since = on - datetime.timedelta(days=_MISSED_DAYS)
    work = [day for week in plan_of(held).weeks for day in week.days if day.items and since <= day.date < on]
    return len(work) > 1 and (trained is None or trained < since)
