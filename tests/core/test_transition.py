"""The change of shoes goes one week at a time, and back when the tendon says so."""

from __future__ import annotations

import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plantigrade.core.transition import FootwearNow, Morning, footwear_now
from plantigrade.core.upkeep import FootwearPlan, footwear_pauses, footwear_plan
from tests.support import KNOWLEDGE

FOOTWEAR = KNOWLEDGE.upkeep.footwear
WINDOW = int(KNOWLEDGE.pain.one_advance.window_days.value)
START = datetime.date(2026, 11, 2)
PLAN = footwear_plan(10, 4, 20, None, FOOTWEAR)
MORNINGS = st.lists(st.tuples(st.integers(0, 150), st.integers(0, 10)), max_size=30, unique_by=lambda m: m[0])


def at(days: int) -> datetime.date:
    return START + datetime.timedelta(days=days)


def now(mornings: list[tuple[int, int]], today: int, harder: tuple[int, ...] = ()) -> FootwearNow:
    return footwear_now(
        PLAN,
        START,
        [Morning(at(day), pain) for day, pain in mornings],
        [at(day) for day in harder],
        at(today),
        WINDOW,
        FOOTWEAR,
    )


def place(found: FootwearNow) -> int:
    return found.week.week if found.week is not None else len(PLAN.weeks) + 1


@pytest.mark.rule("S162", "E3")
@given(mornings=MORNINGS, harder=st.lists(st.integers(0, 150), max_size=3))
def test_it_rises_by_one_step_a_week_at_most_and_never_after_a_bad_morning(
    mornings: list[tuple[int, int]], harder: list[int]
) -> None:
    course = [place(now(mornings, day, tuple(harder))) for day in range(-1, 151)]
    rises = [day for day, (before, after) in enumerate(pairwise(course)) if after > before]
    assert all(after - before <= 1 for before, after in pairwise(course))
    assert all(later - first >= WINDOW for first, later in pairwise(rises))
    told = dict(mornings)
    for day in rises:
        assert not footwear_pauses(told[day], FOOTWEAR)
        assert not any(0 <= day - other < WINDOW for other in harder)


@given(mornings=MORNINGS, today=st.integers(0, 150))
def test_a_bad_morning_last_pauses_and_the_order_of_telling_does_not_matter(
    mornings: list[tuple[int, int]], today: int
) -> None:
    found = now(mornings, today)
    assert found == now(mornings[::-1], today)
    known = sorted(one for one in mornings if one[0] <= today)
    if found.week is not None:
        assert found.paused == bool(known and footwear_pauses(known[-1][1], FOOTWEAR))


def test_good_weeks_lead_to_the_lower_shoes() -> None:
    mornings = [(WINDOW * week, 0) for week in range(1, len(PLAN.weeks) + 1)]
    assert now(mornings, 0).week == PLAN.weeks[0]
    assert now(mornings, WINDOW).week == PLAN.weeks[1]
    assert now(mornings, WINDOW * len(PLAN.weeks)).reasons == (FOOTWEAR.notes["done"],)


def test_a_change_without_weeks_is_refused() -> None:
    with pytest.raises(ValueError, match="no change of shoes"):
        footwear_now(FootwearPlan(False, (), ()), START, [], [], START, WINDOW, FOOTWEAR)
