"""Who may ask how the machines are: this machine itself, or whoever has the token."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hmac import compare_digest
from ipaddress import ip_address

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase

View = Callable[[HttpRequest], HttpResponseBase]
# A proxy on this machine makes everybody look near; it says so in one of these.
_PASSED_ON = ("X-Forwarded-For", "Forwarded", "Via")


def for_operators(view: View) -> View:
    """404 to strangers."""

    @wraps(view)
    def entered(request: HttpRequest) -> HttpResponseBase:
        if not (_has_token(request) or _is_near(request)):
            raise Http404
        return view(request)

    return entered


def _has_token(request: HttpRequest) -> bool:
    told = request.headers.get("Authorization", "").removeprefix("Bearer ")
    token: str = settings.METRICS_TOKEN
    return bool(token) and compare_digest(told.encode(), token.encode())


def _is_near(request: HttpRequest) -> bool:
    """From this machine and not by a proxy; behind declared proxies nobody counts as near."""
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT or any(name in request.headers for name in _PASSED_ON):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
