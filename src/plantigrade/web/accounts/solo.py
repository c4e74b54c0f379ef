"""Solo mode: one household, no account. Whoever may reach the server is its owner."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from plantigrade.web.accounts.actions import sole_user


class SoloUser:
    """Sets `request.user` to the owner in solo mode; in team mode it does nothing.

    Who may reach the server at all is settled before: it listens on this machine alone unless `serve --lan`
    opens it, and then every other device needs the pairing cookie (`devices.gate`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.MODE == "solo":
            request.user = sole_user()
        return self._get_response(request)
