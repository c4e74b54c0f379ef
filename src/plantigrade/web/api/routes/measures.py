"""What was measured: wall tests, assessments with their answers, mornings after."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema, Status
from pydantic import WithJsonSchema

from plantigrade.interop.answers.assessment import assessment_values
from plantigrade.interop.case_file import case_from, schema
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.web.api.bodies import AsNumber, Body, Flag
from plantigrade.web.api.days import Day
from plantigrade.web.api.decisions import PainDecision
from plantigrade.web.api.paging import AskedPart, Part, part
from plantigrade.web.api.problems import Fault, unusable
from plantigrade.web.api.schemas import whole
from plantigrade.web.api.scopes import person_of
from plantigrade.web.assess.actions import import_assessment
from plantigrade.web.assess.models import Assessment
from plantigrade.web.assess.queries import latest, reading_of
from plantigrade.web.base.clock import today
from plantigrade.web.progress.actions import keep_retest, log_morning
from plantigrade.web.progress.models import Retest
from plantigrade.web.progress.presenters import decision_values

router = Router(tags=["Measures"])
CaseFile = Annotated[dict[str, Any], WithJsonSchema(whole(schema()))]
_SCHEMA = "plantigrade/case/1"


class WallTest(Schema):
    """One side on one day; `ktw_cm` holds the distances of the trials, cm."""

    id: UUID
    on: dt.date
    side: Literal["left", "right"]
    ktw_cm: list[float]


class WallTestEntry(Body):
    """The trials of each side that was tested, cm; at least one side."""

    left: list[Annotated[float, AsNumber]] | None = Field(None, min_length=1)
    right: list[Annotated[float, AsNumber]] | None = Field(None, min_length=1)


class AssessmentShape(Schema):
    """`case` is a case file; `closed_at` is null while the assessment is going on."""

    id: UUID
    started_at: dt.datetime
    closed_at: dt.datetime | None
    case: dict[str, Any]


class NewAssessment(Body):
    case: CaseFile
    at: Day | None = Field(None, description="The day of the assessment; today when it is left out.")


class MorningEntry(Body):
    """The ankle on the next morning; `change_0_10` is the pain against the usual one."""

    change_0_10: Annotated[int, Field(ge=-10, le=10), AsNumber] | None = None
    stiffness_min: Annotated[int, Field(ge=0, le=600), AsNumber] | None = None
    swelling: Flag = False
    locking: Flag = False
    giving_way: Flag = False
    numbness: Flag = False


class Morning(Schema):
    id: UUID
    on: dt.date
    change_0_10: int | None
    stiffness_min: int | None
    swelling: bool
    locking: bool
    giving_way: bool
    numbness: bool


class KeptMorning(Morning):
    """`decision` is what the pain rules say after it, and have done."""

    decision: PainDecision


class Answer(Schema, extra="allow"):
    """What the assessment says, as `plantigrade assess --json` prints it."""

    safety: dict[str, Any]
    sides: dict[str, Any]
    asymmetry: dict[str, Any] | None = None
    summary: str
    referrals: list[dict[str, Any]]
    next_tests: list[dict[str, Any]]


@router.get("/persons/{uuid:person_id}/wall-tests", response=Part[WallTest])
def wall_tests(request: HttpRequest, person_id: UUID, asked: AskedPart) -> dict[str, Any]:
    """The tests between assessments, in order of their days."""
    person = person_of(request)
    return part(person.retests.all(), asked, "on", lambda test: test)


@router.put("/persons/{uuid:person_id}/wall-tests/{on}", response=list[WallTest])
def keep_wall_test(request: HttpRequest, person_id: UUID, on: Day, body: WallTestEntry) -> list[Retest]:
    """The test of a day, in place of what was entered before; a side that is left out stays as it was."""
    person = person_of(request)
    tests = {side: tries for side, tries in (("left", body.left), ("right", body.right)) if tries}
    if not tests:
        raise unusable(Fault("body", "holds no side", "Give the trials of left, of right, or of both."))
    # The case file's schema says which distances there can be.
    case_from({"schema": _SCHEMA, **{side: {"ktw_cm": tries} for side, tries in tests.items()}})
    keep_retest(person=person, on=on, tests=tests)
    return list(person.retests.filter(on=on))


@router.get("/persons/{uuid:person_id}/assessments", response=Part[AssessmentShape])
def assessments(request: HttpRequest, person_id: UUID, asked: AskedPart) -> dict[str, Any]:
    person = person_of(request)
    return part(person.assessments.all(), asked, "started_at", _shape)


@router.post("/persons/{uuid:person_id}/assessments", response={201: AssessmentShape})
def new_assessment(request: HttpRequest, person_id: UUID, body: NewAssessment) -> Status[dict[str, Any]]:
    """A finished assessment from a case file; from now on its answer counts, unless a later one is there."""
    person = person_of(request)
    made = import_assessment(person=person, at=_moment(body.at), raw=body.case)
    return Status(201, _shape(made))


@router.get("/persons/{uuid:person_id}/assessments/{uuid:assessment_id}", response=AssessmentShape)
def assessment(request: HttpRequest, person_id: UUID, assessment_id: UUID) -> dict[str, Any]:
    return _shape(_held(request, assessment_id))


@router.get("/persons/{uuid:person_id}/assessments/{uuid:assessment_id}/answer", response=Answer)
def answer_of(request: HttpRequest, person_id: UUID, assessment_id: UUID) -> dict[str, Any]:
    """What one assessment says, by the knowledge of this version."""
    return assessment_values(reading_of(_held(request, assessment_id)), default_catalogue())


@router.get("/persons/{uuid:person_id}/answer", response=Answer)
def answer(request: HttpRequest, person_id: UUID) -> dict[str, Any]:
    """What the last finished assessment says; 404 before the first."""
    person = person_of(request)
    held = latest(person)
    if held is None:
        raise Http404
    return assessment_values(reading_of(held), default_catalogue())


@router.get("/persons/{uuid:person_id}/mornings", response=Part[Morning])
def mornings(request: HttpRequest, person_id: UUID, asked: AskedPart) -> dict[str, Any]:
    person = person_of(request)
    return part(person.mornings.all(), asked, "on", lambda morning: morning)


@router.put("/persons/{uuid:person_id}/mornings/{on}", response=KeptMorning)
def keep_morning_check(request: HttpRequest, person_id: UUID, on: Day, body: MorningEntry) -> dict[str, Any]:
    """The check of a morning, in place of the one before; what it asks for is done at once."""
    person = person_of(request)
    held, decision, _ = log_morning(person=person, on=on, told=body.dict(), today=today())
    return {"id": held.pk, "on": on, **body.dict(), "decision": decision_values(decision)}


def _held(request: HttpRequest, assessment_id: UUID) -> Assessment:
    person = person_of(request)
    found = person.assessments.filter(pk=assessment_id).first()
    if found is None:
        raise Http404
    return found


def _shape(held: Assessment) -> dict[str, Any]:
    return {
        "id": held.pk,
        "started_at": held.started_at,
        "closed_at": held.closed_at,
        "case": held.raw,
    }


def _moment(on: dt.date | None) -> dt.datetime:
    if on is None or on == timezone.localdate():
        return timezone.now()
    return timezone.make_aware(dt.datetime.combine(on, dt.time(12)))
