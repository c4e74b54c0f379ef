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
