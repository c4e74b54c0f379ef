"""Everything the field knows, read from TOML when first asked for.

A subject that is not needed is neither read nor are its types imported, which keeps a command's start short
(each type costs about a millisecond). `check.problems` reads all
of them and holds them against each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import GenericAlias
from typing import TYPE_CHECKING, Any

from plantigrade.knowledge import words
from plantigrade.knowledge.reading import read
from plantigrade.knowledge.spoken import spoken

if TYPE_CHECKING:
    from plantigrade.knowledge.types.evidence import Claim, Contradiction, Rule, Source
    from plantigrade.knowledge.types.exercises import Exercise
    from plantigrade.knowledge.types.figures import Figures
    from plantigrade.knowledge.types.interview import Interview
    from plantigrade.knowledge.types.limiters import Limiters, NextTests
    from plantigrade.knowledge.types.measurement import Bands, Measurement, Norms, SquatScreen
    from plantigrade.knowledge.types.pain import PainKnowledge
    from plantigrade.knowledge.types.programme import Programme, Referrals, Sports
    from plantigrade.knowledge.types.progress import ProgressKnowledge
    from plantigrade.knowledge.types.protocols import Protocols, Screening
    from plantigrade.knowledge.types.upkeep import UpkeepKnowledge
    from plantigrade.knowledge.types.wording import Wording


@dataclass(frozen=True, slots=True)
class Subject:
    """A file, the module and name of its type, and whether it holds one such value a key."""

    file: str
    module: str
    kind: str
    by_key: bool = False


# Attribute of the catalogue -> its subject. Exercises have one file each, in their own folder.
SUBJECTS: Mapping[str, Subject] = {
    "sources": Subject("sources.toml", "evidence", "Source", by_key=True),
    "rules": Subject("rules.toml", "evidence", "Rule", by_key=True),
    "contradictions": Subject("contradictions.toml", "evidence", "Contradiction", by_key=True),
    "claims": Subject("claims.toml", "evidence", "Claim", by_key=True),
    "bands": Subject("bands.toml", "measurement", "Bands"),
    "measurement": Subject("measurement.toml", "measurement", "Measurement"),
    "norms": Subject("norms.toml", "measurement", "Norms"),
    "squat": Subject("squat.toml", "measurement", "SquatScreen"),
    "limiters": Subject("limiters.toml", "limiters", "Limiters"),
    "next_tests": Subject("next_tests.toml", "limiters", "NextTests"),
    "protocols": Subject("protocols.toml", "protocols", "Protocols"),
    "screening": Subject("screening.toml", "protocols", "Screening"),
    "programme": Subject("programme.toml", "programme", "Programme"),
    "sports": Subject("sports.toml", "programme", "Sports"),
    "referrals": Subject("referrals.toml", "programme", "Referrals"),
    "progress": Subject("progress.toml", "progress", "ProgressKnowledge"),
    "pain": Subject("pain.toml", "pain", "PainKnowledge"),
    "upkeep": Subject("upkeep.toml", "upkeep", "UpkeepKnowledge"),
    "figures": Subject("figures.toml", "figures", "Figures"),
    "interview": Subject("interview.toml", "interview", "Interview"),
    "wording": Subject("wording.toml", "wording", "Wording"),
}
EXERCISE = Subject("exercises", "exercises", "Exercise")


def type_of(subject: Subject) -> Any:
    """The frozen type that a subject's file is read into."""
    kind: Any = getattr(import_module(f"plantigrade.knowledge.types.{subject.module}"), subject.kind)
    return GenericAlias(dict, (str, kind)) if subject.by_key else kind


