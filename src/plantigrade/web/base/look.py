"""The style of the drawings as one cached file: the same roles on screen, in print and in the dark."""

from __future__ import annotations

import hashlib
from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

from plantigrade.draw.chart_style import CHART_CSS
from plantigrade.draw.palette import style_text


@cache
def _sheet() -> str:
    return style_text() + CHART_CSS


@cache
def look_address() -> str:
    return f"/look.css?v={hashlib.sha256(_sheet().encode()).hexdigest()[:10]}"


@login_not_required
def look(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(_sheet(), content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
