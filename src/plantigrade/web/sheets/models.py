"""Tables of a team's own: how they are read, and what each brought in."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from plantigrade.web.people.models import Person
from plantigrade.web.progress.models import Retest
from plantigrade.web.team.models import Organisation


class Import(models.Model):
    """One file. `sheets` holds its cells until it is taken in or dropped, `columns` the meaning of each
    column of the sheet at `sheet` (`interop.sheets.columns`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    file_name = models.CharField(max_length=200)
    sent_at = models.DateTimeField(auto_now_add=True)
    sheets = models.JSONField(default=list)
    sheet = models.PositiveSmallIntegerField(default=0)
    columns = models.JSONField(default=list)
    unit = models.CharField(max_length=2)
    dates = models.CharField(max_length=3)
    taken_in_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-sent_at"]


class Brought(models.Model):
    """What an import made: a test, with the one that it replaced, or an athlete."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="brought")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    is_new_athlete = models.BooleanField(default=False)
    retest = models.ForeignKey(Retest, on_delete=models.CASCADE, null=True, related_name="+")
    ktw_cm = models.JSONField(default=list)
    before = models.JSONField(null=True)


class KnownHeader(models.Model):
    """How somebody of the team read a table with this header, for the next one."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="known_headers")
    header_sha256 = models.CharField(max_length=64)
    columns = models.JSONField()
    unit = models.CharField(max_length=2)
    dates = models.CharField(max_length=3)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "header_sha256"], name="one_reading_a_header")
        ]
