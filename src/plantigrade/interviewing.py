"""The questions of the interview: which comes next, and what an entry means. Pure; nothing is printed."""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from plantigrade.core.next_tests import NextTest
from plantigrade.core.quantities import SIDES
from plantigrade.interop.case_file import schema
from plantigrade.knowledge.catalogue import Catalogue, default_catalogue
from plantigrade.knowledge.types.interview import CaseQuestion, Interview
from plantigrade.knowledge.types.protocols import Protocol
from plantigrade.knowledge.words import say, word
from plantigrade.writing import CM_PER

SCHEMA = "plantigrade/case/1"
# Asked beside an angle; on its own it says nothing, so it does not make a test begun.
_BESIDE = frozenset({"inclinometer_placement"})
_NUMBER = re.compile(r"([+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+))\s*(cm|mm|in|\"|inch|inches)?")
_INCH = CM_PER["in"]
_CM_PER = {"cm": 1.0, "mm": 0.1, "in": _INCH, '"': _INCH, "inch": _INCH, "inches": _INCH}
_YES, _NO = ("y", "yes", "true"), ("n", "no", "false")
_NOTHING = ("none", "nothing")
_WORDS = word("That holds no answer; write none if there is nothing to name.")


class EntryError(Exception):
    """An entry that does not answer the question; the text says what would."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask. `group` is screen, person, left, right or squat; `place` the trial, from 0."""

    group: str
    name: str
    text: str
    field: CaseQuestion
    test: str = ""
    place: int | None = None

    @property
    def key(self) -> str:
        return f"{self.group}.{self.name}" + ("" if self.place is None else f".{self.place + 1}")


def interview() -> Interview:
    """How the fields of a case file are asked for."""
    return default_catalogue().interview


def answer_to(raw: Mapping[str, Any], question: Question) -> Any:
    """What the case holds for a question; None when nothing."""
    found = raw.get(question.group, {}).get(question.name)
    if question.place is None or found is None:
        return found
    return found[question.place] if question.place < len(found) else None


def with_answer(raw: Mapping[str, Any], question: Question, value: Any) -> dict[str, Any]:
    """The case with this answer, in the order of the schema; None takes an answer out."""
    changed = copy.deepcopy(dict(raw))
    group = changed.setdefault(question.group, {})
    if question.place is not None:
        trials = list(group.get(question.name, []))
        # Several tries at once are the rest of the series; a single one takes its own place.
        end = None if value is not None and len(value) > 1 else question.place + 1
        trials[question.place : end] = value or []
        value = trials or None
    if value is None:
        group.pop(question.name, None)
    else:
        group[question.name] = value
    return in_order(changed)


