"""Writes of progress."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from plantigrade.core.adaptation import Decision
from plantigrade.web.people.models import Person
from plantigrade.web.programme.queries import running
from plantigrade.web.progress.models import MorningCheck, Retest, Verdict


@transaction.atomic
def keep_retest(*, person: Person, on: datetime.date, tests: Mapping[str, Sequence[float]]) -> None:
    """The tries of a day, in place of those that were entered before on that day."""
    for side, tries in tests.items():
        Retest.objects.update_or_create(person=person, on=on, side=side, defaults={"ktw_cm": list(tries)})


@transaction.atomic
def keep_morning(*, person: Person, on: datetime.date, told: Mapping[str, Any]) -> MorningCheck:
    held, _ = MorningCheck.objects.update_or_create(person=person, on=on, defaults=dict(told))
    return held


@transaction.atomic
def answer_decision(*, person: Person, on: datetime.date, decision: Decision, accepted: bool) -> Verdict:
    """Keeps a decision as it was offered, with the person's answer."""
    held, _ = Verdict.objects.update_or_create(
        person=person,
        on=on,
        defaults={
            "programme": running(person),
            "kind": decision.kind,
            "changes": [
                {"rule": c.rule, "what": c.what, "why": c.why, "side": c.side.value if c.side else None}
                for c in decision.changes
            ],
            "answer": Verdict.Answer.ACCEPTED if accepted else Verdict.Answer.DECLINED,
            "answered_at": timezone.now(),
        },
    )
    return held
