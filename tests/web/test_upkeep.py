"""After the twelve weeks: less work, a test every four weeks, and daily work again when the range falls."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plantigrade.core.prescription import prescribe
from plantigrade.web.people.models import Person
from plantigrade.web.programme.actions import adjust
from plantigrade.web.programme.models import Programme
from plantigrade.web.programme.queries import day_of, plan_of, running, settings_of
from plantigrade.web.progress.actions import keep_retest
from plantigrade.web.progress.queries import decision_due, retest_due
from plantigrade.web.tracks.upkeep import upkeep_of
from tests.core.test_adjust import SHORT_LEFT, START, read
from tests.support import KNOWLEDGE
from tests.web.test_decisions import programme
from tests.web.test_programme import at, on

__all__ = ["programme"]  # a fixture
BEGUN = 90


def retested(person: Person, day: int, left: float, right: float) -> None:
    keep_retest(person=person, on=at(day), tests={"left": [left] * 3, "right": [right] * 3})


@pytest.fixture
def kept(programme: Programme, page_of: Any) -> Person:
    """Twelve weeks are over, tested at 10 and 12 cm, and upkeep began."""
    person = programme.person
    with on(30):
        adjust(programme=programme, on=at(30), kind="equipment", values={"equipment": ["wall"]})
    retested(person, BEGUN - 1, 10.0, 12.0)
    with on(BEGUN):
        assert "Keep what you gained" in page_of()
        assert "The twelve weeks are over." in page_of("tracks/upkeep/")
        page_of("tracks/upkeep/", status=302, act="begin")
    return person


@pytest.mark.rule("B10", "B37")
def test_upkeep_is_smaller_keeps_the_equipment_and_asks_every_four_weeks(kept: Person, page_of: Any) -> None:
    with on(BEGUN):
        held = running(kept)
        assert held is not None
        assert held.upkeep
        assert settings_of(held)["equipment"] == ["wall"]
        plan, daily = plan_of(held), plan_of(kept.programmes.get(upkeep=False))
        week = sum(day.minutes for day in plan.weeks[0].days)
        assert 0 < week < sum(day.minutes for day in daily.weeks[-1].days)
        assert day_of(plan, at(BEGUN)) is not None
        assert {point.kind for point in plan.checkpoints} == {"capture"}
        assert "Keeping your range" in page_of("programme/")
        assert "upkeep" in page_of()
        page_of("progress/decision/", status=302)
        # Beginning twice is beginning once.
        page_of("tracks/upkeep/", act="begin")
        assert kept.programmes.count() == 2
    assert [retest_due(kept, at(BEGUN + days)) for days in (7, 27, 28)] == [False, False, True]
    assert not decision_due(kept, at(BEGUN + 60))


@pytest.mark.rule("B10")
def test_a_fall_brings_daily_work_back_and_the_range_returned_upkeep(kept: Person, page_of: Any) -> None:
    with on(BEGUN + 28):
        retested(kept, BEGUN + 28, 9.0, 12.0)
        assert not upkeep_of(kept, at(BEGUN + 28)).step_up
        assert "Your range is holding." in page_of("tracks/upkeep/")
    with on(BEGUN + 56):
        retested(kept, BEGUN + 56, 8.9, 12.0)
        assert "Your range has fallen: see what brings it back" in page_of()
        assert "Two tests in a row were at least one centimetre lower." in page_of("tracks/upkeep/")
        page_of("tracks/upkeep/", status=302, act="daily")
        held = running(kept)
        assert held is not None
        assert not held.upkeep
        assert not upkeep_of(kept, at(BEGUN + 56)).offer
    for week in range(9, 14):
        retested(kept, BEGUN + 7 * week, 11.0, 13.0)
    with on(BEGUN + 91):
        assert upkeep_of(kept, at(BEGUN + 91)).offer == "returned"
        page_of("tracks/upkeep/", status=302, act="begin")
        assert upkeep_of(kept, at(BEGUN + 91)).runs


def test_it_is_offered_before_the_end_only_at_the_target(programme: Programme) -> None:
    with on(40):
        assert not upkeep_of(programme.person, at(40)).offer
    for week in range(1, 6):
        retested(programme.person, 7 * week, 14.0, 14.0)
    with on(40):
        assert upkeep_of(programme.person, at(40)).offer == "target"


@given(weeks=st.integers(1, 60))
def test_upkeep_has_a_test_every_four_weeks_and_no_other_date(weeks: int) -> None:
    plan = prescribe(read(SHORT_LEFT), START, KNOWLEDGE, "10", upkeep_weeks=weeks)
    every = int(KNOWLEDGE.upkeep.maintenance.retest_weeks.value)
    assert [(point.date - START).days for point in plan.checkpoints] == list(
        range(7 * every, 7 * weeks + 1, 7 * every)
    )
