"""A specification as a table: tests run its rows, and docs/rules.md shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import pytest

from plantigrade.core.assessment import Assessment
from plantigrade.core.case import Person, SquatFindings
from plantigrade.core.prescription import Item, Plan, prescribe
from plantigrade.knowledge.walk import texts
from tests.support import KNOWLEDGE, assessed

START = date(2026, 1, 5)
EVERYTHING = ("wall", "step", "band", "anchor", "rack", "wedge", "plates", "weight", "strap")
_PERSON = {field.name for field in fields(Person)}
_SQUAT = {field.name for field in fields(SquatFindings)}
_LISTS = {"ktw_cm", "end_feel"}


@dataclass(frozen=True)
class Spec:
    """One rule, or a family of rules, as examples. `rules` ties them to docs/traceability.md.

    A row holds one value a column. The last `answers` columns are what must come out.
    """

    title: str
    rules: tuple[str, ...]
    text: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{self.title}: the row {row} does not fit the columns {self.columns}")

    @property
    def each(self) -> pytest.MarkDecorator:
        """Parametrises a test over the rows, which it receives as `row`."""
        ids = [" | ".join(_cell(value) for value in row) for row in self.rows]
        return pytest.mark.parametrize("row", self.rows, ids=ids)

    def markdown(self) -> str:
        """The table as it stands in docs/rules.md."""
        lines = [
            f"## {self.title}",
            "",
            f"{self.text} ({', '.join(self.rules)})",
            "",
            f"| {' | '.join(self.columns)} |",
            f"|{'---|' * len(self.columns)}",
            *(f"| {' | '.join(_cell(v).replace('|', '/') for v in row)} |" for row in self.rows),
        ]
        return "\n".join(lines)


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset | set):
        return ", ".join(sorted(map(_cell, value))) or "–"
    if isinstance(value, tuple | list):
        return ", ".join(map(_cell, value)) or "–"
    if isinstance(value, dict):
        return ", ".join(f"{k} {_cell(v)}" for k, v in value.items()) or "–"
    return f"{value:g}" if isinstance(value, float) else str(value)


def judged(found: Mapping[str, Any], /, **screen: bool) -> Assessment:
    """The assessment of findings in one flat row: the left ankle, `other_...` the right one, the squat
    and the person, each by the name it has in a case file. Safety answers are keywords."""
    groups: dict[str, dict[str, Any]] = {"left": {}, "right": {}, "squat": {}, "person": {}}
    for name, value in found.items():
        key = name.removeprefix("other_")
        group = "right" if key != name else "squat" if key in _SQUAT else "left"
        if key in _PERSON:
            group = "person"
        if isinstance(value, tuple) or (key in _LISTS and not isinstance(value, list)):
            value = list(value) if isinstance(value, tuple) else [value]
        groups[group][key] = value
    if not groups["right"]:
        del groups["right"]
    return assessed(**groups, screen=screen)


def at(place: str) -> Any:
    """What stands at a place of the knowledge: the id of an entry, or a path of attributes and keys.

    Raises KeyError with the place when there is none.
    """
    return _steps(place)[-1]


def said(place: str) -> str:
    """All words at a place, in lower case."""
    return " ".join(texts(at(place))).lower()


def sources_at(place: str) -> tuple[str, ...]:
    """The sources that the innermost entry around a place names."""
    return next(tuple(value.sources) for value in reversed(_steps(place)) if hasattr(value, "sources"))


def _steps(place: str) -> list[Any]:
    found: list[Any] = [KNOWLEDGE]
    for name in place.split("."):
        value = found[-1]
        inner: Any = None
        if isinstance(value, Mapping):
            inner = value.get(name)
        elif isinstance(value, tuple):
            inner = next((v for i, v in enumerate(value) if name in _labels(i, v)), None)
        else:
            inner = getattr(value, name, None)
        if inner is None:
            raise KeyError(f"{place}: there is no {name}")
        found.append(inner)
    return found


def _labels(index: int, value: Any) -> set[str]:
    return {str(index), *(getattr(value, name, "") for name in ("id", "exercise", "test"))}


def planned(found: Mapping[str, Any], budget: str = "10", /, **screen: bool) -> Plan:
    """The programme of `judged(found)`, beginning on a Monday."""
    return prescribe(judged(found, **screen), START, KNOWLEDGE, budget)


def items_of(plan: Plan, first: int = 1, last: int = 12) -> list[Item]:
    """All items of some weeks, in order."""
    weeks = (week for week in plan.weeks if first <= week.number <= last)
    return [item for week in weeks for day in week.days for item in day.items]


def features_of(item: Item) -> set[str]:
    """What an item asks of the body: its stage and the way it is done."""
    exercise = KNOWLEDGE.exercises[item.exercise]
    stages = [stage.features for stage in exercise.stages if stage.id == item.stage]
    variants = [variant.features for variant in exercise.variants if variant.id == item.variant]
    return {feature for features in (*stages, *variants) for feature in features}


def carries(spec: Spec, row: tuple[Any, ...]) -> None:
    """Checks a row of rule, place and what must stand there: a number, or words in any case.

    The entry around the place must name the rule among its sources.
    """
    rule, place, held = row
    assert rule in spec.rules
    assert {row[0] for row in spec.rows} == set(spec.rules)
    entry = place.startswith("contradictions.") and place.split(".")[1] == rule
    assert entry or rule in sources_at(place), f"{place} does not name {rule}"
    if isinstance(held, str):
        assert held in said(place)
    else:
        value = at(place)
        assert getattr(value, "value", value) == held
