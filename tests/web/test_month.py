"""The monthly report: what was recorded is in it, with its error, and it prints on A4."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from plantigrade.web.base.clock import today
from plantigrade.web.home.demo import add_demo_person
from plantigrade.web.people.models import Person
from plantigrade.web.player.actions import keep_records
from plantigrade.web.player.records import PainRecord
from plantigrade.web.progress.actions import keep_morning
from plantigrade.web.progress.month_queries import month
from plantigrade.web.videos import actions
from plantigrade.web.videos.models import Comparison
from tests.web.test_comparison import squat_clip
from tests.web.test_pages import page

__all__ = ["page"]  # a fixture

MATCHED = {
    "name": "shin_angle_deg",
    "a": {"value": 30.0, "sd": 1.0},
    "b": {"value": 36.0, "sd": 1.0},
    "change": {"value": 6.0, "sd": 1.5},
    "real": True,
}


@pytest.fixture
def robin(transactional_db: None) -> Person:  # noqa: ARG001
    person = add_demo_person(only_if_empty=True)
    assert person is not None
    return person


def compared(person: Person) -> Comparison:
    before, after = squat_clip(person, today() - timedelta(days=30)), squat_clip(person, today())
    held = actions.compare(before=before, after=after)
    found = {"matched_thigh_angle_deg": 80.0, "at_matched_depth": [MATCHED], "peaks": [], "reasons": []}
    Comparison.objects.filter(pk=held.pk).update(
        state=Comparison.State.DONE, result={"comparison": found, "a": {}, "b": {}}
    )
    return held


def test_everything_of_the_month_is_told(client: Client, robin: Person) -> None:
    session = robin.sessions.last()
    assert session is not None
    at = timezone.make_aware(datetime.combine(session.day, time(18)))
    pain = PainRecord(uuid4(), session.pk, "EX1", False, "left", "calf", 4, True, session.day, at)
    keep_records(person=robin, records=[(str(pain.id), pain)])
    keep_morning(person=robin, on=today(), told={"change_0_10": 2, "stiffness_min": 5})
    compared(robin)
    told = client.get(f"/p/{robin.id}/progress/month/").content.decode().replace("\xa0", " ")
    within = [retest for retest in robin.retests.all() if retest.on > today() - timedelta(days=28)]
    for retest in within:
        assert f"{sum(retest.ktw_cm) / 3:.1f} cm" in told
    assert re.search(r"\d+ of \d+ planned days done", told)
    assert "Pain was reported once, 4 of 10 (calf)." in told
    assert "It was sharp once." in told
    assert "1 of 1 mornings were worse than usual." in told
    assert "A real change: shin angle at the same depth, further forward." in told
    assert "A real change: further forward (+6° ± 3°)." in told
    assert "Week 9" in told


def test_planned_days_count_once_and_days_to_come_do_not(robin: Person) -> None:
    work = month(robin, today(), today()).work
    days = set(robin.sessions.filter(day__gt=today() - timedelta(days=28)).values_list("day", flat=True))
    assert work.done == work.sessions == len(days)
    assert work.done <= work.planned <= 28


def test_a_month_that_is_over_says_nothing_of_what_comes_next(client: Client, robin: Person) -> None:
    compared(robin)
    earlier = today() - timedelta(days=28)
    told = client.get(f"/p/{robin.id}/progress/month/{earlier}/").content.decode()
    assert "What comes next" not in told
    assert "Nothing to compare this month" in told


@pytest.mark.parametrize("on", ["0001-01-02", "2999-01-01"])
def test_a_day_outside_of_all_records_is_no_page(client: Client, alice: Person, on: str) -> None:
    assert client.get(f"/p/{alice.id}/progress/month/{on}/").status_code == 404


def test_before_the_first_test_it_says_what_would_help(page_of: Any) -> None:
    assert "No wall test this month." in page_of("progress/month/")


def test_it_prints_on_two_sheets_of_a4_without_what_is_to_be_clicked(page: Page, robin: Person) -> None:
    compared(robin)
    page.goto(f"/p/{robin.id}/progress/month/")
    page.emulate_media(media="print")
    assert not page.locator("nav.tabs").is_visible()
    assert not page.get_by_text("To keep it on paper").is_visible()
    sheets = page.pdf(prefer_css_page_size=True)
    assert re.search(rb"/MediaBox \[0 0 59[45][\d.]* 84[12][\d.]*\]", sheets)
    assert len(re.findall(rb"/Type\s*/Page[^s]", sheets)) <= 2
