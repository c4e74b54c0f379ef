"""An export as it comes back: looked through before anything is unpacked, since it may come from anybody."""

from __future__ import annotations

import re
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from uuid import UUID

from django.utils.translation import gettext as _

from plantigrade.motion.limits import Limits
from plantigrade.web.keep.export import KEPT_NAME
from plantigrade.web.keep.problems import FileError

_BLOCK = 256 * 1024
_MEMBER = re.compile(r"videos/([0-9a-f-]{36})/([^/]+)\Z")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is taken on. `swelling`: how many times its size it may unpack to; videos do not shrink."""

    members: int = 20_000
    records_bytes: int = 100_000_000
    video_bytes: int = Limits().size_bytes
    swelling: int = 20
    swelling_free_bytes: int = 200_000_000


class Archive:
    """An opened export. Raises FileError when it is none, is damaged, or would do harm."""

    def __init__(self, file: IO[bytes], bounds: Bounds = Bounds()) -> None:
        self._bounds = bounds
        file.seek(0, 2)
        size = file.tell()
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise FileError(
                _("This is no export, or only a part of one. Export once more and send the whole zip.")
            ) from None
        members = self._zip.infolist()
        self._refuse_harm(members, size)
        self._by_name = {member.filename: member for member in members}

    def records(self) -> bytes:
        """The text of export.json."""
        member = self._by_name.get("export.json")
        if member is None:
            raise FileError(_("This zip is no export of plantigrade: export.json is not in it."))
        if member.file_size > self._bounds.records_bytes:
            raise FileError(_("The records in this file are larger than those of any person."))
        with _damage_told(), self._zip.open(member) as source:
            return source.read(self._bounds.records_bytes + 1)

    def has(self, name: str) -> bool:
        return name in self._by_name

    def videos(self) -> Mapping[UUID, list[str]]:
        """The names of the files of each clip; anything else in the archive is left alone."""
        found: dict[UUID, list[str]] = {}
        for name in self._by_name:
            parts = _MEMBER.match(name)
            if parts and KEPT_NAME.match(parts[2]):
                found.setdefault(UUID(parts[1]), []).append(name)
        return found

    def unpack(self, name: str, to: Path) -> None:
        """Writes one member to a new file, checked against its checksum."""
        with _damage_told(), self._zip.open(self._by_name[name]) as source, to.open("xb") as target:
            shutil.copyfileobj(source, target, _BLOCK)

    def size_of(self, names: list[str]) -> int:
        """Bytes that these members unpack to."""
        return sum(self._by_name[name].file_size for name in names)

    def _refuse_harm(self, members: list[zipfile.ZipInfo], size: int) -> None:
        if len(members) > self._bounds.members:
            raise FileError(_("This zip holds far more files than an export."))
        if (
            sum(m.file_size for m in members)
            > size * self._bounds.swelling + self._bounds.swelling_free_bytes
        ):
            raise FileError(_("This zip would unpack to far more than it holds; it is no export."))
        names = set()
        for member in members:
            name = member.filename
            if name in names:
                raise FileError(_("This zip holds a file twice; it is no export as it was made."))
            names.add(name)
            if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
                raise FileError(_("This zip points outside of itself; it is no export as it was made."))
            if stat.S_ISLNK(member.external_attr >> 16):
                raise FileError(_("This zip holds links to other files; it is no export as it was made."))
            if member.flag_bits & 0x1:
                raise FileError(_("This zip is locked with a password; unlock it first."))
            if member.file_size > self._bounds.video_bytes:
                raise FileError(_("This zip holds a video that is larger than any clip."))


@contextmanager
def _damage_told() -> Iterator[None]:
    """Turns what zipfile says of a damaged member into plain words."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        raise FileError(_("This file is damaged. Export once more and send the whole zip.")) from None
