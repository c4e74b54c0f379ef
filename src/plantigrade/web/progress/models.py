"""Retests, mornings after, and decisions with their answers."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from plantigrade.web.people.models import Person
from plantigrade.web.programme.models import Programme


class Retest(models.Model):
    """The wall test of one side on one day; `ktw_cm` holds the trials, cm.

    Without a trial it tells why there is none: `pain_0_10`, or in words what `stopped` the movement.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="retests")
    on = models.DateField()
    side = models.CharField(max_length=5)
    ktw_cm = models.JSONField()
    pain_0_10 = models.PositiveSmallIntegerField(null=True, blank=True)
    stopped = models.CharField(max_length=80, default="", blank=True)

    class Meta:
        ordering: ClassVar = ["on", "side"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "on", "side"], name="one_retest_a_day")
        ]


class MorningCheck(models.Model):
    """The ankle on the next morning; `change_0_10` is the pain against the usual one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mornings")
    on = models.DateField()
    change_0_10 = models.SmallIntegerField(null=True, blank=True)
    stiffness_min = models.PositiveSmallIntegerField(null=True, blank=True)
    swelling = models.BooleanField(default=False)
    locking = models.BooleanField(default=False)
    giving_way = models.BooleanField(default=False)
    numbness = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["on"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "on"], name="one_morning_a_day")]


class Verdict(models.Model):
    """A decision as it was offered, and what the person said to it."""

    class Answer(models.TextChoices):
        OPEN = ""
        ACCEPTED = "accepted"
        DECLINED = "declined"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="verdicts")
    programme = models.ForeignKey(Programme, on_delete=models.SET_NULL, null=True, related_name="verdicts")
    on = models.DateField()
    kind = models.CharField(max_length=16)
    changes = models.JSONField(default=list)
    answer = models.CharField(max_length=8, choices=Answer.choices, default=Answer.OPEN, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["on"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "on"], name="one_verdict_a_day")]
