"""The assessment as pages: which comes next, and what a sent page says. Pure; nothing is stored here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from plantigrade.core.assessment import Assessment as Reading
from plantigrade.interop.case_file import case_from
from plantigrade.interop.problems import InputError
from plantigrade.interviewing import (
    EntryError,
    Question,
    begun,
    is_open,
    parse,
    person_questions,
    questions_of,
    safety_questions,
    with_answer,
)
from plantigrade.knowledge.catalogue import Catalogue
from plantigrade.knowledge.words import say
from plantigrade.writing import capital

SAFETY, CAUTION, PERSON = "safety", "caution", "you"
WALL_TEST = "wall_test"
# A probe is the wall test before and after; what the case holds is the difference.
_GAINS = frozenset({"band_probe_gain_cm", "stretch_probe_gain_cm"})


@dataclass(frozen=True, slots=True)
class Sent:
    """A page as it came back: the case with its valid answers, what was passed over, what is wrong by key."""

    raw: dict[str, Any]
    skipped: list[str]
    problems: dict[str, str] = field(default_factory=dict)


def questions_on(
    page: str, raw: Mapping[str, Any], knowledge: Catalogue, *, possible: bool = True
) -> list[Question]:
    """The questions of a page; none for a page that there is not.

    A page has room for what its own answers may bring up, so that nobody is led to it twice; without
    `possible` only what makes sense by now.
    """
    if page in (SAFETY, CAUTION):
        red = knowledge.screening.red
        return [q for q in safety_questions(knowledge) if (q.name in red) == (page == SAFETY)]
    if page == PERSON:
        return list(person_questions(raw, possible=possible))
    if page not in knowledge.protocols.tests:
        return []
    return list(questions_of(page, raw, knowledge, possible=possible))


def pages(raw: Mapping[str, Any], chosen: str, reading: Reading, knowledge: Catalogue) -> list[str]:
    """Every page as far as it is known now: what is asked of all, what was begun, what is worth asking."""
    held = [test for test in knowledge.protocols.tests if begun(test, raw, knowledge)]
    offered = [offer.test for offer in reading.next_tests]
    asked = [SAFETY, CAUTION, PERSON, WALL_TEST, *([chosen] if chosen else []), *held, *offered]
    return list(dict.fromkeys(asked))


def next_page(
    raw: Mapping[str, Any], skipped: Sequence[str], chosen: str, reading: Reading, knowledge: Catalogue
) -> str | None:
    """The first page with an open question; None when nothing is left that would change the answer."""
    if reading.safety.decision == "stop":
        return None
    for page in pages(raw, chosen, reading, knowledge):
        asked = questions_on(page, raw, knowledge, possible=False)
        if any(is_open(question, raw, skipped) for question in asked):
            return page
    return None


def page_before(
    page: str, raw: Mapping[str, Any], chosen: str, reading: Reading, knowledge: Catalogue
) -> str:
    """The page to go back to; empty on the first."""
    known = pages(raw, chosen, reading, knowledge)
    place = known.index(page) if page in known else len(known)
    return known[place - 1] if place else ""


def take(
    page: str,
    sent: Mapping[str, Sequence[str]],
    raw: Mapping[str, Any],
    skipped: Sequence[str],
    units: str,
    knowledge: Catalogue,
) -> Sent:
    """Reads a sent page (values by field name). What is right is taken also when something else is wrong."""
    held, problems = dict(raw), dict[str, str]()
    over = [key for key in skipped if key not in {q.key for q in questions_on(page, raw, knowledge)}]
    for series in _series(questions_on(page, raw, knowledge)):
        found = []
        for question in series:
            try:
                value = _value(question, sent, units, unticked_is_no=page == CAUTION)
                if value is None and page == SAFETY:
                    raise EntryError(say("Please answer yes or no; if you are not sure, yes."))
            except EntryError as error:
                problems[question.key] = str(error)
                continue
            found.append(value)
            if value is None:
                over.append(question.key)
        if any(question.key in problems for question in series):
            continue
        try:
            changed = _with(held, series[0], found)
            case_from(changed)
        except InputError as error:
            problems[series[0].key] = " ".join(capital(f"{p.what}.") for p in error.problems)
        else:
            held = changed
    return Sent(held, over, problems)


def _series(asked: Sequence[Question]) -> list[list[Question]]:
    """Trials of one distance together, every other question by itself."""
    return [list(group) for _, group in groupby(asked, key=lambda q: (q.group, q.name))]


def _with(raw: dict[str, Any], first: Question, found: Sequence[Any]) -> dict[str, Any]:
    """The case with the answers of a series, in place of those it held."""
    bare = {**raw, first.group: {k: v for k, v in raw.get(first.group, {}).items() if k != first.name}}
    if first.place is None:
        return with_answer(bare, first, found[0])
    return with_answer(bare, first, [value for value in found if value is not None] or None)


def _value(question: Question, sent: Mapping[str, Sequence[str]], units: str, *, unticked_is_no: bool) -> Any:
    """The value of one question; None when it was left empty."""
    words = [word.strip() for word in sent.get(question.key, ()) if word.strip()]
    if question.field.kind == "yes_no" and not words and unticked_is_no:
        return False
    if question.name in _GAINS and not words:
        return _gain(question, sent, units)
    if not words:
        return None
    found = parse(", ".join(words), question.field, units)
    if question.field.kind == "trials":
        if len(found) != 1:
            raise EntryError(say("Give one distance in each field."))
        return found[0]
    return found


def _gain(question: Question, sent: Mapping[str, Sequence[str]], units: str) -> float | None:
    """After minus before, cm."""
    ends = []
    for end in ("before", "after"):
        words = [word.strip() for word in sent.get(f"{question.key}.{end}", ()) if word.strip()]
        ends.append(parse(words[0], question.field, units) if words else None)
    before, after = ends
    if before is None and after is None:
        return None
    if before is None or after is None:
        raise EntryError(say("Both distances are needed: before and after the two minutes."))
    return round(float(after) - float(before), 2)
