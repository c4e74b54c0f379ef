"""One guided assessment: the growing case file, and which questions were passed over."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from plantigrade.web.people.models import Person


class Assessment(models.Model):
    """`raw` is a case file (interop/case.schema.json) at every moment; `closed_at` None while it is open.

    `skipped` holds keys of questions passed over (`interviewing.Question.key`), `chosen` a test asked for.
    `origins` says of values that were read from a clip where they come from (`findings.with_findings`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="assessments")
    started_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    raw = models.JSONField(default=dict)
    skipped = models.JSONField(default=list)
    origins = models.JSONField(default=dict, blank=True)
    chosen = models.CharField(max_length=40, default="", blank=True)

    class Meta:
        ordering: ClassVar = ["started_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(closed_at=None), name="one_open_assessment"
            )
        ]
