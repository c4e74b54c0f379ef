"""What a backup says of itself: every file with its checksum, and the tables that its database has."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plantigrade.web.database import FILE
from plantigrade.web.keep.problems import FileError

FORMAT = "plantigrade/backup/1"
NAME = "manifest.json"
DATABASE = FILE


@dataclass(frozen=True, slots=True)
class Kept:
    """One file of a backup."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`missing` are originals that were lost before the backup was made; `migrations` are "app.name"."""

    made_at: datetime
    made_by: str
    migrations: tuple[str, ...]
    files: Mapping[str, Kept]
    missing: tuple[str, ...]

    def told(self) -> str:
        """How much it is."""
        size = sum(file.bytes for file in self.files.values()) / 1e6
        videos = len(self.files) - 1
        return ngettext(
            "the database and %(n)d file of videos, %(mb).1f MB",
            "the database and %(n)d files of videos, %(mb).1f MB",
            videos,
        ) % {"n": videos, "mb": size}

    def text(self) -> str:
        values = {"schema": FORMAT, **asdict(self), "made_at": self.made_at.isoformat()}
        return json.dumps(values, indent=1)


def manifest_from(text: bytes) -> Manifest:
    """Raises FileError for a manifest that is none, or is of another version."""
    try:
        raw: Any = json.loads(text)
        if raw["schema"] != FORMAT:
            raise FileError(
                _("This backup is of another version (%(name)s). Update plantigrade, then try again.")
                % {"name": str(raw["schema"])[:40]}
            )
        return Manifest(
            made_at=datetime.fromisoformat(raw["made_at"]),
            made_by=str(raw["made_by"]),
            migrations=tuple(map(str, raw["migrations"])),
            files={
                str(name): Kept(int(file["bytes"]), str(file["sha256"]))
                for name, file in raw["files"].items()
            },
            missing=tuple(map(str, raw["missing"])),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise FileError(_("This is no backup of plantigrade: its manifest cannot be read.")) from None
