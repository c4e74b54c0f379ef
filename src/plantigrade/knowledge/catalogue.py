"""Everything the field knows, read from TOML when first asked for.

A subject that is not needed is not read, which keeps a command's start short. `check.problems` reads all
of them and holds them against each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from plantigrade.knowledge.reading import read
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

# Attribute of the catalogue -> its file. Exercises have one file each, in their own folder.
FILES: Mapping[str, str] = {
    "sources": "sources.toml",
    "rules": "rules.toml",
    "contradictions": "contradictions.toml",
    "claims": "claims.toml",
    "bands": "bands.toml",
    "measurement": "measurement.toml",
    "norms": "norms.toml",
    "squat": "squat.toml",
    "limiters": "limiters.toml",
    "next_tests": "next_tests.toml",
    "protocols": "protocols.toml",
    "screening": "screening.toml",
    "programme": "programme.toml",
    "sports": "sports.toml",
    "referrals": "referrals.toml",
    "progress": "progress.toml",
    "pain": "pain.toml",
    "upkeep": "upkeep.toml",
    "figures": "figures.toml",
    "interview": "interview.toml",
    "wording": "wording.toml",
}


class Catalogue:
    """The knowledge in one folder. Every attribute raises KnowledgeError when its file does not fit."""

    def __init__(self, directory: Traversable) -> None:
        self._directory = directory

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        return read(self._directory, FILES["sources"], dict[str, Source])

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        return read(self._directory, FILES["rules"], dict[str, Rule])

    @cached_property
    def contradictions(self) -> Mapping[str, Contradiction]:
        return read(self._directory, FILES["contradictions"], dict[str, Contradiction])

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        return read(self._directory, FILES["claims"], dict[str, Claim])

    @cached_property
    def bands(self) -> Bands:
        return read(self._directory, FILES["bands"], Bands)

    @cached_property
    def measurement(self) -> Measurement:
        return read(self._directory, FILES["measurement"], Measurement)

    @cached_property
    def norms(self) -> Norms:
        return read(self._directory, FILES["norms"], Norms)

    @cached_property
    def squat(self) -> SquatScreen:
        return read(self._directory, FILES["squat"], SquatScreen)

    @cached_property
    def limiters(self) -> Limiters:
        return read(self._directory, FILES["limiters"], Limiters)

    @cached_property
    def next_tests(self) -> NextTests:
        return read(self._directory, FILES["next_tests"], NextTests)

    @cached_property
    def protocols(self) -> Protocols:
        return read(self._directory, FILES["protocols"], Protocols)

    @cached_property
    def screening(self) -> Screening:
        return read(self._directory, FILES["screening"], Screening)

    @cached_property
    def programme(self) -> Programme:
        return read(self._directory, FILES["programme"], Programme)

    @cached_property
    def sports(self) -> Sports:
        return read(self._directory, FILES["sports"], Sports)

    @cached_property
    def referrals(self) -> Referrals:
        return read(self._directory, FILES["referrals"], Referrals)

    @cached_property
    def progress(self) -> ProgressKnowledge:
        return read(self._directory, FILES["progress"], ProgressKnowledge)

    @cached_property
    def pain(self) -> PainKnowledge:
        return read(self._directory, FILES["pain"], PainKnowledge)

    @cached_property
    def upkeep(self) -> UpkeepKnowledge:
        return read(self._directory, FILES["upkeep"], UpkeepKnowledge)

    @cached_property
    def figures(self) -> Figures:
        return read(self._directory, FILES["figures"], Figures)

    @cached_property
    def interview(self) -> Interview:
        return read(self._directory, FILES["interview"], Interview)

    @cached_property
    def wording(self) -> Wording:
        return read(self._directory, FILES["wording"], Wording)

    @cached_property
    def exercises(self) -> Mapping[str, Exercise]:
        """All exercises by id, in the order of their numbers."""
        folder = self._directory / "exercises"
        names = sorted(
            (entry.name for entry in folder.iterdir() if entry.name.endswith(".toml")),
            key=lambda name: (len(name), name),
        )
        read_in = [read(folder, name, Exercise) for name in names]
        return {exercise.id: exercise for exercise in read_in}


@cache
def default_catalogue() -> Catalogue:
    """The knowledge that ships with the package."""
    return Catalogue(files("plantigrade.knowledge"))


def catalogue_in(directory: Path) -> Catalogue:
    """The knowledge in a folder of one's own, laid out as the shipped one."""
    return Catalogue(directory)
