"""Everything of a person as one archive, block by block: memory does not grow with the videos."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model, Prefetch
from django.utils import timezone

from plantigrade import __version__
from plantigrade.web.keep.schema import FORMAT, NAME, schema_text
from plantigrade.web.keep.tables import PERSON, TABLES, Table, columns
from plantigrade.web.people.models import Person
from plantigrade.web.progress.queries import history_of
from plantigrade.web.videos.models import Clip

_BLOCK = 256 * 1024
# Names that a file beside a clip may have, here and when it comes back.
KEPT_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,40}(\.[a-z0-9]{1,5})?\Z")


@transaction.atomic
def values_of(person: Person) -> dict[str, Any]:
    """Every record as of one moment, in the order in which it was made; ids are kept."""
    return {
        "schema": FORMAT,
        "exported_at": timezone.now(),
        "made_by": __version__,
        "person": _values(person, PERSON),
        **{table.name: _rows(getattr(person, table.name), table) for table in TABLES},
    }


def history_csv(person: Person) -> str:
    """The tests as `plantigrade progress` reads them."""
    rows = []
    for side, tests in history_of(person).items():
        for test in tests:
            told = [test.planned, test.done]
            known = ["" if n is None else f"{n:g}" for n in told]
            rows.append([test.date.isoformat(), side.value, f"{test.ktw_cm:.2f}", str(test.trials), *known])
    return _csv("date,side,ktw_cm,trials,planned,done", rows)


def sessions_csv(values: Mapping[str, Any]) -> str:
    """One row a set; a session in which nothing was done has one row without a set."""
    rows = []
    for session in values["sessions"]:
        head = [session["day"], session["started_at"], session["finished_at"], session["short"]]
        for done in session["sets"] or [{}]:
            names = ("exercise", "side", "set_number", "seconds", "reps", "at")
            rows.append([*head, *(done.get(name) for name in names)])
    return _csv("day,started_at,finished_at,short,exercise,side,set_number,seconds,reps,at", rows)


def archive_blocks(person: Person) -> Iterator[bytes]:
    """The zip, as it comes into being. Videos go in as they are, with all that was drawn from them."""
    values = values_of(person)
    out = _Outlet()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("export.json", json.dumps(values, default=_plain, ensure_ascii=False, indent=1))
        archive.writestr(NAME, schema_text())
        archive.writestr("history.csv", history_csv(person))
        archive.writestr("sessions.csv", sessions_csv(values))
        yield out.taken()
        for clip in person.clips.all():
            for path, name in _files(clip):
                with path.open("rb") as source, archive.open(_stored(name), "w", force_zip64=True) as member:
                    while block := source.read(_BLOCK):
                        member.write(block)
                        yield out.taken()
    yield out.taken()


class _Outlet(io.RawIOBase):
    """Takes what is written and hands it on; nothing can be changed behind."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, block: Any) -> int:
        self._held += block
        return len(block)

    def taken(self) -> bytes:
        held, self._held = bytes(self._held), bytearray()
        return held


def _stored(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, timezone.localtime().timetuple()[:6])
    info.external_attr = 0o600 << 16
    return info


def _files(clip: Clip) -> list[tuple[Path, str]]:
    """The files of a clip with their names in the archive."""
    folder = Path(clip.file.path).parent
    found = [(Path(clip.file.path), name_of_original(clip))] if name_of_original(clip) else []
    if folder.is_dir():
        for path in sorted(folder.iterdir()):
            if path.stem != "original" and path.is_file() and KEPT_NAME.match(path.name):
                found.append((path, f"videos/{clip.pk}/{path.name}"))
    return found


def name_of_original(clip: Clip) -> str:
    """Where the archive has the clip itself; empty when it is lost."""
    path = Path(clip.file.path)
    if not path.is_file():
        return ""
    name = f"original{path.suffix}"
    return f"videos/{clip.pk}/{name if KEPT_NAME.match(name) else 'original'}"


def _csv(head: str, rows: Iterable[Iterable[Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head.split(","))
    for row in rows:
        writer.writerow(["" if value is None else value for value in row])
    return text.getvalue()


def _rows(rows: Any, table: Table) -> list[dict[str, Any]]:
    asked = _ordered(rows.all(), table)
    for inner in table.inner:
        below = _ordered(inner.model._base_manager.all(), inner)
        asked = asked.prefetch_related(Prefetch(inner.name, below))
    found = []
    for row in asked:
        values = _values(row, table)
        for inner in table.inner:
            values[inner.name] = [_values(one, inner) for one in getattr(row, inner.name).all()]
        found.append(values)
    return found


def _ordered(rows: Any, table: Table) -> Any:
    """In the order in which things happened; the id decides between equals."""
    return rows.order_by(*(table.model._meta.ordering or ()), "pk")


def _values(row: Model, table: Table) -> dict[str, Any]:
    """The columns of a row; a relation by its id, a file by its place in the archive."""
    return {
        column.attname: name_of_original(row) if isinstance(row, Clip) and column.name == "file"
        else getattr(row, column.attname)
        for column in columns(table)
    }  # fmt: skip


def _plain(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} is no plain value")
