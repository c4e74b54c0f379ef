"""Whether a backup can be restored: every byte of it is read."""

from __future__ import annotations

import hashlib
import sqlite3
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path, PurePosixPath

from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from plantigrade.web.keep.backup import migrations_of, originals_of
from plantigrade.web.keep.manifest import DATABASE, NAME, Kept, Manifest, manifest_from
from plantigrade.web.keep.problems import FileError

_BLOCK = 1024 * 1024
_MANIFEST_BYTES = 50_000_000


def faults_of(path: Path) -> tuple[Manifest, list[str]]:
    """What a backup says of itself, and all that is wrong with it. Raises FileError when it is none."""
    with tempfile.TemporaryDirectory() as folder:
        return unpack(path, Path(folder), only=frozenset({DATABASE}))


def unpack(path: Path, folder: Path, only: frozenset[str] | None = None) -> tuple[Manifest, list[str]]:
    """Reads every file of a backup, writes them (or `only` some) below a folder, and tells every fault."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = {member.filename: member for member in archive.infolist()}
            made = _manifest(archive, members)
            faults = _faults_of_members(members, made)
            for name, kept in made.files.items():
                if name in members:
                    to = folder / name if only is None or name in only else None
                    faults += _read(archive, members[name], kept, to)
    except (zipfile.BadZipFile, NotImplementedError):
        raise FileError(_("This is no backup, or only a part of one.")) from None
    except OSError as error:
        raise FileError(
            _("It cannot be read (%(why)s); check the path.") % {"why": error.strerror or error}
        ) from None
    if (folder / DATABASE).is_file():
        faults += _faults_of_database(folder / DATABASE, made)
    return made, faults


def _manifest(archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo]) -> Manifest:
    member = members.get(NAME)
    if member is None or member.file_size > _MANIFEST_BYTES:
        raise FileError(_("This is no backup of plantigrade: it holds no manifest."))
    try:
        return manifest_from(archive.read(member))
    except (zipfile.BadZipFile, zlib.error, EOFError):
        raise FileError(_("This backup is damaged: its manifest cannot be read.")) from None


def _faults_of_members(members: Mapping[str, zipfile.ZipInfo], made: Manifest) -> list[str]:
    """Names first: nothing that points elsewhere is ever written."""
    for name in made.files:
        parts = PurePosixPath(name).parts
        if name.startswith("/") or "\\" in name or ":" in name or ".." in parts:
            raise FileError(_("This backup points outside of itself; it is none of ours."))
        if name != DATABASE and parts[0] != "videos":
            raise FileError(_("This backup holds files that none of ours holds."))
    if any(stat.S_ISLNK(member.external_attr >> 16) for member in members.values()):
        raise FileError(_("This backup holds links to other files; it is none of ours."))
    if DATABASE not in made.files:
        raise FileError(_("This backup holds no database."))
    missing = [name for name in made.files if name not in members]
    strange = [name for name in members if name not in made.files and name != NAME]
    return [
        *(_("%(name)s is missing") % {"name": name} for name in missing),
        *(_("%(name)s is not in the manifest") % {"name": name} for name in strange),
    ]


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo, kept: Kept, to: Path | None) -> list[str]:
    """Reads one file against its checksum, no further than its size; writes it when it has a place."""
    digest, size = hashlib.sha256(), 0
    if to is not None:
        to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = to.open("wb") if to is not None else None
    try:
        with archive.open(member) as source:
            while size <= kept.bytes and (block := source.read(_BLOCK)):
                digest.update(block)
                size += len(block)
                if target is not None:
                    target.write(block)
    except (zipfile.BadZipFile, zlib.error, EOFError):
        return [_("%(name)s is damaged") % {"name": member.filename}]
    finally:
        if target is not None:
            target.close()
    if (size, digest.hexdigest()) != (kept.bytes, kept.sha256):
        return [_("%(name)s is not what was backed up (its checksum differs)") % {"name": member.filename}]
    return []


def _faults_of_database(path: Path, made: Manifest) -> list[str]:
    try:
        with closing(sqlite3.connect(path)) as held:
            said = [row[0] for row in held.execute("PRAGMA integrity_check(5)")]
            loose = held.execute("PRAGMA foreign_key_check").fetchall()
        steps, originals = migrations_of(path), originals_of(path)
    except sqlite3.Error as error:
        return [_("the database cannot be read (%(why)s)") % {"why": error}]
    faults = [] if said == ["ok"] else [_("the database is damaged: %(why)s") % {"why": "; ".join(said)}]
    if loose:
        faults.append(_("the database holds %(n)d records whose owner is gone") % {"n": len(loose)})
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if set(steps) - known:
        faults.append(_("it was made by a newer plantigrade (%(v)s); update first") % {"v": made.made_by})
    for name, _done in originals:
        if f"videos/{name}" not in made.files and name not in made.missing:
            faults.append(_("videos/%(name)s is missing, and the database knows it") % {"name": name})
    return faults
