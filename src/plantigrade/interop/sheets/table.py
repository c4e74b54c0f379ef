"""Wall tests of many athletes as a plain table (CSV) with a Table Schema; it reads back as it was."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from plantigrade.core.quantities import SIDES
from plantigrade.interop.case_file import schema
from plantigrade.interop.sheets.cells import guarded
from plantigrade.interop.sheets.lines import Trials, WallTest

_WHO = {
    "athlete_id": (
        "string",
        "Id of the record; takes the table back to the same athlete",
        {"format": "uuid"},
    ),
    "name": (
        "string",
        "Name or code of the athlete; an apostrophe guards one that begins like a formula",
        {},
    ),
    "group": ("string", "Group in the team", {}),
    "position": ("string", "Position or role", {}),
    "date": ("date", "Day of the test", {}),
}


def _columns() -> dict[str, dict[str, Any]]:
    trials = schema()["$defs"]["side"]["properties"]["ktw_cm"]
    bounds = {"minimum": trials["items"]["minimum"], "maximum": trials["items"]["maximum"]}
    found: dict[str, dict[str, Any]] = {
        name: {"name": name, "type": kind, "description": told} | more
        for name, (kind, told, more) in _WHO.items()
    }
    for side in SIDES:
        for number in range(1, trials["maxItems"] + 1):
            name = f"{side}_ktw_{number}_cm"
            told = f"Knee-to-wall distance of the {side} side, toe to wall, trial {number}, cm"
            found[name] = {"name": name, "type": "number", "description": told, "constraints": bounds}
        name = f"{side}_pain_0_10"
        told = f"Pain in the test of the {side} side, 0 to 10"
        limits = {"minimum": 0, "maximum": 10}
        found[name] = {"name": name, "type": "integer", "description": told, "constraints": limits}
    return found


def table_schema() -> str:
    """The columns as a Table Schema (Frictionless Data), JSON."""
    made = {
        "$schema": "https://datapackage.org/profiles/1.0/tableschema.json",
        "fields": list(_columns().values()),
        "missingValues": [""],
    }
    return json.dumps(made, indent=2) + "\n"


def csv_lines(tests: Iterable[WallTest]) -> Iterator[str]:
    """The table line by line, the header first, for a reader that may be slow."""
    names = list(_columns())
    yield _line(names)
    for test in tests:
        cells = {
            "athlete_id": str(test.athlete_id or ""),
            "name": guarded(test.name),
            "group": guarded(test.group),
            "position": guarded(test.position),
            "date": test.on.isoformat() if test.on else "",
        }
        for side in SIDES:
            tested = test.sides.get(side, Trials())
            cells |= {f"{side}_ktw_{number}_cm": f"{cm:g}" for number, cm in enumerate(tested.ktw_cm, 1)}
            cells[f"{side}_pain_0_10"] = "" if tested.pain_0_10 is None else str(tested.pain_0_10)
        yield _line([cells.get(name, "") for name in names])


def _line(cells: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()
