"""Writes of what the machines tell of themselves."""

from __future__ import annotations

import datetime
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from plantigrade.web.operations.models import WorkerSeen

_FORGOTTEN = datetime.timedelta(days=1)


@transaction.atomic
def saw_worker(*, name: str) -> None:
    """Keeps the moment, and forgets workers that ended long ago."""
    now = timezone.now()
    WorkerSeen.objects.update_or_create(name=name, defaults={"seen_at": now})
    WorkerSeen.objects.filter(seen_at__lt=now - _FORGOTTEN).delete()


def try_storage() -> None:
    """Writes a small file beside the videos and takes it away again. Raises what the storage raises."""
    default_storage.delete(default_storage.save(f"health/{uuid4().hex}", ContentFile(b"ok")))
