"""What decisions and pain rules change in the programme: from their day on, once, and back again."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from plantigrade.core.adaptation import Change, Decision
from plantigrade.core.prescription.decided import Effect
from plantigrade.core.quantities import Side
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.knowledge.types.limiters import LIMITERS
from plantigrade.web.accounts.actions import sole_user
from plantigrade.web.assess.actions import import_assessment
from plantigrade.web.people.actions import add_person
from plantigrade.web.people.models import Person
from plantigrade.web.player.actions import keep_records
from plantigrade.web.player.records import FinishRecord, PainRecord, SessionRecord
from plantigrade.web.programme.actions import decide, start_programme, take_back_decision
from plantigrade.web.programme.changes import kinds_of
from plantigrade.web.programme.models import Adjustment, Programme
from plantigrade.web.programme.queries import day_of, paused, plan_of, running
from plantigrade.web.progress.actions import (
    act_on_pain,
    answer_decision,
    keep_morning,
    keep_retest,
    reopen_decision,
)
from plantigrade.web.progress.effects import preview_of
from plantigrade.web.progress.models import Verdict
from plantigrade.web.progress.queries import adherence_of, review_of
from tests.web.test_programme import CASE, START, at, on


def course_of(person: Person) -> Programme:
    when = datetime.datetime(2026, 11, 1, 18, tzinfo=datetime.UTC)
    assessment = import_assessment(person=person, at=when, raw=CASE)
    return start_programme(person=person, assessment=assessment, starts_on=START, minutes="10")


@pytest.fixture
def programme(alice: Person) -> Programme:
    return course_of(alice)


@pytest.fixture
def stalled(programme: Programme) -> Person:
    """Six weeks of work without any gain: the decision is to switch."""
    person = programme.person
    for week in range(1, 7):
        keep_retest(person=person, on=at(7 * week), tests={"left": [7.0, 7.5, 7.0], "right": [9.0, 9.0, 9.5]})
    ids = [(uuid4(), at(day)) for day in range(42)]
    for id_, day in ids:
        begun = timezone.make_aware(datetime.datetime.combine(day, datetime.time(18)))
        sent = (SessionRecord(id_, day, False, begun), FinishRecord(uuid4(), id_, begun))
        keep_records(person=person, records=[(str(record.id), record) for record in sent])
    return person


@st.composite
def effects(draw: st.DrawFn) -> Effect:
    begins = at(30) + datetime.timedelta(days=draw(st.integers(0, 20)))
    light = draw(st.booleans())
    return Effect(
        pause=draw(st.booleans()),
        repeat_weeks=draw(st.integers(0, 3)),
        step_back=draw(st.booleans()),
        lighter_from=begins if light else None,
        lighter_until=begins + datetime.timedelta(days=draw(st.integers(1, 7))) if light else None,
        cut_share=draw(st.floats(0, 0.5)),
        front=draw(st.booleans()),
        emphasis={
            side: draw(st.sampled_from(LIMITERS)) for side in draw(st.sets(st.sampled_from(list(Side))))
        },
    )


class TestEffects(TestCase):
    def setUp(self) -> None:
        self.programme = course_of(add_person(owner=sole_user(), name="Alice"))

    @settings(max_examples=30, deadline=None)
    @given(first=effects(), second=effects(), day=st.integers(0, 80), later=st.integers(0, 30))
    def test_no_decision_reaches_a_day_before_it_and_taken_back_it_is_as_if_it_had_not_been(
        self, first: Effect, second: Effect, day: int, later: int
    ) -> None:
        with on(day + later):
            before = plan_of(self.programme)
            for effect in (first, second):
                decide(programme=self.programme, on=at(day), made=kinds_of(effect), rule="r", reason="")
            after = plan_of(self.programme)
            for place in range(-1, day):
                assert day_of(after, at(place)) == day_of(before, at(place))
            # The second of one day stands in place of the first.
            kinds = self.programme.adjustments.filter(undone_at=None).values_list("kind", flat=True)
            assert sorted(kinds) == sorted(kind for kind, _ in kinds_of(second))
            take_back_decision(programme=self.programme, on=at(day))
            assert plan_of(self.programme) == before


def test_accepting_does_what_the_page_said_beforehand_and_goes_back_the_same_day(
    stalled: Person, page_of: Any
) -> None:
    with on(42):
        held = running(stalled)
        found = review_of(stalled, at(42))
        assert held is not None
        assert found is not None
        assert found.decision.kind == "switch_emphasis"
        was, would = plan_of(held), preview_of(stalled, found)
        assert would is not None
        shown = page_of("progress/decision/")
        assert "the work now puts this first" in shown
        assert "<dt>before</dt>" in shown
        page_of("progress/decision/", status=302, answer="accept")
        assert plan_of(held) == would.after != was
        assert all(day_of(plan_of(held), at(day)) == day_of(was, at(day)) for day in range(42))
        assert "You accepted this today." in page_of("progress/decision/")
        page_of("progress/decision/", status=302, answer="accept")
        assert Adjustment.objects.filter(undone_at=None).count() == len(would.made)
        page_of("progress/decision/", status=302, answer="reopen")
        assert plan_of(held) == was
        assert "Not yet" in page_of("progress/decision/")
        page_of("progress/decision/", status=302, answer="decline")
        assert plan_of(held) == was
    with on(43):
        assert not reopen_decision(person=stalled, on=at(43))
        verdict = Verdict.objects.get()
        assert (verdict.on, verdict.answer) == (at(42), "declined")
        assert "not taken" in page_of("progress/")


def test_what_was_tried_is_not_offered_again(stalled: Person) -> None:
    with on(42):
        first = review_of(stalled, at(42))
        assert first is not None
        would = preview_of(stalled, first)
        assert would is not None
        answer_decision(person=stalled, on=at(42), decision=first.decision, accepted=True, made=would.made)
    keep_retest(person=stalled, on=at(63), tests={"left": [7.0] * 3, "right": [9.0] * 3})
    with on(63):
        second = review_of(stalled, at(63))
    assert second is not None
    switched = [side for side in Side if first.decision.emphasis[side] != first.emphasis[side]]
    assert switched
    for side in switched:
        assert second.emphasis[side] == first.decision.emphasis[side]
        assert second.decision.emphasis[side] != first.emphasis[side]


def test_an_accepted_pinch_spares_the_front_from_that_day_on(programme: Programme) -> None:
    barred = set(default_catalogue().programme.front.forbids)

    def stressed(first: int, last: int) -> list[str]:
        found, exercises = [], default_catalogue().exercises
        for day in (day_of(plan_of(programme), at(n)) for n in range(first, last)):
            for item in day.items if day is not None else ():
                stage = next(one for one in exercises[item.exercise].stages if one.id == item.stage)
                found += [item.exercise] if barred & set(stage.features) else []
        return found

    with on(20):
        before = stressed(0, 20)
        assert stressed(20, 80)
        made = kinds_of(Effect(front=True))
        decide(programme=programme, on=at(20), made=made, rule="front_pinch", reason="")
        assert stressed(0, 20) == before
        assert stressed(20, 80) == []
    # Begun anew from the same assessment it stays spared; a new one has asked about the front.
    person, found = programme.person, programme.assessment
    programme = start_programme(person=person, assessment=found, starts_on=START, minutes="10")
    assert stressed(0, 80) == []
    programme = course_of(person)
    assert stressed(0, 80)


def test_an_accepted_stop_pauses(programme: Programme) -> None:
    stop = Decision("stop", (Change("swelling", "Stop.", "It is swollen.", ("S58",)),), 1, {})
    with on(21):
        made = kinds_of(Effect(pause=True))
        answer_decision(person=programme.person, on=at(21), decision=stop, accepted=True, made=made)
        pause = paused(programme)
        assert pause is not None
        assert (pause.begins, pause.reason) == (at(21), "It is swollen.")
        reopen_decision(person=programme.person, on=at(21))
        assert paused(programme) is None


@pytest.mark.rule("S58")
def test_a_worse_morning_makes_the_next_session_lighter_and_only_that_one(
    programme: Programme, page_of: Any
) -> None:
    was = {day: day_of(plan_of(programme), at(day)) for day in range(20)}
    with on(10):
        shown = page_of("progress/morning/", change_0_10="3", stiffness_min="0")
        assert "Your programme is changed already" in shown
        light = day_of(plan_of(programme), at(10))
        assert light is not None
        assert was[10] is not None
        assert light.seconds < was[10].seconds
        page_of("progress/morning/", change_0_10="3", stiffness_min="0")
    with on(11):
        page_of("progress/morning/", change_0_10="0", stiffness_min="0")
        plan = plan_of(programme)
    assert [day for day in range(20) if day_of(plan, at(day)) != was[day]] == [10]


def test_the_lighter_session_of_the_morning_outlives_an_answer_taken_back(programme: Programme) -> None:
    person = programme.person
    with on(10):
        keep_morning(person=person, on=at(10), told={"change_0_10": 3})
        assert act_on_pain(person=person, on=at(10))[1]
        light = plan_of(programme)
        found = review_of(person, at(10))
        assert found is not None
        would = preview_of(person, found)
        assert would is not None
        answer_decision(person=person, on=at(10), decision=found.decision, accepted=True, made=would.made)
        assert plan_of(programme) == light
        assert reopen_decision(person=person, on=at(10))
        assert plan_of(programme) == light


def test_severe_pain_in_a_session_pauses_once_and_again_only_for_new_pain(programme: Programme) -> None:
    person = programme.person

    def hurts(day: int) -> bool:
        begun = timezone.make_aware(datetime.datetime.combine(at(day), datetime.time(10)))
        session = SessionRecord(uuid4(), at(day), False, begun)
        pain = PainRecord(uuid4(), session.id, "EX1", False, "left", "calf", 8, False, at(day), begun)
        keep_records(person=person, records=[(str(record.id), record) for record in (session, pain)])
        return act_on_pain(person=person, on=at(day))[1]

    with on(10):
        assert hurts(10)
        assert paused(programme) is not None
    with on(12):
        decide(programme=programme, on=at(12), made=[(Adjustment.Kind.RESUME, {})], rule="", reason="")
        keep_morning(person=person, on=at(12), told={"change_0_10": 0})
        assert not act_on_pain(person=person, on=at(12))[1]
        assert paused(programme) is None
        assert hurts(12)
        assert paused(programme) is not None


def test_adherence_is_told_in_calm_words(stalled: Person, page_of: Any) -> None:
    with on(21):
        found = adherence_of(stalled, at(21))
        assert found is not None
        assert found.share == 1
        shown = page_of("progress/")
        assert "Lately you did about 10 in 10 of your planned days." in shown
        assert f"It rests on {found.days} planned days." in shown
