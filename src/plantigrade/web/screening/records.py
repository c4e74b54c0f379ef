"""What a station sends, read into marks; nothing is stored here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from plantigrade.core import screening_day as sheet
from plantigrade.interop.case_file import case_from
from plantigrade.interop.problems import InputError
from plantigrade.interviewing import SCHEMA
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.web.base.records import RecordError, each, moment_of, uuid_of


@dataclass(frozen=True, slots=True)
class MarkRecord:
    id: UUID
    entrant: UUID
    mark: sheet.Mark


def trials() -> int:
    """How many trials a side has (C1)."""
    return int(default_catalogue().measurement.wall_test.mean_from_trials.value)


def records_from(sent: Iterable[Any]) -> list[tuple[str, MarkRecord | RecordError]]:
    """The records of a station with the id of each, in order; a bad one does not spoil the others."""
    return each(sent, _record)


def _record(raw: Mapping[str, Any]) -> MarkRecord:
    field = raw.get("field")
    if field not in sheet.fields(trials()):
        raise RecordError(f"field should be one of {', '.join(sheet.fields(trials()))}.")
    station = str(raw.get("station", ""))
    if not 0 < len(station) <= 36:
        raise RecordError("station should be the id of the device, at most 36 characters.")
    mark = sheet.Mark(field, _value(field, raw.get("value")), moment_of(raw, "at"), station)
    return MarkRecord(uuid_of(raw, "id"), uuid_of(raw, "entrant"), mark)


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
