"""Holds the files of the knowledge against each other: sources, units, and every reference."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass

from plantigrade.knowledge.catalogue import SUBJECTS, Catalogue
from plantigrade.knowledge.reading import KnowledgeError, Problem
from plantigrade.knowledge.types.common import Sourced, unit_for
from plantigrade.knowledge.types.limiters import LIMITERS, MEASURES
from plantigrade.knowledge.types.programme import Slot
from plantigrade.knowledge.walk import entries, texts

_RULE = re.compile(r"S\d+")
_RESOLUTION = re.compile(r"B\d+")


def problems(catalogue: Catalogue) -> list[Problem]:
    """Everything that does not fit, naming file, key and reason; empty when all is well."""
    found: list[Problem] = []
    for attribute in (*SUBJECTS, "exercises"):
        try:
            getattr(catalogue, attribute)
        except KnowledgeError as error:
            found += error.problems
    if found:
        return found
    checks: tuple[Callable[[Catalogue], Iterator[Problem]], ...] = (
        _sources,
        _units,
        _rules,
        _findings,
        _tests,
        _programme,
        _exercises,
        _screening,
        _claims,
    )
    return [problem for check in checks for problem in check(catalogue)]


def _sources(catalogue: Catalogue) -> Iterator[Problem]:
    """Every entry that has sources has at least one, and each is known."""
    for entry in entries(catalogue):
        if not any(f.name == "sources" for f in fields(entry.value)):
            continue
        given: tuple[str, ...] = entry.value.sources
        if not given:
            yield Problem(entry.file, entry.path, "no source is given")
        for source in given:
            if not _is_known(source, catalogue):
                yield Problem(entry.file, entry.path, f"the source {source!r} is not in sources.toml")


def _is_known(source: str, catalogue: Catalogue) -> bool:
    if _RULE.fullmatch(source):
        return source in catalogue.rules
    if _RESOLUTION.fullmatch(source):
        return source in catalogue.contradictions
    return source in catalogue.sources


def _units(catalogue: Catalogue) -> Iterator[Problem]:
    """A number's unit is the one that its name ends in."""
    for entry in entries(catalogue):
        if not isinstance(entry.value, Sourced):
            continue
        name = entry.path.rsplit(".", 1)[-1]
        unit = unit_for(name)
        if entry.value.unit != unit:
            yield Problem(entry.file, entry.path, f"the unit is {entry.value.unit}, the name asks for {unit}")


def _rules(catalogue: Catalogue) -> Iterator[Problem]:
    """All 170 rules and 37 contradictions are there, and contradictions name rules that exist."""
    for prefix, file, known, last in (
        ("S", "rules.toml", catalogue.rules, 170),
        ("B", "contradictions.toml", catalogue.contradictions, 37),
    ):
        expected = {f"{prefix}{n}" for n in range(1, last + 1)}
        for missing in sorted(expected - set(known)):
            yield Problem(file, missing, "is missing")
        for extra in sorted(set(known) - expected):
            yield Problem(file, extra, "is no rule of the founding article")
    for id_, contradiction in catalogue.contradictions.items():
        for rule in contradiction.rules:
            if rule not in catalogue.rules:
                yield Problem("contradictions.toml", f"{id_}.rules", f"{rule} is not in rules.toml")


def _findings(catalogue: Catalogue) -> Iterator[Problem]:
    limiters = catalogue.limiters
    file = "limiters.toml"
    if tuple(h.id for h in limiters.hypotheses) != LIMITERS:
        yield Problem(file, "hypotheses", f"must be, in this order, {', '.join(LIMITERS)}")
    ids = {finding.id for finding in limiters.findings}
    if len(ids) < len(limiters.findings):
        yield Problem(file, "findings", "an id stands twice")
    for finding in limiters.findings:
        for clause in (*finding.all, *finding.any, *finding.none):
            key = f"findings.{finding.id}"
            if bool(clause.measure) == bool(clause.finding):
                yield Problem(file, key, "a clause names either a measure or a finding")
            if clause.measure and clause.measure not in MEASURES:
                yield Problem(file, key, f"the measure {clause.measure!r} does not exist")
            if clause.finding and clause.finding not in ids:
                yield Problem(file, key, f"the finding {clause.finding!r} does not exist")


