"""The programme, its days, what was trained, and how the ankles change."""

from __future__ import annotations

import datetime as dt
from datetime import timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema, Status

from plantigrade.interop.answers.plan import plan_values
from plantigrade.interop.answers.progress import progress_values
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.web.api.bodies import Body, Flag
from plantigrade.web.api.days import AnyDay, PlannedDay
from plantigrade.web.api.problems import Fault, ProblemError, unusable
from plantigrade.web.api.scopes import TREAT, person_of
from plantigrade.web.assess.queries import latest, reading_of
from plantigrade.web.base.clock import today
from plantigrade.web.programme import actions
from plantigrade.web.programme.models import Adjustment, Programme
from plantigrade.web.programme.queries import plan_of, running, standing
from plantigrade.web.progress.queries import review_of

router = Router(tags=["Programme"])


class Item(Schema, extra="allow"):
    """One exercise of a day; `side` both means both legs at once."""

    exercise: str
    side: Literal["left", "right", "both"]
    sets: int
    reps: int | None
    seconds: float | None
    why: str
    sources: list[str]


class DayShape(Schema):
    date: dt.date
    kind: str
    minutes: float
    items: list[Item]


class ProgrammeShape(Schema):
    """`plan` is what `plantigrade plan --json` prints, with every change applied."""

    id: UUID
    starts_on: dt.date
    minutes: str
    upkeep: bool
    plan: dict[str, Any]


class NewProgramme(Body):
    minutes: Literal["5", "10", "full"] = "10"
    starts_on: PlannedDay | None = Field(None, description="Tomorrow when it is left out.")
    upkeep: Flag = False


_Words = list[Annotated[str, Field(max_length=40)]]


class NewValues(Body):
    """What a change is to; only the one that its kind names."""

    minutes: Literal["5", "10", "full"] | None = None
    equipment: _Words | None = Field(None, max_length=40)
    training_days: _Words | None = Field(None, max_length=7)


class NewAdjustment(Body):
    """A change from today on."""

    kind: Literal["pause", "resume", "minutes", "equipment", "training_days"]
    values: NewValues | None = None
    reason: str = Field("", max_length=200, pattern=r"^[^\x00]*$")


class AdjustmentShape(Schema):
    id: UUID
    on: dt.date
    kind: str
    values: dict[str, Any]
    reason: str
    rule: str


class Progress(Schema, extra="allow"):
    """What `plantigrade progress --json` prints."""

    sides: dict[str, Any]
    decision: dict[str, Any]


@router.get("/persons/{uuid:person_id}/programme", response=ProgrammeShape)
def programme(request: HttpRequest, person_id: UUID) -> dict[str, Any]:
    """The running programme; 404 when none runs."""
    return _shape(_running(request))


@router.post("/persons/{uuid:person_id}/programme", auth=TREAT, response={201: ProgrammeShape})
def start_programme(request: HttpRequest, person_id: UUID, body: NewProgramme) -> Status[dict[str, Any]]:
    """Begins a programme from the last assessment and ends the one before."""
    person = person_of(request)
    assessed = latest(person)
    if assessed is None:
        raise _conflict("no assessment is finished", "Send an assessment first.")
    if reading_of(assessed).safety.decision == "stop":
        raise _conflict("the safety answers say stop", "Follow the advice of the answer first.")
    made = actions.start_programme(
        person=person,
        assessment=assessed,
        starts_on=body.starts_on or today() + timedelta(days=1),
        minutes=body.minutes,
        upkeep=body.upkeep,
    )
    return Status(201, _shape(made))


@router.post("/persons/{uuid:person_id}/programme/end", auth=TREAT, response={204: None})
def end_programme(request: HttpRequest, person_id: UUID) -> Status[None]:
    """Ends the programme today; what was trained stays."""
    actions.end_programme(programme=_running(request), on=today())
    return Status(204, None)


@router.get("/persons/{uuid:person_id}/programme/adjustments", response=list[AdjustmentShape])
def adjustments(request: HttpRequest, person_id: UUID) -> list[Adjustment]:
    """What was changed in the running programme and not taken back."""
    return list(standing(_running(request)))


@router.post("/persons/{uuid:person_id}/programme/adjustments", auth=TREAT, response={201: AdjustmentShape})
def adjust_programme(request: HttpRequest, person_id: UUID, body: NewAdjustment) -> Status[Adjustment]:
    held = _running(request)
    values = body.values.dict(exclude_none=True) if body.values else {}
    wanted = set() if body.kind in ("pause", "resume") else {body.kind}
    if set(values) != wanted:
        do = f"Give {body.kind} and nothing else." if wanted else "Leave values out."
        raise unusable(Fault("body.values", f"does not fit to {body.kind}", do))
    try:
        made = actions.adjust(programme=held, on=today(), kind=body.kind, values=values, reason=body.reason)
    except ValueError as error:
        raise unusable(Fault("body.values", str(error), "Use words of the case file's schema.")) from None
    if made is None:
        raise _conflict(f"{body.kind} changes nothing now", "Look at the adjustments first.")
    return Status(201, made)


@router.get("/persons/{uuid:person_id}/programme/days", response=list[DayShape])
def days(
    request: HttpRequest, person_id: UUID, begin: AnyDay | None = None, end: AnyDay | None = None
) -> list[dict[str, Any]]:
    """The days of the running programme from `begin` to `end`, both included."""
    found: list[dict[str, Any]] = [day for week in _plan(_running(request))["weeks"] for day in week["days"]]
    first, last = (begin or dt.date.min).isoformat(), (end or dt.date.max).isoformat()
    return [day for day in found if first <= day["date"] <= last]


@router.get("/persons/{uuid:person_id}/programme/days/{on}", response=DayShape)
def day(request: HttpRequest, person_id: UUID, on: AnyDay) -> dict[str, Any]:
    """One day; 404 before the first, after the last and in a pause."""
    found = days(request, person_id, on, on)
    if not found:
        raise Http404
    return found[0]


@router.get("/persons/{uuid:person_id}/progress", response=Progress)
def progress(request: HttpRequest, person_id: UUID) -> dict[str, Any]:
    """How both sides change, with the decision that follows; 404 before the first wall test."""
    person = person_of(request)
    found = review_of(person, today())
    if found is None:
        raise Http404
    return progress_values(found.progress, found.decision, default_catalogue())


def _running(request: HttpRequest) -> Programme:
    person = person_of(request)
    held = running(person)
    if held is None:
        raise Http404
    return held


def _plan(held: Programme) -> dict[str, Any]:
    return plan_values(plan_of(held), default_catalogue())


def _shape(held: Programme) -> dict[str, Any]:
    return {
        "id": held.pk,
        "starts_on": held.starts_on,
        "minutes": held.minutes,
        "upkeep": held.upkeep,
        "plan": _plan(held),
    }


def _conflict(what: str, do: str) -> ProblemError:
    return ProblemError(409, "conflict", "Not possible now.", Fault("record", what, do))
