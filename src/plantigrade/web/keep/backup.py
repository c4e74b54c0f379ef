"""A backup: a snapshot of the database and the videos that it knows, in one file, while the server runs."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from plantigrade import __version__
from plantigrade.web.base.disk import is_full
from plantigrade.web.keep.manifest import DATABASE, NAME, Kept, Manifest
from plantigrade.web.keep.problems import FileError

_BLOCK = 1024 * 1024
_TRIES = 3


class _GoneError(Exception):
    """A file that the snapshot knows was deleted while it was copied."""


def database_path() -> Path:
    """The database's file. Raises FileError on Postgres, which has tools of its own."""
    held: dict[str, Any] = settings.DATABASES["default"]
    if not held["ENGINE"].endswith("sqlite3"):
        raise FileError(
            _(
                "The records lie in Postgres, whose own tools keep them: "
                'pg_dump --format=custom --file=plantigrade.dump "$PLANTIGRADE_DATABASE", and a copy of the '
                "videos; back with pg_restore (docs/operations.md)."
            )
        )
    return Path(held["NAME"])


def back_up(path: Path, *, replace: bool = False) -> Manifest:
    """Writes the backup under another name and renames it when it is whole. Raises FileError."""
    source = database_path()
    if not source.is_file():
        raise FileError(_("There is nothing to back up yet in %(folder)s.") % {"folder": source.parent})
    if path.exists() and not replace:
        raise FileError(_("This file exists; name another one, or say --replace."))
    try:
        with tempfile.TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as folder:
            for attempt in range(_TRIES):
                try:
                    made = _write(source, Path(folder), settle=attempt == _TRIES - 1)
                    break
                except _GoneError:
                    continue
            (Path(folder) / "backup").replace(path)
            return made
    except (OSError, sqlite3.Error) as error:
        if is_full(error):
            raise FileError(
                _("The disk is full; no backup was written. Make room, then try again.")
            ) from None
        raise FileError(_("It cannot be written (%(why)s).") % {"why": error}) from None


def _write(source: Path, folder: Path, *, settle: bool) -> Manifest:
    """One attempt. A clip that is deleted meanwhile spoils it, unless it is the last one (`settle`)."""
    snapshot = folder / DATABASE
    snapshot.unlink(missing_ok=True)
    take_snapshot(source, snapshot)
    root = Path(settings.MEDIA_ROOT)
    files: dict[str, Kept] = {}
    missing: list[str] = []
    with (folder / "backup").open("wb") as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            files[DATABASE] = _add(archive, DATABASE, snapshot)
            for original, names in _videos(snapshot, root):
                if original not in names:
                    missing.append(original)
                for name in names:
                    try:
                        files[f"videos/{name}"] = _add(archive, f"videos/{name}", root / name)
                    except FileNotFoundError:
                        if not settle:
                            raise _GoneError from None
                        missing.append(name)
            made = Manifest(timezone.now(), __version__, migrations_of(snapshot), files, tuple(missing))
            archive.writestr(NAME, made.text())
        out.flush()
        os.fsync(out.fileno())
    return made


def take_snapshot(source: Path, target: Path) -> None:
    """The database as of one moment, as one plain file, while others write."""
    with (
        closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True, timeout=30)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE").fetchall()


def migrations_of(database: Path) -> tuple[str, ...]:
    """The steps that made the tables, "app.name". Raises sqlite3.Error for a database not of ours."""
    with closing(sqlite3.connect(database)) as held:
        rows = held.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
    return tuple(f"{app}.{name}" for app, name in rows)


def originals_of(database: Path) -> list[tuple[str, bool]]:
    """The clips of a database, and films that wait for their athlete: the name of the file, and whether it
    has been read."""
    asked = "SELECT file, state = 'done' FROM videos_clip"
    with closing(sqlite3.connect(database)) as held:
        tables = {name for (name,) in held.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if "screening_looseclip" in tables:
            asked += " UNION ALL SELECT file, 0 FROM screening_looseclip"
        rows = held.execute(f"{asked} ORDER BY 1").fetchall()
    return [(str(name), bool(done)) for name, done in rows]


def _videos(snapshot: Path, root: Path) -> Iterator[tuple[str, list[str]]]:
    """Each original with the files to keep; of a clip that is being read, what is drawn is not whole yet."""
    for original, done in originals_of(snapshot):
        folder = root / PurePosixPath(original).parent
        there = sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
        names = [path.relative_to(root).as_posix() for path in there]
        yield original, [name for name in names if done or name == original]


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> Kept:
    """Copies a file in blocks; the checksum is that of what was copied."""
    digest, size = hashlib.sha256(), 0
    info = zipfile.ZipInfo(name, timezone.localtime().timetuple()[:6])
    info.external_attr = 0o600 << 16
    with path.open("rb") as source, archive.open(info, "w", force_zip64=True) as member:
        while block := source.read(_BLOCK):
            digest.update(block)
            size += len(block)
            member.write(block)
    return Kept(size, digest.hexdigest())
