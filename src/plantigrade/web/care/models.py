"""What somebody wrote about a person's care."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from plantigrade.web.people.models import Person


class Note(models.Model):
    """Written once: a correction is a note of its own that names the one before it (`corrects`).

    `author` and `organisation` are told as they were on that day and outlive the account (`by`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notes")
    written_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    author = models.CharField(max_length=254)
    organisation = models.CharField(max_length=120, default="", blank=True)
    text = models.TextField(max_length=4000)
    corrects = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="corrected"
    )

    class Meta:
        ordering: ClassVar = ["written_at"]
        indexes: ClassVar = [models.Index(fields=["person", "-written_at"], name="notes_of_a_person")]
