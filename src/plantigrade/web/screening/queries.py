"""Reads of screening days."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from plantigrade.core.assessment import Assessment as Reading
from plantigrade.core.assessment import assess
from plantigrade.core.screening_day import Mark, Sheet, read_sheet
from plantigrade.interop.case_file import case_from
from plantigrade.interviewing import SCHEMA
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.web.screening.models import Entrant, ScreeningDay
from plantigrade.web.screening.records import trials
from plantigrade.web.team.models import Membership


def day_of(membership: Membership, day_id: Any) -> ScreeningDay:
    """A day of the visitor's own organisation. Raises Http404."""
    found = membership.organisation.screening_days.filter(pk=day_id).first()
    if found is None:
        raise Http404
    return found


def entrants_of(day: ScreeningDay) -> QuerySet[Entrant]:
    """Those of the list who let the organisation in at present, with their marks."""
    return (
        day.entrants.filter(
            person__grants__organisation=day.organisation_id, person__grants__withdrawn_at=None
        )
        .select_related("person")
        .prefetch_related("marks")
        .order_by("place")
    )


def sheet_of(entrant: Entrant) -> Sheet:
    marks = (Mark(one.field, one.value, one.at, one.station) for one in entrant.marks.all())
    return read_sheet(marks, trials())


def reading_of_sheet(sheet: Sheet) -> Reading:
    """What the sheet alone says, through the same reasoning as an assessment."""
    raw: dict[str, Any] = {"schema": SCHEMA, "screen": dict.fromkeys(sheet.red, True)}
    for side in {*sheet.trials_cm, *sheet.pain_0_10}:
        found: dict[str, Any] = {}
        if sheet.trials_cm.get(side):
            found["ktw_cm"] = list(sheet.trials_cm[side])
        if side in sheet.pain_0_10:
            found["pain_0_10"] = sheet.pain_0_10[side]
        raw[side.value] = found
    return assess(case_from(raw), default_catalogue())
