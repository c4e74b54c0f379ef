"""A clip, a comparison of two, and the jobs that read them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.urls import reverse

from plantigrade.web.people.models import Person


def place_of(clip: Clip, name: str) -> str:
    """Files are named by us, never by the visitor."""
    return f"{clip.person_id}/{clip.id}/original{name[name.rfind('.') :].lower() if '.' in name else ''}"


class Work(models.Model):
    """What a job of the worker makes.

    `state` moves from waiting over running to done, failed or cancelled. `seen_at` is the running job's sign
    of life, `lease` whose it is, `share` (0 to 1) of `stage` is how far it is, `result` its answer, `error`
    why there is none.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    stage = models.CharField(max_length=16, default="", blank=True)
    share = models.FloatField(default=0.0)
    seen_at = models.DateTimeField(null=True, blank=True)
    lease = models.UUIDField(null=True, blank=True, editable=False)
    result = models.JSONField(null=True, blank=True)
    error = models.TextField(default="", blank=True)

    class Meta:
        abstract = True

    @property
    def going(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)


class Clip(Work):
    """A squat or wall lunge that was filmed; `result` is the JSON of `video analyse`."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="clips")
    file = models.FileField(upload_to=place_of, max_length=200)
    taken_on = models.DateField()
    heel_lift_cm = models.FloatField(default=0.0)
    foot_cm = models.FloatField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["taken_on", "created_at"]

    def get_absolute_url(self) -> str:
        return reverse("videos:clip", args=[self.person_id, self.pk])

    @property
    def folder(self) -> str:
        """Where the clip and what was made of it lie, within the storage."""
        return str(self.file.name).rpartition("/")[0]


class Comparison(Work):
    """`after` against `before`; `result` holds the answer of `video compare` and what is drawn."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="comparisons")
    before = models.ForeignKey(Clip, on_delete=models.CASCADE, related_name="compared_later")
    after = models.ForeignKey(Clip, on_delete=models.CASCADE, related_name="compared_earlier")

    class Meta:
        ordering: ClassVar = ["created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["before", "after"], name="two_clips_compared_once")
        ]

    def get_absolute_url(self) -> str:
        return reverse("videos:comparison", args=[self.person_id, self.pk])

    @property
    def raised(self) -> bool:
        """Whether it is about raised heels against flat feet."""
        return bool(self.after.heel_lift_cm) and not self.before.heel_lift_cm

    @property
    def film(self) -> str:
        """Both clips in one, beside the later clip: it goes when that one goes."""
        return f"{self.after.folder}/with-{self.before_id}.mp4"
