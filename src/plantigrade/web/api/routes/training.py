"""Sessions with their sets and pain, read, and logged as the phone logs them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema

from plantigrade.web.api.bodies import AsNumber, Body, Flag
from plantigrade.web.api.days import Day, Moment
from plantigrade.web.api.decisions import PainDecision
from plantigrade.web.api.paging import AskedPart, Part, part
from plantigrade.web.api.scopes import person_of
from plantigrade.web.base.clock import today
from plantigrade.web.base.records import MOST_RECORDS
from plantigrade.web.player.actions import log_records as log
from plantigrade.web.player.models import Session
from plantigrade.web.player.records import records_from
from plantigrade.web.progress.presenters import decision_values

router = Router(tags=["Training"])
_Exercise = Annotated[str, Field(pattern=r"^EX[0-9]{1,3}$")]
_Count = Annotated[int, Field(ge=0, le=99), AsNumber]
_Side = Literal["left", "right", "both"]


class SetShape(Schema):
    item: int
    exercise: str
    side: str
    set_number: int
    seconds: float
    reps: int | None
    at: dt.datetime


class SessionShape(Schema):
    """One go at one day; `finished_at` is null when it was left."""

    id: UUID
    day: dt.date
    short: bool
    started_at: dt.datetime
    finished_at: dt.datetime | None
    sets: list[SetShape]


class SessionRecord(Body):
    """Begins a session."""

    kind: Literal["session"]
    id: UUID
    day: Day
    short: Flag = False
    at: Moment


class SetRecord(Body):
    """A set that was done; `item` is its place in the day."""

    kind: Literal["set"]
    id: UUID
    session: UUID
    item: _Count
    exercise: _Exercise
    side: _Side
    set_number: _Count
    seconds: Annotated[float, Field(ge=0, le=86_400), AsNumber]
    reps: Annotated[int, Field(ge=0, le=999), AsNumber] | None = None
    at: Moment


class PainRecord(Body):
    kind: Literal["pain"]
    id: UUID
    session: UUID
    exercise: _Exercise
    loading: Flag = False
    side: _Side
    place: Literal["front", "calf", "achilles", "other"]
    pain_0_10: Annotated[int, Field(ge=0, le=10), AsNumber]
    sharp: Flag = False
    day: Day
    at: Moment


class FinishRecord(Body):
    """Ends a session."""

    kind: Literal["finish"]
    id: UUID
    session: UUID
    at: Moment


class Records(Body):
    """In any order; each names itself by its id, so that sending it twice changes nothing."""

    records: list[
        Annotated[SessionRecord | SetRecord | PainRecord | FinishRecord, Field(discriminator="kind")]
    ] = Field(max_length=MOST_RECORDS)


class Kept(Schema):
    """`kept` are safe now; `refused` tells by id what is wrong with the others. `decision`: null without
    pain."""

    kept: list[UUID]
    refused: dict[str, str]
    decision: PainDecision | None


@router.get("/persons/{uuid:person_id}/sessions", response=Part[SessionShape])
def sessions(request: HttpRequest, person_id: UUID, asked: AskedPart) -> dict[str, Any]:
    person = person_of(request)
    return part(person.sessions.prefetch_related("sets"), asked, "started_at", _shape)


@router.post("/persons/{uuid:person_id}/records", response=Kept)
def log_records(request: HttpRequest, person_id: UUID, body: Records) -> dict[str, Any]:
    """Keeps what a device logged; pain acts at once."""
    person = person_of(request)
    sent = records_from(one.model_dump(mode="json") for one in body.records)
    kept, refused, decision = log(person=person, records=sent, on=today())
    told = None if decision is None else decision_values(decision)
    return {"kept": kept, "refused": refused, "decision": told}


def _shape(session: Session) -> dict[str, Any]:
    return {
        "id": session.pk,
        "day": session.day,
        "short": session.short,
        "started_at": session.started_at,
        "finished_at": session.finished_at,
        "sets": list(session.sets.all()),
    }
