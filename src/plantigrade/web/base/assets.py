"""Files of style and script, whose addresses change with their content: no build step, nothing stale."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


@cache
def _mark(path: str) -> str:
    found = finders.find(path)
    if not isinstance(found, str):
        raise ValueError(f"no such static file: {path}")
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:10]


class Versioned(StaticFilesStorage):
    """`url` adds a mark of the content, so that no build step is needed."""

    def url(self, name: str | None, force: bool = False) -> str:
        plain: Any = super().url(name)
        return f"{plain}?v={_mark(str(name))}" if name and not name.endswith("/") else str(plain)
