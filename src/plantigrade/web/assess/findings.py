"""Findings that come from elsewhere than the person's own entry, and how a case takes them in. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from plantigrade.interop.case_file import case_from
from plantigrade.interop.problems import InputError

Origins = dict[str, dict[str, Any]]
# The reading whose standard error has a place of its own in the case.
_READ = ".photo_deg"


@dataclass(frozen=True, slots=True)
class Finding:
    """One value of a case file with where it comes from.

    `key` is group.name ("left.photo_deg"), `sd` the standard error in the value's unit where it has one,
    `source` the kind of record it was read from, `id` that record, `on` its day (ISO 8601).
    """

    key: str
    value: Any
    sd: float | None
    source: str
    id: str
    on: str


def held(raw: Mapping[str, Any], key: str) -> Any:
    """What the case holds for a key; None when nothing."""
    group, _, name = key.partition(".")
    return raw.get(group, {}).get(name)


def error_key(key: str) -> str:
    """Where the standard error of a reading in degrees stands."""
    return f"{key.removesuffix('_deg')}_sd_deg"


def with_findings(
    raw: Mapping[str, Any], origins: Origins, found: Sequence[Finding]
) -> tuple[dict[str, Any], Origins]:
    """The case with the findings, each with its origin and what it replaced.

    A finding that no case file can hold is left out.
    """
    case, known = dict(raw), dict(origins)
    for one in found:
        changed = _with(case, one.key, one.value)
        if one.key.endswith(_READ):
            changed = _with(changed, error_key(one.key), one.sd)
        try:
            case_from(changed)
        except InputError:
            continue
        # The answer by hand is what is given back, also after a second clip took the place of the first.
        first = known.get(one.key)
        before = first["before"] if first else held(case, one.key)
        before_sd = first["before_sd"] if first else held(case, error_key(one.key))
        known[one.key] = {
            "value": one.value,
            "sd": one.sd,
            "source": one.source,
            "id": one.id,
            "on": one.on,
            "before": before,
            "before_sd": before_sd,
        }
        case = changed
    return case, known


def without(raw: Mapping[str, Any], origins: Origins, key: str) -> tuple[dict[str, Any], Origins]:
    """The case with what it held before a finding was taken in."""
    origin = origins.get(key)
    if origin is None:
        return dict(raw), origins
    case = _with(raw, key, origin["before"])
    if key.endswith(_READ):
        case = _with(case, error_key(key), origin["before_sd"])
    return case, {k: v for k, v in origins.items() if k != key}


def still_of(raw: Mapping[str, Any], origins: Origins) -> Origins:
    """The origins of values that nobody has changed since."""
    return {key: origin for key, origin in origins.items() if held(raw, key) == origin["value"]}


def _with(raw: Mapping[str, Any], key: str, value: Any) -> dict[str, Any]:
    """The case with a value in place of another; None takes it out."""
    group, _, name = key.partition(".")
    inner = {k: v for k, v in raw.get(group, {}).items() if k != name}
    if value is not None:
        inner[name] = value
    rest = {k: v for k, v in raw.items() if k != group}
    return {**rest, group: inner} if inner else rest
