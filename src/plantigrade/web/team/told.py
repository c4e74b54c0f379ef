"""The audit in words: which part of a record somebody came to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from plantigrade.web.team.models import Entry, Level

# By the folder of the page, which is the first part of what an entry says.
PARTS = {
    "home": _("the day"),
    "people": _("the day"),  # as entries before 0.1.0 say
    "assess": _("assessments and what they say"),
    "programme": _("the programme"),
    "player": _("sessions"),
    "progress": _("tests and progress"),
    "tracks": _("wedge and shoes"),
    "videos": _("videos"),
    "care": _("overview, notes and plan"),
    "formats": _("reports and files"),
    "keep": _("settings and export"),
    "sharing": _("who may see this record"),
    "screening": _("a screening day"),
    "sheets": _("a table of the team"),
    "api": _("another program, by the API"),
}
_LEVELS = {level.name.lower(): level.label for level in Level}


@dataclass(frozen=True, slots=True)
class Told:
    entry: Entry
    what: Any


def told(entry: Entry) -> Told:
    """An entry with its words; what has none is shown as it was written."""
    return Told(entry, PARTS.get(entry.what.split(":")[0]) or _LEVELS.get(entry.what, entry.what))
