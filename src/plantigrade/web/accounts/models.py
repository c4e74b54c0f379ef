"""Who may enter. Solo mode has one user, made at the first start."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Our own from the first migration on: a user model cannot be changed later."""
