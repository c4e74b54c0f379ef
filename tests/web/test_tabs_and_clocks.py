"""Two tabs of one session, and clocks that are wrong or set back."""

from __future__ import annotations

import datetime
from uuid import uuid4

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from plantigrade.web.people.models import Person
from plantigrade.web.player.models import Session, SetLog
from plantigrade.web.progress.models import Retest
from plantigrade.web.videos import actions
from plantigrade.web.videos.models import Clip
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
    answer = send(client, alice, a_set(session["id"]), session)
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
    send(client, alice, session, end)
    held = Session.objects.get()
    assert held.finished_at == held.started_at


def test_records_of_tomorrow_are_kept_and_every_page_is_shown(client: Client, robin: Person) -> None:
    """The server's clock was two days ahead, then it was set right."""
    home = f"/p/{robin.id}/"
    with time_machine.travel(timezone.now() + datetime.timedelta(days=2), tick=False):
        on = timezone.localdate()
        session = a_session(day=on.isoformat(), at=timezone.now().isoformat())
        end = {"id": str(uuid4()), "kind": "finish", "session": session["id"], "at": session["at"]}
        send(client, robin, session, a_set(session["id"], at=session["at"]), end)
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
    actions.recover()
    clip.refresh_from_db()
    assert clip.state == Clip.State.WAITING, "a sign of life out of the future is none"
