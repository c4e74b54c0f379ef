"""The one way from an address to a person's record: a stranger gets 404, as if nothing were there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase

from plantigrade.web.people.models import Person

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Person, P], HttpResponseBase]


def for_person(view: View[P]) -> Callable[..., HttpResponseBase]:
    """Hands a view its Person in place of the id in the address."""

    @wraps(view)
    def entered(request: HttpRequest, person_id: UUID, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        person = Person.objects.visible_to(request.user).filter(pk=person_id).first()
        if person is None:
            raise Http404
        request.person = person  # type: ignore[attr-defined]
        return view(request, person, *args, **kwargs)

    return entered
