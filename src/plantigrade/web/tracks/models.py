"""The way down from the heel wedge, and the change to lower shoes: what was recorded of each."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from plantigrade.core.quantities import Estimate
from plantigrade.core.upkeep import WedgeState, WedgeTrial
from plantigrade.web.people.models import Person


class WedgeTrack(models.Model):
    """One way down from a heel wedge; `ended_on` None while it runs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="wedge_tracks")
    begun_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["begun_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(ended_on=None), name="one_running_wedge"
            )
        ]


class WedgeStep(models.Model):
    """The state of the track from a day on (cm); the last row is the present one.

    `ktw_cm` with `ktw_sd_cm` is the distance of the shorter side when the working height was taken.
    """

    class Kind(models.TextChoices):
        BEGIN = "begin"
        TRIAL = "trial"
        STEP = "step"
        BACK = "back"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    track = models.ForeignKey(WedgeTrack, on_delete=models.CASCADE, related_name="steps")
    made_at = models.DateTimeField(auto_now_add=True)
    on = models.DateField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    height_cm = models.FloatField()
    since = models.DateField()
    before_cm = models.FloatField(null=True, blank=True)
    ktw_cm = models.FloatField(null=True, blank=True)
    ktw_sd_cm = models.FloatField(null=True, blank=True)
    trial_height_cm = models.FloatField(null=True, blank=True)
    trial_since = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["made_at"]

    @property
    def state(self) -> WedgeState:
        known = self.ktw_cm is not None and self.ktw_sd_cm is not None
        return WedgeState(
            self.height_cm,
            self.since,
            self.before_cm,
            Estimate(self.ktw_cm, self.ktw_sd_cm) if known else None,  # type: ignore[arg-type]
            self.trial_height_cm,
            self.trial_since,
        )


class WedgeSquats(models.Model):
    """The squats of one day at one heel height; `trunk_change_deg` is further forward than usual."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    track = models.ForeignKey(WedgeTrack, on_delete=models.CASCADE, related_name="squats")
    on = models.DateField()
    height_cm = models.FloatField()
    full_depth = models.BooleanField(default=False)
    heels_down = models.BooleanField(default=False)
    trunk_change_deg = models.FloatField()
    pain_0_10 = models.PositiveSmallIntegerField()
    worse_next_day = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["on", "height_cm"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["track", "on", "height_cm"], name="one_height_a_day")
        ]

    @property
    def trial(self) -> WedgeTrial:
        return WedgeTrial(
            self.on,
            self.height_cm,
            self.full_depth,
            self.heels_down,
            self.trunk_change_deg,
            self.pain_0_10,
            self.worse_next_day,
        )


class ShoeTrack(models.Model):
    """One change to lower shoes (heel-to-toe drop in mm); `ended_on` None while it runs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="shoe_tracks")
    begun_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    start_drop_mm = models.FloatField()
    target_drop_mm = models.FloatField()
    raises = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["begun_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(ended_on=None), name="one_running_change_of_shoes"
            )
        ]


class ShoeMorning(models.Model):
    """Achilles or foot pain on the morning after the lower shoes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    track = models.ForeignKey(ShoeTrack, on_delete=models.CASCADE, related_name="shoe_mornings")
    on = models.DateField()
    pain_0_10 = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["on"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["track", "on"], name="one_shoe_morning_a_day")
        ]
