"""A clip, the job that reads it, and what was read."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.urls import reverse

from plantigrade.web.people.models import Person


def place_of(clip: Clip, name: str) -> str:
    """Files are named by us, never by the visitor."""
    return f"{clip.person_id}/{clip.id}/original{name[name.rfind('.') :].lower() if '.' in name else ''}"


class Clip(models.Model):
    """`state` moves from waiting over running to done, failed or cancelled.

    `seen_at` is the running job's sign of life; `result` is the JSON of `video analyse`; `share` 0 to 1.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="clips")
    file = models.FileField(upload_to=place_of, max_length=200)
    taken_on = models.DateField()
    created_at = models.DateTimeField(auto_now_add=True)
    heel_lift_cm = models.FloatField(default=0.0)
    foot_cm = models.FloatField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    stage = models.CharField(max_length=16, default="", blank=True)
    share = models.FloatField(default=0.0)
    seen_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(null=True, blank=True)
    error = models.TextField(default="", blank=True)

    class Meta:
        ordering: ClassVar = ["taken_on", "created_at"]

    def get_absolute_url(self) -> str:
        return reverse("videos:clip", args=[self.person_id, self.pk])

    @property
    def folder(self) -> str:
        """Where the clip and what was made of it lie, within the storage."""
        return str(self.file.name).rpartition("/")[0]
