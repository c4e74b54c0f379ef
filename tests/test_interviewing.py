"""Which question comes next, and what an entry means."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plantigrade.core.assessment import assess
from plantigrade.interop.case_file import case_from, schema
from plantigrade.interviewing import (
    EntryError,
    answer_to,
    in_order,
    interview,
    next_question,
    parse,
    questions_of,
    with_answer,
)
from plantigrade.knowledge.types.interview import AnswerKind, CaseQuestion
from tests.cli.respondent import AMBER, RED, every_question
from tests.support import KNOWLEDGE


def test_several_tries_at_once_replace_the_rest_and_one_its_own() -> None:
    start = {"person": dict.fromkeys(["age_years", "height_cm"], 100), "left": {"ktw_cm": [8.0]}}
    question = next(q for q in questions_of("wall_test", start, KNOWLEDGE) if q.place == 0)
    series = with_answer(start, question, [8.0, 8.5, 9.0])
    assert series["left"]["ktw_cm"] == [8.0, 8.5, 9.0]
    assert with_answer(series, question, [7.0])["left"]["ktw_cm"] == [7.0, 8.5, 9.0]
    assert with_answer(series, question, [7.0, 7.5])["left"]["ktw_cm"] == [7.0, 7.5]
    assert with_answer(series, question, None)["left"]["ktw_cm"] == [8.5, 9.0]
    assert answer_to(series, question) == 8.0


def test_the_test_that_tells_most_comes_first_and_for_both_sides() -> None:
    raw = in_order(
        {
            "screen": dict.fromkeys(RED + AMBER, False),
            "left": {"ktw_cm": [8.0, 8.0, 8.0]},
            "right": {"ktw_cm": [11.0, 11.0, 11.0]},
        }
    )
    passed = {question.key for question in every_question() if question.group == "person"}
    while True:
        offered = assess(case_from(raw), KNOWLEDGE).next_tests
        question = next_question(raw, passed, offered, "", KNOWLEDGE)
        if question is None:
            break
        wanted = [*questions_of(question.test, raw, KNOWLEDGE)]
        begun = question.key != wanted[0].key
        assert begun or question.test == offered[0].test
        if KNOWLEDGE.protocols.tests[question.test].per_side:
            assert {q.group for q in wanted} == {"left", "right"}
        value: Any = {
            "whole": 0,
            "number": 1 if question.field.unit == "cm" else 35,
            "yes_no": False,
            "choices": [],
        }.get(question.field.kind)
        value = next(iter(question.field.options)) if question.field.kind == "choice" else value
        raw = with_answer(raw, question, value)
        case_from(raw)
    assert not assess(case_from(raw), KNOWLEDGE).next_tests


def test_each_field_fits_the_schema_and_each_test_can_be_asked() -> None:
    properties = schema()["properties"]
    groups = {
        "person": (interview().person, properties["person"]["properties"]),
        "side": (interview().side, schema()["$defs"]["side"]["properties"]),
        "squat": (interview().squat, properties["squat"]["properties"]),
    }
    for fields, known in groups.values():
        for name, asked in fields.items():
            described = known[name]
            allowed = described.get("enum") or described.get("items", {}).get("enum") or []
            assert list(asked.options) == allowed
            kinds = {"boolean": "yes_no", "integer": "whole", "number": "number"}
            assert asked.kind == kinds.get(described.get("type", ""), asked.kind)
            assert all(need.partition("=")[0] in fields for need in asked.needs)
    for protocol in KNOWLEDGE.protocols.tests.values():
        assert set(protocol.gives) <= set(interview().side if protocol.per_side else interview().squat)
    assert all(question.text for question in every_question())


@given(st.decimals(-20, 70, places=1))
def test_a_decimal_comma_is_a_decimal_point(number: Any) -> None:
    asked = CaseQuestion("number", unit="deg")
    assert (
        parse(str(number), asked, "cm") == parse(str(number).replace(".", ","), asked, "cm") == float(number)
    )


@given(st.lists(st.sampled_from(["8", "8.5", "8,5", "10", ",5"]), min_size=1, max_size=5),
       st.sampled_from([" ", "  ", "; ", " ; ", ", ", "\t"]))  # fmt: skip
def test_a_series_is_read_with_any_separator(words: list[str], between: str) -> None:
    expected = [float(word.replace(",", ".")) for word in words]
    assert parse(between.join(words), CaseQuestion("trials", unit="cm"), "cm") == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [("9.5cm", 9.5), ("95 mm", 9.5), ("4 in", 10.16), ('4"', 10.16), ("−1,5", -1.5), ("+2", 2.0)],
)
def test_a_unit_may_stand_behind_a_distance(text: str, value: float) -> None:
    assert parse(text, CaseQuestion("number", unit="cm"), "cm") == value


@pytest.mark.parametrize("text", ["9,5,9", "8.5,9.0", "nan", "inf", "1e3", "1" * 30, "9 cm 9", "٣", "", " "])
def test_numbers_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(EntryError):
        parse(text, CaseQuestion("number", unit="cm"), "cm")
    if text != "9 cm 9":
        with pytest.raises(EntryError):
            parse(text, CaseQuestion("trials", unit="cm"), "cm")


@given(st.text(max_size=30))
def test_no_entry_breaks_the_understanding(text: str) -> None:
    for question in every_question():
        with contextlib.suppress(EntryError):
            json.dumps(parse(text, question.field, "cm"), allow_nan=False)


@pytest.mark.parametrize("kind", ["choices", "names", "trials"])
def test_separators_alone_are_no_answer(kind: AnswerKind) -> None:
    asked = CaseQuestion(kind, unit="cm", options={"wall": "a wall"} if kind == "choices" else {})
    with pytest.raises(EntryError, match="That holds no"):
        parse(" ;, ; " if kind != "names" else " , ,", asked, "cm")
