"""Nobody reaches another person's record, by any address, those to come included."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from plantigrade.web.accounts.actions import sole_user
from plantigrade.web.accounts.models import User
from plantigrade.web.api.actions import make_token
from plantigrade.web.people.actions import add_person
from plantigrade.web.team.models import Level

SAMPLES = {
    "on": "2026-11-26",
    "comparison_id": str(uuid.uuid4()),
    "clip_id": str(uuid.uuid4()),
    "day_id": str(uuid.uuid4()),
    "import_id": str(uuid.uuid4()),
    "organisation_id": str(uuid.uuid4()),
    "pk": "1",
    "grant_id": "1",
    "adjustment_id": str(uuid.uuid4()),
    "membership_id": "1",
    "override_id": str(uuid.uuid4()),
    "note_id": str(uuid.uuid4()),
    "token_id": str(uuid.uuid4()),
    "assessment_id": str(uuid.uuid4()),
    "code": "nobody",
    "device_id": str(uuid.uuid4()),
    "exercise_id": "EX1",
    "page": "safety",
    "act": "cancel",
    "name": "original",
    "key": "nobody",
}


def addresses(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Every address of the application as Django writes it, "p/<uuid:person_id>/..."."""
    for pattern in resolver.url_patterns:
        whole = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, whole)
        elif isinstance(pattern, URLPattern):
            yield whole


def filled(address: str, person_id: Any) -> str:
    """An address with a value in each of its places."""
    parts = []
    for part in address.split("/"):
        if part.startswith("<"):
            name = part.strip("<>").split(":")[-1]
            parts.append(str(person_id) if name == "person_id" else SAMPLES[name])
        else:
            parts.append(part)
    return "/" + "/".join(parts)


def with_token(client: Client, user: User) -> Client:
    """The client of somebody who also holds a token with every scope: it opens what the pages open."""
    secret = make_token(user=user, name="walk", level=Level.TREAT, team=True, days=1)[1]
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    return client


def methods(client: Client) -> tuple[Any, ...]:
    return client.get, client.post, client.put, client.patch, client.delete


OF_PERSON = sorted(address for address in addresses(get_resolver()) if "person_id" in address)


def test_the_walk_finds_the_addresses() -> None:
    assert len(OF_PERSON) > 25


@pytest.mark.parametrize("address", OF_PERSON)
def test_a_stranger_gets_404(client: Client, db: None, address: str) -> None:  # noqa: ARG001
    theirs = add_person(owner=User.objects.create(username="somebody else"), name="Bob")
    with_token(client, sole_user())
    for person_id in (theirs.id, uuid.uuid4()):
        for method in methods(client):
            assert method(filled(address, person_id)).status_code in (404, 405), method


def test_another_host_name_is_refused(client: Client, db: None) -> None:  # noqa: ARG001
    """A page elsewhere that points its own name at this machine gets nothing (DNS rebinding)."""
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
