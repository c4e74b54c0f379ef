"""The schema of the export, made from the tables: `python -m plantigrade.web.keep.schema` writes it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from plantigrade.core.quantities import SIDES
from plantigrade.interop.case_file import schema as case_schema

FORMAT = "plantigrade/export/3"
NAME = "export.schema.json"
# A date that no programme can start on would break every sum with it.
_YEAR = "^(19|20|21)[0-9]{2}-"
_UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
ORIGINAL = rf"videos/{_UUID}/original(\.[a-z0-9]{{1,5}})?"

# What a column of values holds; the database does not know.
_TEXTS = {"type": "array", "items": {"type": "string"}}
_SHAPES: Mapping[str, dict[str, Any]] = {
    "person.player": {"type": "object", "additionalProperties": {"type": "boolean"}},
    "assessments.raw": {
        "type": "object",
        "description": "A case file as `plantigrade assess` reads it (case.schema.json).",
    },
    "assessments.skipped": _TEXTS,
    "assessments.origins": {
        "type": "object",
        "description": "Where values of the case come from that were read from a clip, by group.name.",
        "additionalProperties": {
            "type": "object",
            "required": ["value", "sd", "source", "id", "on", "before", "before_sd"],
        },
    },
    "adjustments.values": {"type": "object"},
    "overrides.values": {"type": "object"},
    "sets.side": {"type": "string", "enum": [*SIDES, "both"]},
    "retests.side": {"type": "string", "enum": [*SIDES]},
    # A test that was stopped before its first trial has none.
    "retests.ktw_cm": {**case_schema()["$defs"]["side"]["properties"]["ktw_cm"], "minItems": 0},
    "verdicts.changes": {"type": "array", "items": {"type": "object"}},
    "clips.result": {
        "type": ["object", "null"],
        "description": "The answer of `plantigrade video analyse` (plantigrade/video/1).",
    },
    "comparisons.result": {
        "type": ["object", "null"],
        "description": "The answer of `plantigrade video compare` and what is drawn of both clips.",
    },
    "clips.file": {
        "type": "string",
        "pattern": f"^({ORIGINAL})?$",
        "description": "The clip within this archive; empty when it is lost.",
    },
}


@cache
def schema() -> dict[str, Any]:
    """The JSON schema (2020-12) of `FORMAT`."""
    found: dict[str, Any] = json.loads(schema_text())
    return found


def schema_text() -> str:
    return files("plantigrade.web.keep").joinpath(NAME).read_text(encoding="utf-8")


def made() -> dict[str, Any]:
    """The schema as the tables of today give it."""
    from plantigrade.web.keep.tables import PERSON, TABLES

    parts = {table.name: {"type": "array", "items": _row(table)} for table in TABLES}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": FORMAT,
        "title": "Everything recorded of one person",
        "description": "export.json of the archive. Days are dates of the person's own calendar, times carry "
        "their offset; a unit stands at the end of a name.",
        "type": "object",
        "additionalProperties": False,
        "required": ["schema", "exported_at", "made_by", "person", *parts],
        "properties": {
            "schema": {"const": FORMAT},
            "exported_at": _MOMENT,
            "made_by": {"type": "string", "description": "Version of plantigrade."},
            "person": _row(PERSON),
            **parts,
        },
    }


_MOMENT = {"type": "string", "format": "date-time", "pattern": _YEAR}
_KINDS: Mapping[str, dict[str, Any]] = {
    "UUIDField": {"type": "string", "pattern": f"^{_UUID}$"},
    "DateTimeField": _MOMENT,
    "DateField": {"type": "string", "format": "date", "pattern": _YEAR},
    "BooleanField": {"type": "boolean"},
    "FloatField": {"type": "number"},
    "PositiveSmallIntegerField": {"type": "integer", "minimum": 0, "maximum": 32767},
    "SmallIntegerField": {"type": "integer", "minimum": -32768, "maximum": 32767},
    "TextField": {"type": "string"},
}


def _row(table: Any) -> dict[str, Any]:
    from plantigrade.web.keep.tables import columns

    found = {column.attname: _column(table.name, column) for column in columns(table)}
    for inner in table.inner:
        found[inner.name] = {"type": "array", "items": _row(inner)}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(found),
        "properties": found,
    }


def _column(table: str, column: Any) -> dict[str, Any]:
    told = _SHAPES.get(f"{table}.{column.attname}")
    if told is not None:
        return told
    if column.is_relation:
        column_kind = column.target_field.get_internal_type()
    else:
        column_kind = column.get_internal_type()
    if column.choices:
        found: dict[str, Any] = {"type": "string", "enum": [value for value, _ in column.choices]}
    elif column_kind == "CharField":
        found = {"type": "string", "maxLength": column.max_length}
        if not column.blank:
            found["minLength"] = 1
    else:
        found = dict(_KINDS[column_kind])
    if column.null:
        found["type"] = [found["type"], "null"]
    return found


def main() -> None:
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plantigrade.web.settings")
    django.setup()
    path = Path(str(files("plantigrade.web.keep").joinpath(NAME)))
    path.write_text(json.dumps(made(), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
