"""What those who run the machines see: signs of life, figures, and a log that names nobody."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from plantigrade.web.accounts.actions import sole_user
from plantigrade.web.environment import SettingError, time_zone, videos_folder
from plantigrade.web.keep.problems import FileError
from plantigrade.web.keep.restore import restore
from plantigrade.web.operations.actions import saw_worker
from plantigrade.web.operations.json_log import JsonLine
from plantigrade.web.people.actions import add_person
from plantigrade.web.people.models import Person
from plantigrade.web.videos.jobs import read_clip
from tests.web.test_access import OF_PERSON, filled, with_token

NAME = "Zwetschgenkuchen"
EMAIL = "zora@personal.example"
ASKED = "geheimnis"


@pytest.fixture
def zora(db: None) -> Person:  # noqa: ARG001
    user = sole_user()
    user.email = EMAIL
    user.save()
    return add_person(owner=user, name=NAME)


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """The whole log as PLANTIGRADE_LOG=json writes it."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonLine())
    loud = [
        logging.getLogger(name) for name in ("", "django.request", "plantigrade.requests", "plantigrade.jobs")
    ]
    before = [one.level for one in loud]
    loud[0].addHandler(handler)
    for one in loud:
        one.setLevel(logging.INFO)
    yield out
    loud[0].removeHandler(handler)
    for one, level in zip(loud, before, strict=True):
        one.setLevel(level)


def walk(client: Client, person: Person) -> str:
    """Every address of the person, read and written to; returns the token that was sent along."""
    with_token(client, sole_user())
    client.raise_request_exception = False
    for address in OF_PERSON:
        # Deleting ends the walk, and languages are told by a cookie.
        if address.endswith(("delete/", "remove/")):
            continue
        path = f"{filled(address, person.pk)}?q={quote(NAME)}&{ASKED}={EMAIL}"
        client.get(path)
        client.post(path, {"name": NAME, "email": EMAIL, "note": ASKED})
    return str(client.defaults["HTTP_AUTHORIZATION"]).removeprefix("Bearer ")


def test_neither_log_nor_figures_hold_anything_of_a_person(
    client: Client, zora: Person, lines: io.StringIO
) -> None:
    token = walk(client, zora)
    try:
        raise ValueError(f"{NAME} {EMAIL}")
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", f"/p/{zora.pk}/")
    figures = client.get("/metrics").content.decode()
    told = lines.getvalue()
    for text in (told, figures):
        for personal in (NAME, EMAIL, ASKED, token, str(zora.pk), zora.pk.hex, zora.feed_key):
            assert personal not in text, personal
    records = [json.loads(line) for line in told.splitlines()]
    requests = [one for one in records if one["logger"] == "plantigrade.requests"]
    assert len(requests) > 2 * len(OF_PERSON) - 20
    assert all({"time", "level", "route", "status", "ms", "request"} <= one.keys() for one in requests)
    assert {"home:today", "videos:clips"} <= {one["route"] for one in requests}


def figure(text: str, name: str, **labels: str) -> float:
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            if sample.name == name and labels.items() <= sample.labels.items():
                return sample.value
    raise AssertionError(name)


def test_figures_tell_requests_jobs_and_workers(client: Client, zora: Person) -> None:
    client.get(f"/p/{zora.pk}/")
    read_clip.enqueue("a clip")
    saw_worker(name="one")
    saw_worker(name="one")
    saw_worker(name="two")
    text = client.get("/metrics").content.decode()
    assert figure(text, "plantigrade_requests_total", route="home:today", method="GET", status="200") >= 1
    assert figure(text, "plantigrade_request_seconds_count", route="home:today") >= 1
    assert figure(text, "plantigrade_jobs", state="waiting") == 1
    assert figure(text, "plantigrade_jobs", state="failed") == 0
    assert figure(text, "plantigrade_job_oldest_waiting_seconds") >= 0
    assert figure(text, "plantigrade_workers") == 2


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/health/ready", "/metrics"])
def test_strangers_learn_nothing_of_the_machines(client: Client, settings: Any, address: str) -> None:
    assert client.get(address).status_code == 200
    assert client.get(address, REMOTE_ADDR="192.0.2.7").status_code == 404
    assert client.get(address, REMOTE_ADDR="").status_code == 404
    assert client.get(address, headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert client.get(address).status_code == 404
    assert client.get(address, headers={"Authorization": "Bearer "}).status_code == 404
    settings.METRICS_TOKEN = "right"
    assert client.get(address, headers={"Authorization": "Bearer wrong"}).status_code == 404
    assert client.get(address, headers={"Authorization": "Bearer right"}).status_code == 200
    assert client.get("/health/live", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_ready_says_what_is_missing(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001
    assert client.get("/health/ready").json() == {
        "status": "ok", "database": "ok", "migrations": "ok", "storage": "ok", "worker_seen_s": None,
    }  # fmt: skip
    assert default_storage.listdir("health") == ([], []), "nothing is left behind"
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'operations'")

    def full(*_: object, **__: object) -> str:
        raise OSError(28, "No space left")

    monkeypatch.setattr(default_storage, "save", full)
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json() == {
        "status": "not ready", "database": "ok", "migrations": "1 to be applied", "storage": "OSError",
    }  # fmt: skip


@pytest.mark.parametrize("named", ["nowhere", "Europe", "../UTC"])
def test_a_time_zone_that_is_none_is_refused(named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANTIGRADE_TZ", named)
    with pytest.raises(SettingError, match="PLANTIGRADE_TZ"):
        time_zone()
    monkeypatch.setenv("PLANTIGRADE_TZ", "Europe/Berlin")
    assert time_zone() == "Europe/Berlin"


def test_a_share_that_is_not_there_is_no_new_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANTIGRADE_VIDEOS", str(tmp_path / "not mounted"))
    with pytest.raises(SettingError, match="PLANTIGRADE_VIDEOS"):
        videos_folder(tmp_path)
    monkeypatch.setenv("PLANTIGRADE_VIDEOS", str(tmp_path))
    assert videos_folder(tmp_path / "data") == tmp_path
    monkeypatch.delenv("PLANTIGRADE_VIDEOS")
    assert videos_folder(tmp_path) == tmp_path / "videos"


def test_videos_of_a_share_are_never_swapped_by_a_restore(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "plantigrade.web.keep.restore.database_path", lambda: tmp_path / "plantigrade.sqlite3"
    )
    settings.MEDIA_ROOT = tmp_path / "share"
    with pytest.raises(FileError, match="PLANTIGRADE_VIDEOS"):
        restore(tmp_path / "backup.zip")
