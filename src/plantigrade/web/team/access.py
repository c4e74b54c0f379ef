"""The one way from an address to a person's record: a stranger gets 404, as if nothing were there.

Whoever is let in by the person sees what was granted, and every look and change of another's record is noted
where the person can read it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.dispatch import Signal
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render

from plantigrade.web.accounts.models import User
from plantigrade.web.people.models import Person
from plantigrade.web.team.actions import note
from plantigrade.web.team.models import Entry, Level
from plantigrade.web.team.queries import level_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Person, P], HttpResponseBase]
Decorator = Callable[[View[P]], Callable[..., HttpResponseBase]]

SAFE = frozenset(["GET", "HEAD", "OPTIONS"])
# Sent with `person` after each change of a record by a page or the API.
record_changed = Signal()


@dataclass(frozen=True, slots=True)
class Entrance:
    """A person's record, what the visitor may do there at most, and the organisation `by` which."""

    person: Person
    level: Level
    by: str


def entrance(user: User, person_id: UUID) -> Entrance:
    """Raises Http404 for whoever was not let in."""
    person = Person.objects.visible_to(user).filter(pk=person_id).first()
    if person is None:
        raise Http404
    level, by = level_of(user, person)
    if level is None:
        raise Http404
    return Entrance(person, level, by)


def note_entry(*, user: User, into: Entrance, looks: bool, what: str) -> None:
    """Tells the person who came; whoever comes home is not noted."""
    if into.level is not Level.OWN:
        kind = Entry.Kind.LOOKED if looks else Entry.Kind.CHANGED
        note(person=into.person, user=user, organisation=into.by, kind=kind, what=what)


def after_change(person: Person) -> None:
    """Tells whoever keeps something beside the record, as the roster does."""
    record_changed.send(Person, person=person)


def _needs(look: Level, change: Level) -> Decorator[P]:
    def of(view: View[P]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def entered(
            request: HttpRequest, person_id: UUID, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            user: User = request.user  # type: ignore[assignment]
            into = entrance(user, person_id)
            looks = request.method in SAFE
            request.person = into.person  # type: ignore[attr-defined]
            request.level = into.level  # type: ignore[attr-defined]
            if into.level < (look if looks else change):
                return render(request, "team/not_granted.html", status=403)
            what = request.resolver_match.view_name if request.resolver_match else ""
            note_entry(user=user, into=into, looks=looks, what=what)
            response = view(request, into.person, *args, **kwargs)
            if not looks and response.status_code < 400:
                after_change(into.person)
            return response

        return entered

    return of


# Hands a view its Person in place of the id in the address: others look and record,
for_person: Decorator[...] = _needs(Level.SEE, Level.RECORD)
# change what is prescribed,
treated_person: Decorator[...] = _needs(Level.SEE, Level.TREAT)
# and have no business here at all.
own_person: Decorator[...] = _needs(Level.OWN, Level.OWN)
