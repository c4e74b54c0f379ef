"""Whether two databases hold the same rows, without holding them: counts, and checksums in any order."""

from __future__ import annotations

import datetime
import hashlib
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

_ALL = 1 << 256
_SAME = frozenset([str, int, bool, type(None), uuid.UUID, datetime.date])


@dataclass
class Sum:
    """The rows of a table so far: how many, and the sum of their checksums."""

    rows: int = 0
    total: int = 0

    def add(self, row: Iterable[Any]) -> None:
        text = json.dumps([_plain(value) for value in row], sort_keys=True, default=str)
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
        self.rows += 1
        self.total = (self.total + int.from_bytes(digest, "big")) % _ALL


def sum_of(rows: Iterable[Iterable[Any]]) -> Sum:
    made = Sum()
    for row in rows:
        made.add(row)
    return made


def _plain(value: Any) -> Any:
    """A value as both databases give it back: Postgres keeps 1e22 in JSON as a whole number."""
    if type(value) in _SAME:
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value
