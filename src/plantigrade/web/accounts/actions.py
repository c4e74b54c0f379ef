"""Writes of accounts."""

from __future__ import annotations

from plantigrade.web.accounts.models import User

SOLE = "home"


def sole_user() -> User:
    """The one user of solo mode, made when it is not there; it has no password and cannot log in."""
    user = User.objects.filter(username=SOLE).first()
    if user is None:
        user, made = User.objects.get_or_create(username=SOLE)
        if made:
            user.set_unusable_password()
            user.save(update_fields=["password"])
    return user
