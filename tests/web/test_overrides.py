"""A clinician changes an athlete's programme: with a reason, until it is ended, never past a safety answer."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Browser

from plantigrade.core.prescription.types import Day
from plantigrade.web.base.clock import today
from plantigrade.web.care.actions import set_override
from plantigrade.web.people.models import Person
from plantigrade.web.programme.actions import adjust
from plantigrade.web.programme.models import Override
from plantigrade.web.programme.queries import plan_of, running, swap_options
from plantigrade.web.team import actions as team
from plantigrade.web.team.models import Entry, Level
from tests.web.looking import shown_wrong
from tests.web.test_care import page_of, robin
from tests.web.test_team import LOOKS, Cast, cast, of

__all__ = ["cast", "robin"]
WHY = "Achilles irritable <since Monday>"


def days(person: Person) -> list[Day]:
    held = running(person)
    assert held is not None
    return [day for week in plan_of(held).weeks for day in week.days]


def first_work(person: Person) -> Day:
    return next(day for day in days(person) if day.items and day.date >= today())


def change(cast: Cast, person: Person, exercise: str, status: int = 302, **sent: Any) -> str:
    told = {"begins": today().isoformat(), "reason": WHY, **sent}
    return page_of(cast.clinician, person, f"plan/{exercise}/", status, **told)


def test_what_is_left_out_is_told_to_the_athlete_and_comes_back_when_it_is_ended(
    cast: Cast, robin: Person
) -> None:
    before, day = days(robin), first_work(robin)
    exercise = day.items[0].exercise
    change(cast, robin, exercise, act="leave_out")
    after = days(robin)
    assert [d for d in after if d.date < today()] == [d for d in before if d.date < today()]
    assert all(i.exercise != exercise for d in after if d.date >= today() for i in d.items)
    page = of(cast.athlete).get(f"/p/{robin.id}/programme/day/{day.date}/").content.decode()
    assert "Changed by clinician@example.org on" in page
    assert "Achilles irritable &lt;since Monday&gt;" in page
    # The athlete's own swap does not bring it back, and it is not offered.
    held = running(robin)
    assert held is not None
    other = next(d for d in after if d.items and d.date >= today())
    offered = swap_options(held, other.date, other.items[0].exercise, gentle=False)
    assert exercise not in {one.form.exercise for one in offered}
    made = Override.objects.get()
    assert page_of(cast.clinician, robin, "plan/").count("End it") == 1
    page_of(cast.clinician, robin, f"plan/end/{made.pk}/", 302, go="1")
    assert days(robin) == before
    page_of(cast.clinician, robin, f"plan/end/{made.pk}/", 404, go="1")
    changed = Entry.objects.filter(person_id=robin.pk, kind="changed").values_list("what", flat=True)
    assert {"care:override", "care:end_override"} <= set(changed)


def test_days_that_are_past_stay_when_a_change_is_ended_later(cast: Cast, robin: Person) -> None:
    exercise = first_work(robin).items[0].exercise
    change(cast, robin, exercise, act="leave_out")
    changed, begun = days(robin), today()
    later = datetime.datetime.combine(begun + datetime.timedelta(days=5), datetime.time(12))
    with time_machine.travel(later, tick=False):
        page_of(cast.clinician, robin, f"plan/end/{Override.objects.get().pk}/", 302, go="1")
        ended = days(robin)
        assert [d for d in ended if d.date < today()] == [d for d in changed if d.date < today()]
        assert any(i.exercise == exercise for d in ended if d.date >= today() for i in d.items)


def test_a_dose_stays_within_what_is_described(cast: Cast, robin: Person) -> None:
    item = first_work(robin).items[0]
    amount = item.dose.reps or int(item.dose.seconds or 1)
    page = change(cast, robin, item.exercise, 400, act="dose", sets="99", amount="9999")
    assert WHY.split(" <")[0] in page, "what was entered stays"
    change(cast, robin, item.exercise, act="dose", sets="1", amount=str(max(1, amount // 2)))
    after = next(i for i in first_work(robin).items if i.exercise == item.exercise)
    assert after.dose.sets == 1
    assert (after.dose.reps or after.dose.seconds) == max(1, amount // 2)
    played = of(cast.athlete).get(reverse("player:play", args=[robin.id, first_work(robin).date]))
    assert "Changed by clinician@example.org" in played.content.decode()


def test_a_swap_and_a_hold(cast: Cast, robin: Person) -> None:
    held, day = running(robin), first_work(robin)
    assert held is not None
    name, found = next(
        (item.exercise, options)
        for item in day.items
        if (options := swap_options(held, day.date, item.exercise, gentle=False))
    )
    form = found[0].form
    change(cast, robin, name, act="swap", form=f"{form.exercise}.{form.stage}.{form.variant}")
    items = first_work(robin).items
    assert any((i.exercise, i.stage, i.variant) == (form.exercise, form.stage, form.variant) for i in items)
    page_of(cast.clinician, robin, "plan/", 302, begins=today().isoformat(), reason="Travelling")
    assert "The work stays that of the week of" in page_of(cast.athlete, robin, "plan/")


@pytest.mark.parametrize(
    "sent",
    [
        {"act": "leave_out", "reason": "  "},
        {"act": "leave_out", "begins": "2020-01-01"},
        {"act": "swap", "form": "EX1.no.no"},
        {"act": "dose", "sets": "0", "amount": "1"},
    ],
    ids=["no-reason", "past", "no-such-form", "no-set"],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    cast: Cast, robin: Person, sent: dict[str, str]
) -> None:
    change(cast, robin, first_work(robin).items[0].exercise, 400, **sent)
    assert not Override.objects.exists()


def test_only_who_treats_may_change(cast: Cast, robin: Person) -> None:
    exercise = first_work(robin).items[0].exercise
    sent = {"act": "leave_out", "begins": today().isoformat(), "reason": "x"}
    page_of(cast.assistant, robin, f"plan/{exercise}/", 403, **sent)
    assert "<textarea" not in page_of(cast.assistant, robin, f"plan/{exercise}/")
    team.give_access(person=robin, organisation=cast.practice, level=Level.RECORD, by=cast.athlete)
    page_of(cast.clinician, robin, f"plan/{exercise}/", 403, **sent)
    assert not Override.objects.exists()


def test_a_change_made_in_a_pause_counts_from_the_first_day_after_it(cast: Cast, robin: Person) -> None:
    held, exercise = running(robin), first_work(robin).items[0].exercise
    assert held is not None
    adjust(programme=held, on=today(), kind="pause", values={})
    noon, whole = datetime.time(12), today()
    with time_machine.travel(datetime.datetime.combine(whole + datetime.timedelta(days=3), noon), tick=False):
        set_override(
            person=robin, by=cast.clinician, organisation="", on=today(), begins=today(),
            kind="leave_out", exercise=exercise, reason="x",
        )  # fmt: skip
    with time_machine.travel(datetime.datetime.combine(whole + datetime.timedelta(days=9), noon), tick=False):
        adjust(programme=held, on=today(), kind="resume", values={})
        assert all(i.exercise != exercise for d in days(robin) if d.date >= today() for i in d.items)


@pytest.mark.usefixtures("transactional_db")
@pytest.mark.parametrize(("width", "height", "scheme"), LOOKS, ids=["phone", "desktop"])
def test_the_pages_of_overrides_are_sound(
    browser: Browser, live_server: Any, cast: Cast, robin: Person, width: int, height: int, scheme: Any
) -> None:
    day = first_work(robin)
    change(cast, robin, day.items[0].exercise, act="leave_out")
    change(cast, robin, day.items[-1].exercise, act="dose", sets="1", amount="1")
    page_of(cast.clinician, robin, "plan/", 302, begins=today().isoformat(), reason="Travelling")
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": width, "height": height}, color_scheme=scheme
    )
    cookie = of(cast.clinician).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page, faults = context.new_page(), []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    last = first_work(robin)
    for path in (
        "care/plan/",
        f"care/plan/{last.items[0].exercise}/",
        f"programme/day/{last.date}/",
        "care/",
    ):
        answer = page.goto(f"/p/{robin.id}/{path}")
        assert answer is not None
        faults += [f"{path} answers {answer.status}"] * (answer.status != 200)
        faults += shown_wrong(page, path)
    context.close()
    assert not faults
