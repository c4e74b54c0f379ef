"""Bad input: every problem in one pass, with its place; never a traceback; good input unchanged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plantigrade.core.quantities import Side
from plantigrade.interop.case_file import case_from, parse_json, parse_toml, read_case
from plantigrade.interop.problems import MOST_BYTES, MOST_PROBLEMS, InputError, InputProblem
from tests.strategies import CASES


def problems_of(raw: Any) -> list[str]:
    with pytest.raises(InputError) as caught:
        case_from(raw)
    return [str(problem) for problem in caught.value.problems]


def problems_in(path: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_case(str(path))
    return [str(problem).removeprefix(f"{path}: ") for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ({"left": {"ktw_cm": [95]}}, "case: left.ktw_cm[0]: 95 is more than the most possible, 30 cm; "
                                     "if it is in millimetres, write 9.5"),
        ({"person": {"height_cm": 1.75}}, "case: person.height_cm: 1.75 is less than the least possible, 50 cm; "
                                          "if it is in metres, write 175"),
        ({"person": {"age_years": -3}}, "case: person.age_years: -3 is less than the least possible, 0 years"),
        ({"left": {"ktw_cm": []}}, "case: left.ktw_cm: is empty; leave it out when nothing was measured"),
        ({"left": {"ktw_cm": [9] * 11}}, "case: left.ktw_cm: holds more than 10 values; give the best 10 at most"),
        ({"left": {"ktw_cm": ["nine"]}}, 'case: left.ktw_cm[0]: "nine" is not a number'),
        ({"left": {"ktw": [9]}}, "case: left.ktw: is not a known name; check the spelling or leave it out"),
        ({"screen": {"RF12": True}}, "case: screen.RF12: is not a known name; check the spelling or leave it out"),
        ({"screen": {"RF1": "no"}}, 'case: screen.RF1: "no" is not true or false'),
        ({"left": {"pain_0_10": 3.5}}, "case: left.pain_0_10: 3.5 is not a whole number"),
        ({"left": {"wb_bent_deg": float("nan")}}, "case: left.wb_bent_deg: is not a finite number; "
                                                  "leave out what was not measured"),
        ({"squat": {"deep_hold": "good"}}, 'case: squat.deep_hold: "good" is not one of "adequate", "poor"'),
        ({"schema": "plantigrade/case/9"}, 'case: schema: "plantigrade/case/9" should be "plantigrade/case/1"'),
        ([], "case: the whole: [] is not a group of named values"),
    ],
)  # fmt: skip
def test_each_fault_is_placed_and_explained(raw: Any, problem: str) -> None:
    assert problems_of(raw) == [problem]


def test_all_faults_are_told_in_one_pass() -> None:
    text = '{"person": {"age_years": -1, "age_years": 2, "height_cm": NaN}, "left": {"ktw_cm": [95, 1e999]}, "x": 1}'
    found = problems_of(parse_json(text, "case"))
    places = sorted(problem.split(": ")[1] for problem in found)
    assert places == ["left.ktw_cm[0]", "left.ktw_cm[1]", "person.age_years", "person.height_cm", "x"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b'{"left": ', "line 1, column 10"),
        (b'{"left": {}} {}', "line 1, column 14"),
        (b'{"left": {"sprains": ' + b"9" * 5000 + b"}}", "left.sprains: is not a finite number"),
        (b"[" * 100_000, "is nested too deeply"),
        (b'{"a\xff": 1}', "line 1: byte 3 is not UTF-8"),
        (b"", "line 1, column 1"),
        (b" " * (MOST_BYTES + 1), "is larger than 2 MB"),
    ],
    ids=["cut off", "two documents", "huge number", "nested", "not UTF-8", "empty", "too large"],
)
def test_unreadable_files_say_where(tmp_path: Path, content: bytes, problem: str) -> None:
    path = tmp_path / "case.json"
    path.write_bytes(content)
    assert any(found.startswith(problem) or problem in found for found in problems_in(path))


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    assert "cannot be read" in problems_in(tmp_path / "nowhere.json")[0]


def test_many_problems_are_counted_rather_than_listed() -> None:
    with pytest.raises(InputError) as caught:
        case_from({f"key{n}": n for n in range(500)})
    lines = caught.value.lines()
    assert len(lines) == MOST_PROBLEMS + 1
    assert lines[-1] == f"and {500 - MOST_PROBLEMS} more problems"


def test_toml_and_json_give_the_same_case(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text(
        '[person]\nage_years = 30\n[left]\nktw_cm = [8, 8.5]\nend_feel = ["front_pinch"]\n', "utf-8"
    )
    same = {"person": {"age_years": 30}, "left": {"ktw_cm": [8, 8.5], "end_feel": ["front_pinch"]}}
    assert read_case(str(path)) == case_from(same)


def test_toml_says_where_it_breaks() -> None:
    with pytest.raises(InputError, match="line 2"):
        parse_toml("[left]\nktw_cm = =\n", "case")


@given(raw=CASES)
def test_what_the_schema_accepts_is_read_unchanged(raw: dict[str, Any]) -> None:
    case = case_from(parse_json(json.dumps(raw), "case"))
    for side in Side:
        if side.value in raw:
            assert list(case.sides[side].ktw_cm) == raw[side.value].get("ktw_cm", [])
            assert case.sides[side].sprains == raw[side.value].get("sprains")
    assert case.person.age_years == raw.get("person", {}).get("age_years")


JSON_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(("left", "person", "ktw_cm", "screen", "squat", "z")), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(raw=JSON_VALUES)
def test_any_values_are_a_case_or_told_problems(raw: Any) -> None:
    told: tuple[InputProblem, ...] = ()
    try:
        case_from(raw)
    except InputError as error:
        told = error.problems
    assert all(": " in str(problem) for problem in told)
