"""Writes of teams."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from plantigrade.web.accounts.actions import placeholder_users
from plantigrade.web.accounts.models import User
from plantigrade.web.devices.pairing import kept, new_token
from plantigrade.web.people.actions import add_people, add_person
from plantigrade.web.people.models import Person
from plantigrade.web.team.models import (
    Entry,
    Grant,
    Invitation,
    Level,
    Membership,
    Organisation,
    Role,
)

INVITATION_LASTS = dt.timedelta(days=14)
# A page that asks again and again is one look.
_SAME_LOOK = dt.timedelta(minutes=5)


class InvitationError(Exception):
    """The invitation lets nobody in any more."""


@transaction.atomic
def invite(
    *, organisation: Organisation | None, role: Role | None = None, person: Person | None = None
) -> str:
    """The secret of a new link; the database keeps its hash."""
    code = new_token()
    Invitation.objects.create(
        code_sha256=kept(code),
        organisation=organisation,
        role=role or "",
        person=person,
        expires_at=timezone.now() + INVITATION_LASTS,
    )
    return code


@transaction.atomic
def accept(*, code: str, user: User, level: Level = Level.TREAT, name: str = "") -> Organisation:
    """Joins. A founder names the practice, an athlete says what it may do. Raises InvitationError."""
    held = Invitation.objects.select_for_update().filter(code_sha256=kept(code), used_at=None).first()
    if held is None or held.expires_at < timezone.now():
        raise InvitationError
    held.used_at = timezone.now()
    held.save(update_fields=["used_at"])
    organisation = held.organisation or Organisation.objects.create(name=name)
    if held.organisation is None or held.role:
        role = Role(held.role) if held.organisation is not None else Role.OWNER
        Membership.objects.filter(organisation=organisation, user=user, left_at=None).update(
            left_at=timezone.now()
        )
        Membership.objects.create(organisation=organisation, user=user, role=role)
    else:
        person = _hand_over(held.person, user) if held.person is not None else _own(user)
        give_access(person=person, organisation=organisation, level=level, by=user)
    return organisation


@transaction.atomic
def add_athletes(
    *, organisation: Organisation, by: User, listed: Sequence[tuple[str, str, str]]
) -> list[Person]:
    """Name, group and position of each; their standings are yet to be read."""
    owners = placeholder_users(len(listed))
    people = add_people(owners=owners, names=[name for name, _, _ in listed])
    Grant.objects.bulk_create(
        Grant(person=person, organisation=organisation, level=Level.TREAT, group=group, position=position)
        for person, (_, group, position) in zip(people, listed, strict=True)
    )
    Entry.objects.bulk_create(
        _entry(person, by, organisation.name, Entry.Kind.GRANTED, Level.TREAT.name.lower())
        for person in people
    )
    return people


@transaction.atomic
def give_access(
    *, person: Person, organisation: Organisation, level: Level, by: User, group: str | None = None
) -> None:
    """In place of what was given before; group and position stay unless another group is named."""
    before = person.grants.filter(organisation=organisation, withdrawn_at=None)
    kept_group, position = before.values_list("group", "position").first() or ("", "")
    before.update(withdrawn_at=timezone.now())
    Grant.objects.create(
        person=person,
        organisation=organisation,
        level=level,
        group=kept_group if group is None else group,
        position=position,
    )
    note(
        person=person,
        user=by,
        organisation=organisation.name,
        kind=Entry.Kind.GRANTED,
        what=level.name.lower(),
    )


@transaction.atomic
def place_athlete(*, grant: Grant, group: str, position: str) -> None:
    """Where the organisation counts somebody; it says nothing of what the organisation may do."""
    grant.group, grant.position = group, position
    grant.save(update_fields=["group", "position"])


@transaction.atomic
def withdraw_access(*, person: Person, grant_id: int, by: User) -> None:
    for grant in person.grants.filter(pk=grant_id, withdrawn_at=None).select_related("organisation"):
        grant.withdrawn_at = timezone.now()
        grant.save(update_fields=["withdrawn_at"])
        note(person=person, user=by, organisation=grant.organisation.name, kind=Entry.Kind.WITHDRAWN, what="")


@transaction.atomic
def end_membership(*, organisation: Organisation, membership_id: int) -> bool:
    """False for the last owner, who has to make another one first."""
    members = Membership.objects.select_for_update().filter(organisation=organisation, left_at=None)
    held = members.filter(pk=membership_id).first()
    if held is None:
        return True
    if held.role == Role.OWNER and members.filter(role=Role.OWNER).count() == 1:
        return False
    held.left_at = timezone.now()
    held.save(update_fields=["left_at"])
    return True


def note(*, person: Person, user: User, organisation: str, kind: Entry.Kind, what: str) -> None:
    """Adds to the audit. The same look within minutes is told once."""
    entry = _entry(person, user, organisation, kind, what)
    recent = timezone.now() - _SAME_LOOK
    if kind == Entry.Kind.LOOKED and Entry.objects.filter(**_told(entry), at__gte=recent).exists():
        return
    entry.save()


def _entry(person: Person, user: User, organisation: str, kind: Entry.Kind, what: str) -> Entry:
    return Entry(
        person_id=person.pk,
        actor_id=user.pk,
        actor=user.email or user.get_username(),
        organisation=organisation,
        kind=kind,
        what=what,
    )


def _told(entry: Entry) -> dict[str, object]:
    names = ("person_id", "actor_id", "actor", "organisation", "kind", "what")
    return {name: getattr(entry, name) for name in names}


def _own(user: User) -> Person:
    return Person.objects.filter(owner=user).first() or add_person(owner=user, name=user.email.split("@")[0])


def _hand_over(person: Person, user: User) -> Person:
    before = person.owner
    person.owner = user
    person.save(update_fields=["owner"])
    if not before.has_usable_password() and not before.people.exists():
        before.delete()
    return person
