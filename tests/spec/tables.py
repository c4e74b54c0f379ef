"""A specification as a table: tests run its rows, and docs/rules.md shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest


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
        return pytest.mark.parametrize("row", self.rows, ids=[" | ".join(_cell(v) for v in r) for r in self.rows])

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
    if isinstance(value, tuple | list | frozenset | set):
        return ", ".join(sorted(map(str, value)) if isinstance(value, frozenset | set) else map(str, value)) or "–"
    if isinstance(value, dict):
        return ", ".join(f"{k} {v}" for k, v in value.items())
    return f"{value:g}" if isinstance(value, float) else str(value)
