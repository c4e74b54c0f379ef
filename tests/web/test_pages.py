"""Every page of the person at home in a real browser: axe, widths, the dark, and no request that leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_address
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, Request

from plantigrade.web.assess.actions import start_assessment
from plantigrade.web.base.clock import today
from plantigrade.web.devices.certificates import server_files
from plantigrade.web.home.demo import add_demo_person
from plantigrade.web.people.models import Person
from plantigrade.web.tracks.actions import change_kind, keep_squats, start_shoes, start_wedge
from plantigrade.web.videos.jobs import compare
from tests.web.looking import QUESTIONS, shown_wrong
from tests.web.test_comparison import squat_clip

PAGES = (
    "",
    "ankles/",
    "ankles/start/",
    "ankles/left-out/",
    "programme/",
    "programme/exercise/EX1/",
    "programme/change/",
    "progress/",
    "progress/retest/",
    "progress/morning/",
    "progress/decision/",
    "tracks/wedge/",
    "tracks/shoes/",
    "tracks/upkeep/",
    "progress/month/",
    "videos/",
    "videos/compare/",
    "more/",
    "more/settings/",
    "more/reminders/",
    "more/delete/",
    "more/files/",
    "/import/",
    "/tokens/",
)
LOOKS = ((360, 740, "light"), (1280, 800, "dark"))


@pytest.fixture
def robin(transactional_db: None) -> Person:  # noqa: ARG001
    person = add_demo_person(only_if_empty=True)
    assert person is not None
    return person


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{look[2]}")
def page(request: Any, browser: Browser, live_server: Any) -> Iterator[Page]:
    width, height, scheme = request.param
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": width, "height": height}, color_scheme=scheme
    )
    yield context.new_page()
    context.close()


def test_every_page_is_sound(page: Page, robin: Person) -> None:
    """One test, since one person and one browser serve all pages; each fault names its page."""
    faults: list[str] = []
    home = f"/p/{robin.id}/"
    here = ""

    def look_at(sent: Request) -> None:
        if not sent.url.startswith(("http://localhost", "data:", "blob:")):
            faults.append(f"{here} asks {sent.url}")

    page.on("request", look_at)
    page.on(
        "console", lambda said: faults.append(f"{here} says {said.text}") if said.type == "error" else None
    )
    page.on("pageerror", lambda error: faults.append(f"{here} throws {error}"))
    for here in PAGES:
        answer = page.goto(here if here.startswith("/") else home + here)
        assert answer is not None
        if answer.status != 200:
            faults.append(f"{here} answers {answer.status}")
        faults += shown_wrong(page, here or "today")
    assert not faults


def test_the_tracks_pages_are_sound_while_they_run(page: Page, robin: Person) -> None:
    on = today()
    wedge = start_wedge(person=robin, on=on - timedelta(days=20), height_cm=2.0, ktw_cm=None)
    told = {"full_depth": True, "heels_down": True, "trunk_change_deg": 0, "pain_0_10": 0}
    for days in (3, 6):
        keep_squats(track=wedge, on=on - timedelta(days=days), height_cm=2.0, told=told)
    start_shoes(person=robin, on=on, start_drop_mm=10, target_drop_mm=4, raises=16)
    faults: list[str] = []
    assessment = robin.assessments.get()
    change_kind(person=robin, assessment=assessment, on=on, upkeep=True)
    for name in ("wedge", "shoes", "upkeep"):
        page.goto(f"/p/{robin.id}/tracks/{name}/")
        faults += shown_wrong(page, name)
    assert not faults


def test_the_pages_for_phones_are_sound(page: Page, robin: Person, settings: Any) -> None:  # noqa: ARG001
    settings.LAN_SECURE, settings.LAN_DOOR = "https://192.168.1.20:8001", "http://192.168.1.20:8002/"
    server_files(settings.DATA / "network", ip_address("192.168.1.20"), timezone.now())
    faults: list[str] = []
    for name in ("", "door/", "pair/"):
        page.goto(f"/devices/{name}")
        faults += shown_wrong(page, name)
    page.goto("/devices/")
    page.click("text=Show a code")
    faults += shown_wrong(page, "with a code")
    assert not faults


def test_the_assessments_pages_are_sound(page: Page, robin: Person) -> None:
    start_assessment(person=robin)
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    for name in QUESTIONS:
        page.goto(f"/p/{robin.id}/ankles/question/{name}/")
        faults += shown_wrong(page, name)
    assert not faults


def test_the_pages_of_clips_are_sound(page: Page, robin: Person) -> None:
    flat, raised = squat_clip(robin, film="d01"), squat_clip(robin, lift_cm=2.5, film="d02")
    pair = robin.comparisons.get()
    faults: list[str] = []
    page.goto(pair.get_absolute_url())
    faults += shown_wrong(page, "waiting")
    compare(str(pair.pk))
    for name, shown in (("compared", pair), ("flat", flat), ("raised", raised)):
        page.goto(shown.get_absolute_url())
        faults += shown_wrong(page, name)
    page.goto(f"/p/{robin.id}/videos/compare/")
    faults += shown_wrong(page, "choose")
    assert not faults


def test_the_example_person_has_answered_the_safety_questions(page: Page, robin: Person) -> None:
    page.goto(f"/p/{robin.id}/ankles/")
    assert "safety questions were not asked" not in (page.text_content("main") or "")


def test_the_example_person_goes_with_one_click(page: Page, robin: Person) -> None:
    page.goto("/")
    page.click("text=Remove and begin with me")
    assert "How far do your ankles bend?" in (page.text_content("h1") or "")
    assert not Person.objects.filter(pk=robin.pk).exists()


def test_a_new_token_is_shown_soundly(page: Page, robin: Person) -> None:  # noqa: ARG001
    page.goto("/tokens/")
    page.fill("[name=name]", "A watch with a name that is rather long for a phone")
    page.click("text=Make a token")
    page.wait_for_selector("code.secret")
    assert not shown_wrong(page, "a new token")
    assert "plantigrade_" in (page.text_content("code.secret") or "")
