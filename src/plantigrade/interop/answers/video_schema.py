"""The public schema of the answer of `video analyse`."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def video_schema() -> dict[str, Any]:
    """The JSON schema (2020-12) of `plantigrade/video/1`."""
    text = files("plantigrade.interop").joinpath("video.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
