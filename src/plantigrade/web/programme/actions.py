"""Writes of programmes."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.web.assess.models import Assessment
from plantigrade.web.base.clock import today
from plantigrade.web.people.models import Person
from plantigrade.web.programme.changes import change_from
from plantigrade.web.programme.models import Adjustment, Override, Programme
from plantigrade.web.programme.queries import paused, settings_of, standing

Kind = Adjustment.Kind


@transaction.atomic
def start_programme(
    *,
    person: Person,
    assessment: Assessment,
    starts_on: datetime.date,
    minutes: str,
    upkeep: bool = False,
) -> Programme:
    """Begins twelve weeks, or upkeep without an end, and ends the programme before.

    A front of the ankle that is spared stays so until it is measured again.
    """
    before = person.programmes.filter(assessment=assessment).last()
    person.programmes.filter(ended_on=None).update(ended_on=starts_on)
    # What stood still was a week of that programme.
    held = person.overrides.filter(kind=Override.Kind.HOLD, ended_on=None)
    held.update(ended_on=starts_on, ended_at=timezone.now())
    made = Programme.objects.create(
        person=person, assessment=assessment, starts_on=starts_on, minutes=minutes, upkeep=upkeep
    )
    if before is not None and settings_of(before)["front"]:
        Adjustment.objects.create(programme=made, on=starts_on, kind=Kind.FRONT, values={"front": True})
    return made


@transaction.atomic
def end_programme(*, programme: Programme, on: datetime.date) -> None:
    programme.ended_on = on
    programme.save(update_fields=["ended_on"])


@transaction.atomic
def adjust(
    *,
    programme: Programme,
    on: datetime.date,
    kind: str,
    values: dict[str, Any],
    reason: str = "",
    rule: str = "",
) -> Adjustment | None:
    """Writes a change from a day on. None when it changes nothing: a second pause, a resume without one.

    Raises ValueError for values that its kind does not know.
    """
    held = Programme.objects.select_for_update().get(pk=programme.pk)
    lasting = paused(held) is not None
    if (kind == Kind.PAUSE and lasting) or (kind == Kind.RESUME and not lasting):
        return None
    made = Adjustment(programme=held, on=on, kind=kind, values=values, reason=reason[:200], rule=rule)
    _check(made)
    made.save()
    return made


@transaction.atomic
def decide(
    *,
    programme: Programme,
    on: datetime.date,
    made: Sequence[tuple[str, dict[str, Any]]],
    rule: str,
    reason: str,
) -> None:
    """Writes what an accepted decision changes, in place of what was decided earlier the same day."""
    take_back_decision(programme=programme, on=on)
    for kind, values in made:
        adjust(programme=programme, on=on, kind=kind, values=values, reason=reason, rule=rule)


@transaction.atomic
def take_back_decision(*, programme: Programme, on: datetime.date) -> None:
    """What a decision of this day changed counts no more."""
    standing(programme).filter(on=on).exclude(rule="").update(undone_at=timezone.now())


@transaction.atomic
def undo(*, programme: Programme, adjustment_id: UUID) -> bool:
    """Takes back a change of today; False for any other. It stays on record."""
    found = standing(programme).filter(pk=adjustment_id, on=today())
    return found.update(undone_at=timezone.now()) > 0


def _check(made: Adjustment) -> None:
    """Raises ValueError for values that cannot be."""
    knowledge, values = default_catalogue(), made.values
    person = knowledge.interview.person
    if made.kind == Kind.MINUTES and values.get("minutes") not in knowledge.programme.budgets:
        raise ValueError(f"no such minutes: {values}")
    for kind, field in ((Kind.EQUIPMENT, "equipment"), (Kind.TRAINING_DAYS, "lower_body_days")):
        if made.kind == kind and not set(values[kind.value]) <= set(person[field].options):
            raise ValueError(f"no such {kind.label.lower()}: {values}")
    try:
        change = change_from(made, made.on)
        if made.kind == Kind.SWAP:
            change.form.parts(knowledge)  # type: ignore[union-attr]
    except (KeyError, TypeError) as error:
        raise ValueError(f"no such change: {values}") from error
