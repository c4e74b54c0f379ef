"""The API: its document, its tokens, who gets in, and what a program may rely on."""

from __future__ import annotations

import datetime as dt
import json
import re
import urllib.request
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.utils import timezone

from plantigrade.client import ApiError, Client
from plantigrade.web.accounts.actions import sole_user
from plantigrade.web.accounts.models import User
from plantigrade.web.api import actions
from plantigrade.web.api.document import document
from plantigrade.web.api.guard import QUERY
from plantigrade.web.api.models import Token
from plantigrade.web.home.demo import add_demo_person
from plantigrade.web.people.models import Person
from plantigrade.web.team.actions import give_access
from plantigrade.web.team.models import Entry, Level, Membership, Organisation, Role
from tests.web.populated import populated_person
from tests.web.test_team import Cast, cast, of

__all__ = ["cast"]
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


def test_a_misspelt_parameter_is_told(ask: Any) -> None:
    status, told = ask("GET", "/persons?limt=2")
    assert (status, told["problems"][0]["where"]) == (400, "query.limt")
    named = {
        one["name"]
        for path in json.loads(document())["paths"].values()
        for operation in path.values()
        for one in operation["parameters"]
        if one["in"] == "query"
    }
    assert named == QUERY


def test_what_did_not_change_is_not_sent_again(secret: str) -> None:
    etag = asked(secret, "GET", "/persons").headers["ETag"]
    again = asked(secret, "GET", "/persons", **{"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db(transaction=True)
def test_the_example_of_the_documentation_runs(
    secret: str, live_server: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    code = text.partition("```python\n")[2].partition("```")[0]
    exec(compile(code, "docs/api.md", "exec"), {"address": live_server.url, "token": secret})
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "restriction_shown left"
    assert len(told) == 1 + 7 + 1 + 1
    assert told[-1].startswith("unusable body.left.ktw_cm")


@pytest.mark.django_db(transaction=True)
def test_the_client_knows_every_operation(secret: str, live_server: Any, tmp_path: Path) -> None:
    person = populated_person()
    client = Client(live_server.url, secret)
    team = Organisation.objects.create(name="Practice")
    Membership.objects.create(organisation=team, user=person.owner, role=Role.CLINICIAN)
    Token.objects.update(team=True)
    assert next(client.assessments(person.id)).case["schema"] == "plantigrade/case/1"
    assert client.answer(person.id) == client.answer(person.id, next(client.assessments(person.id)).id)
    tests = list(client.wall_tests(person.id))
    assert tests == sorted(tests, key=lambda one: (one.on, str(one.id))) != []
    today = timezone.localdate()
    assert client.keep_morning(person.id, today, change_0_10=2, signs=["swelling"]).swelling
    assert [one.on for one in client.mornings(person.id)] == [today]
    assert {one.kind for one in client.adjustments(person.id)} == {"minutes", "pause"}
    assert client.adjust(person.id, "resume").kind == "resume"
    assert client.adjust(person.id, "minutes", to="full", reason="holiday").values == {"minutes": "full"}
    day = client.days(person.id, begin=today, end=today)[0]
    assert day == client.day(person.id, today)
    assert client.programme(person.id).plan["weeks"]
    log = {"kind": "session", "id": str(uuid4()), "day": str(today), "at": timezone.now().isoformat()}
    assert [str(one) for one in client.log(person.id, [log]).kept] == [log["id"]]
    assert str(list(client.sessions(person.id))[-1].id) == log["id"]
    client.end_programme(person.id)
    with pytest.raises(ApiError, match="nothing is here"):
        client.programme(person.id)
    (tmp_path / "squat.mov").write_bytes(b"\x00\x00\x00\x14ftypqt  ")
    sent = client.send_video(person.id, tmp_path / "squat.mov", heel_lift_cm=2.5)
    assert (sent.state, sent.heel_lift_cm, sent.taken_on) == ("waiting", 2.5, today)
    assert client.cancel_video(person.id, sent.id).state == "cancelled"
    assert client.read_again(person.id, sent.id).state == "waiting"
    done = next(one for one in client.videos(person.id) if one.state == "done")
    assert client.video_result(person.id, done.id)["usable"]
    with pytest.raises(ApiError) as early:
        client.video_result(person.id, sent.id)
    assert early.value.code == "conflict"
    client.remove_video(person.id, sent.id)
    assert client.organisations()[0].role == "clinician"
    added = client.add_athlete(team.pk, "Number 7", group="goal")
    assert [row.name for row in client.roster(team.pk)] == ["Number 7"]
    assert added.may == "treat"


@pytest.mark.django_db(transaction=True)
def test_pain_that_a_program_logs_acts_as_in_the_player(secret: str, live_server: Any) -> None:
    person = add_demo_person(only_if_empty=False)
    assert person is not None
    client, today = Client(live_server.url, secret), timezone.localdate()
    worse = client.keep_morning(person.id, today, change_0_10=3).decision
    assert worse.kind == "regress"
    assert [one.kind for one in client.adjustments(person.id)] == ["lighter"]
    session = {"kind": "session", "id": str(uuid4()), "day": str(today), "at": timezone.now().isoformat()}
    pain = {**session, "kind": "pain", "id": str(uuid4()), "session": session["id"], "exercise": "EX1"}
    kept = client.log(person.id, [session, {**pain, "side": "left", "place": "calf", "pain_0_10": 8}])
    assert kept.decision is not None
    assert kept.decision.kind == "stop"
    assert "pause" in {one.kind for one in client.adjustments(person.id)}


@pytest.mark.parametrize(
    ("name", "body"), [("a picture.mp4", b"\x89PNG\r\n\x1a\n"), ("a page.mp4", b"<html>"), ("empty.mp4", b"")]
)
def test_a_clip_is_told_by_its_content(secret: str, alice: Person, name: str, body: bytes) -> None:
    answer = Browser().post(
        f"/api/v1/persons/{alice.id}/videos",
        {"file": SimpleUploadedFile(name, body)},
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert (answer.status_code, answer.json()["problems"][0]["where"]) == (422, "form.file")


def test_a_write_that_fails_keeps_neither_itself_nor_its_key(
    ask: Any, secret: str, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: Any) -> None:
        raise RuntimeError

    key, path = {"Idempotency-Key": K1}, f"/persons/{alice.id}/wall-tests/2026-11-01"
    with monkeypatch.context() as patched:
        patched.setattr("plantigrade.web.api.routes.measures.keep_retest", broken)
        with pytest.raises(RuntimeError):
            ask("PUT", path, {"left": [8.0]}, **key)
        quiet = Browser(raise_request_exception=False)
        told = quiet.put(f"/api/v1{path}", '{"left": [8.0]}', headers={"Authorization": f"Bearer {secret}"})
        assert (told.status_code, told.headers["Content-Type"]) == (500, "application/problem+json")
    assert ask("PUT", path, {"left": [8.0]}, **key)[0] == 200


@pytest.fixture
def token_for(cast: Cast) -> Any:  # noqa: ARG001
    """A request by a user with a token of some scopes; gives the status."""

    def send(user: User, level: Level, method: str, path: str, body: Any = None, *, team: bool = True) -> int:
        secret = actions.make_token(user=user, name="t", level=level, team=team, days=1)[1]
        return int(asked(secret, method, path, body).status_code)

    return send


@pytest.mark.parametrize(
    ("who", "scope", "team", "grant", "look", "record", "treat"),
    [
        ("clinician", Level.TREAT, True, Level.TREAT, 200, 200, 409),
        ("clinician", Level.RECORD, True, Level.TREAT, 200, 200, 403),
        ("clinician", Level.SEE, True, Level.TREAT, 200, 403, 403),
        ("clinician", Level.TREAT, False, Level.TREAT, 403, 403, 403),
        ("assistant", Level.TREAT, True, Level.TREAT, 200, 200, 403),
        ("clinician", Level.TREAT, True, Level.SEE, 200, 403, 403),
        ("athlete", Level.TREAT, False, Level.SEE, 200, 200, 409),
        ("athlete", Level.RECORD, False, Level.SEE, 200, 200, 403),
    ],
)
def test_a_token_does_no_more_than_its_user_may(
    cast: Cast,
    token_for: Any,
    who: str,
    scope: Level,
    team: bool,
    grant: Level,
    look: int,
    record: int,
    treat: int,
) -> None:
    give_access(person=cast.person, organisation=cast.practice, level=grant, by=cast.athlete)
    user, home = getattr(cast, who), f"/persons/{cast.person.id}"
    before = Entry.objects.count()
    assert token_for(user, scope, "GET", home, team=team) == look
    assert token_for(user, scope, "PUT", f"{home}/mornings/2026-11-01", {}, team=team) == record
    assert token_for(user, scope, "POST", f"{home}/programme", {}, team=team) == treat
    noted = list(Entry.objects.values_list("kind", "what"))[: Entry.objects.count() - before]
    done = [("looked", "api:person")] * (look == 200) + [("changed", "api:keep_morning_check")] * (
        record == 200
    )
    done += [("changed", "api:programme")] * (treat == 409)
    assert sorted(noted) == ([] if who == "athlete" else sorted(done))


def test_a_roster_is_for_tokens_of_its_team_with_a_second_factor(cast: Cast, token_for: Any) -> None:
    path = f"/organisations/{cast.practice.pk}/roster"
    assert token_for(cast.clinician, Level.SEE, "GET", path) == 200
    assert token_for(cast.clinician, Level.SEE, "GET", path, team=False) == 403
    assert token_for(cast.elsewhere, Level.TREAT, "GET", path) == 404
    Authenticator.objects.filter(user=cast.clinician).delete()
    assert token_for(cast.clinician, Level.SEE, "GET", path) == 403


def test_the_page_shows_a_secret_once_and_ends_it(client: Browser, alice: Person) -> None:  # noqa: ARG001
    made = client.post("/tokens/", {"name": "watch", "level": "2", "days": "30"})
    found = re.search(r"plantigrade_[\w-]{43}", made.content.decode())
    assert found is not None
    assert "no-store" in made.headers["Cache-Control"]
    assert asked(found[0], "GET", "/token").json()["scopes"] == ["read", "record"]
    page = client.get("/tokens/").content.decode()
    assert "watch" in page
    assert found[0] not in page
    assert "last used" in page
    client.post(f"/tokens/{Token.objects.get().pk}/revoke/")
    assert asked(found[0], "GET", "/token").status_code == 401
    assert "ended" in client.get("/tokens/").content.decode()


def test_nobody_ends_the_token_of_another(cast: Cast) -> None:
    theirs, _ = actions.make_token(user=cast.owner, name="t", level=Level.SEE, team=True, days=1)
    of(cast.clinician).post(f"/tokens/{theirs.pk}/revoke/")
    assert Token.objects.get().revoked_at is None


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_is_lost_is_asked_for_again(
    secret: str, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The write arrived, its answer did not: sent again under its key it happens once."""
    opened = urllib.request.OpenerDirector.open
    lost: list[bytes] = []

    def open_and_lose(self: Any, *words: Any, **named: Any) -> Any:
        answer = opened(self, *words, **named)
        if not lost:
            lost.append(answer.read())
            answer.close()
            raise ConnectionResetError
        return answer

    monkeypatch.setattr(urllib.request.OpenerDirector, "open", open_and_lose)
    person = Client(live_server.url, secret).add_person("Bob")
    assert json.loads(lost[0])["id"] == str(person.id)
    assert Person.objects.filter(name="Bob").count() == 1
