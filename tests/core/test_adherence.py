"""How regularly one trains, as a share that fades."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plantigrade.core.adherence import kept
from tests.core.test_adjust import at
from tests.support import KNOWLEDGE

TODAY = at(60)
PLANNED = st.sets(st.integers(0, 59), min_size=1)


@given(planned=PLANNED, data=st.data())
def test_adherence_is_a_share_that_fades(planned: set[int], data: st.DataObject) -> None:
    did = data.draw(st.sets(st.sampled_from(sorted(planned))))
    rules = KNOWLEDGE.progress.detraining
    days, done = [at(day) for day in planned], [at(day) for day in did]
    found = kept(days, done, TODAY, rules)
    assert found is not None
    assert 0 <= found.share <= 1
    assert found.days == len(planned)
    # A day left out with a reason is not planned, and taking it out never lowers the score.
    for missed in planned - did:
        excused = kept([at(day) for day in planned - {missed}], done, TODAY, rules)
        assert excused is None or excused.share >= found.share - 1e-12
    # One day more that is done never lowers it; today counts only once it is done.
    better = kept([*days, TODAY], [*done, TODAY], TODAY, rules)
    assert better is not None
    assert better.share >= found.share - 1e-12
    assert kept([*days, TODAY], done, TODAY, rules) == found


def test_adherence_halves_with_the_half_life_and_needs_a_day() -> None:
    rules = KNOWLEDGE.progress.detraining
    weeks = int(rules.half_life_weeks.value)
    old, new = TODAY - timedelta(weeks=2 * weeks), TODAY - timedelta(weeks=weeks)
    found = kept([old, new], [new], TODAY, rules)
    assert found is not None
    assert found.share == pytest.approx(2 / 3)
    assert kept([TODAY], [], TODAY, rules) is None
