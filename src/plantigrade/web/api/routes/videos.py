"""Clips: sent, read in the background, asked for."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from ninja import Field, File, Form, Router, Schema, Status, UploadedFile
from pydantic import WithJsonSchema

from plantigrade.web.api.days import Day
from plantigrade.web.api.paging import AskedPart, Part, part
from plantigrade.web.api.problems import Fault, ProblemError, unusable
from plantigrade.web.api.scopes import person_of
from plantigrade.web.base.clock import today
from plantigrade.web.videos import actions
from plantigrade.web.videos.checks import check_clip
from plantigrade.web.videos.models import Clip

router = Router(tags=["Videos"])

_NotEmpty = Annotated[
    UploadedFile, WithJsonSchema({"type": "string", "format": "binary", "minLength": 1, "title": "File"})
]


class ClipShape(Schema):
    """`share` tells how far the reading is, 0 to 1; `error` why it failed."""

    id: UUID
    taken_on: dt.date
    created_at: dt.datetime
    heel_lift_cm: float
    foot_cm: float | None
    state: Literal["waiting", "running", "done", "failed", "cancelled"]
    stage: str
    share: float
    error: str


class NewClip(Schema):
    # A form has no null: what is not known is left out.
    taken_on: Annotated[Day | None, WithJsonSchema({"type": "string", "format": "date"})] = Field(
        None, description="Today when it is left out."
    )
    heel_lift_cm: float = Field(0, ge=0, le=10)
    foot_cm: Annotated[
        float | None, Field(ge=10, le=40), WithJsonSchema({"type": "number", "minimum": 10, "maximum": 40})
    ] = None


class Result(Schema, extra="allow"):
    """What `plantigrade video analyse --json` prints; a clip of an older version lacks newer keys."""

    usable: bool
    reasons: list[dict[str, Any]]
    reps: list[dict[str, Any]]


@router.get("/persons/{uuid:person_id}/videos", response=Part[ClipShape])
def videos(request: HttpRequest, person_id: UUID, asked: AskedPart) -> dict[str, Any]:
    person = person_of(request)
    return part(person.clips.all(), asked, "created_at", lambda clip: clip)


@router.post("/persons/{uuid:person_id}/videos", response={202: ClipShape})
def add_video(
    request: HttpRequest, person_id: UUID, file: File[_NotEmpty], told: Form[NewClip]
) -> Status[Clip]:
    """Takes a clip in; it is told by its content, never by its name. Its reading waits for its turn."""
    person = person_of(request)
    try:
        check_clip(file)
    except ValidationError as error:
        do = "Send an mp4, mov or webm from the phone."
        raise unusable(Fault("form.file", " ".join(error.messages).rstrip("."), do)) from None
    values = told.dict()
    values["taken_on"] = values["taken_on"] or today()
    return Status(202, actions.add_clip(person=person, file=file, **values))


@router.get("/persons/{uuid:person_id}/videos/{uuid:clip_id}", response=ClipShape)
def video(request: HttpRequest, person_id: UUID, clip_id: UUID) -> Clip:
    return _clip(request, clip_id)


@router.get("/persons/{uuid:person_id}/videos/{uuid:clip_id}/result", response=Result)
def video_result(request: HttpRequest, person_id: UUID, clip_id: UUID) -> dict[str, Any]:
    """What was measured, with its errors; 409 until it is there."""
    held = _clip(request, clip_id)
    if held.state != Clip.State.DONE or held.result is None:
        fault = Fault("record", f"the clip is {held.state}", "Ask for its state until it is done.")
        raise ProblemError(409, "conflict", "There is no result yet.", fault)
    found: dict[str, Any] = held.result
    return found


@router.post("/persons/{uuid:person_id}/videos/{uuid:clip_id}/cancel", response=ClipShape)
def cancel_video(request: HttpRequest, person_id: UUID, clip_id: UUID) -> Clip:
    """Ends the reading of a clip that waits or is being read."""
    actions.cancel(clip=_clip(request, clip_id))
    return _clip(request, clip_id)


@router.post("/persons/{uuid:person_id}/videos/{uuid:clip_id}/again", response=ClipShape)
def read_again(request: HttpRequest, person_id: UUID, clip_id: UUID) -> Clip:
    """Has a clip read once more that failed or was cancelled."""
    actions.again(clip=_clip(request, clip_id))
    return _clip(request, clip_id)


@router.api_operation(["DELETE"], "/persons/{uuid:person_id}/videos/{uuid:clip_id}", response={204: None})
def remove_video(request: HttpRequest, person_id: UUID, clip_id: UUID) -> Status[None]:
    """The clip with all that was made of it."""
    actions.remove(clip=_clip(request, clip_id))
    return Status(204, None)


def _clip(request: HttpRequest, clip_id: UUID) -> Clip:
    person = person_of(request)
    found = person.clips.filter(pk=clip_id).first()
    if found is None:
        raise Http404
    return found
