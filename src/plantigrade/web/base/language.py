"""The language of a page: chosen on this device, else kept with the person, else the browser's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

_KEPT = timedelta(days=400)  # as long as browsers keep a cookie
# Each by its own name, so that whoever cannot read the page finds theirs.
CHOICES = [("", _("as the browser")), *settings.LANGUAGES]


class KeptLanguage:
    """On a device without a choice of its own a person's pages come in the language kept with them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and request.user.is_authenticated:
            kept = request.user.people.exclude(language="").values_list("language", flat=True).first()
            if kept in dict(settings.LANGUAGES):
                translation.activate(kept)
                request.LANGUAGE_CODE = kept
        return self._get_response(request)


def keep_language(response: HttpResponse, language: str) -> None:
    """The choice goes with this browser; an empty one leaves it to the browser again."""
    if not language:
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite="Lax")
        return
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=_KEPT,
        httponly=True,
        secure=settings.SECURE,
        samesite="Lax",
    )
