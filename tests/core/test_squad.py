"""A team as a whole: what is counted as real, and intervals that hold what they say."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plantigrade.core.progress import Retest
from plantigrade.core.squad import Athlete, change_of, lie_of, parts_of
from tests.support import KNOWLEDGE

RULES = KNOWLEDGE.progress.rules
LAST = date(2026, 12, 1)


@given(st.lists(st.floats(0, 25), min_size=1, max_size=80))
def test_values_lie_in_order_and_the_interval_holds_the_median_often_enough(values: list[float]) -> None:
    lie = lie_of(values)
    assert lie is not None
    low, high = min(values), max(values)
    assert low <= lie.tenths[0] <= lie.quarters[0] <= lie.median <= lie.quarters[1] <= lie.tenths[1] <= high
    n = len(values)
    assert (lie.interval is None) == (n < 6), (
        "five values have no such interval: 2 × 1/32 is more than 5 in 100"
    )
    if lie.interval is None:
        return
    ordered = sorted(values)
    assert lie.interval[0] <= lie.median <= lie.interval[1]
    rank = ordered.index(lie.interval[0]) + 1 if len(set(values)) == n else 0
    if rank and n <= 60:
        outside = 2 * sum(math.comb(n, k) for k in range(rank)) / 2**n
        wider = outside + 2 * math.comb(n, rank) / 2**n
        assert outside <= 0.05 < wider


def made(*found: tuple[int, float]) -> list[Retest]:
    """Tests so many days before the last, of three trials."""
    return [Retest(LAST - timedelta(days=days), cm, trials=3) for days, cm in found]


@pytest.mark.rule("S110", "S120")
def test_a_change_is_read_against_the_newest_test_that_is_old_enough() -> None:
    change = change_of(made((60, 5.0), (21, 7.0), (7, 8.5), (0, 9.0)), KNOWLEDGE)
    assert change is not None
    assert change.cm == 2.0
    sem = KNOWLEDGE.measurement.wall_test.sem_mean_cm.value
    z = (2.0 - RULES.real_gain_cm.value) / (sem * math.sqrt(2))
    assert change.p_more == pytest.approx(0.5 * math.erfc(-z / math.sqrt(2)))
    assert change.p_less < 0.01
    assert change_of(made((20, 5.0), (0, 9.0)), KNOWLEDGE) is None
    assert change_of([], KNOWLEDGE) is None


def athlete(part: str, left: float | None, right: float | None, **more: float) -> Athlete:
    empty = dict.fromkeys(Athlete._fields[3:])
    return Athlete(part, left, right, **{**empty, **more})


def test_each_group_is_counted_by_itself() -> None:
    sure = RULES.improving_probability.value
    team = [
        athlete("b", 8.0, 10.0, left_change_cm=2.0, left_more_p=sure, left_less_p=0.0, left_met_p=1.0),
        athlete("a", 9.0, 9.5, right_change_cm=-1.0, right_more_p=0.0, right_less_p=0.99),
        athlete("a", 11.0, None, left_met_p=sure, right_met_p=1.0),
        athlete("a", None, None, left_met_p=sure, right_met_p=0.5),
        athlete("a", 7.0, 12.0, left_change_cm=1.0, left_more_p=0.5, left_less_p=0.0),
    ]
    whole, (first, second) = parts_of(team, "all", KNOWLEDGE)
    assert (whole.name, whole.people, whole.changes, whole.uneven) == ("all", 5, 3, 2)
    assert (first.name, first.people, second.name, second.people) == ("a", 4, "b", 1)
    assert first.shorter_cm is not None
    assert (first.shorter_cm.count, first.shorter_cm.median) == (3, 9.0)
    assert first.difference_cm is not None
    assert (first.difference_cm.count, first.difference_cm.median, first.uneven) == (2, 2.75, 1)
    assert (first.changes, first.change_cm, first.more, first.less) == (2, 0.0, 0, 1)
    assert (first.asked, first.met, first.open) == (2, 1, 1)
    assert (second.more, second.less, second.asked, second.uneven) == (1, 0, 0, 1)
