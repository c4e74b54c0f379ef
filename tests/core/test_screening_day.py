"""A sheet of a screening day is the same in whatever order, and how often, its marks come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from plantigrade.core.quantities import Side
from plantigrade.core.screening_day import Mark, fields, read_sheet

BEGIN = datetime(2026, 11, 26, 18, tzinfo=UTC)
VALUES = {"red": ["no", "RF1", "RF3", ""], "stopped": ["pain", ""]}


@st.composite
def a_mark(draw: st.DrawFn) -> Mark:
    field = draw(st.sampled_from(fields(3)))
    value = draw(st.sampled_from(VALUES.get(field, ["", "5", "9"])))
    return Mark(field, value, BEGIN + timedelta(seconds=draw(st.integers(0, 5))), draw(st.sampled_from("AB")))


@given(st.lists(a_mark(), max_size=20), st.randoms())
def test_order_and_repetition_change_nothing(marks: list[Mark], chance: object) -> None:
    again = [*marks, *marks[:5]]
    chance.shuffle(again)  # type: ignore[attr-defined]
    assert read_sheet(again, 3) == read_sheet(marks, 3)


def test_a_stop_of_one_station_holds_until_that_station_takes_it_back() -> None:
    def at(second: int, field: str, value: str, station: str) -> Mark:
        return Mark(field, value, BEGIN + timedelta(seconds=second), station)

    marks = [at(0, "red", "RF1", "A"), at(1, "red", "no", "B"), at(2, "left_1", "9.5", "B")]
    assert not read_sheet(marks, 3).counts
    sheet = read_sheet([*marks, at(3, "red", "no", "A")], 3)
    assert sheet.counts
    assert sheet.trials_cm == {Side.LEFT: (9.5,)}
