"""The programme while life changes: past days stay, pauses move the rest, other minutes count from today."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from plantigrade.core.assessment import assess
from plantigrade.core.prescription import prescribe
from plantigrade.core.prescription.adjust import shifted
from plantigrade.core.prescription.types import Plan
from plantigrade.interop.case_file import case_from
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.web.assess.actions import import_assessment
from plantigrade.web.people.models import Person
from plantigrade.web.programme import actions
from plantigrade.web.programme.models import Adjustment, Programme
from plantigrade.web.programme.queries import day_of, paused, plan_of, short_plan_of

START = datetime.date(2026, 11, 2)
CASE: dict[str, Any] = {
    "schema": "plantigrade/case/1",
    "person": {"age_years": 30, "equipment": ["wall", "step", "band", "anchor"]},
    "left": {"ktw_cm": [7.0, 7.5, 7.0]},
    "right": {"ktw_cm": [9.0, 9.0, 9.5]},
}
Kind = Adjustment.Kind


def made(minutes: str = "10") -> Plan:
    knowledge = default_catalogue()
    return prescribe(assess(case_from(CASE), knowledge), START, knowledge, minutes)


def dates(plan: Plan) -> list[datetime.date]:
    return [day.date for week in plan.weeks for day in week.days]


def at(days: int) -> datetime.date:
    return START + datetime.timedelta(days=days)


@given(begins=st.integers(0, 90), days=st.integers(0, 60))
def test_a_pause_moves_every_day_from_its_begin_and_none_before(begins: int, days: int) -> None:
    plan, on = made(), at(begins)
    moved = shifted(plan, on, days)
    pause = datetime.timedelta(days=days)
    assert dates(moved) == [d + pause if d >= on else d for d in dates(plan)]
    assert [d.items for w in moved.weeks for d in w.days] == [d.items for w in plan.weeks for d in w.days]


@pytest.fixture
def programme(alice: Person) -> Programme:
    when = datetime.datetime(2026, 11, 1, 18, tzinfo=datetime.UTC)
    assessment = import_assessment(person=alice, at=when, raw=CASE)
    return actions.start_programme(person=alice, assessment=assessment, starts_on=START, minutes="10")


def on(day: int) -> Any:
    return time_machine.travel(datetime.datetime.combine(at(day), datetime.time(12)), tick=False)


def test_a_week_of_illness_moves_the_rest_by_a_week(programme: Programme, page_of: Any) -> None:
    with on(10):
        page_of("programme/pause/", status=302, reason="flu")
        assert "Paused." in page_of()
    with on(17):
        assert paused(programme) is not None
        page_of("programme/pause/", status=302, again="1")
        assert paused(programme) is None
        plan = plan_of(programme)
    assert day_of(plan, at(9)) == day_of(made(), at(9))
    assert day_of(plan, at(12)) is None
    moved, was = day_of(plan, at(17)), day_of(made(), at(10))
    assert moved is not None
    assert was is not None
    assert moved.items == was.items


def test_fewer_minutes_count_from_the_day_they_were_chosen(programme: Programme, page_of: Any) -> None:
    with on(20):
        page_of("programme/change/", status=302, minutes="5", equipment=CASE["person"]["equipment"])
        plan = plan_of(programme)
        assert Adjustment.objects.count() == 1
        assert day_of(plan, at(19)) == day_of(made("10"), at(19))
        assert day_of(plan, at(21)) == day_of(made("5"), at(21))


def test_nothing_needs_the_band_that_was_given_away(programme: Programme) -> None:
    with on(20):
        actions.adjust(
            programme=programme, on=at(20), kind=Kind.EQUIPMENT, values={"equipment": ["wall", "step"]}
        )
        plan = plan_of(programme)
    exercises = default_catalogue().exercises
    for day in (day for week in plan.weeks for day in week.days if day.date >= at(20)):
        for item in day.items:
            variant = next(v for v in exercises[item.exercise].variants if v.id == item.variant)
            assert "band" not in variant.equipment


def test_a_second_pause_and_a_resume_without_one_change_nothing(programme: Programme) -> None:
    assert actions.adjust(programme=programme, on=at(3), kind=Kind.RESUME, values={}) is None
    assert actions.adjust(programme=programme, on=at(3), kind=Kind.PAUSE, values={}) is not None
    assert actions.adjust(programme=programme, on=at(4), kind=Kind.PAUSE, values={}) is None


def test_the_short_version_stays_within_five_minutes(programme: Programme) -> None:
    with on(5):
        assert all(day.minutes <= 5 for week in short_plan_of(programme).weeks for day in week.days)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (Kind.MINUTES, {"minutes": "7"}),
        (Kind.EQUIPMENT, {"equipment": ["sofa"]}),
        (Kind.TRAINING_DAYS, {"training_days": ["caturday"]}),
        (Kind.MOVE, {"day": "2026-11-05"}),
        (
            Kind.SWAP,
            {
                "day": "2026-11-05",
                "exercise": "EX1",
                "form": {"exercise": "EX99", "stage": "", "variant": ""},
            },
        ),
    ],
)
def test_values_that_cannot_be_are_refused(programme: Programme, kind: str, values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="no such"):
        actions.adjust(programme=programme, on=at(3), kind=kind, values=values)


def items_on(programme: Programme, day: int) -> list[str]:
    found = day_of(plan_of(programme), at(day))
    return [] if found is None else [item.exercise for item in found.items]


def test_a_skipped_day_is_rest_counts_for_nothing_and_comes_back(programme: Programme, page_of: Any) -> None:
    with on(2):
        whole = items_on(programme, 2)
        page_of(f"programme/day/{at(2)}/change/", status=400, act="skip")
        page_of(f"programme/day/{at(2)}/change/", status=302, act="skip", reason="tired")
        assert items_on(programme, 2) == []
        assert "Rest today." in page_of()
        assert "Tired" in page_of(f"programme/day/{at(2)}/")
        page_of(f"programme/undo/{Adjustment.objects.get().pk}/", status=302, now="1")
        assert items_on(programme, 2) == whole


def test_only_changes_of_today_are_taken_back(programme: Programme, page_of: Any) -> None:
    with on(2):
        page_of(f"programme/day/{at(3)}/change/", status=302, act="skip", reason="away")
    with on(3):
        page_of(f"programme/undo/{Adjustment.objects.get().pk}/", status=404, now="1")
        assert items_on(programme, 3) == []


def test_two_days_change_places_in_page_and_calendar(programme: Programme, page_of: Any, client: Any) -> None:
    with on(20):
        first, second = items_on(programme, 21), items_on(programme, 24)
        page_of(f"programme/day/{at(21)}/change/", status=302, act="move", to=str(at(24)))
        page_of(f"programme/day/{at(21)}/change/", status=400, act="move", to=str(at(60)))
        assert (items_on(programme, 24), items_on(programme, 21)) == (first, second)
        page_of(f"programme/day/{at(22)}/change/", status=302, act="skip", reason="ill")
        feed = client.get(f"/calendar/{programme.person.feed_key}.ics").content.decode()
    assert f"UID:{at(22)}." not in feed
    assert f"UID:{at(23)}." in feed


def test_an_exercise_is_swapped_for_good_and_another_left_out_once(
    programme: Programme, page_of: Any
) -> None:
    with on(2):
        choice = re.search(r'value="(EX3\.[^"]*)"', page_of(f"programme/day/{at(2)}/change/EX3/"))
        assert choice is not None
        sent = {"act": "swap", "form": choice[1], "lasting": "on"}
        page_of(f"programme/day/{at(2)}/change/EX3/", status=302, **sent)
        page_of(f"programme/day/{at(2)}/change/EX1/", status=302, act="skip", reason="pain")
        plan = plan_of(programme)
        assert "EX1" not in items_on(programme, 2)
        assert "EX1" in items_on(programme, 3)
    stage, variant = choice[1].split(".")[1:]
    days = [day for week in plan.weeks[:4] for day in week.days]
    for day in days:
        forms = {(i.stage, i.variant) for i in day.items if i.exercise == "EX3"}
        assert ((stage, variant) in forms) == (day.date >= at(2) and bool(forms))


def test_what_is_done_or_past_is_not_changed(programme: Programme, page_of: Any) -> None:
    with on(2):
        page_of(f"programme/day/{at(1)}/change/", status=404)
        page_of(f"programme/day/{at(2)}/change/EX14/", status=404)
    assert not programme.adjustments.exists()


def test_training_days_move_the_work_into_the_warm_up(programme: Programme, page_of: Any) -> None:
    with on(7):
        sent = {"minutes": "10", "equipment": CASE["person"]["equipment"], "training_days": ["wed"]}
        page_of("programme/change/", status=302, **sent)
        plan = plan_of(programme)
    wednesdays = [day for week in plan.weeks for day in week.days if day.date.weekday() == 2]
    assert [day.kind for day in wednesdays] == ["standalone"] + ["warm_up"] * 11
