"""Devices of the household that may look in over the network."""

from __future__ import annotations

import uuid

from django.db import models


class PairedDevice(models.Model):
    """A device that showed a valid code once; `token_sha256` is of the secret in its cookie."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=80)
    paired_at = models.DateTimeField()
    seen_on = models.DateField()


class PairingCode(models.Model):
    """The one code that pairs at present. `wrong` counts the tries that failed while it was valid."""

    code_sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    wrong = models.PositiveSmallIntegerField(default=0)
