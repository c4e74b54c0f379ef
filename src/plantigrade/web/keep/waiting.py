"""A file that was sent and waits for an answer, so that nobody has to send it twice.

It waits beside the videos: the answer may reach another machine.
"""

from __future__ import annotations

import re
import secrets
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings

NAME = "waiting"
_TOKEN = re.compile(r"[0-9a-f]{32}\Z")


def keep(file: Any) -> str:
    """Keeps an uploaded file; returns the token that it is found by."""
    token = secrets.token_hex(16)
    if hasattr(file, "temporary_file_path"):
        shutil.move(file.temporary_file_path(), _path(token))
    else:
        file.seek(0)
        _path(token).write_bytes(file.read())
    return token


def found(token: object) -> Path | None:
    """The file of a token; None when it is gone."""
    if not isinstance(token, str) or not _TOKEN.match(token):
        return None
    path = _path(token)
    return path if path.is_file() else None


def folder() -> Path:
    """Where files wait."""
    found = Path(settings.MEDIA_ROOT) / NAME
    found.mkdir(mode=0o700, exist_ok=True)
    return found


def _path(token: str) -> Path:
    return folder() / f"{token}.zip"
