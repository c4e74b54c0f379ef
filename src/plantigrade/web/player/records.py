"""What a phone sends, read into plain records; nothing is stored here."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from plantigrade.web.base.records import RecordError, each, moment_of, uuid_of

_SIDES = ("left", "right", "both")
_PLACES = ("front", "calf", "achilles", "other")


@dataclass(frozen=True, slots=True)
class SessionRecord:
    id: UUID
    day: date
    short: bool
    started_at: datetime


@dataclass(frozen=True, slots=True)
class SetRecord:
    id: UUID
    session: UUID
    item: int
    exercise: str
    side: str
    set_number: int
    seconds: float
    reps: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class PainRecord:
    id: UUID
    session: UUID
    exercise: str
    loading: bool
    side: str
    place: str
    pain_0_10: int
    sharp: bool
    day: date
    at: datetime


@dataclass(frozen=True, slots=True)
class FinishRecord:
    id: UUID
    session: UUID
    at: datetime


Record = SessionRecord | SetRecord | PainRecord | FinishRecord


def records_from(sent: Iterable[Any]) -> list[tuple[str, Record | RecordError]]:
    """The records of a phone with the id of each, in order; a bad one does not spoil the others."""
    return each(sent, _record)


def _record(raw: Mapping[str, Any]) -> Record:
    make = _MAKERS.get(str(raw.get("kind")))
    if make is None:
        raise RecordError(f"kind should be one of {', '.join(_MAKERS)}.")
    return make(raw)


def _session(raw: Mapping[str, Any]) -> SessionRecord:
    return SessionRecord(uuid_of(raw, "id"), _day(raw), _flag(raw, "short"), moment_of(raw, "at"))


def _set(raw: Mapping[str, Any]) -> SetRecord:
    reps = raw.get("reps")
    return SetRecord(
        id=uuid_of(raw, "id"),
        session=uuid_of(raw, "session"),
        item=_whole(raw, "item", 0, 99),
        exercise=_word(raw, "exercise"),
        side=_choice(raw, "side", _SIDES),
        set_number=_whole(raw, "set_number", 0, 99),
        seconds=_seconds(raw),
        reps=None if reps is None else _whole(raw, "reps", 0, 999),
        at=moment_of(raw, "at"),
    )


def _pain(raw: Mapping[str, Any]) -> PainRecord:
    return PainRecord(
        id=uuid_of(raw, "id"),
        session=uuid_of(raw, "session"),
        exercise=_word(raw, "exercise"),
        loading=_flag(raw, "loading"),
        side=_choice(raw, "side", _SIDES),
        place=_choice(raw, "place", _PLACES),
        pain_0_10=_whole(raw, "pain_0_10", 0, 10),
        sharp=_flag(raw, "sharp"),
        day=_day(raw),
        at=moment_of(raw, "at"),
    )


def _finish(raw: Mapping[str, Any]) -> FinishRecord:
    return FinishRecord(uuid_of(raw, "id"), uuid_of(raw, "session"), moment_of(raw, "at"))


_MAKERS: dict[str, Callable[[Mapping[str, Any]], Record]] = {
    "session": _session,
    "set": _set,
    "pain": _pain,
    "finish": _finish,
}


def _day(raw: Mapping[str, Any]) -> date:
    try:
        return date.fromisoformat(str(raw.get("day")))
    except ValueError:
        raise RecordError("day should be a date like 2026-11-30.") from None


def _whole(raw: Mapping[str, Any], name: str, low: int, high: int) -> int:
    value = raw.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise RecordError(f"{name} should be a whole number from {low} to {high}.")
    return value


def _seconds(raw: Mapping[str, Any]) -> float:
    value = raw.get("seconds")
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise RecordError("seconds should be a number.")
    if not 0 <= value <= 24 * 3600:
        raise RecordError("seconds should lie within a day.")
    return float(value)


def _flag(raw: Mapping[str, Any], name: str) -> bool:
    value = raw.get(name, False)
    if not isinstance(value, bool):
        raise RecordError(f"{name} should be true or false.")
    return value


def _word(raw: Mapping[str, Any], name: str) -> str:
    value = raw.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= 8:
        raise RecordError(f"{name} should be an id like EX1.")
    return value


def _choice(raw: Mapping[str, Any], name: str, allowed: tuple[str, ...]) -> str:
    value = raw.get(name)
    if value not in allowed:
        raise RecordError(f"{name} should be one of {', '.join(allowed)}.")
    return str(value)
