"""One who answers the interview as a case file has it, and entries from a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from plantigrade.cli.conversation import Talk
from plantigrade.interviewing import (
    Question,
    interview,
    person_questions,
    questions_of,
    safety_questions,
)
from tests.support import KNOWLEDGE

RED, AMBER = list(KNOWLEDGE.screening.red), list(KNOWLEDGE.screening.amber)


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


def script(*entries: str) -> tuple[Talk, list[str], list[str]]:
    """A talk that gives these entries and then leaves; what was said, in plain spaces, and what is left over."""
    waiting, said = list(entries), list[str]()

    def ask(_prompt: str) -> str:
        if not waiting:
            raise EOFError
        return waiting.pop(0)

    return Talk(ask, lambda words, _lead, _style: said.append(words.replace("\u00a0", " "))), said, waiting
