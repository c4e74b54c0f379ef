"""A clinic's own table: understood, looked at, taken in whole, and taken back."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import Browser

from plantigrade.core.quantities import Side
from plantigrade.web.people.models import Person
from plantigrade.web.progress.actions import keep_retest
from plantigrade.web.progress.models import Retest
from plantigrade.web.roster.actions import add_athlete
from plantigrade.web.sheets.models import Brought, Import
from plantigrade.web.team import actions as team
from plantigrade.web.team.models import Entry, Level
from tests.web.looking import shown_wrong, signed_in
from tests.web.test_team import LOOKS, Cast, cast, of

__all__ = ["cast"]

# As a German clinic keeps it: Ada is on the roster, Bea and Cyd are not; one line cannot be.
TABLE = (
    "Athlet;Datum;Links;Rechts;Schmerz li;Kader\n"
    "ada ;14.03.2026;7,5;11,0;2;U19\n"
    "Bea;14.03.2026;8;9;;U19\n"
    "Bea;11.04.2026;8,5;9;;U19\n"
    "Cyd;;;;;U17\n"
    "Dee;14.03.2026;85;9;;U17\n"
)


def send(client: Client, cast: Cast, text: str = TABLE, name: str = "saison.csv") -> str:
    """The address of the page that the table leads to."""
    file = SimpleUploadedFile(name, text.encode())
    answer = client.post(f"/team/{cast.practice.pk}/tables/", {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    found: str = answer["Location"]
    return found


def choice(page: str) -> dict[str, str]:
    """What the form of the page holds, as a browser would send it."""
    found = {}
    for name, inner in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inner)
        found[name] = chosen[1] if chosen else ""
    return found


def take(client: Client, address: str, **more: str) -> None:
    sent = choice(client.get(address).content.decode()) | {"do": "take"} | more
    assert client.post(address, sent).status_code == 302


def kept_of(person: Person) -> dict[tuple[str, str], list[float]]:
    return {(one.on.isoformat(), one.side): one.ktw_cm for one in person.retests.all()}


def named(name: str) -> Person:
    return Person.objects.get(name=name)


def test_a_table_comes_in_whole_and_goes_back(cast: Cast) -> None:
    client = of(cast.clinician)
    address = send(client, cast)
    page = client.get(address).content.decode()
    assert not Retest.objects.exists(), "a look keeps nothing"
    for told in ("2 new athletes", "6 new tests of one side", "85 is not between 0 and 30 cm", "line 6"):
        assert told in page
    take(client, address)
    assert kept_of(cast.person) == {("2026-03-14", "left"): [7.5], ("2026-03-14", "right"): [11.0]}
    assert cast.person.retests.get(side="left").pain_0_10 == 2
    assert len(kept_of(named("Bea"))) == 4
    assert named("Cyd").grants.get().group == "U17"
    assert not Person.objects.filter(name="Dee").exists()
    assert Entry.objects.filter(
        person_id=cast.person.pk, kind=Entry.Kind.CHANGED, what="sheets:import"
    ).exists()
    roster = client.get(f"/team/{cast.practice.pk}/").content.decode()
    assert "8.5 cm" in roster
    take(client, address)
    assert Retest.objects.count() == 6, "asked twice it is done once"
    assert Import.objects.get().sheets == [], "the cells are forgotten"
    keep_retest(person=named("Bea"), on=date(2026, 4, 11), tests={"left": [9.0]})
    answer = client.post(f"{address}undo/", follow=True).content.decode()
    assert "5 tests are as before. 1 athlete is gone." in answer
    assert kept_of(cast.person) == {}
    assert kept_of(named("Bea")) == {("2026-04-11", "left"): [9.0]}, "what was changed since stays"
    assert not Person.objects.filter(name="Cyd").exists()


def test_what_stands_on_the_same_day_stays_unless_the_table_is_to_count(cast: Cast) -> None:
    on = date(2026, 3, 14)
    keep_retest(
        person=cast.person, on=on, tests={"left": [7.0], "right": [11.0]}, told={"left": {"pain_0_10": 1}}
    )
    client = of(cast.clinician)
    address = send(client, cast)
    page = client.get(address).content.decode()
    assert "1 that differs from what is there on that day" in page
    assert "1 that is there already" in page
    take(client, address)
    assert kept_of(cast.person)["2026-03-14", "left"] == [7.0]
    again = send(client, cast)
    take(client, again, other="replace")
    left = cast.person.retests.get(side="left")
    assert (left.ktw_cm, left.pain_0_10) == ([7.5], 2)
    client.post(f"{again}undo/")
    left.refresh_from_db()
    assert (left.ktw_cm, left.pain_0_10) == ([7.0], 1)


def test_columns_that_are_not_known_are_chosen_and_remembered(cast: Cast) -> None:
    client = of(cast.assistant)
    text = "Wer;Wann;A;B\nBea;2026-03-14;80;95\n"
    address = send(client, cast, text)
    page = client.get(address).content.decode()
    assert "Take it in" not in page
    wrong = choice(page) | {"column-2": "left", "column-3": "right", "do": "show"}
    answer = client.post(address, wrong)
    assert answer.status_code == 400
    assert "Say which column holds the name or a code." in answer.content.decode()
    right = wrong | {"column-0": "name", "column-1": "date", "unit": "mm"}
    assert choice(client.post(address, wrong).content.decode())["column-2"] == "left", (
        "nothing entered is lost"
    )
    # A choice that was not looked at is not taken in.
    assert client.post(address, right | {"do": "take"})["Location"] == address
    assert not Retest.objects.exists()
    take(client, address)
    assert kept_of(named("Bea")) == {("2026-03-14", "left"): [8.0], ("2026-03-14", "right"): [9.5]}
    page = client.get(send(client, cast, text.replace("80", "85"))).content.decode()
    assert choice(page)["column-0"] == "name"
    assert choice(page)["unit"] == "mm"


def test_our_own_table_comes_in_again_as_it_is_to_the_same_athletes(cast: Cast) -> None:
    client = of(cast.clinician)
    for name in ("Twin", "Twin", "=Mallory"):
        person = add_athlete(organisation=cast.practice, name=name, by=cast.clinician, group="U19")
        keep_retest(person=person, on=date(2026, 3, 14), tests={"left": [7.0, 7.5], "right": [8.25]})
    before = list(Retest.objects.order_by("pk").values())
    answer = client.get(f"/team/{cast.practice.pk}/tables/wall-tests.csv")
    text = b"".join(answer).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["name"] for row in rows] == ["'=Mallory", "Ada", "Twin", "Twin"]
    page = client.get(send(client, cast, text)).content.decode()
    assert "There is nothing new in this table." in page
    assert "cannot be taken in" not in page
    # One more day of each, and who has two namesakes is told apart by the id alone.
    address = send(client, cast, text.replace("2026-03-14", "2026-03-21"))
    take(client, address)
    assert Retest.objects.count() == 2 * len(before)
    page = client.get(send(client, cast, "Name,Date,Left\nTwin,2026-03-28,7\n")).content.decode()
    assert "2 athletes are called Twin" in page


def test_a_table_reaches_nobody_who_did_not_let_the_team_record(cast: Cast) -> None:
    team.give_access(person=cast.person, organisation=cast.practice, level=Level.SEE, by=cast.athlete)
    client = of(cast.clinician)
    page = client.get(send(client, cast)).content.decode()
    assert "Ada lets this team look, but not record" in page
    address = send(client, cast)
    for user in (cast.revoked, cast.elsewhere, cast.athlete):
        assert of(user).get(address).status_code == 404
        assert of(user).post(address, {"do": "drop"}).status_code == 404
        assert of(user).post(f"{address}undo/").status_code == 404
    foreign = "athlete_id,Left\n" + str(Person.objects.create(owner=cast.elsewhere, name="Zoe").pk) + ",7\n"
    assert "nobody of this team has this id" in client.get(send(client, cast, foreign)).content.decode()


def test_a_file_that_is_no_table_is_answered_on_the_page(cast: Cast) -> None:
    client = of(cast.clinician)
    for data in (b"", b"PK\x03\x04broken", bytes(range(256))):
        file = SimpleUploadedFile("x.xlsx", data)
        answer = client.post(f"/team/{cast.practice.pk}/tables/", {"file": file})
        assert answer.status_code == 400
    assert not Import.objects.exists()


def test_many_athletes_come_in_with_few_questions(cast: Cast, django_assert_max_num_queries: Any) -> None:
    """Reading what would come in takes as many questions for 300 as for three."""
    text = "Name,Date,Left,Right\n" + "".join(f"Number {n},2026-03-14,{n % 20},9\n" for n in range(300))
    client = of(cast.clinician)
    address = send(client, cast, text)
    with django_assert_max_num_queries(25):
        client.get(address)
    take(client, address)
    assert Retest.objects.count() == 600
    assert Brought.objects.filter(is_new_athlete=True).count() == 300
    assert "Some rows are of yesterday" in client.get(f"/team/{cast.practice.pk}/").content.decode()
    with django_assert_max_num_queries(25):
        assert "There is nothing new" in client.get(send(client, cast, text)).content.decode()


def test_a_kept_test_keeps_both_sides_apart(cast: Cast) -> None:
    client = of(cast.clinician)
    text = "Name,Date,Side,Distance\nAda,2026-03-14,L,7\nAda,2026-03-14,R,9\nAda,2026-03-14,R,9.5\n"
    take(client, send(client, cast, text))
    assert kept_of(cast.person) == {
        ("2026-03-14", Side.LEFT.value): [7.0],
        ("2026-03-14", Side.RIGHT.value): [9.0, 9.5],
    }


@pytest.mark.usefixtures("transactional_db")
@pytest.mark.parametrize(("width", "height", "scheme"), LOOKS, ids=["phone", "desktop"])
def test_the_pages_are_sound(
    browser: Browser, live_server: Any, cast: Cast, width: int, height: int, scheme: Any
) -> None:
    keep_retest(person=cast.person, on=date(2026, 3, 14), tests={"left": [7.0]})
    client = of(cast.clinician)
    take(
        client,
        send(client, cast, "Name,Date,Left\nAda,2026-03-07,7\n", "a season with a rather long name.csv"),
    )
    address = send(client, cast)
    with signed_in(browser, live_server, client, width, height, scheme) as page:
        page.goto(f"/team/{cast.practice.pk}/tables/")
        faults = shown_wrong(page, "tables")
        page.goto(address)
        faults += shown_wrong(page, "a table")
        page.click("text=Take it in")
        page.wait_for_selector("text=is taken in")
        faults += shown_wrong(page, "taken in")
    assert not faults
