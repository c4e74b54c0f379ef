"""What a token may do: the lesser of its own level and of what its user may do with this record."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from ninja.security import HttpBearer

from plantigrade.web.api.models import Token
from plantigrade.web.api.problems import Fault, ProblemError
from plantigrade.web.people.models import Person
from plantigrade.web.team.access import SAFE, entrance, note_entry
from plantigrade.web.team.models import Level, Membership
from plantigrade.web.team.queries import memberships

NAMES = {Level.SEE: "read", Level.RECORD: "record", Level.TREAT: "treat"}


def scopes_of(token: Token) -> list[str]:
    """Their names; each level holds the ones before."""
    held = [name for level, name in NAMES.items() if level <= token.level]
    return [*held, "team"] if token.team else held


class Bearer(HttpBearer):
    """Looks need `read`, writes `record`, unless an operation asks for more.

    Whose address names a person or an organisation enters there first: a stranger gets 404 before anything
    else is looked at. What is entered stands on the request as `person` or `membership`.
    """

    def __init__(self, needs: Level | None = None) -> None:
        super().__init__()
        self._needs = needs

    def authenticate(self, request: HttpRequest, token: str) -> Token:
        held: Token = request.token  # type: ignore[attr-defined]
        needs = self._needs or (Level.SEE if request.method in SAFE else Level.RECORD)
        named = request.resolver_match.kwargs if request.resolver_match else {}
        if "organisation_id" in named:
            self._enter_organisation(request, held, needs)
        elif "person_id" in named:
            self._enter_record(request, held, needs)
        elif held.level < needs:
            raise _lacks(NAMES[needs])
        return held

    def _enter_organisation(self, request: HttpRequest, held: Token, needs: Level) -> None:
        assert request.resolver_match is not None
        here = request.resolver_match.kwargs["organisation_id"]
        mine = memberships(held.user).filter(organisation=here).first()
        if mine is None:
            raise Http404
        if not held.team:
            raise _lacks("team")
        if held.level < needs:
            raise _lacks(NAMES[needs])
        request.membership = mine  # type: ignore[attr-defined]

    def _enter_record(self, request: HttpRequest, held: Token, needs: Level) -> None:
        assert request.resolver_match is not None
        into = entrance(held.user, request.resolver_match.kwargs["person_id"])
        if into.level is not Level.OWN and not held.team:
            raise _lacks("team")
        if held.level < needs:
            raise _lacks(NAMES[needs])
        if into.level < needs:
            fault = Fault("address", "the person did not allow this", "Ask the person to allow more.")
            raise ProblemError(403, "grant", "Not allowed with this record.", fault)
        what = request.resolver_match.view_name
        note_entry(user=held.user, into=into, looks=request.method in SAFE, what=what)
        request.person = into.person  # type: ignore[attr-defined]
        request.level = min(into.level, Level(held.level))  # type: ignore[attr-defined]


def _lacks(scope: str) -> ProblemError:
    fault = Fault("header Authorization", f"the token lacks the scope {scope}", "Make a token that has it.")
    return ProblemError(403, "scope", "The token may not do this.", fault)


def token_of(request: HttpRequest) -> Token:
    """The token of a request that passed the guard."""
    found: Token = request.token  # type: ignore[attr-defined]
    return found


def person_of(request: HttpRequest) -> Person:
    """Whose record the address names."""
    found: Person = request.person  # type: ignore[attr-defined]
    return found


def membership_of(request: HttpRequest) -> Membership:
    """The user's place in the organisation that the address names."""
    found: Membership = request.membership  # type: ignore[attr-defined]
    return found


READ_OR_RECORD, TREAT = Bearer(), Bearer(Level.TREAT)
