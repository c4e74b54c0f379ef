"""The programme of a person: what it was made from, and what was changed since."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from plantigrade.web.assess.models import Assessment
from plantigrade.web.people.models import Person


class Programme(models.Model):
    """Twelve weeks made from an assessment, or (`upkeep`) what keeps the range for good.

    The days are computed from these fields and the adjustments. `minutes` is "5", "10" or "full";
    `ended_on` None while it runs.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="programmes")
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="programmes")
    starts_on = models.DateField()
    minutes = models.CharField(max_length=4)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_on = models.DateField(null=True, blank=True)
    upkeep = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["starts_on", "created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(ended_on=None), name="one_running_programme"
            )
        ]


class Adjustment(models.Model):
    """One change of a programme from the day `on`; `values` holds what its kind needs, `reason` says why.

    `rule` names the rule of the decision it came with, empty for the person's own. One that was taken
    back (`undone_at`) stays on record and counts for nothing.
    """

    class Kind(models.TextChoices):
        SKIP = "skip"
        SWAP = "swap"
        MOVE = "move"
        PAUSE = "pause"
        RESUME = "resume"
        EQUIPMENT = "equipment"
        MINUTES = "minutes"
        TRAINING_DAYS = "training_days"
        HOLD = "hold"
        REGRESS = "regress"
        LIGHTER = "lighter"
        EMPHASIS = "emphasis"
        FRONT = "front"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="adjustments")
    made_at = models.DateTimeField(auto_now_add=True)
    on = models.DateField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    values = models.JSONField(default=dict)
    reason = models.CharField(max_length=200, default="", blank=True)
    rule = models.CharField(max_length=32, default="", blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["made_at"]


class Override(models.Model):
    """What a professional set in place of what the programme would hold, from `begins` on.

    `ended_on` is the first day on which it counts no more, None while it stands. It is the person's: it
    counts in the programme that runs. `author` and `organisation` are told as they were, and outlive the
    account (`by`).
    """

    class Kind(models.TextChoices):
        LEAVE_OUT = "leave_out"
        SWAP = "swap"
        DOSE = "dose"
        HOLD = "hold"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="overrides")
    made_at = models.DateTimeField(auto_now_add=True)
    on = models.DateField()
    begins = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=254, default="", blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    exercise = models.CharField(max_length=16, default="", blank=True)
    values = models.JSONField(default=dict)
    reason = models.CharField(max_length=400)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    author = models.CharField(max_length=254)
    organisation = models.CharField(max_length=120, default="", blank=True)

    class Meta:
        ordering: ClassVar = ["made_at"]
        indexes: ClassVar = [models.Index(fields=["person", "made_at"], name="overrides_of_a_person")]
