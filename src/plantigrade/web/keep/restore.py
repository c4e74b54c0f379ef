"""A backup put in place: checked in a folder of its own first, then moved in as a whole."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from plantigrade.web.base.disk import is_full
from plantigrade.web.in_use import InUseError, alone
from plantigrade.web.keep.backup import database_path
from plantigrade.web.keep.manifest import DATABASE
from plantigrade.web.keep.problems import FileError
from plantigrade.web.keep.verify import unpack


def restore(path: Path, *, replace: bool = False) -> Path | None:
    """The folder that holds what was there before; None when there was nothing. Raises FileError.

    Nothing is deleted: data that is replaced is set aside.
    """
    database = database_path()
    folder = database.parent
    if database.exists() and not replace:
        raise FileError(_("There is data in %(folder)s; say --replace to set it aside.") % {"folder": folder})
    if Path(settings.MEDIA_ROOT) != folder / "videos":
        raise FileError(
            _(
                "The videos lie in a shared folder (PLANTIGRADE_VIDEOS), which is not swapped. Restore "
                "without this setting, then copy the folder videos there."
            )
        )
    try:
        with alone(folder), tempfile.TemporaryDirectory(prefix=".restore-", dir=folder) as staged:
            _made, faults = unpack(path, Path(staged))
            if faults:
                raise FileError(_("Nothing was restored: %(why)s.") % {"why": "; ".join(faults[:5])})
            (Path(staged) / "videos").mkdir(mode=0o700, exist_ok=True)
            return _swapped(Path(staged), database, Path(settings.MEDIA_ROOT))
    except InUseError:
        raise FileError(_("plantigrade runs on this data folder; stop it first (Ctrl-C).")) from None
    except OSError as error:
        if is_full(error):
            raise FileError(_("The disk is full; nothing was restored. Make room, then try again.")) from None
        raise FileError(_("It cannot be restored (%(why)s).") % {"why": error}) from None


def _swapped(staged: Path, database: Path, videos: Path) -> Path | None:
    """Moves what is there aside and what is new in; puts everything back when that fails."""
    aside = database.parent / f"before-restore-{timezone.localtime():%Y-%m-%dT%H%M%S}"
    moves = [
        *(
            (database.with_name(database.name + end), aside / (DATABASE + end))
            for end in ("", "-wal", "-shm")
        ),
        (videos, aside / "videos"),
        (staged / DATABASE, database),
        (staged / "videos", videos),
    ]
    existed = database.exists()
    aside.mkdir(mode=0o700)
    done: list[tuple[Path, Path]] = []
    try:
        for source, target in moves:
            if source.exists():
                source.rename(target)
                done.append((source, target))
    except OSError:
        for source, target in reversed(done):
            target.rename(source)
        with suppress(OSError):
            aside.rmdir()
        raise
    if not existed:
        with suppress(OSError):  # videos without a database stay where they are
            (aside / "videos").rmdir()
            aside.rmdir()
    return aside if aside.exists() else None
