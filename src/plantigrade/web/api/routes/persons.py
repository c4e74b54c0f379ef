"""The records that a token reaches."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from plantigrade.web.api.bodies import Body
from plantigrade.web.api.models import Token
from plantigrade.web.api.paging import AskedPart, Part, part
from plantigrade.web.api.scopes import NAMES, person_of, scopes_of, token_of
from plantigrade.web.people.actions import add_person
from plantigrade.web.people.models import Person
from plantigrade.web.team.models import Level
from plantigrade.web.team.queries import level_of

router = Router(tags=["Persons"])


class TokenShape(Schema):
    """The token that asks."""

    name: str
    scopes: list[str]
    expires_at: dt.datetime


class PersonShape(Schema):
    """`may` is the most that this token may do with the record."""

    id: UUID
    name: str
    units: Literal["cm", "in"]
    created_at: dt.datetime
    owned: bool
    may: Literal["read", "record", "treat"]


class NewPerson(Body):
    name: str = Field(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*$")
    units: Literal["cm", "in"] = "cm"


def shape(person: Person, token: Token) -> dict[str, Any]:
    level = level_of(token.user, person)[0] or Level.SEE
    return {
        "id": person.pk,
        "name": person.name,
        "units": person.units,
        "created_at": person.created_at,
        "owned": person.owner_id == token.user.pk,
        "may": NAMES[min(Level(level), Level(token.level))],
    }


@router.get("/token", response=TokenShape)
def token(request: HttpRequest) -> dict[str, Any]:
    """What the token is and may do."""
    held = token_of(request)
    return {"name": held.name, "scopes": scopes_of(held), "expires_at": held.expires_at}


@router.get("/persons", response=Part[PersonShape])
def persons(request: HttpRequest, asked: AskedPart) -> dict[str, Any]:
    """One's own record, and with the scope `team` those of whoever lets one in."""
    held = token_of(request)
    seen = Person.objects.visible_to(held.user)
    seen = seen if held.team or settings.MODE == "solo" else seen.filter(owner=held.user)
    return part(seen, asked, "created_at", lambda person: shape(person, held))


@router.post("/persons", response={201: PersonShape})
def new_person(request: HttpRequest, body: NewPerson) -> Status[dict[str, Any]]:
    """A record that is the token's user's own."""
    held = token_of(request)
    person = add_person(owner=held.user, name=body.name.strip(), units=body.units)
    return Status(201, shape(person, held))


@router.get("/persons/{uuid:person_id}", response=PersonShape)
def person(request: HttpRequest, person_id: UUID) -> dict[str, Any]:
    return shape(person_of(request), token_of(request))
