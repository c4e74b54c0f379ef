"""A physiotherapist's first quarter of an hour: from the link of the first start to patients on a roster."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from plantigrade.web.team import actions
from tests.web.looking import shown_wrong
from tests.web.test_accounts_walk import PASSWORD, code_of, say_again

PATIENTS = "Patient;Datum;Links;Rechts\n" + "".join(
    f"Patient {number:02};{number:02}.10.2026;{number % 12},5;{number % 9 + 3}\n" for number in range(1, 29)
)


def _press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def _follow(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("link", name=name).first.click()


@pytest.mark.usefixtures("transactional_db")
def test_from_the_first_link_to_patients_on_a_roster(
    browser: Browser, live_server: Any, settings: Any, tmp_path: Path
) -> None:
    settings.MODE = "team"
    link = f"/team/join/{actions.invite(organisation=None)}/"
    context = browser.new_context(base_url=live_server.url, locale="en")
    page = context.new_page()
    page.goto(link)
    _follow(page, "Make an account")
    faults = shown_wrong(page, "an account")
    page.fill("[name=email]", "pt@example.org")
    page.fill("[name=password1]", PASSWORD)
    with page.expect_navigation():
        page.locator("main form button").first.click()
    page.fill("[name=name]", "Practice at the park")
    _press(page, "Agree")
    # A founder works with records of others, so the second factor comes before anything else.
    expect(page).to_have_url(re.compile("/accounts/2fa/"))
    _follow(page, "Activate")
    if "/reauthenticate/" in page.url:
        say_again(page)
    page.fill("[name=code]", code_of(page.input_value("#authenticator_secret")))
    _press(page, "Activate")
    _follow(page, "Back to the application")
    faults += shown_wrong(page, "an empty roster")
    _follow(page, "Tables in and out")
    table = tmp_path / "praxis.csv"
    table.write_text(PATIENTS, encoding="cp1252")
    page.set_input_files("[name=file]", table)
    _press(page, "Look at it")
    expect(page.get_by_role("main")).to_contain_text("28 new athletes")
    _press(page, "Take it in")
    _follow(page, "Roster")
    expect(page.get_by_role("main")).to_contain_text("28 people")
    _follow(page, "Patient 07")
    expect(page.get_by_role("main")).to_contain_text("once; the next test can tell of a change")
    faults += shown_wrong(page, "a patient of a table")
    _follow(page, "Begin the assessment")
    expect(page.locator("h1")).not_to_be_empty()
    context.close()
    assert not faults
