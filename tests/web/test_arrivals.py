"""Uploads are refused by their announced length, before any of it is kept."""

from __future__ import annotations

import shutil
from collections import namedtuple
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import Browser

from plantigrade.web.environment import SettingError, megabytes
from plantigrade.web.people.models import Person
from plantigrade.web.videos.models import Clip
from tests.web.databases import asked
from tests.web.looking import shown_wrong
from tests.web.running import Running
from tests.web.test_screening import address, cast, day
from tests.web.test_team import Cast, of

__all__ = ["cast", "day"]
HEAD = b"\x00\x00\x00\x14ftypqt  "
Usage = namedtuple("Usage", "total used free")


def announced(client: Client, path: str, length: int) -> Any:
    """The answer to a form of `length` bytes that is no form at all: nobody has read it."""
    return client.generic("POST", path, bytes(length), content_type="multipart/form-data; boundary=edge")


@pytest.fixture
def limits(settings: Any, tmp_path: Path) -> Any:
    settings.MEDIA_ROOT = tmp_path
    settings.UPLOAD_BYTES, settings.QUOTA_BYTES, settings.FREE_BYTES = 2_000_000, 30_000_000, 5_000_000
    return settings


@pytest.mark.usefixtures("limits")
@pytest.mark.parametrize("page", ["/p/{person}/videos/", "/import/", "/p/{person}/care/notes/"])
def test_what_is_too_large_is_refused_by_its_length(client: Client, alice: Person, page: str) -> None:
    answer = announced(client, page.format(person=alice.id), 4_000_000)
    assert answer.status_code == 413
    assert "too large to be taken in" in answer.content.decode()


@pytest.mark.usefixtures("limits", "alice")
def test_other_programs_are_told_as_problems(client: Client) -> None:
    answer = announced(client, f"/api/v1/persons/{Person.objects.get().pk}/clips", 4_000_000)
    assert (answer.status_code, answer.json()["type"]) == (413, "urn:plantigrade:problem:size")


def test_a_limit_that_is_no_number_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANTIGRADE_QUOTA_MB", "much")
    with pytest.raises(SettingError, match="whole number of MB"):
        megabytes("PLANTIGRADE_QUOTA_MB", 1)


def test_a_quota_holds_for_each_person(client: Client, alice: Person, limits: Any) -> None:
    folder = limits.MEDIA_ROOT / str(alice.id) / "clip"
    folder.mkdir(parents=True)
    (folder / "original.mp4").write_bytes(bytes(2_000_000))
    limits.QUOTA_BYTES = 3_000_000
    page = f"/p/{alice.id}/videos/"
    small = {"file": SimpleUploadedFile("a.mp4", HEAD + bytes(500_000)), "heel_lift_cm": "0"}
    assert client.post(page, small).status_code == 302
    other = SimpleUploadedFile("b.mp4", HEAD + bytes(900_000))
    more = {"file": other, "heel_lift_cm": "0"}
    answer = client.post(page, more)
    assert answer.status_code == 413
    assert "room for videos is used up" in answer.content.decode()
    assert Clip.objects.count() == 1
    limits.QUOTA_BYTES = 0
    other.seek(0)
    assert client.post(page, more).status_code == 302


def test_a_quota_holds_for_the_waiting_films_of_a_team_and_tells_strangers_nothing(
    cast: Cast, day: Any, limits: Any
) -> None:
    folder = limits.MEDIA_ROOT / "screening" / str(day.pk)
    folder.mkdir(parents=True)
    (folder / "a.mp4").write_bytes(bytes(2_000_000))
    limits.QUOTA_BYTES = 2_500_000
    films = address(day, "films/")
    sent = {"films": [SimpleUploadedFile("IMG.mp4", HEAD + bytes(600_000))]}
    assert of(cast.assistant).post(films, sent).status_code == 413
    theirs = {"films": [SimpleUploadedFile("IMG.mp4", HEAD + bytes(600_000))]}
    assert of(cast.elsewhere).post(films, theirs).status_code == 404
    assert not day.loose_clips.exists()


def test_the_last_room_of_the_disk_stays_free(
    client: Client, alice: Person, limits: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**9, 10**9 - 6_000_000, 6_000_000))
    answer = announced(client, f"/p/{alice.id}/videos/", 2_000_000)
    assert answer.status_code == 507
    assert "not enough room on the disk" in answer.content.decode()
    limits.FREE_BYTES = 0
    assert announced(client, f"/p/{alice.id}/videos/", 2_000_000).status_code != 507


def test_a_browser_is_told_and_nothing_is_written(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANTIGRADE_UPLOAD_MB", "3")
    film = tmp_path / "film.mp4"
    film.write_bytes(HEAD + bytes(30_000_000))
    data = tmp_path / "data"
    data.mkdir()
    with Running(data, "--demo-if-empty") as served:
        page = browser.new_page()
        page.goto(f"{served.address}p/{served.person()}/videos/")
        page.set_input_files("[name=file]", film)
        with page.expect_navigation() as gone:
            page.locator("form", has=page.locator("[name=file]")).locator("button").first.click()
        answer = gone.value
        assert answer is not None
        assert answer.status == 413
        assert "too large to be taken in" in (page.text_content("h1") or "")
        assert not shown_wrong(page, "refused")
        assert not list((data / "incoming").iterdir())
        assert asked(data, "SELECT count(*) FROM videos_clip") == 0
        page.close()
