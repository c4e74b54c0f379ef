"""Organisations that the token's user works in, and whose records they see."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from plantigrade.web.api.models import Token
from plantigrade.web.api.paging import AskedPart, Part, part
from plantigrade.web.api.routes.persons import NewPerson
from plantigrade.web.api.scopes import NAMES, membership_of, token_of
from plantigrade.web.roster.actions import add_athlete
from plantigrade.web.roster.queries import people_of
from plantigrade.web.team.models import MOST_OF_ROLE, Grant, Level, Membership, Role
from plantigrade.web.team.queries import grants_of, memberships

router = Router(tags=["Teams"])


class Organisation(Schema):
    id: UUID
    name: str
    role: Literal["owner", "clinician", "assistant"]


class RosterRow(Schema):
    """How one athlete stands; `reason` says why they need attention, empty when they do not."""

    person_id: UUID
    name: str
    group: str
    may: Literal["read", "record", "treat"]
    attention: int
    reason: str
    left_ktw_cm: float | None
    right_ktw_cm: float | None
    tested_on: dt.date | None
    trained_on: dt.date | None


class NewAthlete(NewPerson):
    group: str = Field("", max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$")


@router.get("/organisations", response=list[Organisation])
def organisations(request: HttpRequest) -> list[dict[str, Any]]:
    """Where the token's user works; empty without the scope `team`."""
    held = token_of(request)
    mine = memberships(held.user) if held.team else ()
    return [{"id": one.organisation.pk, "name": one.organisation.name, "role": one.role} for one in mine]


@router.get("/organisations/{uuid:organisation_id}/roster", response=Part[RosterRow])
def roster(request: HttpRequest, organisation_id: UUID, asked: AskedPart) -> dict[str, Any]:
    """Who lets this organisation in, in the order in which they did."""
    mine = membership_of(request)
    return part(
        people_of(mine.organisation), asked, "given_at", lambda grant: _row(grant, mine, token_of(request))
    )


@router.post("/organisations/{uuid:organisation_id}/roster", response={201: RosterRow})
def new_athlete(request: HttpRequest, organisation_id: UUID, body: NewAthlete) -> Status[dict[str, Any]]:
    """Somebody without an account; the record waits for its owner, who takes it by an invitation."""
    mine = membership_of(request)
    person = add_athlete(
        organisation=mine.organisation, name=body.name.strip(), by=mine.user, group=body.group.strip()
    )
    grant = grants_of(person).select_related("person__standing").get()
    return Status(201, _row(grant, mine, token_of(request)))


def _row(grant: Grant, mine: Membership, token: Token) -> dict[str, Any]:
    stands = grant.person.standing
    may = min(Level(grant.level), MOST_OF_ROLE[Role(mine.role)], Level(token.level))
    return {
        "person_id": grant.person_id,
        "name": grant.person.name,
        "group": grant.group,
        "may": NAMES[may],
        "attention": stands.attention,
        "reason": stands.reason,
        "left_ktw_cm": stands.left_ktw_cm,
        "right_ktw_cm": stands.right_ktw_cm,
        "tested_on": stands.tested_on,
        "trained_on": stands.trained_on,
    }
