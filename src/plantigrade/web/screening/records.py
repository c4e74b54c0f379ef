"""What a station sends, read into marks; nothing is stored here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime

from plantigrade.core import screening_day as sheet
from plantigrade.interop.case_file import case_from
from plantigrade.interop.problems import InputError
from plantigrade.interviewing import SCHEMA
from plantigrade.knowledge.catalogue import default_catalogue

MOST_RECORDS = 500


class RecordError(Exception):
    """What is wrong with a record, and what would be right."""


@dataclass(frozen=True, slots=True)
class MarkRecord:
    id: UUID
    entrant: UUID
    mark: sheet.Mark


def trials() -> int:
    """How many trials a side has (C1)."""
    return int(default_catalogue().measurement.wall_test.mean_from_trials.value)


def records_from(body: bytes) -> list[tuple[str, MarkRecord | RecordError]]:
    """The records of a request with the id of each; a bad one does not spoil the others.

    Raises RecordError when the whole cannot be read.
    """
    try:
        found = json.loads(body)["records"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise RecordError('The body should be JSON like {"records": [...]}.') from None
    if not isinstance(found, list) or len(found) > MOST_RECORDS:
        raise RecordError(f"records should be a list of at most {MOST_RECORDS}.")
    read: list[tuple[str, MarkRecord | RecordError]] = []
    for raw in found:
        id_ = str(raw.get("id", "")) if isinstance(raw, dict) else ""
        try:
            read.append((id_, _record(raw)))
        except RecordError as error:
            read.append((id_, error))
    return read


def _record(raw: Any) -> MarkRecord:
    if not isinstance(raw, dict):
        raise RecordError("A record should be an object.")
    field = raw.get("field")
    if field not in sheet.fields(trials()):
        raise RecordError(f"field should be one of {', '.join(sheet.fields(trials()))}.")
    try:
        at = parse_datetime(str(raw.get("at")))
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise RecordError("at should be a time with its offset like 2026-11-30T18:00:00Z.")
    station = str(raw.get("station", ""))
    if not 0 < len(station) <= 36:
        raise RecordError("station should be the id of the device, at most 36 characters.")
    mark = sheet.Mark(field, _value(field, raw.get("value")), at, station)
    return MarkRecord(_uuid(raw, "id"), _uuid(raw, "entrant"), mark)


def _value(field: str, value: Any) -> str:
    if not isinstance(value, str):
        raise RecordError("value should be a text.")
    if value == "":
        return value
    if field == sheet.RED:
        if value != sheet.NO_RED_FLAG and value not in default_catalogue().screening.red:
            raise RecordError("value should be no, or the id of a red flag like RF1.")
    elif field == sheet.STOPPED:
        if len(value) > 80:
            raise RecordError("value should have at most 80 characters.")
    elif field.endswith("_pain"):
        if value not in {str(number) for number in range(11)}:
            raise RecordError("value should be a whole number from 0 to 10.")
    else:
        _distance(field.partition("_")[0], value)
    return value


def _distance(side: str, value: str) -> None:
    """The case file's schema says which distances there can be."""
    try:
        cm = float(value)
        case_from({"schema": SCHEMA, side: {"ktw_cm": [cm]}})
    except (ValueError, InputError):
        raise RecordError("value should be a distance in cm that a foot can have from a wall.") from None
    if cm % sheet.READ_TO_CM:
        raise RecordError("value should be in half centimetres.")


def _uuid(raw: Mapping[str, Any], name: str) -> UUID:
    try:
        return UUID(str(raw.get(name)))
    except ValueError:
        raise RecordError(f"{name} should be a UUID.") from None
