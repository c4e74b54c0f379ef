"""One athlete's page for whoever cares for them, and the notes."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from playwright.sync_api import Browser

from plantigrade.core.assessment import assess
from plantigrade.interop.case_file import case_from
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.report.limits import limits
from plantigrade.web.base.clock import today
from plantigrade.web.base.frames import new_frame
from plantigrade.web.care.models import Note
from plantigrade.web.home.demo import add_demo_person
from plantigrade.web.people.models import Person
from plantigrade.web.progress.actions import keep_morning
from plantigrade.web.roster.actions import refresh_standing
from plantigrade.web.team import actions
from plantigrade.web.team.models import Entry, Level
from tests.strategies import CASES
from tests.web.looking import shown_wrong
from tests.web.test_team import LOOKS, Cast, cast, of

__all__ = ["cast"]


@pytest.fixture
def robin(cast: Cast) -> Person:
    """Eight weeks of history, in the practice's care, owned by its athlete."""
    person = add_demo_person(only_if_empty=False)
    assert person is not None
    person.owner = cast.athlete
    person.is_demo = False
    person.save()
    actions.give_access(person=person, organisation=cast.practice, level=Level.TREAT, by=cast.athlete)
    refresh_standing(person=person)
    return person


def page_of(user: Any, person: Person, path: str = "", status: int = 200, **sent: Any) -> str:
    address = f"/p/{person.id}/care/{path}"
    answer = of(user).post(address, sent) if sent else of(user).get(address)
    assert answer.status_code == status, answer.content[:600]
    return answer.content.decode()


def test_the_page_of_an_athlete_has_everything(cast: Cast, robin: Person) -> None:
    page = page_of(cast.clinician, robin)
    for told in ("What probably limits it", "Week by week", "planned days done", "Practice", "Look at:"):
        assert told in page
    assert f"/p/{robin.id}/care/" in of(cast.clinician).get(f"/team/{cast.practice.pk}/").content.decode()


_TAGS = re.compile(r"<(script|style).*?</\1>|<[^>]+>", re.S)


@pytest.mark.parametrize(
    ("language", "address"),
    [("en", r"\b(you|your|yours)\b"), ("de", r"\b(du|dein\w*|dich|dir)\b")],
)
@given(raw=CASES)
@settings(max_examples=80, deadline=None)
def test_what_limits_an_ankle_is_told_of_it_and_to_nobody(
    language: str, address: str, raw: dict[str, Any]
) -> None:
    """A clinician reads these sentences of somebody else."""
    with translation.override(language):
        knowledge = default_catalogue()
        shown = limits(assess(case_from(raw), knowledge), new_frame("cm"))
    told = _TAGS.sub("\n", shown.markup()) if shown is not None else ""
    assert not re.search(address, told, re.IGNORECASE), re.findall(f".*{address}.*", told, re.IGNORECASE)


def test_usual_days_are_counted_and_the_others_told(cast: Cast, robin: Person) -> None:
    days = {1: {"change_0_10": 0, "stiffness_min": 0}, 2: {"change_0_10": 2, "stiffness_min": 40}}
    for before, told in days.items():
        keep_morning(person=robin, on=today() - timedelta(days=before), told=told)
    page = page_of(cast.clinician, robin)
    assert "On one day of the last weeks all was as usual." in page
    assert "next morning +2 against the usual, stiff for 40 min" in page


def test_a_note_is_shown_to_the_athlete_and_corrected_without_loss(cast: Cast, robin: Person) -> None:
    page_of(cast.clinician, robin, "notes/", 302, text="Left ankle <swollen>.")
    page = page_of(cast.athlete, robin, "notes/")
    assert "Left ankle &lt;swollen&gt;." in page
    assert "clinician@example.org, Practice" in page
    first = Note.objects.get()
    page_of(cast.assistant, robin, f"notes/{first.pk}/", 404, text="Mine now.")
    page_of(cast.clinician, robin, f"notes/{first.pk}/", 302, text="Right ankle swollen.")
    page_of(cast.clinician, robin, f"notes/{first.pk}/", 404, text="Once more.")
    page = page_of(cast.athlete, robin, "notes/")
    assert page.index("Right ankle swollen.") < page.index("What it said before") < page.index("Left ankle")
    first.refresh_from_db()
    assert first.text == "Left ankle <swollen>."
    assert Entry.objects.filter(person_id=robin.pk, kind="changed", what="care:notes").exists()


def test_who_may_only_look_writes_no_note(cast: Cast, robin: Person) -> None:
    actions.give_access(person=robin, organisation=cast.practice, level=Level.SEE, by=cast.athlete)
    assert "<textarea" not in page_of(cast.clinician, robin)
    page_of(cast.clinician, robin, "notes/", 403, text="No.")
    assert not Note.objects.exists()


@pytest.mark.usefixtures("transactional_db")
@pytest.mark.parametrize(("width", "height", "scheme"), LOOKS, ids=["phone", "desktop"])
def test_the_pages_of_care_are_sound(
    browser: Browser, live_server: Any, cast: Cast, robin: Person, width: int, height: int, scheme: Any
) -> None:
    page_of(cast.clinician, robin, "notes/", 302, text="Left ankle swollen.")
    note = Note.objects.get()
    page_of(cast.clinician, robin, f"notes/{note.pk}/", 302, text="Right ankle swollen.")
    note = Note.objects.get(corrects=note)
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": width, "height": height}, color_scheme=scheme
    )
    cookie = of(cast.clinician).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page, faults = context.new_page(), []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    for path in ("", "notes/", f"notes/{note.pk}/"):
        answer = page.goto(f"/p/{robin.id}/care/{path}")
        assert answer is not None
        faults += [f"{path} answers {answer.status}"] * (answer.status != 200)
        faults += shown_wrong(page, path)
    context.close()
    assert not faults
