"""The conversation of the interview: asks, understands, saves, tells the reading so far."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from plantigrade.cli.show.terminal import SOFT, STRONG, SYMBOL, WARN
from plantigrade.core.assessment import Assessment, SideAssessment, assess
from plantigrade.core.quantities import Side
from plantigrade.interop.case_file import case_from
from plantigrade.interop.problems import InputError
from plantigrade.interviewing import (
    EntryError,
    Question,
    answer_to,
    next_question,
    other_tests,
    parse,
    questions_of,
    safety_questions,
    with_answer,
)
from plantigrade.knowledge.catalogue import Catalogue
from plantigrade.knowledge.types.interview import CaseQuestion
from plantigrade.writing import NBSP, Unit, in_100, in_unit, length_error, minutes

_UNITS = {"a": "years", "deg": "degrees", "mm": "mm", "s": "seconds", "wk": "weeks", "{score}": "0 to 10"}
_LISTS = {
    "yes_no": "yes or no",
    "choice": "one number",
    "choices": "one or more numbers, with commas between",
}
_COMMANDS = (
    "Enter passes over a question, back returns to the one before, ? tells more, clear takes an answer out, "
    "done stops."
)


@dataclass(frozen=True, slots=True)
class Talk:
    """How the interview speaks: `ask` shows a prompt and returns one line, `say` shows a paragraph.

    `ask` raises EOFError or KeyboardInterrupt when the person leaves. `say` takes the words, what stands
    before their first line, and a style.
    """

    ask: Callable[[str], str]
    say: Callable[[str, str, str], None]


@dataclass(slots=True)
class Record:
    """The growing case. `store` writes it and may raise OSError; `unsaved` says why it last failed."""

    raw: dict[str, Any]
    store: Callable[[dict[str, Any]], None]
    saved: dict[str, Any] = field(default_factory=dict)
    unsaved: str = ""

    def save(self) -> None:
        """Stores what is not stored yet."""
        if self.raw == self.saved:
            return
        try:
            self.store(self.raw)
        except OSError as error:
            self.unsaved = error.strerror or str(error)
        else:
            self.saved, self.unsaved = self.raw, ""


def converse(record: Record, talk: Talk, knowledge: Catalogue, units: Unit, place: str) -> Assessment | None:
    """Asks until nothing is left, the person is done, or a red answer stops it: the assessment then.

    None when the person leaves in the middle. Every answer is stored before the next is asked.
    """
    talk.say(f"Every answer is saved in {place} at once.", "", "")
    talk.say(_COMMANDS, "", SOFT)
    try:
        return _Conversation(record, talk, knowledge, units).lead()
    except (EOFError, KeyboardInterrupt):
        talk.say("", "", "")
        return None


class _Conversation:
    """`_asked` are the questions behind us, `_again` the one to go back to, `_chosen` a test asked for."""

    def __init__(self, record: Record, talk: Talk, knowledge: Catalogue, units: Unit) -> None:
        self._record = record
        self._talk = talk
        self._knowledge = knowledge
        self._units = units
        self._skipped: set[str] = set()
        self._asked: list[Question] = []
        self._again: Question | None = None
        self._chosen = ""
        self._shown = ""

    def lead(self) -> Assessment:
        assessment = self._assess()
        while assessment.safety.decision != "stop":
            question = self._again or next_question(
                self._record.raw, self._skipped, assessment.next_tests, self._chosen, self._knowledge
            )
            if question is not None:
                self._show(question, assessment)
            if not (self._more() if question is None else self._answer(question, assessment)):
                break
            assessment = self._assess()
        return assessment

    def _assess(self) -> Assessment:
        return assess(case_from(self._record.raw), self._knowledge)

    def _entry(self) -> str:
        # A terminal may hand over bytes that are no text; a file could not hold them.
        return self._talk.ask("> ").encode("utf-8", "replace").decode("utf-8").strip()

    def _answer(self, question: Question, before: Assessment) -> bool:
        """Takes entries until one settles this question. False when the person is done."""
        while True:
            entry = self._entry()
            command = entry.lower()
            if command == "done":
                return False
            if command == "back":
                if self._back():
                    return True
            elif command == "?":
                self._help(question)
            elif command in ("", "clear"):
                self._pass_over(question, command == "clear")
                return True
            elif self._take(question, entry, before):
                return True

    def _take(self, question: Question, entry: str, before: Assessment) -> bool:
        """Takes an answer in and saves it. False, and why, when it does not fit."""
        try:
            raw = with_answer(self._record.raw, question, parse(entry, question.field, self._units))
            case_from(raw)
        except EntryError as error:
            self._talk.say(f"{error} Please try again.", "  ", WARN)
            return False
        except InputError as error:
            inches = self._units == "in" and question.field.unit == "cm"
            for problem in error.problems:
                # The schema speaks of centimetres; its hint on millimetres would mislead in inches.
                what = f"in centimetres, {problem.what.partition(';')[0]}" if inches else problem.what
                self._talk.say(f"That does not fit: {what}. Please try again.", "  ", WARN)
            return False
        self._store(raw)
        self._skipped.discard(question.key)
        self._leave(question)
        for line in reading_lines(before, self._assess(), self._knowledge, self._units):
            self._talk.say(line, "  ", SOFT)
        return True

    def _store(self, raw: dict[str, Any]) -> None:
        self._record.raw = raw
        self._record.save()
        if self._record.unsaved:
            why = self._record.unsaved
            self._talk.say(f"This could not be saved ({why}). It is kept and tried again.", "  ", WARN)

    def _pass_over(self, question: Question, clear: bool) -> None:
        held = answer_to(self._record.raw, question)
        if held is not None and clear:
            self._store(with_answer(self._record.raw, question, None))
        if held is None or clear:
            self._skipped.add(question.key)
        self._leave(question)

    def _leave(self, question: Question) -> None:
        self._again = None
        self._asked.append(question)

    def _back(self) -> bool:
        if not self._asked:
            self._talk.say("This is the first question.", "  ", "")
            return False
        self._again = self._asked.pop()
        return True

    def _more(self) -> bool:
        """Offers the tests that would not change the answer. True when there is something to ask."""
        ids = other_tests(self._record.raw, self._knowledge)
        tests = {id_: self._knowledge.protocols.tests[id_] for id_ in ids}
        self._talk.say("", "", "")
        self._talk.say("Nothing cheap would change the answer now.", "", STRONG)
        if not tests:
            return False
        self._talk.say("Have you done another test, or would you like to? Enter finishes.", "", "")
        for number, protocol in enumerate(tests.values(), start=1):
            self._talk.say(f"{protocol.title}, {minutes(protocol.minutes)}", f"  {number:>2}  ", "")
        chooser = CaseQuestion("choice", options={id_: protocol.title for id_, protocol in tests.items()})
        while True:
            entry = self._entry()
            if entry.lower() in ("", "done"):
                return False
            if entry.lower() == "back":
                if self._back():
                    return True
            elif entry == "?":
                self._talk.say("Type the number of a test, or press Enter to finish.", "  ", "")
            else:
                try:
                    self._chosen = parse(entry, chooser, self._units)
                except EntryError as error:
                    self._talk.say(f"{error} Please try again.", "  ", WARN)
                    continue
                again = questions_of(self._chosen, self._record.raw, self._knowledge)
                self._skipped.difference_update(question.key for question in again)
                return True

    def _show(self, question: Question, assessment: Assessment) -> None:
        if question.test and question.test != self._shown:
            self._introduce(question.test, assessment)
        self._shown = question.test
        self._talk.say("", "", "")
        self._talk.say(self._head(question), "", STRONG)
        self._talk.say(question.text, "", "")
        for number, option in enumerate(question.field.options.values(), start=1):
            self._talk.say(option, f"  {number:>2}  ", "")
        hint = "; ".join(self._hints(question))
        if hint:
            self._talk.say(f"({hint})", "", SOFT)

    def _head(self, question: Question) -> str:
        if question.group == "screen":
            ids = [q.name for q in safety_questions(self._knowledge)]
            return f"Safety, {ids.index(question.name) + 1} of {len(ids)}"
        if question.group in ("person", "squat"):
            return {"person": "About you", "squat": "Squat"}[question.group]
        side = Side(question.group)
        head = f"{SYMBOL[side]} {side.value.capitalize()} side"
        if question.place is None:
            return head
        wanted = int(self._knowledge.measurement.wall_test.mean_from_trials.value)
        return f"{head}, try {question.place + 1} of {max(wanted, question.place + 1)}"

    def _hints(self, question: Question) -> Iterator[str]:
        """In which form the answer is wanted, and what is held already."""
        asked = question.field
        if asked.kind in _LISTS:
            yield _LISTS[asked.kind]
        if asked.unit == "cm":
            yield "in inches" if self._units == "in" else "in cm"
        elif asked.unit in _UNITS:
            yield _UNITS[asked.unit]
        if asked.hint:
            yield asked.hint
        held = answer_to(self._record.raw, question)
        if held is not None:
            yield f"Enter keeps {self._told(held, question)}"

    def _told(self, value: Any, question: Question) -> str:
        """An answer in the words in which it was given."""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, list):
            return ", ".join(question.field.options.get(v, v) for v in value) or "none"
        if isinstance(value, str):
            return question.field.options.get(value, value)
        if question.field.unit == "cm":
            return f"{in_unit(value, self._units):.4g}{NBSP}{self._units}"
        return f"{value:g}"

    def _introduce(self, test: str, assessment: Assessment) -> None:
        """What the test is, why it comes now, and how it is done."""
        protocol = self._knowledge.protocols.tests[test]
        offered = next((offer for offer in assessment.next_tests if offer.test == test), None)
        self._talk.say("", "", "")
        self._talk.say(f"{protocol.title}, about {minutes(protocol.minutes)}", "", STRONG)
        self._talk.say(protocol.why if offered is None else f"{protocol.why} {offered.why}", "", "")
        self._steps(test)

    def _steps(self, test: str) -> None:
        protocol = self._knowledge.protocols.tests[test]
        for line in protocol.before:
            self._talk.say(line, "  · ", "")
        for number, line in enumerate(protocol.steps, start=1):
            self._talk.say(line, f"  {number}. ", "")
        if protocol.stop_if:
            self._talk.say("Stop if: " + " ".join(protocol.stop_if), "  ", WARN)

    def _help(self, question: Question) -> None:
        if question.field.help:
            self._talk.say(question.field.help, "  ", "")
        if question.test:
            self._steps(question.test)
            invalid = self._knowledge.protocols.tests[question.test].invalid_if
            if invalid:
                self._talk.say("It does not count if: " + " ".join(invalid), "  ", "")
        elif question.group == "screen":
            self._talk.say("Answer as it is today. If you are not sure, answer yes.", "  ", "")
        self._talk.say(_COMMANDS, "  ", SOFT)


def reading_lines(before: Assessment, now: Assessment, knowledge: Catalogue, units: Unit) -> Iterator[str]:
    """What an answer brought: what it switches on, and the reading so far in one line."""
    known = {(item.id, item.side) for item in before.safety.items}
    for item in now.safety.items:
        if item.action == "modify" and (item.id, item.side) not in known:
            yield f"Noted: {item.short}. Some exercises will be changed."
    told = [line for line in (_side_line(found, knowledge, units) for found in now.sides.values()) if line]
    if told and now.case.screen == before.case.screen and now.case.person == before.case.person:
        yield "So far: " + " · ".join(told)


def _side_line(found: SideAssessment, knowledge: Catalogue, units: Unit) -> str:
    parts = []
    if found.wall_test is not None:
        parts.append(length_error(found.wall_test.ktw_cm, units))
    if found.limiters is not None and any(reading.points for reading in found.limiters.values()):
        first = max(found.limiters.values(), key=lambda reading: reading.p)
        name = next(h.name for h in knowledge.limiters.hypotheses if h.id == first.limiter)
        parts.append(f"{name} {in_100(first.p)}")
    return f"{SYMBOL[found.side]} {', '.join(parts)}" if parts else ""
