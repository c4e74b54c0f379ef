"""Pages that belong to nobody: errors, and the sign of life."""

from __future__ import annotations

import sys
from contextlib import suppress

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from plantigrade import __version__
from plantigrade.web.api import problems
from plantigrade.web.base.disk import is_full

_BLOCK = 256 * 1024


@login_not_required
def health(request: HttpRequest) -> JsonResponse:
    """Answers when the database does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok", "version": __version__})


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "pages/not_found.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours; a full disk says so, and keeps what was entered ready to be sent again."""
    if request.path_info.startswith("/api/"):
        return problems.broken(full=is_full(sys.exception())).response()
    if is_full(sys.exception()):
        sent = request.content_type == "application/x-www-form-urlencoded" and request.method == "POST"
        entered = [(name, value) for name, values in request.POST.lists() for value in values] if sent else []
        _end_upload(request)
        parts = {"sent": sent, "entered": [pair for pair in entered if pair[0] != "csrfmiddlewaretoken"]}
        return render(request, "pages/full.html", parts, status=507)
    return render(request, "pages/broken.html", status=500)


def _end_upload(request: HttpRequest) -> None:
    """Gives half a file's room back and takes the rest in: a browser shows no answer before it sent all."""
    for handler in request.upload_handlers:
        held = getattr(handler, "file", None)
        with suppress(OSError):
            if held is not None:
                held.close()
    with suppress(OSError):
        while request.read(_BLOCK):
            pass


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of an old page: nothing that was entered is lost by going back."""
    return render(request, "pages/stale.html", status=403)
