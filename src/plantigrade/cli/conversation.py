"""The conversation of the interview: asks, understands, saves, tells the reading so far."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plantigrade.cli.asking import (
    EntryError,
    Question,
    answer_to,
    is_open,
    next_question,
    other_tests,
    parse,
    safety_questions,
    with_answer,
)
from plantigrade.cli.asking import test_questions as questions_of_test
from plantigrade.cli.interview import Record, Talk
from plantigrade.cli.show.numbers import distance, distance_error, in_100, minutes, to_units
from plantigrade.cli.show.terminal import SOFT, STRONG, SYMBOL, WARN
from plantigrade.core.assessment import Assessment, SideAssessment, assess
from plantigrade.core.quantities import Side
from plantigrade.interop.case_file import case_from
from plantigrade.interop.problems import InputError
from plantigrade.knowledge.catalogue import Catalogue
from plantigrade.knowledge.types.interview import CaseQuestion

_MORE = Question("", "more", "Is there another test that you have done or would like to do?", CaseQuestion("names"))
_UNITS = {"a": "years", "deg": "degrees", "mm": "mm", "s": "seconds", "wk": "weeks", "{score}": "0 to 10"}
_COMMANDS = (
    "Enter passes over a question, back returns to the one before, ? tells how it is done, clear takes an "
    "answer out, done stops."
)


def converse(
    record: Record, talk: Talk, knowledge: Catalogue, units: str, place: str
) -> Assessment | None:
    """Asks until nothing is left, the person is done, or a red answer stops it: the assessment then.

    None when the person leaves in the middle. Every answer is in `record` before the next is asked.
    """
    talk.say(f"Every answer is saved in {place} at once.", 0, "")
    talk.say(_COMMANDS, 0, SOFT)
    try:
        return _Conversation(record, talk, knowledge, units).lead()
    except (EOFError, KeyboardInterrupt):
        talk.say("", 0, "")
        return None


class _Conversation:
    def __init__(self, record: Record, talk: Talk, knowledge: Catalogue, units: str) -> None:
        self._record = record
        self._talk = talk
        self._knowledge = knowledge
        self._units = units
        self._asked: list[Question] = []
        self._again: Question | None = None
        self._chosen = ""
        self._shown = ""

    def lead(self) -> Assessment:
        while True:
            assessment = self._assess(self._record.raw)
            if assessment.safety.decision == "stop":
                return assessment
            question = self._again or next_question(
                self._record.raw, self._record.skipped, assessment.next_tests, self._chosen, self._knowledge
            )
            if question is None:
                if not self._more():
                    return assessment
                continue
            self._show(question, assessment)
            if not self._answer(question):
                return self._assess(self._record.raw)

    def _assess(self, raw: dict[str, Any]) -> Assessment:
        return assess(case_from(raw), self._knowledge)

    def _answer(self, question: Question) -> bool:
        """One entry at this question, whatever it is. False when the person is done."""
        while True:
            entry = self._talk.ask("> ").strip()
            command = entry.lower()
            if command == "done":
                return False
            if command == "back":
                if self._back():
                    return True
                continue
            if command == "?":
                self._help(question)
                continue
            if command == "":
                self._pass_over(question)
                return True
            if command == "clear":
                self._keep(question, None)
                return True
            try:
                self._keep(question, parse(entry, question.field, self._units))
            except EntryError as error:
                self._talk.say(f"{error} Nothing is lost; please try again.", 2, WARN)
            except InputError as error:
                for problem in error.problems:
                    self._talk.say(f"That {problem.what}. Please try again.", 2, WARN)
            else:
                return True

    def _keep(self, question: Question, value: Any) -> None:
        """Takes an answer in, or out when None. Raises InputError when the schema refuses it."""
        held = question.place is not None and value is not None
        raw = with_answer(self._record.raw, question, value)
        case_from(raw)
        self._record.keep(raw)
        if value is None and question.group:
            self._record.skipped.add(question.key)
        else:
            self._record.skipped.discard(question.key)
        self._leave(question)
        if self._record.unsaved:
            why = self._record.unsaved
            self._talk.say(f"Could not save ({why}). Your answers are kept here and tried again.", 2, WARN)
        told = reading_line(self._assess(raw), self._knowledge, self._units, question)
        if told and (held or value is not None):
            self._talk.say(told, 2, SOFT)

    def _pass_over(self, question: Question) -> None:
        if answer_to(self._record.raw, question) is None:
            self._record.skipped.add(question.key)
        self._leave(question)

    def _leave(self, question: Question) -> None:
        self._again = None
        self._asked.append(question)

    def _back(self) -> bool:
        if not self._asked:
            self._talk.say("This is the first question.", 2, "")
            return False
        self._again = self._asked.pop()
        self._record.skipped.discard(self._again.key)
        return True

    def _more(self) -> bool:
        """Offers the tests that would not change the answer. True when one was chosen."""
        tests = other_tests(self._record.raw, self._knowledge)
        self._talk.say("", 0, "")
        self._talk.say("Nothing cheap would change the answer now.", 0, STRONG)
        if not tests:
            return False
        self._talk.say(f"{_MORE.text} Enter finishes.", 0, "")
        named = {test: self._knowledge.protocols.tests[test] for test in tests}
        for number, protocol in enumerate(named.values(), start=1):
            self._talk.say(f"{number:>2}  {protocol.title}, {minutes(protocol.minutes)}", 2, "")
        chooser = CaseQuestion("choice", options={test: p.title for test, p in named.items()})
        while True:
            entry = self._talk.ask("> ").strip()
            if entry.lower() in ("", "done"):
                return False
            if entry.lower() == "back":
                if self._back():
                    return True
                continue
            if entry == "?":
                self._talk.say("Type the number of a test, or press Enter to finish.", 2, "")
                continue
            try:
                self._chosen = parse(entry, chooser, self._units)
            except EntryError as error:
                self._talk.say(f"{error} Please try again.", 2, WARN)
                continue
            for question in questions_of_test(self._chosen, self._record.raw, self._knowledge):
                self._record.skipped.discard(question.key)
            return True

    def _show(self, question: Question, assessment: Assessment) -> None:
        if question.test and question.test != self._shown:
            self._introduce(question.test, assessment)
        self._shown = question.test
        self._talk.say("", 0, "")
        for line, indent, style in self._lines(question):
            self._talk.say(line, indent, style)

    def _lines(self, question: Question) -> Iterator[tuple[str, int, str]]:
        yield self._head(question), 0, STRONG
        yield question.text, 0, ""
        for number, option in enumerate(question.field.options.values(), start=1):
            yield f"{number:>2}  {option}", 2, ""
        hint = self._hint(question)
        if hint:
            yield f"({hint})", 0, SOFT

    def _head(self, question: Question) -> str:
        if question.group == "screen":
            ids = [q.name for q in safety_questions(self._knowledge)]
            return f"Safety, {ids.index(question.name) + 1} of {len(ids)}"
        if question.group == "person":
            return "About you"
        if question.group == "squat":
            return "Squat"
        side = Side(question.group)
        head = f"{SYMBOL[side]} {side.value.capitalize()} side"
        if question.place is None:
            return head
        wanted = int(self._knowledge.measurement.wall_test.mean_from_trials.value)
        return f"{head}, try {question.place + 1} of {max(wanted, question.place + 1)}"

    def _hint(self, question: Question) -> str:
        asked = question.field
        told = {
            "yes_no": "yes or no",
            "choice": "one number",
            "choices": "one or more numbers, with commas between",
        }.get(asked.kind, "")
        if asked.unit == "cm":
            told = "in inches" if self._units == "in" else "in cm"
        elif asked.unit in _UNITS:
            told = _UNITS[asked.unit]
        parts = [told, asked.hint]
        held = answer_to(self._record.raw, question)
        if held is not None:
            parts.append(f"Enter keeps {self._told(held, question)}")
        return "; ".join(part for part in parts if part)

    def _told(self, value: Any, question: Question) -> str:
        """An answer in the words in which it was given."""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, list):
            return ", ".join(question.field.options.get(v, v) for v in value) or "none"
        if isinstance(value, str):
            return question.field.options.get(value, value)
        if question.field.unit == "cm":
            return f"{to_units(value, self._units):.4g} {self._units}"
        return f"{value:g}"

    def _introduce(self, test: str, assessment: Assessment) -> None:
        """What the test is, why it comes now, and how it is done."""
        protocol = self._knowledge.protocols.tests[test]
        offered = next((offer for offer in assessment.next_tests if offer.test == test), None)
        self._talk.say("", 0, "")
        self._talk.say(f"{protocol.title}, about {minutes(protocol.minutes)}", 0, STRONG)
        self._talk.say(protocol.why if offered is None else f"{protocol.why} {offered.why}", 0, "")
        self._steps(test)

    def _steps(self, test: str) -> None:
        protocol = self._knowledge.protocols.tests[test]
        for line in protocol.before:
            self._talk.say(f"· {line}", 2, "")
        for number, line in enumerate(protocol.steps, start=1):
            self._talk.say(f"{number}. {line}", 2, "")
        if protocol.stop_if:
            self._talk.say("Stop if: " + " ".join(protocol.stop_if), 2, WARN)

    def _help(self, question: Question) -> None:
        if question.field.help:
            self._talk.say(question.field.help, 2, "")
        if question.test:
            protocol = self._knowledge.protocols.tests[question.test]
            self._steps(question.test)
            if protocol.invalid_if:
                self._talk.say("It does not count if: " + " ".join(protocol.invalid_if), 2, "")
        elif question.group == "screen":
            self._talk.say("Answer as it is today. If you are not sure, answer yes.", 2, "")
        self._talk.say(_COMMANDS, 2, SOFT)


def reading_line(assessment: Assessment, knowledge: Catalogue, units: str, question: Question) -> str:
    """The reading so far in one line; empty while there is nothing to tell."""
    noted = [i for i in assessment.safety.items if i.id == question.name and i.action == "modify"]
    if noted:
        return f"Noted: {noted[0].short}. Some exercises will be changed."
    sides = [_side_line(found, knowledge, units) for found in assessment.sides.values()]
    told = [line for line in sides if line]
    if not told:
        return ""
    if assessment.asymmetry is not None and assessment.asymmetry.lower_side is not None:
        told.append(f"difference {distance(assessment.asymmetry.cm, units)}")
    return "So far: " + " · ".join(told)


def _side_line(found: SideAssessment, knowledge: Catalogue, units: str) -> str:
    parts = []
    if found.wall_test is not None:
        parts.append(distance_error(found.wall_test.ktw_cm, units))
    if found.limiters is not None and any(reading.points for reading in found.limiters.values()):
        first = max(found.limiters.values(), key=lambda reading: reading.p)
        name = next(h.name for h in knowledge.limiters.hypotheses if h.id == first.limiter)
        parts.append(f"{name} {in_100(first.p)}")
    return f"{SYMBOL[found.side]} {', '.join(parts)}" if parts else ""
