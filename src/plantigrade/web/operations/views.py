"""Signs of life for proxies, for those who run the machines, and for Prometheus."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from plantigrade.web.operations import metrics
from plantigrade.web.operations.access import for_operators
from plantigrade.web.operations.checks import ready as is_ready


@require_safe
@login_not_required
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"status": "ok"})


@require_safe
@login_not_required
@never_cache
@for_operators
def ready(request: HttpRequest) -> HttpResponse:
    """Whether requests should be sent here: 503 with the check that failed when not."""
    good, checks = is_ready()
    return JsonResponse({"status": "ok" if good else "not ready", **checks}, status=200 if good else 503)


@require_safe
@login_not_required
@never_cache
@for_operators
def figures(request: HttpRequest) -> HttpResponse:
    return HttpResponse(metrics.text(), content_type="text/plain; version=0.0.4; charset=utf-8")