class Catalogue:
    """The knowledge in one folder. Every attribute raises KnowledgeError when its file does not fit."""

    def __init__(self, directory: Traversable) -> None:
        self._directory = directory

    def _read(self, name: str) -> Any:
        subject = SUBJECTS[name]
        return read(self._directory, subject.file, type_of(subject))

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        found: Mapping[str, Source] = self._read("sources")
        return found

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        found: Mapping[str, Rule] = self._read("rules")
        return found

    @cached_property
    def contradictions(self) -> Mapping[str, Contradiction]:
        found: Mapping[str, Contradiction] = self._read("contradictions")
        return found

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        found: Mapping[str, Claim] = self._read("claims")
        return found

    @cached_property
    def bands(self) -> Bands:
        found: Bands = self._read("bands")
        return found

    @cached_property
    def measurement(self) -> Measurement:
        found: Measurement = self._read("measurement")
        return found

    @cached_property
    def norms(self) -> Norms:
        found: Norms = self._read("norms")
        return found

    @cached_property
    def squat(self) -> SquatScreen:
        found: SquatScreen = self._read("squat")
        return found

    @cached_property
    def limiters(self) -> Limiters:
        found: Limiters = self._read("limiters")
        return found

    @cached_property
    def next_tests(self) -> NextTests:
        found: NextTests = self._read("next_tests")
        return found

    @cached_property
    def protocols(self) -> Protocols:
        found: Protocols = self._read("protocols")
        return found

    @cached_property
    def screening(self) -> Screening:
        found: Screening = self._read("screening")
        return found

    @cached_property
    def programme(self) -> Programme:
        found: Programme = self._read("programme")
        return found

    @cached_property
    def sports(self) -> Sports:
        found: Sports = self._read("sports")
        return found

    @cached_property
    def referrals(self) -> Referrals:
        found: Referrals = self._read("referrals")
        return found

    @cached_property
    def progress(self) -> ProgressKnowledge:
        found: ProgressKnowledge = self._read("progress")
        return found

    @cached_property
    def pain(self) -> PainKnowledge:
        found: PainKnowledge = self._read("pain")
        return found

    @cached_property
    def upkeep(self) -> UpkeepKnowledge:
        found: UpkeepKnowledge = self._read("upkeep")
        return found

    @cached_property
    def figures(self) -> Figures:
        found: Figures = self._read("figures")
        return found

    @cached_property
    def interview(self) -> Interview:
        found: Interview = self._read("interview")
        return found

    @cached_property
    def wording(self) -> Wording:
        found: Wording = self._read("wording")
        return found

    @cached_property
    def exercises(self) -> Mapping[str, Exercise]:
        """All exercises by id, in the order of their numbers."""
        folder = self._directory / "exercises"
        names = sorted(
            (entry.name for entry in folder.iterdir() if entry.name.endswith(".toml")),
            key=lambda name: (len(name), name),
        )
        kind = type_of(EXERCISE)
        read_in: list[Exercise] = [read(folder, name, kind) for name in names]
        return {exercise.id: exercise for exercise in read_in}


class SpokenCatalogue(Catalogue):
    """A catalogue with every text in another language; numbers, ids and sources are the same."""

    def __init__(self, english: Catalogue, language: str) -> None:
        self._english = english
        self._language = language

    def _read(self, name: str) -> Any:
        return spoken(getattr(self._english, name), words.said_in(self._language))

    @cached_property
    def exercises(self) -> Mapping[str, Exercise]:
        """All exercises by id, in the order of their numbers."""
        found: Mapping[str, Exercise] = self._read("exercises")
        return found


@cache
def _shipped() -> Catalogue:
    return Catalogue(files("plantigrade.knowledge"))


@cache
def _shipped_in(language: str) -> Catalogue:
    return SpokenCatalogue(_shipped(), language)


def default_catalogue() -> Catalogue:
    """The knowledge that ships with the package, in the language in use (`words.language`)."""
    language = words.language()
    return _shipped() if language == words.ENGLISH else _shipped_in(language)


def catalogue_in(directory: Path) -> Catalogue:
    """The knowledge in a folder of one's own, laid out as the shipped one."""
    return Catalogue(directory)
