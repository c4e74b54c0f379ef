"""Writes of progress."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from plantigrade.core.adaptation import Decision
from plantigrade.web.people.models import Person
from plantigrade.web.programme import actions as programme_actions
from plantigrade.web.programme.queries import running
from plantigrade.web.progress.effects import pain_effect, rule_of
from plantigrade.web.progress.models import MorningCheck, Retest, Verdict


@transaction.atomic
def keep_retest(
    *,
    person: Person,
    on: datetime.date,
    tests: Mapping[str, Sequence[float]],
    told: Mapping[str, Mapping[str, Any]] | None = None,
) -> None:
    """The tries of a day, in place of those that were entered before on that day.

    `told` holds by side `pain_0_10` and what `stopped` the movement, where somebody asked; a side may have
    been stopped before its first trial.
    """
    said = told or {}
    for side in dict.fromkeys([*tests, *said]):
        values = {"ktw_cm": list(tests.get(side, ())), **said.get(side, {})}
        Retest.objects.update_or_create(person=person, on=on, side=side, defaults=values)


@transaction.atomic
def keep_morning(*, person: Person, on: datetime.date, told: Mapping[str, Any]) -> MorningCheck:
    held, _ = MorningCheck.objects.update_or_create(person=person, on=on, defaults=dict(told))
    return held


@transaction.atomic
def log_morning(
    *, person: Person, on: datetime.date, told: Mapping[str, Any], today: datetime.date
) -> tuple[MorningCheck, Decision, bool]:
    """Keeps the check of a morning, and acts on it today. The last value: whether the programme changed."""
    return keep_morning(person=person, on=on, told=told), *act_on_pain(person=person, on=today)


@transaction.atomic
def act_on_pain(*, person: Person, on: datetime.date) -> tuple[Decision, bool]:
    """What the pain rules say today, done at once. The second value: whether the programme changed."""
    decision, made = pain_effect(person, on)
    held = running(person)
    if held is None or not made:
        return decision, False
    reason = decision.changes[0].why if decision.changes else ""
    programme_actions.decide(programme=held, on=on, made=made, rule=rule_of(decision), reason=reason)
    return decision, True


@transaction.atomic
def answer_decision(
    *,
    person: Person,
    on: datetime.date,
    decision: Decision,
    accepted: bool,
    made: Sequence[tuple[str, dict[str, Any]]] = (),
) -> Verdict:
    """Keeps a decision as it was offered, with the answer; accepted, `made` changes the programme."""
    programme = running(person)
    held, _ = Verdict.objects.update_or_create(
        person=person,
        on=on,
        defaults={
            "programme": programme,
            "kind": decision.kind,
            "changes": [
                {"rule": c.rule, "what": c.what, "why": c.why, "side": c.side.value if c.side else None}
                for c in decision.changes
            ],
            "answer": Verdict.Answer.ACCEPTED if accepted else Verdict.Answer.DECLINED,
            "answered_at": timezone.now(),
        },
    )
    if accepted and programme is not None:
        reason = decision.changes[0].why if decision.changes else ""
        programme_actions.decide(programme=programme, on=on, made=made, rule=rule_of(decision), reason=reason)
    return held


@transaction.atomic
def reopen_decision(*, person: Person, on: datetime.date) -> bool:
    """Takes back today's answer with all that it changed; what the pain rules ask for stays.

    False when nothing was answered on this day.
    """
    held = person.verdicts.filter(on=on).exclude(answered_at=None).first()
    if held is None:
        return False
    held.answer, held.answered_at = Verdict.Answer.OPEN, None
    held.save(update_fields=["answer", "answered_at"])
    programme = running(person)
    if programme is not None:
        programme_actions.take_back_decision(programme=programme, on=on)
        act_on_pain(person=person, on=on)
    return True
