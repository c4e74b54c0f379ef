"""What a bundle is made from: a person's record as plain values of the core."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

from plantigrade.core.assessment import Assessment
from plantigrade.core.prescription.types import Plan
from plantigrade.core.quantities import Side


@dataclass(frozen=True, slots=True)
class Assessed:
    """A finished assessment; `at` carries its offset, `key` stays the same from one export to the next."""

    key: str
    at: datetime.datetime
    reading: Assessment


@dataclass(frozen=True, slots=True)
class Retested:
    """The wall test of one side on one day: `ktw_cm` holds its trials, or their mean alone.

    `trials` counts them when only the mean is known.
    """

    on: datetime.date
    side: Side
    ktw_cm: tuple[float, ...]
    pain_0_10: int | None = None
    trials: int | None = None


@dataclass(frozen=True, slots=True)
class Hurt:
    """Pain during an exercise, 0 to 10; `side` None when it was not told."""

    key: str
    at: datetime.datetime
    side: Side | None
    pain_0_10: int


@dataclass(frozen=True, slots=True)
class Aim:
    """The distance that one side is to reach, cm, and when it is expected (None: not within the horizon)."""

    side: Side
    ktw_cm: float
    begins: datetime.date
    expected: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Prescribed:
    """A programme; `status` as FHIR names it."""

    key: str
    plan: Plan
    status: Literal["active", "on-hold", "completed", "revoked"]
    made_at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Record:
    """`key` names the person without telling who it is; `name` is given only on explicit wish."""

    key: str
    made_at: datetime.datetime
    name: str | None = None
    assessed: tuple[Assessed, ...] = ()
    retested: tuple[Retested, ...] = ()
    hurt: tuple[Hurt, ...] = ()
    aims: tuple[Aim, ...] = ()
    prescribed: tuple[Prescribed, ...] = ()
