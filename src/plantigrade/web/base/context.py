"""What the frame of every page needs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from plantigrade.web.base.look import look_address
from plantigrade.web.team.models import Level


def page(request: HttpRequest) -> dict[str, Any]:
    """`person` stands only on a person's pages (`people.access.for_person`), with what one may do there."""
    level = getattr(request, "level", 0)
    return {
        "person": getattr(request, "person", None),
        "may_record": level >= Level.RECORD,
        "may_treat": level >= Level.TREAT,
        "owns": level == Level.OWN,
        "membership": getattr(request, "membership", None),
        "mode": settings.MODE,
        "style_nonce": getattr(request, "style_nonce", ""),
        "look_address": look_address(),
    }
