"""The whole loop in a browser: by keyboard alone to the first session, and twelve weeks by the clock."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect

from plantigrade.web.people.models import Person
from plantigrade.web.player.models import SetLog
from plantigrade.web.programme.queries import running
from plantigrade.web.progress.models import Verdict
from tests.web.looking import violations

MORNING = datetime.datetime(2026, 11, 2, 9, tzinfo=datetime.UTC)  # a Monday
GAIN_CM_A_WEEK = 0.2
FELL_BY_CM = 2.0


class Hands:
    """Somebody who has a keyboard and nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, selector: str) -> None:
        """Goes on with Tab until it is there: what cannot be reached fails."""
        there = "selector => document.activeElement.matches(selector)"
        for _ in range(120):
            if self.page.evaluate(there, selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never came to {selector} on {self.page.url}")

    def press(self, selector: str, key: str = "Enter") -> None:
        self.reach(selector)
        self.page.keyboard.press(key)

    def go(self, selector: str) -> None:
        """Presses what leads to another page, and waits for it."""
        with self.page.expect_navigation():
            self.press(selector)

    def write(self, selector: str, text: str) -> None:
        self.reach(selector)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def no(self, name: str) -> None:
        """The second of two choices: yes, no."""
        self.press(f"input[name='{name}']", "ArrowDown")
        assert self.page.locator(f"input[name='{name}'][value=no]").is_checked()

    def names(self, selector: str) -> list[str]:
        return [str(one.get_attribute("name")) for one in self.page.locator(selector).all()]


@pytest.fixture(params=[(360, "light"), (1280, "dark")], ids=["360-light", "1280-dark"])
def page(request: pytest.FixtureRequest, browser: Browser, live_server: Any) -> Iterator[Page]:
    width, scheme = request.param
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": width, "height": 740}, color_scheme=scheme, locale="en"
    )
    opened = context.new_page()
    yield opened
    context.close()


@pytest.fixture
def clock() -> Iterator[Any]:
    """The server's clock, on a Monday morning."""
    with time_machine.travel(MORNING) as travelled:
        yield travelled


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("clock")
def test_by_keyboard_from_the_first_page_to_the_first_session(page: Page) -> None:
    hands = Hands(page)
    measured(hands)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your left ankle is the stiffer one.")
    begun(hands)
    hands.go("a[href*='/session/']")
    expect(page.locator("#begin")).to_be_enabled()
    hands.press("#begin")
    page.keyboard.press("ArrowRight")
    hands.press("[data-do=done]")
    expect(page.locator("[data-kept]")).to_have_text("Everything is saved.")
    assert SetLog.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("page", [(360, "light")], indirect=True, ids=["360-light"])
def test_twelve_weeks_of_tests_and_decisions_end_in_upkeep_and_back(page: Page, clock: Any) -> None:
    hands = Hands(page)
    measured(hands)
    begun(hands)
    person = Person.objects.get()
    home, left, right = f"/p/{person.id}/", 8.0, 10.5
    for _ in range(12):
        clock.shift(datetime.timedelta(weeks=1))
        left, right = left + GAIN_CM_A_WEEK, right + GAIN_CM_A_WEEK / 2
        take_test(page, home, left, right)
        page.goto(home)
        due = page.get_by_role("link", name="The three-weekly decision")
        if due.count():
            due.click()
            assert not violations(page)
            page.get_by_role("button", name="Accept").click()
    told = Verdict.objects.filter(person=person)
    assert {held.answer for held in told} == {"accepted"}
    assert [(held.on - MORNING.date()).days for held in told] == [21, 42, 63, 84]
    page.goto(f"{home}progress/")
    expect(page.get_by_role("main")).to_contain_text("A real gain")
    page.goto(f"{home}tracks/upkeep/")
    page.get_by_role("button", name="Begin upkeep", exact=False).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are keeping your range.")
    for fallen in (0.0, FELL_BY_CM):
        clock.shift(datetime.timedelta(weeks=4, days=1))
        take_test(page, home, left - fallen, right - fallen, name="The test of every fourth week")
    page.goto(home)
    page.get_by_role("link", name="Your range has fallen").click()
    page.get_by_role("button", name="Go back to daily work").click()
    programme = running(person)
    assert programme is not None
    assert not programme.upkeep


def measured(hands: Hands) -> None:
    """From the welcome over safety, the person and the wall test to the answer; other tests are skipped."""
    page = hands.page
    page.goto("/")
    hands.write("input[name=name]", "Alice")
    hands.go("form[action='/begin/'] button")
    hands.go("main form button[type=submit]")
    for name in dict.fromkeys(hands.names("input[type=radio]")):
        hands.no(name)
    hands.go("main button[type=submit]")
    hands.go("main button[type=submit]")
    hands.write("input[name='person.age_years']", "34")
    hands.press("input[name='person.equipment'][value=wall]", "Space")
    hands.go("main button[type=submit]")
    for side, cm in (("left", "8"), ("right", "10.5")):
        for number in (1, 2, 3):
            hands.write(f"input[name='{side}.ktw_cm.{number}']", cm)
    hands.go("main button[type=submit]")
    while "/finish/" not in page.url:
        hands.go("main button[name=skip]")
    hands.go("main form button[type=submit]")


def begun(hands: Hands) -> None:
    """From the answer to the twelve weeks, and to the page of their first day, today."""
    home = hands.page.url.split("ankles/")[0]
    hands.page.goto(f"{home}programme/")
    hands.go("main form.stack button[type=submit]")
    hands.page.goto(home)


def take_test(page: Page, home: str, left: float, right: float, name: str = "The weekly test") -> None:
    """The test that Today asks for."""
    page.goto(home)
    page.get_by_role("link", name=name).click()
    for side, cm in (("left", left), ("right", right)):
        for number, field in enumerate(page.locator(f"input[name^='{side}']").all()):
            field.fill(f"{cm + (number - 1) * 0.5:.1f}")
    page.get_by_role("button", name="Save the test").click()
    page.wait_for_url(lambda url: "retest" not in url)