def in_order(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The same case with keys as in the schema and no empty groups: equal cases are equal files."""
    known = schema()
    ordered: dict[str, Any] = {"schema": SCHEMA}
    for name, described in known["properties"].items():
        group = raw.get(name)
        if name == "schema" or not group:
            continue
        described = known["$defs"]["side"] if "$ref" in described else described
        places = list(described.get("properties", ()))
        # Safety questions have no order in the schema: red before amber, then by number.
        keys = places or sorted(group, key=lambda id_: (id_[:2] != "RF", len(id_), id_))
        ordered[name] = {key: group[key] for key in keys if key in group}
    return ordered


def _needed(group: Mapping[str, Any], field: CaseQuestion) -> bool:
    """Whether a question makes sense with what this group of the case holds."""
    for need in field.needs:
        name, _, value = need.partition("=")
        if group.get(name) and (not value or value in group[name]):
            return True
    return not field.needs


def safety_questions(knowledge: Catalogue) -> Iterator[Question]:
    """All red questions, then all amber ones."""
    screening = knowledge.screening
    for id_, red in screening.red.items():
        yield Question("screen", id_, red.question, CaseQuestion(kind="yes_no"))
    for id_, amber in screening.amber.items():
        yield Question("screen", id_, amber.question, CaseQuestion(kind="yes_no"))


def person_questions(raw: Mapping[str, Any], *, possible: bool = False) -> Iterator[Question]:
    """What is asked of the person; with `possible` also what only another answer would bring up."""
    person = raw.get("person", {})
    for name, field in interview().person.items():
        if possible or name in person or _needed(person, field):
            yield Question("person", name, field.question, field)


def _text(name: str, field: CaseQuestion, protocol: Protocol) -> str:
    if field.question:
        return field.question
    if protocol.gives != (name,):
        raise ValueError(f"interview.toml has no question for {name}, one of several of {protocol.title}")
    return protocol.question


def questions_of(
    test: str, raw: Mapping[str, Any], knowledge: Catalogue, *, possible: bool = False
) -> Iterator[Question]:
    """All fields of a test, the left side before the right; the trials of a series one by one.

    With `possible` also what only another answer would bring up.
    """
    protocol = knowledge.protocols.tests[test]
    fields = interview().side if protocol.per_side else interview().squat
    for group in SIDES if protocol.per_side else ("squat",):
        for name in protocol.gives:
            field, held = fields[name], raw.get(str(group), {})
            if not possible and name not in held and not _needed(held, field):
                continue
            text = _text(name, field, protocol)
            if field.kind != "trials":
                yield Question(str(group), name, text, field, test)
                continue
            wanted = int(knowledge.measurement.wall_test.mean_from_trials.value)
            for place in range(max(wanted, len(held.get(name, ())))):
                yield Question(str(group), name, text, field, test, place)


def is_open(question: Question, raw: Mapping[str, Any], skipped: Collection[str]) -> bool:
    """Neither answered nor passed over. A series ends with the first try that is passed over."""
    if answer_to(raw, question) is not None or question.key in skipped:
        return False
    if question.place is None:
        return True
    earlier = (f"{question.group}.{question.name}.{place + 1}" for place in range(question.place))
    return not any(key in skipped for key in earlier)


def begun(test: str, raw: Mapping[str, Any], knowledge: Catalogue) -> bool:
    """Whether something of a test has been answered."""
    return any(
        answer_to(raw, question) is not None
        for question in questions_of(test, raw, knowledge)
        if question.name not in _BESIDE
    )


def next_question(
    raw: Mapping[str, Any],
    skipped: Collection[str],
    offered: Sequence[NextTest],
    chosen: str,
    knowledge: Catalogue,
) -> Question | None:
    """The first open question; None when nothing is left that would change the answer.

    Safety, the person, the wall test of both sides, the test that the person chose, tests that are begun,
    then whatever is offered first. It follows from the case and what was passed over alone, so that an
    interview that was cut off goes on where it stood.
    """
    for question in (*safety_questions(knowledge), *person_questions(raw)):
        if is_open(question, raw, skipped):
            return question
    tests = ["wall_test", *([chosen] if chosen else [])]
    tests += [test for test in knowledge.protocols.tests if begun(test, raw, knowledge)]
    tests += [offer.test for offer in offered]
    for test in dict.fromkeys(tests):
        for question in questions_of(test, raw, knowledge):
            if is_open(question, raw, skipped):
                return question
    return None


def other_tests(raw: Mapping[str, Any], knowledge: Catalogue) -> list[str]:
    """Tests that could still add something to the case, offered or not."""
    return [
        test
        for test, protocol in knowledge.protocols.tests.items()
        if any(answer_to(raw, question) is None for question in questions_of(test, raw, knowledge))
        and protocol.gives
    ]


def _number(text: str, field: CaseQuestion, units: str) -> float:
    found = _NUMBER.fullmatch(text)
    if found is None or (found[2] and field.unit != "cm" and found[2] != field.unit):
        raise EntryError(say("{entry} is not a number like 9.5 or 9,5.", entry=repr(text[:40])))
    digits, unit = found[1].replace(",", "."), found[2]
    if len(digits) > 12:
        raise EntryError(say("That is more digits than any measurement has."))
    value = float(digits)
    if field.unit == "cm":
        value = round(value * _CM_PER[unit or units], 2)
    if not math.isfinite(value):
        raise EntryError(say("That is not a finite number."))
    return int(value) if value == int(value) and field.unit != "cm" else value


def _trials(text: str, field: CaseQuestion, units: str) -> list[float]:
    # A comma between spaces separates; inside a number it is the decimal sign.
    words = [word for word in re.split(r"\s*;\s*|\s*,\s+|\s+(?![a-z\"])", text) if word]
    if any(word.count(",") > 1 or ("," in word and "." in word) for word in words):
        raise EntryError(say("Please put a space between the tries: 8,5 9 8,5."))
    if not words:
        raise EntryError(say("That holds no number; give one like 8.5."))
    # A unit at the end of the line is meant for all tries.
    last = _NUMBER.fullmatch(words[-1])
    named = last[2] if last else None
    return [_number(word, field, named or units) for word in words]


def _option(entry: str, options: Mapping[str, str]) -> str:
    """An option by its number, its name, or the beginning of either that fits no other."""
    ids = list(options)
    if entry.isascii() and entry.isdigit():
        if 1 <= int(entry[:4]) <= len(ids):
            return ids[int(entry[:4]) - 1]
        raise EntryError(
            say("There is no {entry}; the numbers go from 1 to {last}.", entry=entry[:10], last=len(ids))
        )
    key = entry.lower().replace(" ", "_")
    exact = [id_ for id_ in ids if id_.lower() == key or options[id_].lower() == entry.lower()]
    fitting = exact or [id_ for id_ in ids if id_.lower().startswith(key)]
    if len(fitting) != 1:
        raise EntryError(
            say(
                "{entry} is none of the answers; give a number from 1 to {last}.",
                entry=repr(entry[:40]),
                last=len(ids),
            )
        )
    return fitting[0]


def _options(text: str, options: Mapping[str, str]) -> list[str]:
    if text.lower() in _NOTHING:
        return []
    try:
        return [_option(text, options)]
    except EntryError:
        words = [word for word in re.split(r"[,;\s]+", text) if word]
        if not words:
            raise EntryError(say(_WORDS)) from None
        chosen = {_option(word, options) for word in words}
    return [id_ for id_ in options if id_ in chosen]


def parse(text: str, field: CaseQuestion, units: str) -> Any:
    """The value of an entry, as it stands in a case file. Raises EntryError with what would be right."""
    text = text.strip().replace("−", "-").rstrip("°")
    if field.kind == "yes_no":
        if text.lower() in _YES:
            return True
        if text.lower() in _NO:
            return False
        raise EntryError(say("Please answer yes or no (y or n)."))
    if field.kind == "choice":
        return _option(text, field.options)
    if field.kind == "choices":
        return _options(text, field.options)
    if field.kind == "names":
        if text.lower() in _NOTHING:
            return []
        names = [name for name in (word.strip() for word in text.split(",")) if name]
        if not names:
            raise EntryError(say(_WORDS))
        return names
    if field.kind == "trials":
        return _trials(text, field, units)
    value = _number(text, field, units)
    if field.kind == "whole":
        if value != int(value):
            raise EntryError(say("{entry} is not a whole number.", entry=text[:40]))
        return int(value)
    return value
