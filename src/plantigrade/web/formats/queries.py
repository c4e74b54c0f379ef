"""A person's record as the formats take it: plain values, no model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from django.utils import timezone

from plantigrade.core.quantities import Side
from plantigrade.interop.fhir.record import Aim, Assessed, Hurt, Prescribed, Record, Retested
from plantigrade.report.print.content import Printed
from plantigrade.web.assess.queries import latest, reading_of
from plantigrade.web.base.clock import today
from plantigrade.web.people.models import Person
from plantigrade.web.programme.models import Programme
from plantigrade.web.programme.queries import paused, plan_of, running
from plantigrade.web.progress.queries import history_of, review_of


def fhir_record(person: Person, *, with_name: bool) -> Record:
    """Everything of a person that a FHIR bundle holds."""
    assessed = tuple(
        Assessed(str(one.pk), timezone.localtime(one.started_at), reading_of(one))
        for one in person.assessments.exclude(closed_at=None)
    )
    retested = tuple(
        Retested(one.on, Side(one.side), tuple(one.ktw_cm), one.pain_0_10) for one in person.retests.all()
    )
    hurt = tuple(
        Hurt(
            str(one.pk), timezone.localtime(one.at), Side(one.side) if one.side else None,
            one.pain_0_10,
        )
        for one in person.pain_reports.all()
    )  # fmt: skip
    return Record(
        key=str(person.pk),
        made_at=timezone.localtime(),
        name=person.name if with_name else None,
        assessed=assessed,
        retested=retested,
        hurt=hurt,
        aims=tuple(_aims(person)),
        prescribed=tuple(
            Prescribed(str(one.pk), plan_of(one), _status(one), timezone.localtime(one.created_at))
            for one in person.programmes.select_related("assessment")
        ),
    )


def printed_report(person: Person, *, with_name: bool) -> Printed | None:
    """What the report of a person is made of; None before the first finished assessment."""
    assessed, held = latest(person), running(person)
    if assessed is None:
        return None
    return Printed(
        assessment=reading_of(assessed),
        on=today(),
        plan=plan_of(held) if held is not None else None,
        review=review_of(person, today()),
        name=person.name if with_name else "",
        unit=person.unit,
    )


def _aims(person: Person) -> Iterator[Aim]:
    found = review_of(person, today())
    history = history_of(person)
    for side, progress in found.progress.items() if found is not None else ():
        begins = history[side][0].date
        yield Aim(side, progress.target.cm, begins, progress.target.expected_date)


def _status(programme: Programme) -> Literal["active", "on-hold", "completed"]:
    if programme.ended_on is not None:
        return "completed"
    return "on-hold" if paused(programme) is not None else "active"
