"""The API: its document, its tokens, who gets in, and what a program may rely on."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.utils import timezone

from plantigrade.client import ApiError, Client
from plantigrade.web.accounts.actions import sole_user
from plantigrade.web.api import actions
from plantigrade.web.api.document import document
from plantigrade.web.api.models import Token
from plantigrade.web.people.models import Person
from plantigrade.web.team.models import Level

K1, K2 = str(uuid4()), str(uuid4())
ROOT = Path(__file__).parents[2]


def test_the_committed_document_is_what_the_routes_say() -> None:
    held = (ROOT / "docs" / "openapi.json").read_text(encoding="utf-8")
    assert held == document(), "python -m plantigrade.web.api"


@pytest.fixture
def secret(alice: Person) -> str:  # noqa: ARG001
    return actions.make_token(user=sole_user(), name="watch", level=Level.TREAT, team=False, days=30)[1]


@pytest.fixture
def ask(secret: str) -> Any:
    """Sends a request with the token; gives the status and the answer's values."""

    def send(method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        answer = asked(secret, method, path, body, **headers)
        return answer.status_code, json.loads(answer.content) if answer.content else None

    return send


def asked(secret: str, method: str, path: str, body: Any = None, **headers: str) -> Any:
    return Browser().generic(
        method,
        f"/api/v1{path}",
        "" if body is None else json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}", **headers},
    )


@pytest.mark.django_db(transaction=True)
def test_the_client_finds_the_person(secret: str, live_server: Any, alice: Person) -> None:
    client = Client(live_server.url, secret)
    assert client.token().scopes == ("read", "record", "treat")
    assert [person.id for person in client.persons()] == [alice.id]
    assert client.person(alice.id).name == "Alice"
    client.add_person("Bob")
    assert {person.name for person in client.persons()} == {"Alice", "Bob"}
    with pytest.raises(ApiError, match=r"body\.name") as caught:
        client.add_person("")
    assert (caught.value.status, caught.value.code) == (400, "shape")


def test_a_cookie_is_no_token(client: Browser, alice: Person) -> None:  # noqa: ARG001
    answer = client.get("/api/v1/persons")
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "values",
    [
        {"revoked_at": timezone.now()},
        {"expires_at": timezone.now() - dt.timedelta(seconds=1)},
    ],
)
def test_a_token_that_ended_opens_nothing(secret: str, values: dict[str, Any]) -> None:
    assert asked(secret, "GET", "/token").status_code == 200
    Token.objects.update(**values)
    assert asked(secret, "GET", "/token").status_code == 401


def test_the_secret_is_not_in_the_database(secret: str) -> None:
    token = Token.objects.get()
    assert secret not in str([getattr(token, field.name) for field in Token._meta.concrete_fields])
    assert token.last_used_at is None
    asked(secret, "GET", "/token")
    token.refresh_from_db()
    assert token.last_used_at is not None


def test_one_request_too_many_is_told_when_to_come_back(secret: str, settings: Any) -> None:
    settings.API_REQUESTS_A_MINUTE = 2
    left = [asked(secret, "GET", "/token").headers["RateLimit"] for _ in range(2)]
    assert [one.split(";")[1] for one in left] == ["r=1", "r=0"]
    refused = asked(secret, "GET", "/token")
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    Token.objects.update(window_at=timezone.now() - dt.timedelta(minutes=2))
    assert asked(secret, "GET", "/token").status_code == 200


def test_a_write_under_a_key_happens_once(ask: Any) -> None:
    first = ask("POST", "/persons", {"name": "Bob"}, **{"Idempotency-Key": K1})
    again = ask("POST", "/persons", {"name": "Bob"}, **{"Idempotency-Key": K1})
    assert first[0] == 201
    assert first == again
    assert Person.objects.filter(name="Bob").count() == 1
    status, told = ask("POST", "/persons", {"name": "Bea"}, **{"Idempotency-Key": K1})
    assert (status, told["type"]) == (422, "urn:plantigrade:problem:key")
    assert ask("POST", "/persons", {"name": ""}, **{"Idempotency-Key": K2})[0] == 400
    assert ask("POST", "/persons", {"name": "Cyd"}, **{"Idempotency-Key": K2})[0] == 201, (
        "refused is not kept"
    )


def test_lists_come_in_parts_that_nothing_shifts(ask: Any) -> None:
    for number in range(4):
        ask("POST", "/persons", {"name": f"P{number}"})
    first = ask("GET", "/persons?limit=2")[1]
    second = ask("GET", f"/persons?limit=9&after={first['next']}")[1]
    names = [one["name"] for one in first["items"] + second["items"]]
    assert names == ["Alice", "P0", "P1", "P2", "P3"]
    assert second["next"] is None
    assert ask("GET", "/persons?after=nonsense")[1]["problems"][0]["where"] == "query.after"


def test_what_did_not_change_is_not_sent_again(secret: str) -> None:
    etag = asked(secret, "GET", "/persons").headers["ETag"]
    again = asked(secret, "GET", "/persons", **{"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
