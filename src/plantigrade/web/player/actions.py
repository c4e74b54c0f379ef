"""Writes of sessions. Every record may come twice, late, or from two tabs at once."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import transaction

from plantigrade.core.adaptation import Decision
from plantigrade.web.base.records import RecordError
from plantigrade.web.people.models import Person
from plantigrade.web.player.models import PainReport, Session, SetLog
from plantigrade.web.player.records import (
    FinishRecord,
    PainRecord,
    Record,
    SessionRecord,
    SetRecord,
)
from plantigrade.web.programme.queries import running
from plantigrade.web.progress.actions import act_on_pain


@transaction.atomic
def log_records(
    *, person: Person, records: Iterable[tuple[str, Record | RecordError]], on: datetime.date
) -> tuple[list[str], dict[str, str], Decision | None]:
    """Stores what a device logged, and on the day `on` acts at once on pain among it.

    Returns the ids that are safe now, why others were refused, and what the pain rules say (None: no pain).
    """
    sent = list(records)
    kept, refused = keep_records(person=person, records=sent)
    if not any(isinstance(record, PainRecord) for _, record in sent):
        return kept, refused, None
    return kept, refused, act_on_pain(person=person, on=on)[0]


@transaction.atomic
def keep_records(
    *, person: Person, records: Iterable[tuple[str, Record | RecordError]]
) -> tuple[list[str], dict[str, str]]:
    """Stores what can be stored. Returns the ids that are safe now, and why others were refused."""
    kept: list[str] = []
    refused: dict[str, str] = {}
    # Two tabs may send out of order: nothing may wait for a session that comes behind it.
    for id_, record in sorted(records, key=lambda pair: not isinstance(pair[1], SessionRecord)):
        problem = str(record) if isinstance(record, RecordError) else _keep(person, record)
        if problem:
            refused[id_] = problem
        else:
            kept.append(id_)
    return kept, refused


def _keep(person: Person, record: Record) -> str:
    """Stores one record; says what is wrong with it otherwise."""
    if isinstance(record, SessionRecord):
        return _keep_session(person, record)
    session = Session.objects.filter(pk=record.session, person=person).first()
    if session is None:
        return "Its session is not known; send the session first."
    if isinstance(record, FinishRecord):
        if session.finished_at is None:
            # A phone whose clock was set back meanwhile ends no session before its begin.
            session.finished_at = max(record.at, session.started_at)
            session.save(update_fields=["finished_at"])
        return ""
    if isinstance(record, PainRecord):
        return _keep_pain(person, session, record)
    return _keep_set(session, record)


def _keep_session(person: Person, record: SessionRecord) -> str:
    held, _ = Session.objects.get_or_create(
        pk=record.id,
        defaults={
            "person": person,
            "programme": running(person),
            "day": record.day,
            "short": record.short,
            "started_at": record.started_at,
        },
    )
    return "" if held.person_id == person.pk else "This id is taken."


def _keep_set(session: Session, record: SetRecord) -> str:
    """The same set from two tabs, or sent again after a lost answer, counts once."""
    SetLog.objects.get_or_create(
        session=session,
        item=record.item,
        side=record.side,
        set_number=record.set_number,
        defaults={
            "exercise": record.exercise,
            "seconds": record.seconds,
            "reps": record.reps,
            "at": record.at,
        },
    )
    return ""


def _keep_pain(person: Person, session: Session, record: PainRecord) -> str:
    held, _ = PainReport.objects.get_or_create(
        pk=record.id,
        defaults={
            "person": person,
            "session": session,
            "at": record.at,
            "day": record.day,
            "exercise": record.exercise,
            "loading": record.loading,
            "side": record.side,
            "place": record.place,
            "pain_0_10": record.pain_0_10,
            "sharp": record.sharp,
        },
    )
    return "" if held.person_id == person.pk else "This id is taken."
