"""A month of one side: what changed, and whether it is real."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plantigrade.core.month import SideMonth, month_of
from plantigrade.core.progress import Profile, Retest, SideProgress, read_progress
from plantigrade.core.wall_test import sem_cm
from tests.support import KNOWLEDGE

START = date(2026, 9, 1)
MONTH = timedelta(days=28)


def progress_of(*cm: float) -> SideProgress:
    tests = [Retest(START + timedelta(weeks=week), value, 3) for week, value in enumerate(cm)]
    error = KNOWLEDGE.measurement.wall_test
    return read_progress(tests, 12.0, Profile(), KNOWLEDGE.progress, lambda trials: sem_cm(trials, error))


def month(*cm: float, weeks: int = 4) -> SideMonth | None:
    end = START + timedelta(weeks=weeks)
    return month_of(progress_of(*cm), end - MONTH, end, KNOWLEDGE.progress)


@pytest.mark.parametrize(
    ("cm", "verdict"),
    [
        ((8.0, 9.0, 10.0, 11.0, 11.5), "gained"),
        ((8.0, 8.1, 7.9, 8.0, 8.1), "open"),
        ((10.0, 9.0, 8.0, 7.0, 6.0), "lost"),
    ],
)
def test_a_change_is_called_real_by_the_rules_of_the_course(cm: tuple[float, ...], verdict: str) -> None:
    found = month(*cm)
    assert found is not None
    assert (found.verdict, len(found.tests)) == (verdict, 4)


def test_one_test_tells_no_change_and_none_tells_nothing() -> None:
    found = month(8.0, weeks=0)
    assert found is not None
    assert (found.verdict, found.change_cm) == ("one_test", None)
    assert month(8.0, 8.5, weeks=20) is None


@given(st.lists(st.floats(3, 18), min_size=2, max_size=8))
def test_the_error_of_a_change_is_never_smaller_than_that_of_either_end(cm: list[float]) -> None:
    found = month(*cm, weeks=len(cm) - 1)
    assert found is not None
    assert found.change_cm is not None
    assert found.change_cm.sd >= found.now_cm.sd
