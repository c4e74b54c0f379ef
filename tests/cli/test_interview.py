"""The interview: the same case as the file, whatever happens on the way."""

from __future__ import annotations

import argparse
import builtins
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plantigrade.cli import interview as command
from plantigrade.cli.conversation import Record, Talk, converse
from plantigrade.cli.interview import read_raw, write_case
from plantigrade.core.assessment import Assessment, assess
from plantigrade.interop.case_file import case_from, read_case
from plantigrade.interviewing import (
    in_order,
    interview,
)
from plantigrade.writing import Unit
from tests.cli.respondent import AMBER, RED, Respondent, script
from tests.cli.support import flat, saved
from tests.support import GOING, KNOWLEDGE, raw_example

FULL: dict[str, Any] = {
    "person": {
        "age_years": 40,
        "height_cm": 170.0,
        "sports": ["running"],
        "goals": ["squat", "running"],
        "equipment": [],
        "lower_body_days": ["mon"],
        "heel_drop_mm": 8,
        "wants_lower_drop": False,
        "squats_with_heel_lift_cm": 1.5,
    },
    "screen": {**dict.fromkeys(RED, False), **dict.fromkeys(AMBER, False), "AM6": True},
    "left": {"ktw_cm": [8.0, 8.5, 8.5]},
    "right": {"ktw_cm": [10.5, 10.5]},
}


def talked(
    case: dict[str, Any], path: Path, leaves_at: int = -1, noise: list[str] | None = None
) -> tuple[Respondent, Assessment | None]:
    """One sitting, going on with the file if it is there."""
    raw = read_raw(str(path)) if path.exists() else {}
    person = Respondent(case, leaves_at, noise)
    record = Record(raw, lambda found: write_case(path, found), saved=raw)
    ended = converse(record, Talk(person.ask, person.say), KNOWLEDGE, "cm", str(path))
    assert record.unsaved == ""
    return person, ended


def asked_for(case: dict[str, Any]) -> dict[str, Any]:
    """A case without what the interview never asks."""
    person = {name: value for name, value in case.get("person", {}).items() if name in interview().person}
    return in_order({**case, "person": person})


CASES = {**{name: raw_example(name) for name in GOING}, "full": FULL}


