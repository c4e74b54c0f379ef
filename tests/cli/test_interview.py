"""The interview: the same case as the file, whatever happens on the way."""

from __future__ import annotations

import argparse
import builtins
import contextlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plantigrade.cli import interview as command
from plantigrade.cli.asking import (
    EntryError,
    Question,
    answer_to,
    in_order,
    interview,
    next_question,
    parse,
    person_questions,
    questions_of,
    safety_questions,
    with_answer,
)
from plantigrade.cli.conversation import Record, Talk, converse
from plantigrade.cli.interview import read_raw, write_case
from plantigrade.core.assessment import Assessment, assess
from plantigrade.interop.case_file import case_from, read_case, schema
from plantigrade.interop.problems import InputError
from plantigrade.knowledge.types.interview import AnswerKind, CaseQuestion
from tests.cli.support import NAMES, flat, raw_case
from tests.support import KNOWLEDGE

RED, AMBER = list(KNOWLEDGE.screening.red), list(KNOWLEDGE.screening.amber)
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


def entry_for(value: Any) -> str:
    """An answer as a person types it, with a comma as the decimal sign."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "n"
    if isinstance(value, list):
        return ", ".join(value) or "none"
    return str(value).replace(".", ",")


def every_question() -> Iterator[Question]:
    yield from safety_questions(KNOWLEDGE)
    full = {"person": {name: ["squat", "running"] for name in interview().person}}
    yield from person_questions(full)
    held = {
        "left": {name: [1.0] for name in interview().side},
        "squat": dict.fromkeys(interview().squat, True),
    }
    for test, protocol in KNOWLEDGE.protocols.tests.items():
        if protocol.gives:
            yield from questions_of(test, held, KNOWLEDGE)


BY_TEXT = {question.text: question for question in every_question()}


class Respondent:
    """Reads what is said and answers as the case file has it; leaves at the entry `leaves_at`."""

    def __init__(self, case: dict[str, Any], leaves_at: int = -1, noise: list[str] | None = None) -> None:
        self.case = case
        self.leaves_at = leaves_at
        self.noise = list(noise or [])
        self.said: list[tuple[str, str]] = []
        self.heard: list[str] = []
        self.asked: list[str] = []
        self.chosen: set[str] = set()
        self.current: Callable[[], str] = lambda: ""

    def say(self, words: str, lead: str, _style: str) -> None:
        self.said.append((words, lead))
        self.heard.append(words)

    def ask(self, _prompt: str) -> str:
        self._listen()
        if len(self.asked) == self.leaves_at:
            raise EOFError
        entry = self.current()
        self.asked.append(entry)
        if self.noise:
            word = self.noise.pop()
            if word:
                self.asked[-1] = word
                return word
        return entry

    def _listen(self) -> None:
        """A new question replaces the one before; a refusal or a help text leaves it."""
        words = [said for said, _ in self.said]
        if any(said.startswith("Have you done another test") for said in words):
            listed = {
                said.rpartition(", ")[0]: lead.strip() for said, lead in self.said if lead.strip().isdigit()
            }
            self.current = lambda: self._further(listed)
        for said in words:
            if said in BY_TEXT:
                self.current = self._answer(BY_TEXT[said], words)
        self.said.clear()

    def _answer(self, question: Question, words: list[str]) -> Callable[[], str]:
        sides = [
            found for said in words if (found := re.match(r"[●■] (Left|Right) side(?:, try (\d+))?", said))
        ]
        group = question.group if not sides else sides[-1][1].lower()
        value = self.case.get(group, {}).get(question.name)
        if question.field.kind == "trials" and value is not None:
            place = int(sides[-1][2]) - 1
            value = value[place] if place < len(value) else None
        return lambda: entry_for(value)

    def _further(self, listed: dict[str, str]) -> str:
        for id_, protocol in KNOWLEDGE.protocols.tests.items():
            held = [g for g in ("left", "right", "squat") if set(protocol.gives) & set(self.case.get(g, {}))]
            if protocol.title in listed and held and id_ not in self.chosen:
                self.chosen.add(id_)
                return listed[protocol.title]
        return ""


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


def saved(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def asked_for(case: dict[str, Any]) -> dict[str, Any]:
    """A case without what the interview never asks."""
    person = {name: value for name, value in case.get("person", {}).items() if name in interview().person}
    return in_order({**case, "person": person})


RUNNING = [name for name in NAMES if not name.startswith("6")]
CASES = {**{name: raw_case(name) for name in RUNNING}, "full": FULL}


@pytest.mark.parametrize("name", list(CASES))
def test_the_interview_reaches_the_case_of_the_file(name: str, tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    person, ended = talked(CASES[name], path)
    assert ended is not None
    assert saved(path) == asked_for(CASES[name])
    assert list(saved(path)) == list(asked_for(CASES[name]))
    assert ended == assess(case_from(saved(path)), KNOWLEDGE) == assess(read_case(str(path)), KNOWLEDGE)
    assert person.asked[-1] == ""


def test_example_five_is_reached_whole(tmp_path: Path) -> None:
    talked(raw_case("5-runner-soleus"), tmp_path / "case.json")
    assert saved(tmp_path / "case.json") == raw_case("5-runner-soleus")


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


def script(*entries: str) -> tuple[Talk, list[str], list[str]]:
    """A talk that gives these entries and then leaves; what was said, and what is left over."""
    waiting, said = list(entries), list[str]()

    def ask(_prompt: str) -> str:
        if not waiting:
            raise EOFError
        return waiting.pop(0)

    return Talk(ask, lambda words, _lead, _style: said.append(words)), said, waiting


def after_safety(
    *entries: str, units: str = "cm", start: dict[str, Any] | None = None
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
        assert question.test == offered[0].test or question != wanted[0]
        if KNOWLEDGE.protocols.tests[question.test].per_side:
            assert {q.group for q in wanted} == {"left", "right"}
        value = {"whole": 0, "number": 35, "yes_no": False, "choices": []}.get(question.field.kind)
        value = next(iter(question.field.options)) if question.field.kind == "choice" else value
        raw = with_answer(raw, question, value)
        case_from(raw)
    assert not assess(case_from(raw), KNOWLEDGE).next_tests


def test_what_could_not_be_saved_is_saved_with_the_next_answer() -> None:
    stored: list[dict[str, Any]] = []
    fails = iter([True, False, True])

    def store(raw: dict[str, Any]) -> None:
        if next(fails, False):
            raise OSError(28, "No space left on device")
        stored.append(raw)

    talk, said, _ = script("n", "n", "n")
    record = Record({}, store)
    converse(record, talk, KNOWLEDGE, "cm", "case.json")
    assert sum("No space left on device" in words for words in said) == 2
    assert stored == [{"schema": "plantigrade/case/1", "screen": {"RF1": False, "RF2": False}}]
    assert record.unsaved
    record.save()
    assert stored[-1] == record.raw
    assert record.unsaved == ""


def test_a_case_that_cannot_be_saved_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_path: Path, _raw: dict[str, Any]) -> None:
        raise OSError(28, "No space left on device")

    entries = iter(["n", "done"])
    monkeypatch.setattr(builtins, "input", lambda _prompt: next(entries))
    monkeypatch.setattr(command, "write_case", refuse)
    with pytest.raises(InputError, match="No space left on device"):
        command.run(argparse.Namespace(out=str(tmp_path / "c.json"), resume=None, units="cm"))
    assert '{"RF1": false}' in capsys.readouterr().out


def test_a_cut_write_leaves_the_file_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "case.json"
    write_case(path, {"person": {"age_years": 40}})

    def cut(_handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", cut)
    with pytest.raises(KeyboardInterrupt):
        write_case(path, {"person": {"age_years": 41}})
    assert saved(path) == {"person": {"age_years": 40}}
    assert [entry.name for entry in tmp_path.iterdir()] == ["case.json"]


def options(**values: str | None) -> argparse.Namespace:
    return argparse.Namespace(**{"out": None, "resume": None, "units": "cm", **values})


def test_another_case_is_never_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for path in (Path("case.json"), Path("mine.json")):
        path.write_text('{"person": {"age_years": 40}}', encoding="utf-8")
    with pytest.raises(InputError, match=r"--resume case\.json"):
        command.run(options())
    with pytest.raises(InputError, match=r"--resume mine\.json"):
        command.run(options(out="mine.json"))
    with pytest.raises(InputError, match="is there already"):
        command.run(options(out="mine.json", resume="case.json"))
    assert saved(Path("mine.json")) == saved(Path("case.json")) == {"person": {"age_years": 40}}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"out": "-"}, "name a file"),
        ({"resume": "-"}, "name a file"),
        ({"out": "case.toml"}, "is TOML"),
        ({"out": "no/such/folder/case.json"}, "cannot be written"),
        ({"resume": "absent.json"}, "cannot be read"),
    ],
)
def test_files_that_cannot_serve_are_refused_before_the_first_question(
    wrong: dict[str, str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=told):
        command.run(options(**wrong))
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_does_not_fit_is_not_resumed(tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    path.write_text('{"person": {"age_years": 400}, "x": 1}', encoding="utf-8")
    with pytest.raises(InputError) as error:
        command.run(options(resume=str(path)))
    assert len(error.value.problems) == 2


def test_a_toml_case_goes_on_as_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "case.toml").write_text("[person]\nage_years = 40\n", encoding="utf-8")

    def leave(_prompt: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(builtins, "input", leave)
    out = tmp_path / "case.json"
    assert command.run(options(resume=str(tmp_path / "case.toml"), out=str(out))) == 0
    assert saved(out)["person"] == {"age_years": 40}
    assert "--resume" in capsys.readouterr().out


def test_as_a_command_with_entries_from_a_pipe(tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    entries = "\n".join([*["n"] * 25, *[""] * 6, "8 8,5 8.5", "10.5", "", "done", ""])
    asked = subprocess.run(
        [sys.executable, "-m", "plantigrade", "interview", "--out", str(path)],
        input=entries.encode() + b"\xff",
        capture_output=True,
        check=False,
    )
    assert asked.returncode == 0, asked.stderr.decode()
    assert asked.stderr == b""
    assert b"\x1b" not in asked.stdout
    assert saved(path)["left"] == {"ktw_cm": [8.0, 8.5, 8.5]}
    told = flat(asked.stdout.decode())
    assert "Your left ankle is the stiffer one." in told
    read = subprocess.run(
        [sys.executable, "-m", "plantigrade", "assess", str(path)], capture_output=True, check=False
    )
    assert read.returncode == 0
    assert flat(read.stdout.decode()) in told


def test_words_that_are_no_text_do_not_end_the_interview() -> None:
    record, _ = after_safety("", "", "surf\udcff, [bold]")
    assert record.raw["person"]["sports"] == ["surf?", "[bold]"]


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
