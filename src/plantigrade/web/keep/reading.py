"""The records of an export, checked: shape, version, ids, relations, and every case file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import jsonschema_rs
from django.db.models import Model
from django.utils.translation import gettext as _

from plantigrade.interop.case_file import case_from
from plantigrade.interop.problems import InputError
from plantigrade.web.keep.archive import Archive
from plantigrade.web.keep.problems import FileError
from plantigrade.web.keep.schema import schema
from plantigrade.web.keep.tables import TABLES, Table, columns
from plantigrade.web.keep.upgrades import lifted

_MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One record: its table, its values as the file has them, and the id of the row above it."""

    table: Table
    values: dict[str, Any]
    parent: UUID

    @property
    def id(self) -> UUID:
        return UUID(self.values["id"])


def records_of(archive: Archive) -> dict[str, Any]:
    """The values of an export, of the newest version. Raises FileError."""
    try:
        raw = json.loads(archive.records().decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise FileError(_("The records in this file cannot be read: export.json is no JSON.")) from None
    if not isinstance(raw, dict):
        raise FileError(_("This is no export of plantigrade: it does not name its version."))
    values = lifted(raw)
    _check_shape(values)
    _check_relations(values)
    for assessment in values["assessments"]:
        try:
            case_from(assessment["raw"], "assessment")
        except InputError as error:
            told = "; ".join(error.lines()[:_MOST_TOLD])
            raise FileError(_("An assessment in this file cannot be right.") + f" {told}") from None
    for clip in values["clips"]:
        own = not clip["file"] or clip["file"].startswith(f"videos/{clip['id']}/")
        if not own or (clip["file"] and not archive.has(clip["file"])):
            raise FileError(
                _("The video of %(day)s is not in this file. Export once more.") % {"day": clip["taken_on"]}
            )
    return values


def rows_of(values: dict[str, Any]) -> Iterator[Row]:
    """Every row below the person, each after those that it refers to."""
    for table in TABLES:
        for found in values[table.name]:
            yield Row(table, found, UUID(values["person"]["id"]))
            for inner in table.inner:
                for below in found[inner.name]:
                    yield Row(inner, below, UUID(found["id"]))


def relations_of(table: Table) -> dict[str, type[Model]]:
    """Columns that hold the id of another row, with its model."""
    return {c.attname: c.related_model for c in columns(table) if c.is_relation}  # type: ignore[misc]


def _no_number(name: str) -> None:
    raise ValueError(name)


@cache
def _validator() -> Any:
    return jsonschema_rs.validator_for(schema(), validate_formats=True)


def _check_shape(values: dict[str, Any]) -> None:
    told = []
    for error in _validator().iter_errors(values):
        place = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in error.instance_path).lstrip(".")
        message = error.message if len(error.message) < 160 else f"{error.message[:157]}..."
        told.append(f"{place or 'export.json'}: {message}")
        if len(told) == _MOST_TOLD:
            break
    if told:
        raise FileError(_("The records in this file are not as an export has them.") + f" {'; '.join(told)}")


def _check_relations(values: dict[str, Any]) -> None:
    known: dict[UUID, type[Model]] = {}
    for row in rows_of(values):
        if row.id in known:
            raise FileError(_("Two records in this file have the same id."))
        for column, model in relations_of(row.table).items():
            named = row.values[column]
            if named is not None and known.get(UUID(named)) is not model:
                raise FileError(
                    _("A record of %(table)s belongs to one that is not in this file.")
                    % {"table": row.table.name}
                )
        known[row.id] = row.table.model
