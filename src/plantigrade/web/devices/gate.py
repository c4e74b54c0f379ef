"""Who may come in over the network while no account guards the house.

One application, three listeners (PLANTIGRADE_LISTENER): `here` on this machine alone, open to it; `network`
by https, for devices that were paired; `door` by plain http, which shows how to trust and pair, nothing else.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import resolve

from plantigrade.web.base.clock import today
from plantigrade.web.devices import pairing
from plantigrade.web.devices.actions import saw_device
from plantigrade.web.devices.models import PairedDevice

_FRAME = frozenset(["look", "pwa:icon", "pwa:manifest"])
# The calendar's address is its own secret.
_OPEN = {
    "network": _FRAME | {"devices:pair", "devices:door", "devices:certificate", "open:feed", "pages:health"},
    "door": _FRAME | {"devices:door", "devices:certificate"},
}
_INSTEAD = {"network": "devices:pair", "door": "devices:door"}


class Gate:
    """Lets through what this listener may show; sends a stranger to the page that says how to enter."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        listener = settings.LISTENER
        if settings.MODE != "solo" or listener == "here":
            return self._get_response(request)
        device = _device(request) if listener == "network" else None
        by_token = listener == "network" and request.path_info.startswith("/api/")
        if device is None and not by_token and _named(request) not in _OPEN[listener]:
            if request.method in ("GET", "HEAD"):
                return redirect(_INSTEAD[listener])
            return render(request, "devices/stranger.html", status=403)
        response = self._get_response(request)
        if device is not None and device.seen_on != today():
            saw_device(device=device)
            give_cookie(response, request.COOKIES[pairing.COOKIE])
        return response


def give_cookie(response: HttpResponse, token: str) -> None:
    response.set_cookie(
        pairing.COOKIE, token, max_age=pairing.COOKIE_S, secure=True, httponly=True, samesite="Lax"
    )


def _device(request: HttpRequest) -> PairedDevice | None:
    token = request.COOKIES.get(pairing.COOKIE, "")
    return PairedDevice.objects.filter(token_sha256=pairing.kept(token)).first() if token else None


def _named(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Http404:
        return ""
