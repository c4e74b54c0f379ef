"""The team as a whole: by group and position, with error, and what has really changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser

from plantigrade.web.base.clock import today
from plantigrade.web.progress.actions import keep_retest
from plantigrade.web.roster.actions import add_athlete, refresh_standing
from plantigrade.web.team import actions
from plantigrade.web.team.models import Level, Organisation
from tests.web.looking import shown_wrong, signed_in
from tests.web.test_team import LOOKS, Cast, cast, of

__all__ = ["cast"]


def squad_of(cast: Cast) -> None:
    """Eight athletes in two groups; all keepers gained, nobody else was tested twice."""
    for number in range(8):
        keeper = number % 2 == 0
        person = add_athlete(
            organisation=cast.practice,
            name=f"Number {number}",
            by=cast.clinician,
            group="First team" if number < 4 else "Second team",
            position="keeper" if keeper else "",
        )
        if keeper:
            tests = {"left": [6.0, 6.0, 6.0], "right": [6.5, 6.5, 6.5]}
            keep_retest(person=person, on=today() - timedelta(days=28), tests=tests)
        tests = {"left": [9.0 + number / 2] * 3, "right": [12.0] * 3}
        keep_retest(person=person, on=today(), tests=tests)
        refresh_standing(person=person)


def page_of(cast: Cast, query: str = "") -> str:
    answer = of(cast.clinician).get(f"/team/{cast.practice.pk}/squad/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def row(page: str, name: str) -> list[str]:
    """The cells of a row of the last table."""
    found = page.split('<table class="squad">')[1].split(f'<th scope="row">{name}</th>')[1].split("</tr>")[0]
    return [cell.split("</td>")[0] for cell in found.split("<td>")[1:]]


def test_the_team_is_told_by_group_and_by_position(cast: Cast) -> None:
    assert "Nobody is tested yet." in page_of(cast)
    squad_of(cast)
    page = page_of(cast)
    people, uneven, twice, change, more, less, told = row(page, "Everybody")[:7]
    assert (people, uneven, twice, more, less, told) == ("9", "3", "8", "8", "0", "0")
    assert change == "+5.0"
    assert row(page, "First team")[2] == row(page, "Second team")[2] == "4"
    page = page_of(cast, "?by=position")
    assert row(page, "keeper")[4] == "8"
    assert row(page, "without")[2] == "0"
    assert "First team" not in page_of(cast, "?by=position&group=Second+team").split("<table")[-1]


def test_group_and_position_are_edited_and_outlive_a_change_of_access(cast: Cast) -> None:
    address = f"/team/{cast.practice.pk}/athlete/{cast.grant().pk}/"
    assert of(cast.clinician).post(address, {"group": "U19", "position": "wing"}).status_code == 302
    actions.give_access(person=cast.person, organisation=cast.practice, level=Level.RECORD, by=cast.athlete)
    assert (cast.grant().group, cast.grant().position) == ("U19", "wing")
    assert "U19, wing" in of(cast.clinician).get(f"/team/{cast.practice.pk}/").content.decode()
    elsewhere = Organisation.objects.get(name="Other club")
    assert of(cast.elsewhere).get(f"/team/{elsewhere.pk}/athlete/{cast.grant().pk}/").status_code == 404


@pytest.mark.usefixtures("transactional_db")
@pytest.mark.parametrize(("width", "height", "scheme"), LOOKS, ids=["phone", "desktop"])
def test_the_pages_are_sound(
    browser: Browser, live_server: Any, cast: Cast, width: int, height: int, scheme: Any
) -> None:
    squad_of(cast)
    with signed_in(browser, live_server, of(cast.clinician), width, height, scheme) as page:
        faults = []
        for path in ("squad/", f"athlete/{cast.grant().pk}/", ""):
            page.goto(f"/team/{cast.practice.pk}/{path}")
            faults += shown_wrong(page, path)
    assert not faults
