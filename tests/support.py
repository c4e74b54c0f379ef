"""Small makers that many tests use."""

from __future__ import annotations

from typing import Any

from plantigrade.core.assessment import Assessment, assess
from plantigrade.core.case import Case
from plantigrade.interop.case_file import case_from
from plantigrade.knowledge.catalogue import default_catalogue

KNOWLEDGE = default_catalogue()


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
