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
from plantigrade.web.programme.models import Programme
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
    sent = list(records)
    refused = {id_: str(record) for id_, record in sent if isinstance(record, RecordError)}
    sound = [(id_, record) for id_, record in sent if not isinstance(record, RecordError)]
    # Two tabs may send out of order: nothing may wait for a session that comes behind it.
    begun = [(id_, record) for id_, record in sound if isinstance(record, SessionRecord)]
    programme = running(person) if begun else None
    refused |= {id_: why for id_, record in begun if (why := _keep_session(person, programme, record))}
    rest = [(id_, record) for id_, record in sound if not isinstance(record, SessionRecord)]
    sessions = Session.objects.filter(person=person).in_bulk({record.session for _, record in rest})
    sets: list[SetLog] = []
    for id_, record in rest:
        session = sessions.get(record.session)
        if session is None:
            refused[id_] = "Its session is not known; send the session first."
        elif isinstance(record, SetRecord):
            sets.append(_set_of(session, record))
        elif isinstance(record, FinishRecord):
            _finish(session, record)
        elif why := _keep_pain(person, session, record):
            refused[id_] = why
    # The same set from two tabs, or sent again after a lost answer, counts once: the first that came.
    SetLog.objects.bulk_create(sets, ignore_conflicts=True)
    return [id_ for id_, _ in sound if id_ not in refused], refused


def _keep_session(person: Person, programme: Programme | None, record: SessionRecord) -> str:
    """Stores the session; says what is wrong with it otherwise."""
    held, _ = Session.objects.get_or_create(
        pk=record.id,
        defaults={
            "person": person,
            "programme": programme,
            "day": record.day,
            "short": record.short,
            "started_at": record.started_at,
        },
    )
    return "" if held.person_id == person.pk else "This id is taken."


def _finish(session: Session, record: FinishRecord) -> None:
    if session.finished_at is None:
        # A phone whose clock was set back meanwhile ends no session before its begin.
        session.finished_at = max(record.at, session.started_at)
        session.save(update_fields=["finished_at"])


def _set_of(session: Session, record: SetRecord) -> SetLog:
    return SetLog(
        session=session,
        item=record.item,
        side=record.side,
        set_number=record.set_number,
        exercise=record.exercise,
        seconds=record.seconds,
        reps=record.reps,
        at=record.at,
    )


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
