"""The person whose ankles these are, and how they like to be spoken to."""

from __future__ import annotations

import secrets
import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models

from plantigrade.web.accounts.models import User
from plantigrade.writing import Unit


def feed_key() -> str:
    """The secret part of the reminders' address."""
    return secrets.token_urlsafe(24)


def player_switches() -> dict[str, Any]:
    """The session player speaks, sounds and shakes unless switched off."""
    return {"sound": True, "speech": True, "vibration": True}


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, user: User | AnonymousUser) -> PersonQuerySet:
        """The people whose record this user may see; all others are as if they were not there."""
        if not user.is_authenticated:
            return self.none()
        if settings.MODE == "solo":
            return self.filter(owner=user)
        granted = models.Q(
            grants__withdrawn_at=None,
            grants__organisation__members__user=user,
            grants__organisation__members__left_at=None,
        )
        return self.filter(models.Q(owner=user) | granted).distinct()


class Person(models.Model):
    """Everything recorded hangs on a person and goes with them."""

    class Units(models.TextChoices):
        CM = "cm"
        IN = "in"

    class Theme(models.TextChoices):
        DEVICE = ""
        LIGHT = "light"
        DARK = "dark"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="people")
    name = models.CharField(max_length=80)
    created_at = models.DateTimeField(auto_now_add=True)
    is_demo = models.BooleanField(default=False)
    units = models.CharField(max_length=2, choices=Units.choices, default=Units.CM)
    theme = models.CharField(max_length=5, choices=Theme.choices, default=Theme.DEVICE, blank=True)
    language = models.CharField(max_length=8, default="", blank=True)
    player = models.JSONField(default=player_switches)
    feed_key = models.CharField(max_length=64, unique=True, default=feed_key)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["is_demo", "created_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def unit(self) -> Unit:
        """The unit in which distances are told."""
        return "in" if self.units == self.Units.IN else "cm"
