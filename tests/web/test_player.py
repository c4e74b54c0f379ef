"""The session player: what the server keeps, and the page in a real browser."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from plantigrade.web.accounts.actions import sole_user
from plantigrade.web.base.clock import today
from plantigrade.web.home.demo import add_demo_person
from plantigrade.web.people.actions import add_person
from plantigrade.web.people.models import Person
from plantigrade.web.player.models import PainReport, Session, SetLog
from plantigrade.web.programme.queries import plan_of, running
from tests.web.looking import violations

NOW = "2026-11-26T18:00:00Z"


def a_session(**more: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "kind": "session", "day": "2026-11-26", "short": False, "at": NOW, **more}


def a_set(session: str, **more: Any) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "kind": "set",
        "session": session,
        "item": 0,
        "exercise": "EX1",
        "side": "left",
        "set_number": 1,
        "seconds": 90,
        "at": NOW,
        **more,
    }


def send(client: Client, person: Person, *records: dict[str, Any]) -> Any:
    body = json.dumps({"records": records})
    return client.post(f"/p/{person.id}/session/records/", body, content_type="application/json")


def test_records_sent_twice_and_from_two_tabs_count_once(client: Client, alice: Person) -> None:
    session = a_session()
    logged = a_set(session["id"])
    other_tab = {**logged, "id": str(uuid4())}
    end = {"id": str(uuid4()), "kind": "finish", "session": session["id"], "at": NOW}
    for _ in range(2):
        answer = send(client, alice, session, logged, other_tab, end).json()
        assert answer["refused"] == {}
        assert len(answer["kept"]) == 4
    assert SetLog.objects.count() == 1
    assert Session.objects.get().finished_at is not None


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"side": "up"}, "left, right, both"),
        ({"seconds": "many"}, "number"),
        ({"item": -1}, "0 to 99"),
        ({"at": "yesterday"}, "offset"),
        ({"session": str(uuid4())}, "session is not known"),
    ],
)
def test_a_bad_record_is_refused_with_the_reason_and_spoils_no_other(
    client: Client, alice: Person, change: dict[str, Any], told: str
) -> None:
    session = a_session()
    good, bad = a_set(session["id"]), a_set(session["id"], set_number=2) | change
    answer = send(client, alice, session, bad, good).json()
    assert told in answer["refused"][bad["id"]]
    assert good["id"] in answer["kept"]


def test_a_body_that_is_no_list_of_records_is_answered(client: Client, alice: Person) -> None:
    address = f"/p/{alice.id}/session/records/"
    for body in ("", "[]", '{"records": 3}', "{" * 5000):
        assert client.post(address, body, content_type="application/json").status_code == 400


def test_an_id_of_somebody_elses_session_gives_nothing_away(client: Client, alice: Person) -> None:
    bob = add_person(owner=sole_user(), name="Bob")
    session = a_session()
    send(client, bob, session)
    answer = send(client, alice, session, a_set(session["id"])).json()
    assert answer["kept"] == []
    assert SetLog.objects.count() == 0


def test_severe_pain_is_answered_with_a_stop_at_once(client: Client, alice: Person) -> None:
    session = a_session(day=today().isoformat())
    pain = {
        "id": str(uuid4()),
        "kind": "pain",
        "session": session["id"],
        "exercise": "EX1",
        "loading": False,
        "side": "left",
        "place": "calf",
        "pain_0_10": 8,
        "sharp": False,
        "day": today().isoformat(),
        "at": NOW,
    }
    decision = send(client, alice, session, pain).json()["decision"]
    assert decision["kind"] == "stop"
    assert "5 out of 10" in decision["changes"][0]["why"]


@pytest.fixture
def robin(transactional_db: None) -> Person:  # noqa: ARG001
    person = add_demo_person(only_if_empty=False)
    assert person is not None
    return person


@pytest.fixture
def work_day(robin: Person) -> datetime.date:
    """The next day of the programme that has work."""
    programme = running(robin)
    assert programme is not None
    days = [day for week in plan_of(programme).weeks for day in week.days]
    return next(day.date for day in days if day.items and day.date >= today())


@pytest.fixture
def phone(browser: Browser, live_server: Any) -> Iterator[BrowserContext]:
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True
    )
    yield context
    context.close()


def open_player(context: BrowserContext, person: Person, on: datetime.date, clock: bool = True) -> Page:
    page = context.new_page()
    if clock:
        page.clock.install()
    page.goto(f"/p/{person.id}/session/{on}/?short=1")
    return page


def sets_of(person: Person, on: datetime.date) -> int:
    return SetLog.objects.filter(session__person=person, session__day=on).count()


def wait_saved(page: Page, place: str = "[data-kept]") -> None:
    expect(page.locator(place)).to_have_text("Everything is saved.")


def test_a_whole_session_runs_by_the_clock_and_is_kept(
    phone: BrowserContext, robin: Person, work_day: datetime.date
) -> None:
    page = open_player(phone, robin, work_day)
    steps = json.loads(page.text_content("#session") or "{}")["steps"]
    page.click("#begin")
    assert not violations(page)
    page.clock.run_for(int(1000 * sum(step["seconds"] for step in steps)) + 2000)
    page.wait_for_selector("#after:not([hidden])")
    wait_saved(page, "[data-kept-after]")
    assert sets_of(robin, work_day) == sum(step["kind"] in ("work", "hold") for step in steps)
    assert Session.objects.get(person=robin, day=work_day).finished_at is not None


def test_a_killed_tab_loses_no_set_and_goes_on_where_it_was(
    phone: BrowserContext, robin: Person, work_day: datetime.date
) -> None:
    page = open_player(phone, robin, work_day, clock=False)
    page.click("#begin")
    page.click("[data-do=skip]")
    page.click("[data-do=done]")
    before = page.text_content("[data-place]")
    page.close()
    again = open_player(phone, robin, work_day, clock=False)
    assert again.text_content("#begin") == "Go on where you stopped"
    again.click("#begin")
    assert again.text_content("[data-place]") == before
    wait_saved(again)
    assert sets_of(robin, work_day) == 1


def test_without_a_net_it_says_so_and_sends_later(
    phone: BrowserContext, robin: Person, work_day: datetime.date
) -> None:
    page = open_player(phone, robin, work_day, clock=False)
    page.evaluate("async () => { await navigator.serviceWorker.ready; }")
    page.reload()
    phone.set_offline(True)
    page.reload()
    page.click("#begin")
    page.click("[data-do=skip]")
    page.click("[data-do=done]")
    assert page.text_content("[data-kept]") == "Saved on this phone, not yet sent."
    phone.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    wait_saved(page)
    assert sets_of(robin, work_day) == 1


def test_pain_acts_at_once_also_by_keyboard(
    phone: BrowserContext, robin: Person, work_day: datetime.date
) -> None:
    page = open_player(phone, robin, work_day, clock=False)
    page.focus("#begin")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("h")
    page.check("#pain input[value=other]")
    page.fill("#pain-much", "8")
    page.click("#pain button[value=tell]")
    page.wait_for_selector("#after:not([hidden])")
    assert "Stop the programme" in (page.text_content("[data-after-told]") or "")
    wait_saved(page, "[data-kept-after]")
    assert PainReport.objects.get(person=robin).pain_0_10 == 8


def test_switches_of_the_settings_hold_and_one_phone_may_differ_until_they_change(
    phone: BrowserContext, robin: Person, work_day: datetime.date
) -> None:
    def speech() -> Any:
        return open_player(phone, robin, work_day, clock=False).locator("[data-switch=speech]")

    page = phone.new_page()
    page.goto(f"/p/{robin.id}/more/settings/")
    page.uncheck("input[value=speech]")
    page.click("text=Save")
    page.wait_for_url("**/more/")
    expect(speech()).not_to_be_checked()
    speech().check()
    expect(speech()).to_be_checked()
    page.goto(f"/p/{robin.id}/more/settings/")
    page.uncheck("input[value=sound]")
    page.click("text=Save")
    page.wait_for_url("**/more/")
    expect(speech()).not_to_be_checked()
