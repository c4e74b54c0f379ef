"""Type of interview.toml: how each field of a case file is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from plantigrade.knowledge.types.common import Unit

AnswerKind = Literal["number", "whole", "yes_no", "choice", "choices", "names", "trials"]


@dataclass(frozen=True, slots=True)
class CaseQuestion:
    """One field of a case file.

    An empty `question` means that the only question of its protocol is asked. `options` are the words of
    the file with what is shown for them. `needs`: asked once one of these fields of the same group is
    known, or, written "name=value", holds that value.
    """

    kind: AnswerKind
    question: str = ""
    unit: Unit = "1"
    hint: str = ""
    help: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.kind in ("choice", "choices")) != bool(self.options):
            raise ValueError("a choice needs options, and only a choice")


@dataclass(frozen=True, slots=True)
class Interview:
    """Fields by the groups of a case file. Those of `person` are asked in the order of the file."""

    person: Mapping[str, CaseQuestion]
    side: Mapping[str, CaseQuestion]
    squat: Mapping[str, CaseQuestion]
