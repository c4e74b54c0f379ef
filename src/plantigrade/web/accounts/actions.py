"""Writes of accounts."""

from __future__ import annotations

from uuid import uuid4

from plantigrade.web.accounts.models import User

SOLE = "home"


def placeholder_users(count: int) -> list[User]:
    """Each owns the record of somebody without an account until they come; none can log in."""
    users = [User(username=f"waiting-{uuid4()}") for _ in range(count)]
    for user in users:
        user.set_unusable_password()
    return User.objects.bulk_create(users)


def sole_user() -> User:
    """The one user of solo mode, made when it is not there; it has no password and cannot log in."""
    user = User.objects.filter(username=SOLE).first()
    if user is None:
        user, made = User.objects.get_or_create(username=SOLE)
        if made:
            user.set_unusable_password()
            user.save(update_fields=["password"])
    return user
