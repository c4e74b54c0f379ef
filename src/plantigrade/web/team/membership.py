"""The one way from an address to an organisation: who does not work there gets 404."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase

from plantigrade.web.team.models import Membership, Role
from plantigrade.web.team.queries import memberships

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Membership, P], HttpResponseBase]


def for_member(*roles: Role) -> Callable[[View[P]], Callable[..., HttpResponseBase]]:
    """Hands a view the visitor's Membership; with roles, to these alone."""

    def of(view: View[P]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def entered(
            request: HttpRequest, organisation_id: UUID, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            user = request.user
            mine = memberships(user).filter(organisation=organisation_id).first() if user.pk else None
            if mine is None or (roles and mine.role not in roles):
                raise Http404
            request.membership = mine  # type: ignore[attr-defined]
            return view(request, mine, *args, **kwargs)

        return entered

    return of
