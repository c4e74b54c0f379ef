"""The language that the person chose, on all of their pages; the browser's elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from plantigrade.web.people.models import Person


class PersonsLanguage:
    """Runs after the locale middleware and overrules it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        person_id = kwargs.get("person_id")
        if person_id is None:
            return
        chosen = Person.objects.filter(pk=person_id, owner_id=request.user.pk).values_list(
            "language", flat=True
        )
        language = chosen.first()
        if language:
            translation.activate(language)
            request.LANGUAGE_CODE = language
