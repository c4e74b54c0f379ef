"""Retests, mornings and decisions as they are recorded and read back."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import time_machine

from plantigrade.core.quantities import Side
from plantigrade.web.assess.actions import import_assessment
from plantigrade.web.people.models import Person
from plantigrade.web.programme.actions import start_programme
from plantigrade.web.progress.actions import keep_retest
from plantigrade.web.progress.models import MorningCheck, Retest, Verdict
from plantigrade.web.progress.queries import decision_due, history_of, retest_due, review_of
from tests.web.test_programme import CASE, START, at

ALL_OF_LEFT = {"left_1": "8", "left_2": "8,5", "left_3": "8.5"}


@pytest.fixture
def person(alice: Person) -> Person:
    when = datetime.datetime(2026, 11, 1, 18, tzinfo=datetime.UTC)
    assessment = import_assessment(person=alice, at=when, raw=CASE)
    start_programme(person=alice, assessment=assessment, starts_on=START, minutes="10")
    return alice


def on(day: int) -> Any:
    return time_machine.travel(datetime.datetime.combine(at(day), datetime.time(12)), tick=False)


def test_a_retest_joins_the_history_and_corrects_itself_on_the_same_day(person: Person, page_of: Any) -> None:
    with on(7):
        page_of("progress/retest/", status=302, **ALL_OF_LEFT)
        page_of("progress/retest/", status=302, **{**ALL_OF_LEFT, "left_1": "9"})
        assert 'value="9"' in page_of("progress/retest/")
    tests = history_of(person)[Side.LEFT]
    assert [(test.date, test.trials) for test in tests] == [(at(-1), 3), (at(7), 3)]
    assert tests[1].ktw_cm == pytest.approx((9 + 8.5 + 8.5) / 3)
    assert Retest.objects.count() == 1


@pytest.mark.usefixtures("person")
@pytest.mark.parametrize("wrong", ["eight", "80", "-1", "8 9"])
def test_a_mistake_keeps_every_try_and_saves_nothing(page_of: Any, wrong: str) -> None:
    shown = page_of("progress/retest/", status=400, **{**ALL_OF_LEFT, "left_2": wrong})
    assert f'value="{wrong}"' in shown
    assert 'value="8.5"' in shown
    assert not Retest.objects.exists()


def test_inches_are_stored_as_centimetres(person: Person, page_of: Any) -> None:
    person.units = "in"
    person.save()
    page_of("progress/retest/", status=302, right_1="4")
    assert Retest.objects.get().ktw_cm == [10.16]


def test_planned_and_done_sessions_are_counted_between_two_tests(person: Person) -> None:
    keep_retest(person=person, on=at(7), tests={"left": [8.0]})
    with on(8):
        test = history_of(person)[Side.LEFT][1]
    assert test.planned
    assert test.done == 0


@pytest.mark.parametrize(
    ("day", "retest", "decision"), [(3, False, False), (6, True, False), (20, True, False), (21, True, True)]
)
def test_what_is_due_when(person: Person, day: int, retest: bool, decision: bool) -> None:
    assert retest_due(person, at(day)) == retest
    assert decision_due(person, at(day)) == decision


def test_a_decision_is_kept_with_its_answer_and_asked_again_in_three_weeks(
    person: Person, page_of: Any
) -> None:
    with on(21):
        page_of("progress/decision/", status=302, answer="decline")
        assert "You said “not yet” today." in page_of("progress/decision/")
    held = Verdict.objects.get()
    assert (held.on, held.answer) == (at(21), "declined")
    assert not decision_due(person, at(30))
    assert decision_due(person, at(42))


@pytest.mark.usefixtures("person")
def test_a_swollen_morning_stops_the_programme_at_once(page_of: Any) -> None:
    shown = page_of("progress/morning/", change_0_10="0", stiffness_min="0", swelling="on")
    assert "You reported swelling." in shown
    assert "Answer the safety questions again" in shown
    assert MorningCheck.objects.get().swelling


def test_ten_years_of_tests_are_judged_by_the_running_programme(person: Person) -> None:
    keep_retest(person=person, on=datetime.date(2017, 1, 1), tests={"left": [3.0], "right": [3.0]})
    keep_retest(person=person, on=at(7), tests={"left": [8.0]})
    found = review_of(person, at(8))
    assert found is not None
    assert found.progress[Side.LEFT].weeks < 2
