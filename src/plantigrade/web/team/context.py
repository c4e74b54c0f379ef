"""Whose page it is, and what one may do there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from plantigrade.web.team.models import Level


def rights(request: HttpRequest) -> dict[str, Any]:
    """`person` stands only on a person's pages (`access.for_person`), `membership` on a team's."""
    level = getattr(request, "level", 0)
    return {
        "person": getattr(request, "person", None),
        "membership": getattr(request, "membership", None),
        "may_record": level >= Level.RECORD,
        "may_treat": level >= Level.TREAT,
        "owns": level == Level.OWN,
    }
