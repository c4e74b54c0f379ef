"""What a killed process left in the data folder, found at the start: half uploads, lost files."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from plantigrade.web.keep import waiting
from plantigrade.web.screening.models import LooseClip
from plantigrade.web.videos.models import Clip

# Whatever another server of the same folder still works on is younger.
_OLD_S = 24 * 3600.0


def tidy() -> None:
    """Removes what nothing refers to and nobody can be writing any more."""
    halves = [*Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir(), *waiting.folder().iterdir()]
    for path in [*halves, *_orphans(Path(settings.MEDIA_ROOT))]:
        with suppress(OSError):
            if _is_old(path):
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def _orphans(root: Path) -> Iterator[Path]:
    """Folders of films that the database does not know, and folders of people with nothing in them."""
    known = {
        str(Path(name).parent)
        for kind in (Clip, LooseClip)
        for name in kind._default_manager.values_list("file", flat=True)
    }
    if not known:
        # More likely the wrong database, before the records were moved to it, than nothing worth keeping.
        return
    for person in (one for one in root.iterdir() if one.name != waiting.NAME):
        inner = list(person.iterdir()) if person.is_dir() else []
        yield from (clip for clip in inner if f"{person.name}/{clip.name}" not in known)
        if person.is_dir() and not inner:
            yield person


def _is_old(path: Path) -> bool:
    """Of a folder its newest file counts."""
    inner = [held.stat().st_mtime for held in path.rglob("*")] if path.is_dir() else []
    return time.time() - max([path.stat().st_mtime, *inner]) > _OLD_S
