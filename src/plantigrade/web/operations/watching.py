"""Every request is counted and, with PLANTIGRADE_LOG=json, told in one line that names nobody."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from time import perf_counter
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from plantigrade.web.operations import metrics

_LOG = logging.getLogger("plantigrade.requests")
# An id from a proxy is taken when it can be nothing but an id.
_ID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Watched:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = perf_counter()
        response = self._get_response(request)
        seconds = perf_counter() - begun
        route = route_of(request)
        metrics.count(route, request.method, response.status_code, seconds)
        # An id that names a person would be a personal value of the log, whoever sends it.
        told = request.headers.get("X-Request-ID", "") if settings.ALLAUTH_TRUSTED_PROXY_COUNT else ""
        request_id = told if _ID.fullmatch(told) else uuid4().hex
        response.headers["X-Request-ID"] = request_id
        _LOG.log(
            logging.ERROR if response.status_code >= 500 else logging.INFO,
            "request",
            extra={
                "told": {
                    "route": route,
                    "method": request.method,
                    "status": response.status_code,
                    "ms": round(1000 * seconds, 1),
                    "request": request_id,
                }
            },
        )
        return response


def route_of(request: HttpRequest) -> str:
    """The name of the address: "videos:clip"; "static" for our own files, "none" for no address."""
    if request.resolver_match is not None:
        return request.resolver_match.view_name or "unnamed"
    return "static" if request.path_info.startswith(settings.STATIC_URL) else "none"