@pytest.mark.parametrize("name", list(CASES))
def test_the_interview_reaches_the_case_of_the_file(name: str, tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    person, ended = talked(CASES[name], path)
    assert ended is not None
    assert saved(path) == asked_for(CASES[name])
    assert list(saved(path)) == list(asked_for(CASES[name]))
    assert ended == assess(case_from(saved(path)), KNOWLEDGE) == assess(read_case(str(path)), KNOWLEDGE)
    assert person.asked[-1] == ""


def test_the_runner_is_reached_whole(tmp_path: Path) -> None:
    talked(raw_example("runner-soleus"), tmp_path / "case.json")
    assert saved(tmp_path / "case.json") == raw_example("runner-soleus")


@settings(deadline=None, max_examples=30)
@given(name=st.sampled_from(list(CASES)), cuts=st.lists(st.integers(0, 70), max_size=4))
def test_an_interview_that_is_cut_anywhere_reaches_the_same_file(
    name: str, cuts: list[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    talked(CASES[name], folder / "whole.json")
    path = folder / "case.json"
    for cut in cuts:
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        _, ended = talked(CASES[name], path, leaves_at=cut)
        if cut == 0:
            assert ended is None
            assert (path.read_text(encoding="utf-8") if path.exists() else "") == before
    talked(CASES[name], path)
    assert path.read_bytes() == (folder / "whole.json").read_bytes()
    assert [entry.name for entry in folder.iterdir() if entry.name.endswith(".part")] == []


@settings(deadline=None, max_examples=30)
@given(
    name=st.sampled_from(list(CASES)),
    noise=st.lists(st.sampled_from(["", "", "?", "back", "BACK", "99999999", "-", "9 9 x"]), max_size=80),
)
def test_bad_entries_help_and_going_back_lose_nothing(
    name: str, noise: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("noise") / "case.json"
    case = {**CASES[name], "person": {k: v for k, v in CASES[name]["person"].items() if k != "sports"}}
    # Any words are a sport, so nothing is wrong there: that question waits until the noise is over.
    person = Respondent(case, noise=[*noise, ""])
    record = Record({}, lambda found: write_case(path, found))
    talk = Talk(lambda prompt: _quiet_for_names(person, prompt), person.say)
    converse(record, talk, KNOWLEDGE, "cm", str(path))
    assert saved(path) == asked_for(case)


def _quiet_for_names(person: Respondent, prompt: str) -> str:
    if any(said == interview().person["sports"].question for said, _ in person.said):
        person.noise.append("")
    return person.ask(prompt)


@pytest.mark.parametrize("id_", RED)
def test_a_red_answer_ends_the_interview_at_once(
    id_: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    entries = iter([*["n"] * RED.index(id_), "y"])
    monkeypatch.setattr(builtins, "input", lambda _prompt: next(entries))
    path = tmp_path / "case.json"
    assert command.run(argparse.Namespace(out=str(path), resume=None, units="cm")) == 0
    assert list(entries) == []
    assert saved(path)["screen"] == {**dict.fromkeys(RED[: RED.index(id_)], False), id_: True}
    told = flat(capsys.readouterr().out.replace("┃", ""))
    assert KNOWLEDGE.screening.red[id_].text in told
    assert str(path) in told.replace(" ", "") or path.name in told


def test_a_very_young_child_is_sent_to_someone(tmp_path: Path) -> None:
    person, ended = talked({"person": {"age_years": 4}}, tmp_path / "case.json")
    assert ended is not None
    assert ended.safety.decision == "stop"
    assert person.asked[-1] == "4"


def test_every_answer_is_in_the_file_before_the_next_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    person = Respondent(FULL)
    seen: list[dict[str, Any]] = []

    def ask(prompt: str) -> str:
        seen.append(saved(path) if path.exists() else {})
        return person.ask(prompt)

    record = Record({}, lambda found: write_case(path, found))
    converse(record, Talk(ask, person.say), KNOWLEDGE, "cm", "case.json")
    screens = [len(found.get("screen", {})) for found in seen[: len(RED + AMBER) + 1]]
    assert screens == list(range(len(RED + AMBER) + 1))
    trials = [len(found.get("left", {}).get("ktw_cm", [])) for found in seen]
    assert [t for i, t in enumerate(trials) if i == 0 or t != trials[i - 1]] == [0, 1, 2, 3]


def after_safety(
    *entries: str, units: Unit = "cm", start: dict[str, Any] | None = None
) -> tuple[Record, list[str]]:
    """A record after these entries, which begin at the first question on the person."""
    raw = in_order({"screen": dict.fromkeys(RED + AMBER, False), **(start or {})})
    record = Record(raw, lambda _: None)
    talk, said, waiting = script(*entries)
    converse(record, talk, KNOWLEDGE, units, "case.json")
    assert waiting == []
    return record, said


def test_a_bad_entry_says_what_is_wrong_and_is_asked_again() -> None:
    record, said = after_safety("old", "200", "52", "1.7", "170,5", "", "9", "squat, run")
    assert record.raw["person"] == {"age_years": 52, "height_cm": 170.5, "goals": ["squat", "running"]}
    words = " ".join(said)
    assert "'old' is not a number" in words
    assert "200 is more than the most possible, 120 years" in words
    assert "if it is in metres, write 170" in words
    assert "the numbers go from 1 to 6" in words


def test_inches_are_taken_and_kept_as_centimetres() -> None:
    distance = {
        "person": {"age_years": 30, "equipment": [], "sports": [], "goals": [], "lower_body_days": []}
    }
    record, said = after_safety("67", "3,5 3.25 9 cm", "90", "4", units="in", start=distance)
    assert record.raw["person"]["height_cm"] == 170.18
    # A unit behind the last try is meant for all of them.
    assert record.raw["left"]["ktw_cm"] == [3.5, 3.25, 9.0]
    assert record.raw["right"]["ktw_cm"] == [10.16]
    assert "in centimetres, 228.6 is more than the most possible, 30 cm" in " ".join(said)
    assert any(words.startswith("So far: ● 2.1 ± 0.3 in") for words in map(flat, said))


def test_enter_keeps_clear_takes_out_and_back_returns() -> None:
    record, said = after_safety("52", "170", "back", "", "back", "back", "clear")
    assert record.raw["person"] == {"height_cm": 170.0}
    assert any("Enter keeps 170 cm" in words for words in said)
    assert any("Enter keeps 52" in words for words in said)


def test_back_at_the_first_question_says_so() -> None:
    talk, said, _ = script("back", "n")
    record = Record({}, lambda _: None)
    assert converse(record, talk, KNOWLEDGE, "cm", "case.json") is None
    assert "This is the first question." in said
    assert record.raw["screen"] == {"RF1": False}


def test_help_shows_how_the_test_is_done() -> None:
    _, said = after_safety(*[""] * 6, "?")
    protocol = KNOWLEDGE.protocols.tests["wall_test"]
    at = max(i for i, words in enumerate(said) if words == interview().side["ktw_cm"].question)
    told = said[at:]
    for step in protocol.steps:
        assert step in told
    assert any(protocol.invalid_if[0] in words for words in told)


def test_done_stops_with_the_answer_so_far() -> None:
    talk, _, _ = script(*["n"] * 25, *[""] * 6, "8", "done")
    record = Record({}, lambda _: None)
    ended = converse(record, talk, KNOWLEDGE, "cm", "case.json")
    assert ended is not None
    assert ended.case.sides["left"].ktw_cm == (8.0,)  # type: ignore[index]


def test_words_that_are_no_text_do_not_end_the_interview() -> None:
    record, _ = after_safety("", "", "surf\udcff, [bold]")
    assert record.raw["person"]["sports"] == ["surf?", "[bold]"]
