"""Who may do what."""

from __future__ import annotations

from django.db.models import QuerySet

from plantigrade.web.accounts.models import User
from plantigrade.web.devices.pairing import kept
from plantigrade.web.people.models import Person
from plantigrade.web.team.models import MOST_OF_ROLE, Entry, Grant, Invitation, Level, Membership, Role


def memberships(user: User) -> QuerySet[Membership]:
    """Where somebody works at present."""
    return (
        Membership.objects.filter(user=user, left_at=None)
        .select_related("organisation")
        .order_by("joined_at")
    )


def level_of(user: User, person: Person) -> tuple[Level | None, str]:
    """The most that a user may do with a record, and the organisation by which; None for a stranger."""
    if person.owner_id == user.pk:
        return Level.OWN, ""
    best: tuple[Level | None, str] = (None, "")
    granted = Grant.objects.filter(
        person=person,
        withdrawn_at=None,
        organisation__members__user=user,
        organisation__members__left_at=None,
    ).values_list("level", "organisation__members__role", "organisation__name")
    for level, role, name in granted:
        mine = min(Level(level), MOST_OF_ROLE[Role(role)])
        if best[0] is None or mine > best[0]:
            best = mine, name
    return best


def grants_of(person: Person) -> QuerySet[Grant]:
    return Grant.objects.filter(person=person, withdrawn_at=None).select_related("organisation")


def entries_of(person: Person) -> QuerySet[Entry]:
    return Entry.objects.filter(person_id=person.pk)


def invitation_of(code: str) -> Invitation | None:
    """The invitation of this code, used up or not."""
    return (
        Invitation.objects.select_related("organisation", "person").filter(code_sha256=kept(code)).first()
        if code
        else None
    )
