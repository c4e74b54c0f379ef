"""What the pain rules say, as the API tells it."""

from __future__ import annotations

from typing import Literal

from ninja import Schema


class Change(Schema):
    what: str
    why: str


class PainDecision(Schema):
    """What follows from pain, already done where it acts at once: a stop pauses, a flare lightens."""

    kind: Literal["continue", "hold", "regress", "refer", "stop"]
    changes: list[Change]
