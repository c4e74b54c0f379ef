"""What the frame of every page needs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from plantigrade.web.base.look import look_address


def page(request: HttpRequest) -> dict[str, Any]:
    return {
        "mode": settings.MODE,
        "style_nonce": getattr(request, "style_nonce", ""),
        "look_address": look_address(),
    }
