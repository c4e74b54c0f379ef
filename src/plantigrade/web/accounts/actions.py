"""Writes of accounts."""

from __future__ import annotations

from uuid import uuid4

from plantigrade.web.accounts.models import User

SOLE = "home"


def placeholder_user() -> User:
    """Owns the record of somebody without an account until they come; it cannot log in."""
    user = User(username=f"waiting-{uuid4()}")
    user.set_unusable_password()
    user.save()
    return user


def sole_user() -> User:
    """The one user of solo mode, made when it is not there; it has no password and cannot log in."""
    user = User.objects.filter(username=SOLE).first()
    if user is None:
        user, made = User.objects.get_or_create(username=SOLE)
        if made:
            user.set_unusable_password()
            user.save(update_fields=["password"])
    return user
