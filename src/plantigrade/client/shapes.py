"""What the API answers, as frozen values. Keys that a newer server adds are passed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeVar
from uuid import UUID

from cattrs import Converter

T = TypeVar("T")
_converter = Converter()
_converter.register_structure_hook(date, lambda value, _: date.fromisoformat(value))
_converter.register_structure_hook(datetime, lambda value, _: datetime.fromisoformat(value))
_converter.register_structure_hook(UUID, lambda value, _: UUID(value))


def shaped(kind: type[T], values: Any) -> T:
    return _converter.structure(values, kind)


@dataclass(frozen=True, slots=True)
class Token:
    name: str
    scopes: tuple[str, ...]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """`may` is the most that the token may do with the record."""

    id: UUID
    name: str
    units: Literal["cm", "in"]
    created_at: datetime
    owned: bool
    may: Literal["read", "record", "treat"]


@dataclass(frozen=True, slots=True)
class WallTest:
    """One side on one day; `ktw_cm` holds the distances of the trials, cm."""

    id: UUID
    on: date
    side: Literal["left", "right"]
    ktw_cm: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """`case` is a case file (case.schema.json); `closed_at` is None while the assessment is going on."""

    id: UUID
    started_at: datetime
    closed_at: datetime | None
    case: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class PainDecision:
    """What the pain rules say: `kind` continue, hold, regress, refer or stop, and what follows."""

    kind: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Morning:
    """The ankle on the next morning; `change_0_10` is the pain against the usual one."""

    id: UUID
    on: date
    change_0_10: int | None
    stiffness_min: int | None
    swelling: bool
    locking: bool
    giving_way: bool
    numbness: bool


@dataclass(frozen=True, slots=True)
class KeptMorning(Morning):
    decision: PainDecision


@dataclass(frozen=True, slots=True)
class Item:
    """One exercise of a day; `side` both means both legs at once."""

    exercise: str
    side: Literal["left", "right", "both"]
    sets: int
    reps: int | None
    seconds: float | None
    why: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    kind: str
    minutes: float
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """`plan` is what `plantigrade plan --json` prints, with every change applied."""

    id: UUID
    starts_on: date
    minutes: str
    upkeep: bool
    plan: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Adjustment:
    id: UUID
    on: date
    kind: str
    values: dict[str, Any]
    reason: str
    rule: str


@dataclass(frozen=True, slots=True)
class Set:
    item: int
    exercise: str
    side: str
    set_number: int
    seconds: float
    reps: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Session:
    id: UUID
    day: date
    short: bool
    started_at: datetime
    finished_at: datetime | None
    sets: tuple[Set, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """`refused` tells by id what is wrong with a record; `decision` what logged pain asks for."""

    kept: tuple[UUID, ...]
    refused: dict[str, str]
    decision: PainDecision | None


@dataclass(frozen=True, slots=True)
class Video:
    """`share` tells how far the reading is, 0 to 1; `error` why it failed."""

    id: UUID
    taken_on: date
    created_at: datetime
    heel_lift_cm: float
    foot_cm: float | None
    state: Literal["waiting", "running", "done", "failed", "cancelled"]
    stage: str
    share: float
    error: str


@dataclass(frozen=True, slots=True)
class Organisation:
    id: UUID
    name: str
    role: Literal["owner", "clinician", "assistant"]


@dataclass(frozen=True, slots=True)
class RosterRow:
    """How one athlete stands; `reason` says why they need attention, empty when they do not."""

    person_id: UUID
    name: str
    group: str
    may: Literal["read", "record", "treat"]
    attention: int
    reason: str
    left_ktw_cm: float | None
    right_ktw_cm: float | None
    tested_on: date | None
    trained_on: date | None
