"""What breaks around the application breaks nothing in it: kills, a full disk, two tabs, a clock set back."""

from __future__ import annotations

import datetime
import errno
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import BrowserContext, Page, expect

from plantigrade.web.keep.tidying import tidy
from plantigrade.web.people.models import Person
from plantigrade.web.player.models import Session, SetLog
from plantigrade.web.progress.models import Retest
from plantigrade.web.videos import actions
from plantigrade.web.videos.jobs import look_after_clips, read
from plantigrade.web.videos.models import Clip
from tests.web.looking import violations
from tests.web.running import Running, child_environment, until
from tests.web.test_player import a_session, a_set, open_player, phone, robin, sets_of, wait_saved, work_day
from tests.web.test_videos import ANSWER, program

__all__ = ["phone", "robin", "work_day"]  # fixtures
DISK_BYTES = 24_000_000


def asked(folder: Path, query: str) -> Any:
    """The one value of a query on the database of a folder."""
    with closing(sqlite3.connect(folder / "plantigrade.sqlite3")) as held:
        return held.execute(query).fetchone()[0]


# Killed


def test_killed_during_writes_what_was_told_as_safe_is_there_once(tmp_path: Path) -> None:
    session = a_session()
    sets = [a_set(session["id"], item=i // 90, set_number=i % 90) for i in range(3000)]
    safe: list[str] = []
    with Running(tmp_path, "--demo-if-empty") as served:
        before = asked(tmp_path, "SELECT count(*) FROM player_setlog")
        person, token = served.person(), served.token()
        assert served.log(person, token, session)[0] == 200
        enough = threading.Event()

        def log() -> None:
            try:
                for one in sets:
                    status, answer = served.log(person, token, one)
                    assert status == 200
                    safe.extend(answer["kept"])
                    if len(safe) == 30:
                        enough.set()
            except (OSError, ValueError):
                return

        writer = threading.Thread(target=log)
        writer.start()
        assert enough.wait(timeout=60)
        served.kill_all()
        writer.join(timeout=60)
    assert 30 <= len(safe) < len(sets)
    with Running(tmp_path) as served:
        assert asked(tmp_path, "PRAGMA integrity_check") == "ok"
        held = asked(tmp_path, "SELECT count(*) FROM player_setlog") - before
        # The set whose answer was on its way may be there; nothing else may.
        assert len(safe) <= held <= len(safe) + 1
        again = sets[: len(safe) + 5]
        status, answer = served.log(served.person(), served.token(), session, *again)
        assert (status, answer["refused"]) == (200, {})
        assert asked(tmp_path, "SELECT count(*) FROM player_setlog") - before == len(again)


def test_killed_during_an_upload_no_half_clip_is_shown(tmp_path: Path) -> None:
    with Running(tmp_path, "--demo-if-empty") as served:
        person, token = served.person(), served.token()
        cookies = "; ".join(f"{c.name}={c.value}" for c in served.cookies)
        port = int(served.address.rsplit(":", 1)[1].strip("/"))
        head = (
            f"POST /p/{person}/videos/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookies}\r\n"
            f"X-CSRFToken: {token}\r\nContent-Type: multipart/form-data; boundary=edge\r\n"
            "Content-Length: 50000000\r\n\r\n--edge\r\n"
            'Content-Disposition: form-data; name="file"; filename="a.mp4"\r\nContent-Type: video/mp4\r\n\r\n'
        )
        with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
            line.sendall(head.encode() + bytes(12_000_000))
            until(lambda: any((tmp_path / "incoming").iterdir()), "the upload reaches the disk")
            served.kill_all()
    left = list((tmp_path / "incoming").iterdir())
    for path in left:
        os.utime(path, (0, 0))
    with Running(tmp_path) as served:
        assert asked(tmp_path, "SELECT count(*) FROM videos_clip") == 0
        assert "No clip yet" in served.get(f"p/{person}/videos/")[1]
        assert not list((tmp_path / "incoming").iterdir()), "the half file is cleared away at the next start"
        assert not [path for path in (tmp_path / "videos").rglob("*") if path.is_file()]


WORKER = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "plantigrade.web.settings"
import plantigrade.web.settings as settings
settings.DATABASES["default"]["NAME"], settings.MEDIA_ROOT = sys.argv[1:3]
import django
django.setup()
from plantigrade.web.videos.jobs import read
read(sys.argv[3], [sys.executable, "-c", sys.argv[4]])
"""
READER = """
import os, sys, time
from plantigrade.web import lifeline
lifeline.hold()
print('{"stage": "points", "share": 0.5}', flush=True)
open(os.path.join(sys.argv[2], "clip-overlay.mp4"), "w").write(str(os.getpid()))
time.sleep(600)
"""


@pytest.fixture
def clip(robin: Person) -> Clip:
    file = SimpleUploadedFile("squat.mp4", b"film")
    return actions.add_clip(person=robin, file=file, taken_on=datetime.date(2026, 11, 26))


def test_killed_during_a_job_it_is_done_again_once(client: Client, clip: Clip, tmp_path: Path) -> None:
    database = connection.settings_dict["NAME"]
    words = [sys.executable, "-c", WORKER, str(database), str(settings.MEDIA_ROOT), str(clip.pk), READER]
    drawn = Path(clip.file.path).parent / "clip-overlay.mp4"
    worker = subprocess.Popen(words, env=child_environment(tmp_path), stdin=subprocess.DEVNULL)
    reader = int(until(lambda: drawn.exists() and drawn.read_text(), "the reader draws"))
    worker.send_signal(signal.SIGKILL)
    worker.wait(timeout=20)
    until(lambda: not Path(f"/proc/{reader}").exists() or _is_over(reader), "the reader ends with its worker")
    clip.refresh_from_db()
    assert clip.state == Clip.State.RUNNING
    page = client.get(f"/p/{clip.person_id}/videos/{clip.pk}/").content.decode()
    assert "being read" in page
    assert "clip-overlay" not in page

    DBTaskResult.objects.all().delete()
    look_after_clips.func()
    look_again = DBTaskResult.objects.get()
    assert look_again.run_after > timezone.now() + datetime.timedelta(seconds=60)
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=3), tick=False):
        look_after_clips.func()
        look_after_clips.func()
    clip.refresh_from_db()
    assert clip.state == Clip.State.WAITING
    jobs = DBTaskResult.objects.filter(args_kwargs__args=[str(clip.pk)])
    assert jobs.count() == 1
    for _ in range(2):
        read(str(clip.pk), program({"answer": ANSWER}))
    clip.refresh_from_db()
    assert (clip.state, clip.result) == (Clip.State.DONE, ANSWER)


def _is_over(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


def test_a_clip_whose_job_is_lost_gets_another(clip: Clip) -> None:
    DBTaskResult.objects.all().delete()
    look_after_clips.func()
    look_after_clips.func()
    assert [task.args_kwargs["args"] for task in DBTaskResult.objects.all()] == [[str(clip.pk)]]


def test_files_that_no_clip_knows_go_when_they_are_old(clip: Clip) -> None:
    folder = Path(clip.file.path).parent
    lost, fresh = folder.parent / str(uuid4()), folder.parent / str(uuid4())
    for path in (lost, fresh):
        path.mkdir()
        (path / "original.mp4").write_bytes(b"half")
    for path in (lost / "original.mp4", lost, folder / "original.mp4", folder):
        os.utime(path, (0, 0))
    tidy()
    assert sorted(folder.parent.iterdir()) == sorted([folder, fresh])
    assert (folder / "original.mp4").read_bytes() == b"film"


# Full disk


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes, where this machine lets us make one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(disk)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk; the tests below it need none")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


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
    with connection.cursor() as cursor:
        _use_up_free_pages(cursor)
        [pages] = cursor.execute("PRAGMA page_count").fetchone()
        cursor.execute(f"PRAGMA max_page_count={pages}")
        try:
            answer = _send(plain_client, robin, session, *sets)
        finally:
            cursor.execute("PRAGMA max_page_count=1073741823")
    assert answer.status_code == 507
    assert Session.objects.count() == before
    assert len(_send(plain_client, robin, session, *sets).json()["kept"]) == 401


def _use_up_free_pages(cursor: Any) -> None:
    """A database keeps pages to spare, which would take the sets in."""
    cursor.execute("CREATE TABLE filler (body BLOB)")
    while cursor.execute("PRAGMA freelist_count").fetchone()[0]:
        cursor.execute("INSERT INTO filler VALUES (zeroblob(3500))")


def _send(client: Client, person: Person, *records: dict[str, Any]) -> Any:
    address = f"/p/{person.id}/session/records/"
    return client.post(address, json.dumps({"records": records}), content_type="application/json")


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


# Two tabs, and the clock


def test_two_tabs_of_one_session_log_each_set_once(
    phone: BrowserContext,
    robin: Person,
    work_day: datetime.date,
) -> None:
    tabs = [open_player(phone, robin, work_day, clock=False) for _ in range(2)]
    tabs[0].click("#begin")
    _to_work(tabs[0])
    tabs[1].click("#begin")
    for tab in tabs:
        tab.click("[data-do=done]")
    for tab in tabs:
        wait_saved(tab)
    assert Session.objects.filter(person=robin, day=work_day).count() == 1
    assert sets_of(robin, work_day) == 1


def _to_work(page: Page) -> None:
    page.click("[data-do=skip]")
    expect(page.locator("[data-do=done]")).to_be_visible()


def test_a_session_begun_after_its_sets_arrived_keeps_them(client: Client, alice: Person) -> None:
    session = a_session()
    answer = _send(client, alice, a_set(session["id"]), session)
    assert answer.json()["refused"] == {}
    assert SetLog.objects.count() == 1


def test_a_clock_set_back_does_not_stop_the_timer(
    phone: BrowserContext,
    robin: Person,
    work_day: datetime.date,
) -> None:
    page = open_player(phone, robin, work_day)
    page.click("#begin")
    _to_work(page)
    page.clock.run_for(3000)
    before = _seconds(page)
    page.clock.set_system_time(timezone.now() - datetime.timedelta(hours=3))
    page.clock.run_for(200)
    assert before - 1 <= _seconds(page) <= before
    page.clock.run_for(5000)
    assert before - 6 <= _seconds(page) <= before - 4


def _seconds(page: Page) -> int:
    minutes, _, seconds = (page.text_content("[data-time]") or "").partition(":")
    return 60 * int(minutes) + int(seconds)


def test_a_session_never_ends_before_it_began(client: Client, alice: Person) -> None:
    session = a_session(at="2026-11-26T18:00:00Z")
    end = {"id": str(uuid4()), "kind": "finish", "session": session["id"], "at": "2026-11-26T16:00:00Z"}
    _send(client, alice, session, end)
    held = Session.objects.get()
    assert held.finished_at == held.started_at


def test_records_of_tomorrow_are_kept_and_every_page_is_shown(client: Client, robin: Person) -> None:
    """The server's clock was two days ahead, then it was set right."""
    home = f"/p/{robin.id}/"
    with time_machine.travel(timezone.now() + datetime.timedelta(days=2), tick=False):
        on = timezone.localdate()
        session = a_session(day=on.isoformat(), at=timezone.now().isoformat())
        end = {"id": str(uuid4()), "kind": "finish", "session": session["id"], "at": session["at"]}
        _send(client, robin, session, a_set(session["id"], at=session["at"]), end)
        client.post(f"{home}progress/retest/", {"left_1": "9", "right_1": "8"})
        clip = actions.add_clip(person=robin, file=SimpleUploadedFile("a.mp4", b"x"), taken_on=on)
        actions.claim(clip_id=str(clip.pk))
    for path in (
        "",
        "ankles/",
        "programme/",
        "progress/",
        "progress/retest/",
        "progress/decision/",
        "videos/",
        "more/",
    ):
        assert client.get(home + path).status_code == 200, path
    assert Session.objects.filter(person=robin, day=on).exclude(finished_at=None).exists()
    assert Retest.objects.filter(person=robin, on=on).count() == 2
    look_after_clips.func()
    clip.refresh_from_db()
    assert clip.state == Clip.State.WAITING, "a sign of life out of the future is none"
