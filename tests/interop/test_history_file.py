"""Histories of retests: what is wrong, on which line."""

from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plantigrade.core.quantities import Side
from plantigrade.interop.history_file import history_from, read_history
from plantigrade.interop.problems import InputError, InputProblem

HEADER = "date,side,ktw_cm,trials"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "is empty"),
        (HEADER, "holds no tests"),
        ("date,side,ktw_cm\n", "line 1: the column trials is missing"),
        (f"{HEADER},mood\n", "line 1: the column 'mood' is not known"),
        (f"{HEADER}\n2026-13-01,left,9,3", "line 2: date: '2026-13-01' is not a date"),
        (f"{HEADER}\n2026-11-01,up,9,3", "line 2: side: 'up' is neither left nor right"),
        (
            f"{HEADER}\n2026-11-01,left,95,3",
            "line 2: ktw_cm: 95 should lie between 0 and 30; if it is in millimetres",
        ),
        (f"{HEADER}\n2026-11-01,left,nan,3", "line 2: ktw_cm: nan should lie between"),
        (f"{HEADER}\n2026-11-01,left,9,1000000000", "line 2: trials: 1000000000 should lie between 1 and 10"),
        (f"{HEADER}\n2026-11-01,left,9,2.5", "line 2: trials: 2.5 is not a whole number"),
        (f"{HEADER}\n2026-11-01,left,9", "line 2: has 3 values, the header 4"),
        (f"{HEADER},done\n2026-11-01,left,9,3,4", "line 2: planned: is missing"),
        (f'{HEADER}\n"2026', "is not CSV"),
    ],
)
def test_each_fault_is_placed(text: str, problem: str) -> None:
    with pytest.raises(InputError) as caught:
        history_from(text)
    assert any(problem in str(found) for found in caught.value.problems)


def test_the_example_is_a_history_of_both_sides() -> None:
    found = read_history(str(files("plantigrade.interop") / "examples" / "weekly-tests.csv"))
    assert {side: len(tests) for side, tests in found.items()} == {Side.LEFT: 6, Side.RIGHT: 6}
    assert found[Side.LEFT][-1].done == 5


def test_all_lines_are_told_at_once() -> None:
    text = f"{HEADER}\nx,left,9,3\n2026-11-01,left,9,3\n2026-11-02,left,-1,0\n"
    with pytest.raises(InputError) as caught:
        history_from(text)
    assert [str(p).split(":")[1].strip() for p in caught.value.problems] == ["line 2", "line 4", "line 4"]


def test_columns_in_any_order_and_blank_lines() -> None:
    found = history_from(
        "\ufefftrials,ktw_cm,side,date,planned,done\n3,8.5,Left,2026-11-01,,\n\n".lstrip("\ufeff")
    )
    (test,) = found[Side.LEFT]
    assert (test.ktw_cm, test.trials, test.planned) == (8.5, 3, None)


@given(text=st.text(max_size=200))
def test_any_text_is_a_history_or_told_problems(text: str) -> None:
    told: tuple[InputProblem, ...] | None = None
    try:
        found = history_from(text)
    except InputError as error:
        found, told = {}, error.problems
    assert bool(found) is not bool(told)
