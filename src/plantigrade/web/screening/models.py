"""A screening day, who is on its list, and what the stations wrote."""

from __future__ import annotations

import uuid
from pathlib import PurePath
from typing import ClassVar

from django.conf import settings
from django.db import models

from plantigrade.web.people.models import Person
from plantigrade.web.team.models import Organisation


class ScreeningDay(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="screening_days")
    name = models.CharField(max_length=120)
    on = models.DateField()

    class Meta:
        ordering: ClassVar = ["-on", "name"]

    def __str__(self) -> str:
        return self.name


class Entrant(models.Model):
    """One athlete of a list; `place` keeps its order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    day = models.ForeignKey(ScreeningDay, on_delete=models.CASCADE, related_name="entrants")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    bib = models.CharField(max_length=12, blank=True)
    place = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "person"], name="once_a_list"),
            models.UniqueConstraint(
                fields=["day", "bib"], condition=~models.Q(bib=""), name="one_bib_one_athlete"
            ),
        ]


def place_of(clip: LooseClip, name: str) -> str:
    """Files are named by us, never by the visitor."""
    return f"screening/{clip.day_id}/{clip.id}{PurePath(name).suffix.lower()}"


class LooseClip(models.Model):
    """A film of the day that waits for somebody to say whose it is; `name` is what the camera called it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    day = models.ForeignKey(ScreeningDay, on_delete=models.CASCADE, related_name="loose_clips")
    file = models.FileField(upload_to=place_of, max_length=200)
    name = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar = ["name"]


class Mark(models.Model):
    """What one station wrote into one field (`core.screening_day.Mark`). Marks are only added; the id is the
    station's, so that one sent twice counts once."""

    id = models.UUIDField(primary_key=True, editable=False)
    entrant = models.ForeignKey(Entrant, on_delete=models.CASCADE, related_name="marks")
    field = models.CharField(max_length=12)
    value = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    station = models.CharField(max_length=36)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