def _tests(catalogue: Catalogue) -> Iterator[Problem]:
    tests = catalogue.protocols.tests
    for prospect in catalogue.next_tests.prospects:
        key = f"prospects.{prospect.test}"
        if prospect.test not in tests:
            yield Problem("next_tests.toml", key, "the test is not in protocols.toml")
            continue
        for measure in sorted(prospect.measures - set(tests[prospect.test].gives)):
            yield Problem("next_tests.toml", key, f"the test does not give {measure!r}")
        if abs(sum(outcome.share for outcome in prospect.outcomes) - 1) > 1e-9:
            yield Problem("next_tests.toml", key, "the shares of its outcomes do not add up to 1")


def _slot(slot: Slot, file: str, key: str, catalogue: Catalogue) -> Iterator[Problem]:
    exercise = catalogue.exercises.get(slot.exercise)
    if exercise is None:
        yield Problem(file, key, f"the exercise {slot.exercise!r} does not exist")
    elif slot.stage and all(stage.id != slot.stage for stage in exercise.stages):
        yield Problem(file, key, f"{slot.exercise} has no stage {slot.stage!r}")
    for budget in slot.budgets:
        if budget not in catalogue.programme.budgets:
            yield Problem(file, key, f"the budget {budget!r} does not exist")


def _programme(catalogue: Catalogue) -> Iterator[Problem]:
    programme = catalogue.programme
    file = "programme.toml"
    for phase in programme.phases:
        for slot in phase.slots:
            yield from _slot(slot, file, f"phases.{phase.id}.{slot.exercise}", catalogue)
    yield from _slot(programme.early.slot, file, "early.slot", catalogue)
    yield from _slot(programme.front.slot, file, "front.slot", catalogue)
    for group in ("sports", "goals", "populations"):
        for id_, profile in getattr(catalogue.sports, group).items():
            for slot in profile.boosts:
                yield from _slot(slot, "sports.toml", f"{group}.{id_}.{slot.exercise}", catalogue)
    for id_ in (*programme.early.unless, *programme.control_for):
        if id_ not in catalogue.screening.amber:
            yield Problem(file, "early", f"{id_} is not a question of screening.toml")
    weeks = set(range(1, int(programme.horizon.weeks.value) + 1))
    for kind in ("corrective", "control", "maintenance"):
        held = {
            week
            for phase in programme.phases
            if phase.kind == kind and phase.id != programme.irritable.phase
            for week in range(phase.from_week, phase.to_week + 1)
        }
        if held != weeks:
            yield Problem(file, "phases", f"the {kind} phases do not fill all weeks")


def _exercises(catalogue: Catalogue) -> Iterator[Problem]:
    roles = catalogue.programme.role_order
    for id_, exercise in catalogue.exercises.items():
        file = f"exercises/{id_}.toml"
        if exercise.role not in roles:
            yield Problem("programme.toml", "role_order", f"the role {exercise.role!r} is missing")
        for part in exercise.made_of:
            if part not in catalogue.exercises:
                yield Problem(file, "made_of", f"the exercise {part!r} does not exist")
        for name, group in (("stages", exercise.stages), ("variants", exercise.variants)):
            if not group or len({member.id for member in group}) < len(group):
                yield Problem(file, name, "needs at least one, and no id twice")
        if all(figure.id != id_ for figure in catalogue.figures.figures):
            yield Problem("figures.toml", id_, "has no figure")


def _screening(catalogue: Catalogue) -> Iterator[Problem]:
    screening = catalogue.screening
    automatic = screening.automatic
    for name in ("pinch_end_feel", "hypermobile_ktw_cm", "older_age_years", "under_age_years"):
        switched = getattr(automatic, name).switches
        if switched not in screening.amber:
            yield Problem("screening.toml", f"automatic.{name}", f"{switched} does not exist")
    for id_, amber in screening.amber.items():
        for measure in amber.ignores:
            if measure not in MEASURES:
                yield Problem("screening.toml", f"amber.{id_}", f"the measure {measure!r} does not exist")


def _claims(catalogue: Catalogue) -> Iterator[Problem]:
    """A phrase that must never be said as fact stands nowhere but where it is refuted or kept out."""
    phrases = [(id_, phrase) for id_, claim in catalogue.claims.items() for phrase in claim.never]
    unshown = ("claims.toml", "rules.toml", "contradictions.toml", "sources.toml")
    for entry in entries(catalogue):
        if entry.file in unshown:
            continue
        own = (getattr(entry.value, field.name) for field in fields(entry.value))
        text = " ".join(word for value in own if not is_dataclass(value) for word in texts(value)).lower()
        for claim, phrase in phrases:
            if phrase.lower() in text:
                yield Problem(entry.file, entry.path, f"says {phrase!r}, which the claim {claim} forbids")
