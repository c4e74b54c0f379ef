"""Records that a device kept and sends, read one by one, so that none spoils another."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.utils.dateparse import parse_datetime

Record = TypeVar("Record")
MOST_RECORDS = 500


class RecordError(Exception):
    """What is wrong with a record, and what would be right."""


def sent_in(body: bytes) -> list[Any]:
    """The records of a request, unread. Raises RecordError when the whole cannot be read."""
    try:
        found = json.loads(body)["records"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise RecordError('The body should be JSON like {"records": [...]}.') from None
    if not isinstance(found, list) or len(found) > MOST_RECORDS:
        raise RecordError(f"records should be a list of at most {MOST_RECORDS}.")
    return found


def each(
    sent: Iterable[Any], read: Callable[[Mapping[str, Any]], Record]
) -> list[tuple[str, Record | RecordError]]:
    """Each record by `read`, or what it raised, with the id that it names; in order."""
    found: list[tuple[str, Record | RecordError]] = []
    for raw in sent:
        id_ = str(raw.get("id", "")) if isinstance(raw, dict) else ""
        try:
            if not isinstance(raw, dict):
                raise RecordError("A record should be an object.")
            found.append((id_, read(raw)))
        except RecordError as error:
            found.append((id_, error))
    return found


def uuid_of(raw: Mapping[str, Any], name: str) -> UUID:
    try:
        return UUID(str(raw.get(name)))
    except ValueError:
        raise RecordError(f"{name} should be a UUID.") from None


def moment_of(raw: Mapping[str, Any], name: str) -> datetime:
    """A time with its offset."""
    try:
        found = parse_datetime(str(raw.get(name)))
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise RecordError(f"{name} should be a time with its offset like 2026-11-30T18:00:00Z.")
    return found
