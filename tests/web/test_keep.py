"""Settings, reminders, the copy of everything, and its end."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar
from recurring_ical_events import of  # type: ignore[import-untyped]

from plantigrade.web.home.demo import add_demo_person
from plantigrade.web.people.models import Person
from plantigrade.web.programme.actions import adjust
from plantigrade.web.programme.queries import plan_of, running


@pytest.fixture
def robin(db: None) -> Person:  # noqa: ARG001
    person = add_demo_person(only_if_empty=False)
    assert person is not None
    return person


def test_the_feed_holds_every_day_of_work_once_and_never_changes_by_itself(
    client: Client, robin: Person
) -> None:
    address = f"/calendar/{robin.feed_key}.ics"
    first, second = client.get(address).content, client.get(address).content
    assert first == second
    programme = running(robin)
    assert programme is not None
    days = [day for week in plan_of(programme).weeks for day in week.days]
    begin, end = days[0].date, days[-1].date + datetime.timedelta(days=1)
    events = of(Calendar.from_ical(first)).between(begin, end)
    assert sorted(event["DTSTART"].dt.date() for event in events) == [d.date for d in days if d.items]
    assert all(str(robin.id) in event["URL"] for event in events)


def test_a_change_of_the_programme_gives_its_events_a_newer_stamp(client: Client, robin: Person) -> None:
    def stamps() -> set[Any]:
        feed: Any = Calendar.from_ical(client.get(f"/calendar/{robin.feed_key}.ics").content)
        return {event["DTSTAMP"].dt for event in feed.walk("VEVENT")}

    before = max(stamps())
    programme = running(robin)
    assert programme is not None
    later = before + datetime.timedelta(hours=1)
    with time_machine.travel(later, tick=False):
        adjust(programme=programme, on=later.date(), kind="minutes", values={"minutes": "5"})
    assert stamps() == {later}


def test_a_new_address_ends_the_old_one(client: Client, robin: Person) -> None:
    old = robin.feed_key
    client.post(f"/p/{robin.id}/more/reminders/")
    robin.refresh_from_db()
    assert client.get(f"/calendar/{old}.ics").status_code == 404
    assert client.get(f"/calendar/{robin.feed_key}.ics").status_code == 200


def test_settings_are_kept(page_of: Any, alice: Person) -> None:
    page_of("more/settings/", status=302, name="Alice B", units="in", theme="dark", player="speech")
    alice.refresh_from_db()
    assert (alice.name, alice.units, alice.theme) == ("Alice B", "in", "dark")
    assert alice.player == {"sound": False, "speech": True, "vibration": False}
    assert 'data-theme="dark"' in page_of("more/")


def test_deleting_needs_the_name(page_of: Any, alice: Person) -> None:
    assert "nothing was deleted" in page_of("more/delete/", status=400, name="Bob")
    page_of("more/delete/", status=302, name="alice")
    assert not Person.objects.filter(pk=alice.pk).exists()
