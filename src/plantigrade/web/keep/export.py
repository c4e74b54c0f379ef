"""Everything of a person as one archive: plain values, the tests as the terminal reads them, videos."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, QuerySet

from plantigrade.web.people.models import Person
from plantigrade.web.progress.queries import history_of

SCHEMA = "plantigrade/export/1"
_OF_PERSON = ("id", "name", "created_at", "units", "theme", "language", "player")


def values_of(person: Person) -> dict[str, Any]:
    """Every record, in the order in which it was made; ids are kept."""
    sessions = []
    for session in person.sessions.prefetch_related("sets"):
        sessions.append(
            {**_values(session, "person"), "sets": [_values(s, "session") for s in session.sets.all()]}
        )
    programmes = []
    for programme in person.programmes.prefetch_related("adjustments"):
        made = [_values(a, "programme") for a in programme.adjustments.all()]
        programmes.append({**_values(programme, "person"), "adjustments": made})
    return {
        "schema": SCHEMA,
        "person": {name: getattr(person, name) for name in _OF_PERSON},
        "assessments": _all(person.assessments.all()),
        "programmes": programmes,
        "sessions": sessions,
        "pain_reports": _all(person.pain_reports.all()),
        "retests": _all(person.retests.all()),
        "mornings": _all(person.mornings.all()),
        "verdicts": _all(person.verdicts.all()),
        "clips": _all(person.clips.all()),
    }


def history_csv(person: Person) -> str:
    """The tests as `plantigrade progress` reads them."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["date", "side", "ktw_cm", "trials", "planned", "done"])
    for side, tests in history_of(person).items():
        for test in tests:
            told = [test.planned, test.done]
            known = ["" if n is None else f"{n:g}" for n in told]
            writer.writerow([test.date.isoformat(), side.value, f"{test.ktw_cm:.2f}", test.trials, *known])
    return text.getvalue()


def write_archive(person: Person, file: IO[bytes]) -> None:
    """Writes the archive; videos are copied in blocks and not packed again."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        told = json.dumps(values_of(person), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        archive.writestr("export.json", told)
        archive.writestr("history.csv", history_csv(person))
        for clip in person.clips.all():
            path = Path(clip.file.path)
            if path.exists():
                archive.write(path, f"videos/{clip.id}{path.suffix}", zipfile.ZIP_STORED)


def _all(rows: QuerySet[Any]) -> list[dict[str, Any]]:
    return [_values(row, "person") for row in rows]


def _values(row: Model, without: str) -> dict[str, Any]:
    """The columns of a row; a file by its name, a relation by its id."""
    found = {}
    for column in row._meta.concrete_fields:
        if column.name == without:
            continue
        value = getattr(row, column.attname)
        found[column.attname] = str(value) if column.get_internal_type() == "FileField" else value
    return found
