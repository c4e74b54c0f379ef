"""What the machines tell of themselves."""

from __future__ import annotations

from django.db import models


class WorkerSeen(models.Model):
    """A worker's sign of life. The name is made up at its start: it tells nothing of the machine."""

    name = models.CharField(max_length=32, primary_key=True)
    seen_at = models.DateTimeField()
