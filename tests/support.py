"""Small makers that many tests use."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from plantigrade.core.assessment import Assessment, assess
from plantigrade.core.case import Case
from plantigrade.interop.case_file import case_from, read_case
from plantigrade.knowledge.catalogue import default_catalogue

KNOWLEDGE = default_catalogue()
_FOLDER = Path(str(files("plantigrade.interop"))) / "examples"
# The worked cases that come with the package; all but one lead to a programme.
EXAMPLES = tuple(sorted(path.stem for path in _FOLDER.glob("*.json")))
STOPPED = "red-flag"
GOING = tuple(name for name in EXAMPLES if name != STOPPED)


def example_path(name: str) -> str:
    return str(_FOLDER / f"{name}.json")


def raw_example(name: str) -> dict[str, Any]:
    """The plain values of an example, made anew and free to be changed."""
    found: dict[str, Any] = json.loads(Path(example_path(name)).read_text(encoding="utf-8"))
    return found


@cache
def example(name: str) -> Case:
    return read_case(example_path(name))


def in_100(p: float) -> str:
    """Independent of the code under test, with the same promise: never none and never all."""
    count = round(100 * p)
    return f"{1 if count < 1 else 99 if count > 99 else count} in 100"


def a_case(left: dict[str, Any] | None = None, right: dict[str, Any] | None = None, **groups: Any) -> Case:
    """A case from the same plain values as a case file; groups are person, screen, squat."""
    raw: dict[str, Any] = dict(groups)
    if left is not None:
        raw["left"] = left
    if right is not None:
        raw["right"] = right
    return case_from(raw)


def assessed(
    left: dict[str, Any] | None = None, right: dict[str, Any] | None = None, **groups: Any
) -> Assessment:
    return assess(a_case(left, right, **groups), KNOWLEDGE)
