"""The day as the person lives it."""

from __future__ import annotations

from datetime import date

from django.utils import timezone


def today() -> date:
    """The date in the zone of the settings."""
    return timezone.localdate()
