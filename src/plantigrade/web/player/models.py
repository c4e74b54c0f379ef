"""What was trained. The phone names each record itself, so that sending it twice changes nothing."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from plantigrade.web.people.models import Person
from plantigrade.web.programme.models import Programme


class Session(models.Model):
    """One go at one day of the programme; `finished_at` None while it runs or when it was left."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sessions")
    programme = models.ForeignKey(Programme, on_delete=models.SET_NULL, null=True, related_name="sessions")
    day = models.DateField()
    short = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["started_at"]
        indexes: ClassVar = [models.Index(fields=["person", "day"])]


class SetLog(models.Model):
    """One set that was done. `item` is its place in the day; `seconds` how long, `reps` how many."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="sets")
    item = models.PositiveSmallIntegerField()
    exercise = models.CharField(max_length=8)
    side = models.CharField(max_length=5)  # left, right, both
    set_number = models.PositiveSmallIntegerField()
    seconds = models.FloatField()
    reps = models.PositiveSmallIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "item", "side", "set_number"], name="one_log_a_set")
        ]


class PainReport(models.Model):
    """Pain during an exercise: where, how much (0 to 10) and whether it was sharp."""

    class Place(models.TextChoices):
        FRONT = "front"
        CALF = "calf"
        ACHILLES = "achilles"
        OTHER = "other"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="pain_reports")
    session = models.ForeignKey(Session, on_delete=models.SET_NULL, null=True, related_name="pain_reports")
    at = models.DateTimeField()
    day = models.DateField()
    exercise = models.CharField(max_length=8, default="", blank=True)
    loading = models.BooleanField(default=False)
    side = models.CharField(max_length=5, default="", blank=True)
    place = models.CharField(max_length=8, choices=Place.choices)
    pain_0_10 = models.PositiveSmallIntegerField()
    sharp = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["at"]
