"""Taking a person in: all of it or nothing."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any, Literal
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from plantigrade.web.accounts.models import User
from plantigrade.web.base.clock import today
from plantigrade.web.base.disk import is_full
from plantigrade.web.home.today import today_of
from plantigrade.web.keep.archive import Archive
from plantigrade.web.keep.problems import FileError
from plantigrade.web.keep.reading import Row, records_of, relations_of, rows_of
from plantigrade.web.keep.tables import PERSON, columns
from plantigrade.web.people.actions import remove_person
from plantigrade.web.people.models import Person
from plantigrade.web.programme.queries import plan_of
from plantigrade.web.progress.queries import review_of
from plantigrade.web.tracks.queries import read_all
from plantigrade.web.videos.actions import enqueue
from plantigrade.web.videos.models import Clip

Choice = Literal["ask", "replace", "both"]
_BATCH = 500
_SPARE_BYTES = 100_000_000


class KnownError(Exception):
    """The person of the file is known; it is for the user to choose what happens."""

    def __init__(self, person: Person, exported_at: datetime) -> None:
        super().__init__(person.name)
        self.person, self.exported_at = person, exported_at


def import_person(*, owner: User, file: IO[bytes], choice: Choice = "ask") -> Person:
    """The person of an export, with everything. Ids stay unless they are taken.

    Raises FileError for a file that is none, KnownError when the person is known and `choice` is "ask".
    """
    archive = Archive(file)
    values = records_of(archive)
    known = Person.objects.visible_to(owner).filter(pk=values["person"]["id"]).first()
    if known is not None and choice == "ask":
        raise KnownError(known, datetime.fromisoformat(values["exported_at"]))
    clips = {UUID(clip["id"]) for clip in values["clips"]}
    videos = {clip: names for clip, names in archive.videos().items() if clip in clips}
    try:
        with _unpacked(archive, videos) as staged:
            return _take_in(owner, values, staged, known if choice == "replace" else None)
    except (IntegrityError, ValidationError, UnicodeEncodeError):
        raise FileError(_("Records in this file contradict one another; nothing was taken in.")) from None
    except Exception as error:
        if is_full(error):
            raise FileError(_("The disk is full. Make room, then send the file again.")) from None
        raise


@contextmanager
def _unpacked(archive: Archive, videos: dict[UUID, list[str]]) -> Iterator[Path]:
    """The files of each clip in a folder of its own, on the disk of the videos; gone in the end."""
    incoming = Path(settings.FILE_UPLOAD_TEMP_DIR)
    needed = archive.size_of([name for names in videos.values() for name in names])
    if needed + _SPARE_BYTES > shutil.disk_usage(incoming).free:
        raise FileError(_("There is not enough room on the disk for the videos. Make room, then try again."))
    with tempfile.TemporaryDirectory(prefix="import-", dir=incoming) as folder:
        for clip, names in videos.items():
            (Path(folder) / str(clip)).mkdir()
            for name in names:
                archive.unpack(name, Path(folder) / str(clip) / name.rpartition("/")[2])
        yield Path(folder)


def _take_in(owner: User, values: dict[str, Any], staged: Path, replaced: Person | None) -> Person:
    """Rows and files together. The files are moved before the rows hold: what is shown is always whole."""
    moved: Path | None = None
    try:
        with transaction.atomic():
            if replaced is not None:
                remove_person(person=replaced)
            ids = _ids(values)
            person: Person = _row(Row(PERSON, values["person"], UUID(int=0)), ids, owner_id=owner.pk)
            folder = _free_folder(person.pk)
            made = [person, *(_made(row, ids, folder) for row in rows_of(values))]
            _write(made, [values["person"], *(row.values for row in rows_of(values))])
            for clip in (row for row in made if isinstance(row, Clip)):
                if clip.state == Clip.State.WAITING:
                    enqueue(clip_id=str(clip.pk))
            _refuse_unshowable(person)
            moved = Path(settings.MEDIA_ROOT) / folder
            _move(staged, moved, ids)
    except BaseException:
        if moved is not None:
            shutil.rmtree(moved, ignore_errors=True)
        raise
    return person


def _ids(values: dict[str, Any]) -> dict[UUID, UUID]:
    """The id that each record gets: its own, or all new ones when any is taken already."""
    asked: dict[type[Model], list[UUID]] = {Person: [UUID(values["person"]["id"])]}
    for row in rows_of(values):
        asked.setdefault(row.table.model, []).append(row.id)
    taken = any(
        model._base_manager.filter(pk__in=batch).exists()
        for model, ids in asked.items()
        for batch in _batches(ids)
    )
    return {id_: uuid4() if taken else id_ for ids in asked.values() for id_ in ids}


def _batches(ids: list[UUID]) -> Iterator[list[UUID]]:
    rest = iter(ids)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _made(row: Row, ids: dict[UUID, UUID], folder: str) -> Model:
    found: Model = _row(row, ids, **{f"{row.table.parent}_id": ids[row.parent]})
    if isinstance(found, Clip):
        name = row.values["file"].rpartition("/")[2] or "original"
        found.file.name = f"{folder}/{found.pk}/{name}"
        if found.state == Clip.State.RUNNING:
            found.state = Clip.State.WAITING
    return found


def _row(row: Row, ids: dict[UUID, UUID], **above: Any) -> Any:
    """A row of the model, not yet written."""
    relations = relations_of(row.table)
    found: dict[str, Any] = {}
    for column in columns(row.table):
        value = row.values[column.attname]
        if value is not None and (column.primary_key or column.attname in relations):
            value = ids[UUID(value)]
        found[column.attname] = column.to_python(value) if not column.is_relation else value
    return row.table.model(**found, **above)


def _write(rows: list[Any], values: list[dict[str, Any]]) -> None:
    """Writes rows in their order; moments that a new row would set to now are those of the file."""
    by_model: dict[type[Model], list[tuple[Any, dict[str, Any]]]] = {}
    for row, told in zip(rows, values, strict=True):
        by_model.setdefault(type(row), []).append((row, told))
    for model, pairs in by_model.items():
        made = [row for row, _ in pairs]
        model._base_manager.bulk_create(made, batch_size=_BATCH)
        stamped = [c for c in model._meta.concrete_fields if getattr(c, "auto_now_add", False)]
        for row, told in pairs:
            for column in stamped:
                setattr(row, column.attname, column.to_python(told[column.attname]))
        if stamped:
            model._base_manager.bulk_update(made, [column.name for column in stamped], batch_size=_BATCH)


def _refuse_unshowable(person: Person) -> None:
    """What fits the schema may still be nonsense: a person whose pages would break is not taken in."""
    try:
        for programme in person.programmes.all():
            plan_of(programme)
        today_of(person)
        review_of(person, today())
        read_all(person, today())
    except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError):
        raise FileError(_("Records in this file do not fit together; nothing was taken in.")) from None


def _free_folder(person_id: UUID) -> str:
    """A folder of the videos that nobody has, so that files of before stay until the rows hold."""
    name = str(person_id)
    taken = (Path(settings.MEDIA_ROOT) / name).exists()
    return f"{name}-{secrets.token_hex(4)}" if taken else name


def _move(staged: Path, folder: Path, ids: dict[UUID, UUID]) -> None:
    for found in sorted(staged.iterdir()):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # The videos may lie on another disk than what comes in.
        shutil.move(found, folder / str(ids[UUID(found.name)]))
