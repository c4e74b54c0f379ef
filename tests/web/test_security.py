"""What docs/threat-model.md promises."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error, connection, transaction
from django.test import Client

from plantigrade.web.people.models import Person
from plantigrade.web.team.models import Entry
from plantigrade.web.videos.models import Clip
from tests.web.databases import SERVER
from tests.web.test_team import Cast, cast, of

__all__ = ["cast"]
ROOT = Path(__file__).parents[2]
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.parametrize(
    "address", ["/begin/", "/health/", "/nowhere/", "/tokens/", "/api/v1/persons", "/look.css"]
)
def test_every_answer_is_hardened(client: Client, alice: Person, address: str) -> None:  # noqa: ARG001
    answer = client.get(address)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http:" not in policy
    for part in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert part in policy
    assert "geolocation=()" in answer.headers["Permissions-Policy"]


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(cast: Cast, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True  # as PLANTIGRADE_SECURE=1 sets them
    client = Client()
    client.get("/accounts/login/", secure=True)
    before = client.cookies["csrftoken"].value
    entered = client.post(
        "/accounts/login/", {"login": cast.athlete.email, "password": "correct horse battery"}, secure=True
    )
    assert entered.status_code == 302
    for name in ("sessionid", "csrftoken"):
        held = client.cookies[name]
        assert (held["httponly"], held["samesite"], held["secure"]) == (True, "Lax", True), name
    assert client.cookies["csrftoken"].value != before, "what was known before the log-in is worth nothing"


def test_a_form_without_its_mark_is_refused(alice: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(f"/p/{alice.id}/progress/morning/", {"change_0_10": "0"}).status_code == 403
    assert client.post("/tokens/", {"name": "theirs", "level": "3", "days": "365"}).status_code == 403


@pytest.mark.usefixtures("cast")
def test_guessing_a_password_is_locked_for_that_account(cast: Cast) -> None:
    """The right password does not open either, and the counts are kept for all processes together."""

    def enter(password: str, address: str) -> Any:
        sent = {"login": cast.athlete.email, "password": password}
        return Client(REMOTE_ADDR=address).post("/accounts/login/", sent)

    for number in range(5):  # from another address each time: it is the account that is counted
        assert enter("wrong", f"10.0.0.{number + 1}").status_code == 200
    locked = enter("correct horse battery", "10.0.0.99")
    assert locked.status_code == 200
    assert "Too many failed login attempts" in locked.content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM counts_of_tries")
        assert cursor.fetchone()[0] > 0


def test_guessing_tokens_is_slowed_down(db: None, settings: Any) -> None:  # noqa: ARG001
    def ask() -> int:
        return Client().get("/api/v1/persons", headers={"Authorization": "Bearer guessed"}).status_code

    settings.API_WRONG_TOKENS_A_MINUTE = 3
    with time_machine.travel("2026-11-26 12:00Z", tick=False):
        assert [ask() for _ in range(4)] == [401] * 3 + [429]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE team_entry SET actor = 'nobody'",
        "DELETE FROM team_entry",
        pytest.param(
            "INSERT OR REPLACE INTO team_entry SELECT id, at, person_id, actor_id, 'nobody', organisation, kind, what FROM team_entry",
            marks=pytest.mark.sqlite("no other database replaces rows"),
        ),
        pytest.param(
            "TRUNCATE team_entry",
            marks=pytest.mark.skipif(not SERVER, reason="SQLite has no such word; make test-postgres"),
        ),
    ],
    ids=["update", "delete", "replace", "truncate"],
)
def test_the_audit_is_only_added_to_by_hand_as_well(cast: Cast, sql: str) -> None:
    of(cast.clinician).get(f"/p/{cast.person.id}/")
    before = list(Entry.objects.values())
    assert before
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert list(Entry.objects.values()) == before


def test_what_is_no_video_is_not_taken_in(client: Client, alice: Person) -> None:
    sent = {"file": SimpleUploadedFile("squat.mp4", b"\x89PNG\r\n\x1a\n"), "heel_lift_cm": "0"}
    answer = client.post(f"/p/{alice.id}/videos/", sent)
    assert answer.status_code == 400
    assert "This is a picture, not a video." in answer.content.decode()
    assert not Clip.objects.exists()


def test_what_is_too_large_is_refused_before_it_is_read(db: None) -> None:  # noqa: ARG001
    answer = Client().generic(
        "POST", "/api/v1/persons", b"{}", content_type="application/json", CONTENT_LENGTH="99000000"
    )
    assert answer.status_code == 413


def test_each_defence_of_the_threat_model_names_a_test_that_is_there() -> None:
    text = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text)
    assert len(named) > 15
    for path, name in named:
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), f"{path}::{name}"
