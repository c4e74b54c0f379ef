"""A full disk is told in plain words; what was entered waits, and is there once."""

from __future__ import annotations

import datetime
import errno
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from playwright.sync_api import BrowserContext, expect

from plantigrade.web.people.models import Person
from plantigrade.web.player.models import Session
from plantigrade.web.progress.models import Retest
from plantigrade.web.videos.models import Clip
from tests.web.databases import SERVER, asked
from tests.web.looking import violations
from tests.web.running import Running
from tests.web.test_player import (
    a_session,
    a_set,
    open_player,
    phone,
    robin,
    send,
    sets_of,
    wait_saved,
    work_day,
)

__all__ = ["phone", "robin", "work_day"]  # fixtures
DISK_BYTES = 24_000_000


@pytest.fixture
def small_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A disk of a few megabytes, where this machine lets us make one; none of them is kept free."""
    monkeypatch.setenv("PLANTIGRADE_FREE_MB", "0")
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(disk)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk; the tests below it need none")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.mark.sqlite("the database's file lies on the small disk")
def test_on_a_full_disk_everything_is_told_and_nothing_is_lost(small_disk: Path) -> None:
    with Running(small_disk, "--demo-if-empty") as served:
        person, token = served.person(), served.token()
        before = asked(small_disk, "SELECT count(*) FROM player_setlog")
        session = a_session()
        sets = [a_set(session["id"], item=i // 90, set_number=i % 90) for i in range(300)]
        filler = small_disk / "filler"
        _fill(filler)
        status, _ = served.log(person, token, session, *sets)
        assert status == 507
        form = b"left_1=8.5&left_2=8&left_3=9&right_1=7&right_2=7&right_3=7"
        kind = "application/x-www-form-urlencoded"
        status, page = served.post(f"p/{person}/progress/retest/", form, kind, token)
        assert status == 507
        assert "disk of this machine is full" in page
        assert '<input type="hidden" name="left_1" value="8.5">' in page
        body = (
            b'--edge\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n'
            + b"\x00\x00\x00\x14ftypqt  "
            + bytes(6_000_000)
            + b'\r\n--edge\r\nContent-Disposition: form-data; name="heel_lift_cm"\r\n\r\n0\r\n--edge--\r\n'
        )
        upload = f"p/{person}/videos/", body, "multipart/form-data; boundary=edge", token
        status, page = served.post(*upload)
        assert (status, "disk of this machine is full" in page) == (507, True)
        assert served.get(f"p/{person}/")[1], "pages are still shown"
        filler.unlink()
        assert served.log(person, token, session, *sets)[0] == 200
        assert served.post(f"p/{person}/progress/retest/", form, kind, token)[0] == 200
        assert served.post(*upload)[0] == 200
        assert asked(small_disk, "SELECT count(*) FROM player_setlog") - before == len(sets)
        assert asked(small_disk, "SELECT count(*) FROM videos_clip") == 1
        assert asked(small_disk, "PRAGMA integrity_check") == "ok"


def _fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        for size in (1_000_000, 4096, 1):
            while True:
                try:
                    if not file.write(bytes(size)):
                        break
                except OSError:
                    break


@pytest.fixture
def plain_client() -> Client:
    """Answers as a browser gets them, faults of ours included."""
    return Client(raise_request_exception=False)


def test_a_full_database_keeps_the_sets_on_the_phone(plain_client: Client, robin: Person) -> None:
    before = Session.objects.count()
    session = a_session()
    sets = [a_set(session["id"], item=i // 90, set_number=i % 90) for i in range(400)]
    with connection.cursor() as cursor, _full_postgres(cursor) if SERVER else _full_sqlite(cursor):
        answer = send(plain_client, robin, session, *sets)
    assert answer.status_code == 507
    assert Session.objects.count() == before
    assert len(send(plain_client, robin, session, *sets).json()["kept"]) == 401


@contextmanager
def _full_sqlite(cursor: Any) -> Iterator[None]:
    _use_up_free_pages(cursor)
    [pages] = cursor.execute("PRAGMA page_count").fetchone()
    cursor.execute(f"PRAGMA max_page_count={pages}")
    try:
        yield
    finally:
        cursor.execute("PRAGMA max_page_count=1073741823")


@contextmanager
def _full_postgres(cursor: Any) -> Iterator[None]:
    """What its server says at the last of the sets."""
    cursor.execute(
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$"
    )
    cursor.execute(
        "CREATE TRIGGER full_disk BEFORE INSERT ON player_setlog FOR EACH ROW "
        "WHEN (NEW.item >= 4 AND NEW.set_number >= 39) EXECUTE FUNCTION full_disk()"
    )
    yield
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute("DROP TRIGGER full_disk ON player_setlog")


def _use_up_free_pages(cursor: Any) -> None:
    """A database keeps pages to spare, which would take the sets in."""
    cursor.execute("CREATE TABLE filler (body BLOB)")
    while cursor.execute("PRAGMA freelist_count").fetchone()[0]:
        cursor.execute("INSERT INTO filler VALUES (zeroblob(3500))")


def test_a_form_on_a_full_disk_waits_on_its_page(
    phone: BrowserContext, robin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OperationalError from sqlite3.OperationalError("database or disk is full")

    Retest.objects.all().delete()
    page = phone.new_page()
    page.goto(f"/p/{robin.id}/progress/retest/")
    page.fill("[name=left_1]", "8.5")
    page.fill("[name=right_1]", "7")
    with monkeypatch.context() as patched:
        patched.setattr("plantigrade.web.progress.views.actions.keep_retest", full)
        page.click("button:has-text('Save the test')")
        expect(page.locator("h1")).to_have_text("The disk of this machine is full.")
    assert not violations(page)
    assert not Retest.objects.exists()
    page.click("button:has-text('Send it again')")
    expect(page.locator("h1")).not_to_have_text("The disk of this machine is full.")
    assert {test.side: test.ktw_cm for test in Retest.objects.all()} == {"left": [8.5], "right": [7.0]}


def test_an_upload_to_a_full_disk_is_told(
    plain_client: Client, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryUploadedFile.write", full, raising=False)
    sent = {"file": SimpleUploadedFile("a.mp4", bytes(3_000_000)), "heel_lift_cm": "0"}
    answer = plain_client.post(f"/p/{alice.id}/videos/", sent)
    assert answer.status_code == 507
    assert "disk of this machine is full" in answer.content.decode()
    assert not Clip.objects.exists()


def test_the_player_says_that_the_disk_is_full_and_sends_later(
    phone: BrowserContext,
    robin: Person,
    work_day: datetime.date,
) -> None:
    page = open_player(phone, robin, work_day, clock=False)
    page.route("**/session/records/", lambda route: route.fulfill(status=507, body="full"))
    page.click("#begin")
    page.click("[data-do=skip]")
    page.click("[data-do=done]")
    expect(page.locator("[data-kept]")).to_contain_text("The disk of the computer is full")
    page.unroute("**/session/records/")
    page.evaluate("dispatchEvent(new Event('online'))")
    wait_saved(page)
    assert sets_of(robin, work_day) == 1
