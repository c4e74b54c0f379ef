"""A screening day: what the server keeps, and two stations in real browsers."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Browser, BrowserContext, Page, expect

from plantigrade.interop.fhir.bundle import bundle
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.web.base.clock import today
from plantigrade.web.formats.queries import fhir_record
from plantigrade.web.keep.export import values_of
from plantigrade.web.people.models import Person
from plantigrade.web.progress.models import Retest
from plantigrade.web.progress.queries import history_of, pain_decision
from plantigrade.web.screening.models import Entrant, Mark, ScreeningDay
from plantigrade.web.team import actions
from plantigrade.web.team.models import Entry, Level
from plantigrade.web.videos.models import Clip
from tests.web.looking import shown_wrong
from tests.web.test_team import LOOKS, Cast, cast, of

__all__ = ["cast"]


@pytest.fixture
def day(cast: Cast) -> ScreeningDay:
    sent = {
        "name": "Autumn",
        "on": today().isoformat(),
        "whole_roster": "on",
        "listed": "7, Bea\n12;Cyd\nDan",
    }
    answer = of(cast.clinician).post(f"/team/{cast.practice.pk}/screening/", sent)
    assert answer.status_code == 302
    return ScreeningDay.objects.get()


def address(day: ScreeningDay, more: str = "") -> str:
    return f"/team/{day.organisation_id}/screening/{day.pk}/{more}"


def entrant(day: ScreeningDay, name: str) -> Entrant:
    return day.entrants.get(person__name=name)


def a_mark(of_whom: Entrant, field: str, value: str, **more: Any) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "entrant": str(of_whom.pk),
        "field": field,
        "value": value,
        "at": f"{today()}T18:00:00Z",
        "station": "A",
        **more,
    }


def send(cast: Cast, day: ScreeningDay, *marks: dict[str, Any]) -> Any:
    client = of(cast.assistant)
    body = json.dumps({"records": marks})
    return client.post(address(day, "marks/"), body, content_type="application/json").json()


def tries(person: Person) -> dict[str, list[float]]:
    return dict(Retest.objects.filter(person=person).values_list("side", "ktw_cm"))


def test_a_list_is_pasted_and_the_roster_follows(day: ScreeningDay) -> None:
    listed = day.entrants.values_list("bib", "person__name")
    assert list(listed) == [("7", "Bea"), ("12", "Cyd"), ("", "Dan"), ("", "Ada")]


def test_a_list_that_cannot_be_is_kept_and_told(cast: Cast) -> None:
    sent = {"name": "Autumn", "on": today().isoformat(), "listed": "7, Bea\n7, Cyd"}
    page = of(cast.clinician).post(f"/team/{cast.practice.pk}/screening/", sent)
    assert page.status_code == 400
    assert "Bib 7 is there twice." in page.content.decode()
    assert "7, Cyd" in page.content.decode()
    assert not ScreeningDay.objects.exists()


def test_marks_sent_twice_and_from_two_stations_lose_and_double_nothing(
    cast: Cast, day: ScreeningDay
) -> None:
    bea = entrant(day, "Bea")
    one = [a_mark(bea, "red", "no"), a_mark(bea, "left_1", "9.5"), a_mark(bea, "left_2", "10")]
    two = [a_mark(bea, "right_1", "8", station="B"), a_mark(bea, "right_2", "8.5", station="B")]
    for batch in (two, one, two, one):
        answer = send(cast, day, *batch)
        assert answer["kept"] == [mark["id"] for mark in batch]
    assert Mark.objects.count() == 5
    assert tries(bea.person) == {"left": [9.5, 10.0], "right": [8.0, 8.5]}
    told = Entry.objects.filter(person_id=bea.person_id, kind="changed")
    assert {entry.actor_id for entry in told} == {cast.assistant.pk}


def test_without_the_safety_question_nothing_joins_the_record_and_nothing_is_lost(
    cast: Cast, day: ScreeningDay
) -> None:
    bea = entrant(day, "Bea")
    send(cast, day, a_mark(bea, "left_1", "9.5"))
    assert tries(bea.person) == {}
    send(cast, day, a_mark(bea, "red", "no"))
    assert tries(bea.person) == {"left": [9.5]}


def test_a_red_flag_stops_this_athlete_everywhere(cast: Cast, day: ScreeningDay) -> None:
    bea = entrant(day, "Bea")
    send(cast, day, a_mark(bea, "red", "RF3"), a_mark(bea, "red", "no", station="B"))
    send(cast, day, a_mark(bea, "left_1", "9.5", station="B"))
    assert tries(bea.person) == {}
    assert bea.person.assessments.count() == 1
    bea.person.refresh_from_db()
    assert bea.person.standing.reason == "refer"
    page = of(cast.clinician).get(address(day, "results/")).content.decode()
    assert page.index("Bea") < page.index("Ada")
    assert "emergency number" in page


def test_pain_and_what_stopped_the_movement_join_the_record(cast: Cast, day: ScreeningDay) -> None:
    bea, cyd = entrant(day, "Bea"), entrant(day, "Cyd")
    marks = [("left_1", "9"), ("left_pain", "6"), ("stopped", "Sharp at the front")]
    send(cast, day, a_mark(bea, "red", "no"), *(a_mark(bea, *one) for one in marks))
    test = Retest.objects.get(person=bea.person)
    assert (test.side, test.ktw_cm, test.pain_0_10, test.stopped) == ("left", [9.0], 6, "Sharp at the front")
    assert pain_decision(bea.person, today()).kind != "continue"
    bea.person.refresh_from_db()
    assert bea.person.standing.reason in ("pain", "refer")
    page = of(cast.clinician).get(f"/p/{bea.person_id}/care/").content.decode()
    assert "6 of 10 while training or testing" in page
    assert values_of(bea.person)["retests"][0]["stopped"] == "Sharp at the front"
    # Stopped before a first trial: there is no distance, and it asks for somebody.
    send(cast, day, a_mark(cyd, "red", "no"), a_mark(cyd, "stopped", "Would not kneel"))
    cyd.person.refresh_from_db()
    assert cyd.person.standing.reason == "stopped"
    assert history_of(cyd.person) == {}
    assert "stopped a test" in of(cast.clinician).get(f"/team/{cast.practice.pk}/").content.decode()
    assert of(cast.clinician).get(f"/p/{cyd.person_id}/progress/").status_code < 400
    assert bundle(fhir_record(cyd.person, with_name=False), default_catalogue())["entry"]


def test_a_list_is_edited_and_who_was_measured_stays(cast: Cast, day: ScreeningDay) -> None:
    bea, cyd, dan, ada = (entrant(day, name) for name in ("Bea", "Cyd", "Dan", "Ada"))
    send(cast, day, a_mark(bea, "red", "no"))
    sent: dict[str, str] = {"listed": "9, Eve\nCyd"}
    for one, place, bib in ((bea, 3, "12"), (cyd, 1, "7"), (dan, 2, ""), (ada, 2, "")):
        sent |= {f"{one.pk}-place": str(place), f"{one.pk}-bib": bib}
    sent |= {f"{dan.pk}-remove": "on", f"{bea.pk}-remove": "on"}
    client, page = of(cast.clinician), address(day, "list/")
    refused = client.post(page, sent | {f"{ada.pk}-bib": "9"})
    assert refused.status_code == 400
    assert "Bib 9 is there twice." in refused.content.decode()
    assert "9, Eve" in refused.content.decode()
    assert client.post(page, sent | {f"{ada.pk}-place": "x"}).status_code == 400
    assert client.post(page, sent).status_code == 302
    listed = day.entrants.values_list("bib", "person__name")
    assert list(listed) == [("7", "Cyd"), ("", "Ada"), ("12", "Bea"), ("9", "Eve")]


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("left_1", "9.3", "half centimetres"),
        ("left_1", "far", "distance"),
        ("left_4", "9", "field"),
        ("right_pain", "11", "0 to 10"),
        ("red", "yes", "RF1"),
    ],
)
def test_a_bad_mark_is_refused_with_the_reason_and_spoils_no_other(
    cast: Cast, day: ScreeningDay, field: str, value: str, told: str
) -> None:
    bea = entrant(day, "Bea")
    bad, good = a_mark(bea, field, value), a_mark(bea, "red", "no")
    answer = send(cast, day, bad, good)
    assert told in answer["refused"][bad["id"]]
    assert answer["kept"] == [good["id"]]


def test_who_lets_nobody_record_is_not_measured(cast: Cast, day: ScreeningDay) -> None:
    ada = entrant(day, "Ada")
    actions.give_access(person=cast.person, organisation=cast.practice, level=Level.SEE, by=cast.athlete)
    mark = a_mark(ada, "red", "no")
    assert mark["id"] in send(cast, day, mark)["refused"]
    actions.withdraw_access(person=cast.person, grant_id=cast.grant().pk, by=cast.athlete)
    for page in ("", "results/", "results.csv", "marks/"):
        assert "Ada" not in of(cast.clinician).get(address(day, page)).content.decode()


def test_a_day_of_another_team_is_not_there(cast: Cast, day: ScreeningDay) -> None:
    theirs = cast.elsewhere.memberships.get().organisation_id
    for page in ("", "results/", "results.csv", "marks/"):
        answer = of(cast.elsewhere).get(f"/team/{theirs}/screening/{day.pk}/{page}")
        assert answer.status_code == 404


def test_the_table_of_the_day(cast: Cast, day: ScreeningDay) -> None:
    bea = entrant(day, "Bea")
    marks = [a_mark(bea, f"{side}_{n}", v) for side, v in (("left", "9"), ("right", "11")) for n in (1, 2, 3)]
    send(cast, day, a_mark(bea, "red", "no"), *marks)
    text = of(cast.clinician).get(address(day, "results.csv")).content.decode()
    row = next(row for row in csv.DictReader(text.splitlines()) if row["name"] == "Bea")
    assert (row["bib"], row["status"]) == ("7", "done")
    assert (row["left_ktw_cm"], row["right_ktw_cm"], row["difference_cm"]) == ("9.00", "11.00", "2.00")
    assert float(row["difference_sd_cm"]) > 0


@pytest.mark.parametrize(
    ("name", "whose"),
    [
        ("7.mp4", "Bea"),
        ("12_squat.MOV", "Cyd"),
        ("squat dan.mp4", "Dan"),
        ("IMG_7.mp4", ""),
        ("7-12.mp4", "Bea"),
    ],
)
def test_a_film_goes_to_the_athlete_that_its_name_tells(
    cast: Cast,
    day: ScreeningDay,
    name: str,
    whose: str,
    tmp_path: Any,
    settings: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    client, films = of(cast.assistant), address(day, "films/")
    assert client.post(films, {"films": [SimpleUploadedFile(name, b"film")]}).status_code == 302
    given = Clip.objects.filter(taken_on=day.on)
    assert [clip.person.name for clip in given] == ([whose] if whose else [])
    if whose:
        return
    loose = day.loose_clips.get()
    assert name in client.get(films).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{films}{loose.pk}/", {"entrant": str(entrant(day, "Cyd").pk), "act": "assign"})
    clip = given.get()
    assert (clip.person.name, Path(clip.file.path).read_bytes()) == ("Cyd", b"film")
    assert not Path(loose.file.path).exists()
    assert not day.loose_clips.exists()


def station(browser: Browser, live_server: Any, cast: Cast, day: ScreeningDay) -> tuple[BrowserContext, Page]:
    context = browser.new_context(base_url=live_server.url)
    cookie = of(cast.assistant).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(address(day))
    return context, page


def typed(page: Page, *values: str) -> None:
    """Each value and Enter, into whatever has the focus."""
    for value in values:
        page.keyboard.type(value)
        page.keyboard.press("Enter")


@pytest.mark.usefixtures("transactional_db")
def test_two_stations_by_keyboard_one_without_a_net(
    browser: Browser, live_server: Any, cast: Cast, day: ScreeningDay
) -> None:
    (one_context, one), (two_context, two) = (station(browser, live_server, cast, day) for _ in "12")
    kept = one.locator("[data-kept]")
    one.evaluate("async () => { await navigator.serviceWorker.ready; }")
    one.reload()
    expect(kept).to_have_text("Everything is saved.")
    one_context.set_offline(True)
    one.reload()
    typed(one, "7", "no,", "9.5", "10", "9,3")
    expect(one.locator("[data-said=left]")).to_contain_text("half centimetres")
    expect(one.locator(":focus")).to_have_value("9,3")
    typed(one, "10,5")
    expect(kept).to_have_text("Saved on this device, not yet sent: 4.")
    typed(two, "12", "no,", "8", "8", "8.5", "", "9", "9", "9", "2", "")
    expect(two.locator("[data-name]")).to_have_text("Dan")
    expect(two.locator("[data-kept]")).to_have_text("Everything is saved.")
    one.reload()
    one_context.set_offline(False)
    one.evaluate("dispatchEvent(new Event('online'))")
    expect(kept).to_have_text("Everything is saved.")
    expect(one.locator("[data-entrant]", has_text="Cyd")).to_contain_text("done")
    expect(one.locator("[data-entrant]", has_text="Bea")).to_contain_text("begun")
    assert tries(entrant(day, "Bea").person) == {"left": [9.5, 10.0, 10.5]}
    assert tries(entrant(day, "Cyd").person) == {"left": [8.0, 8.0, 8.5], "right": [9.0, 9.0, 9.0]}
    assert Mark.objects.count() == 4 + 8
    one_context.close()
    two_context.close()


@pytest.mark.usefixtures("transactional_db")
def test_what_is_half_typed_outlives_its_tab(
    browser: Browser, live_server: Any, cast: Cast, day: ScreeningDay
) -> None:
    context, page = station(browser, live_server, cast, day)
    typed(page, "7", "no,", "9.5")
    page.keyboard.type("1")
    expect(page.locator("[data-kept]")).to_have_text("Everything is saved.")
    # A tab that is killed tells its boxes nothing.
    page.evaluate("() => addEventListener('change', (event) => event.stopImmediatePropagation(), true)")
    page.reload()
    typed(page, "7")
    expect(page.locator(":focus")).to_have_value("1")
    page.keyboard.press("End")
    typed(page, "0")
    expect(page.locator("[data-kept]")).to_have_text("Everything is saved.")
    assert tries(entrant(day, "Bea").person) == {"left": [9.5, 10.0]}
    context.close()


@pytest.mark.usefixtures("transactional_db")
def test_the_results_fit_on_paper(browser: Browser, live_server: Any, cast: Cast, day: ScreeningDay) -> None:
    bea, cyd = entrant(day, "Bea"), entrant(day, "Cyd")
    marks = [a_mark(cyd, f"{side}_{n}", "4") for side in ("left", "right") for n in (1, 2, 3)]
    send(cast, day, a_mark(bea, "red", "RF3"), a_mark(cyd, "red", "no"), *marks)
    context, page = station(browser, live_server, cast, day)
    # A4 with the margins that browsers give it.
    page.set_viewport_size({"width": 718, "height": 1047})
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(address(day, "results/"))
    for hidden in (".app-masthead", "main .actions"):
        expect(page.locator(hidden)).to_be_hidden()
    wide = "e => [e.getBoundingClientRect().right, e.scrollWidth - e.clientWidth]"
    right, hidden_px = page.locator("main .scroll").evaluate(wide)
    assert (right <= 718, hidden_px) == (True, 0), "no column is cut off"
    ink = page.locator("main").evaluate("e => getComputedStyle(e).color")
    assert sum(map(int, re.findall(r"\d+", ink)[:3])) < 200, "dark ink, whatever the screen wears"
    assert page.pdf().startswith(b"%PDF")
    context.close()


@pytest.mark.usefixtures("transactional_db")
@pytest.mark.parametrize(("width", "height", "scheme"), LOOKS, ids=["phone", "desktop"])
def test_the_pages_of_a_day_are_sound(
    browser: Browser, live_server: Any, cast: Cast, day: ScreeningDay, width: int, height: int, scheme: Any
) -> None:
    bea, cyd = entrant(day, "Bea"), entrant(day, "Cyd")
    send(cast, day, a_mark(bea, "red", "RF3"), a_mark(cyd, "red", "no"), a_mark(cyd, "left_1", "4"))
    context, page = station(browser, live_server, cast, day)
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    faults = shown_wrong(page, "list")
    for bib in ("7", "12"):
        page.fill("#who", bib)
        page.press("#who", "Enter")
        faults += shown_wrong(page, f"sheet {bib}")
    for more in ("../", "results/", "films/", "list/"):
        page.goto(address(day, more))
        faults += shown_wrong(page, more)
    context.close()
    assert not faults
