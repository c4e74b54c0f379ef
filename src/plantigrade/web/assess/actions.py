"""Writes of assessments. The stored case is valid at every moment: a bad entry changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from plantigrade.interop.case_file import case_from
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.web.assess.findings import Finding, still_of, with_findings, without
from plantigrade.web.assess.flow import take
from plantigrade.web.assess.models import Assessment
from plantigrade.web.assess.queries import latest, open_assessment, same_week
from plantigrade.web.people.models import Person


@transaction.atomic
def start_assessment(*, person: Person) -> Assessment:
    """The open assessment, or a new one that knows the person from the last; safety is asked anew."""
    held = open_assessment(person)
    if held is not None:
        return held
    before = latest(person)
    raw = {"person": before.raw["person"]} if before is not None and "person" in before.raw else {}
    return Assessment.objects.create(person=person, started_at=timezone.now(), raw=raw)


@transaction.atomic
def take_page(*, assessment: Assessment, page: str, sent: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Stores what a page says; returns what is wrong, by question. What is right is stored all the same."""
    held = Assessment.objects.select_for_update().get(pk=assessment.pk)
    found = take(page, sent, held.raw, held.skipped, held.person.units, default_catalogue())
    held.raw, held.skipped, held.origins = found.raw, found.skipped, still_of(found.raw, held.origins)
    held.save(update_fields=["raw", "skipped", "origins"])
    assessment.raw, assessment.skipped, assessment.origins = held.raw, held.skipped, held.origins
    return found.problems


@transaction.atomic
def choose_test(*, assessment: Assessment, test: str) -> None:
    """A test that the person wants to do: it is asked, whatever was passed over before."""
    assessment.chosen = test
    assessment.skipped = [key for key in assessment.skipped if key.partition(".")[0] == "screen"]
    assessment.save(update_fields=["chosen", "skipped"])


@transaction.atomic
def close(*, assessment: Assessment) -> None:
    """Ends the assessment: its answer is what counts from now on."""
    assessment.closed_at = timezone.now()
    assessment.save(update_fields=["closed_at"])


@transaction.atomic
def import_assessment(*, person: Person, at: datetime, raw: dict[str, Any]) -> Assessment:
    """A finished assessment from a case file. Raises InputError when it is none."""
    case_from(raw)
    return Assessment.objects.create(person=person, started_at=at, closed_at=at, raw=raw)


@transaction.atomic
def reopen(*, assessment: Assessment) -> Assessment:
    """Goes on with a finished assessment; with the one that is open, when there is one."""
    held = open_assessment(assessment.person)
    if held is not None:
        return held
    assessment.closed_at = None
    assessment.save(update_fields=["closed_at"])
    return assessment


@transaction.atomic
def use_findings(*, person: Person, on: date, findings: Sequence[Finding]) -> Assessment:
    """Takes findings into the assessment that they belong to; returns it, open.

    That is the open one, else the last when `on` lies within its week, else a new one.
    """
    last = latest(person)
    if open_assessment(person) is None and last is not None and same_week(last, on):
        held = reopen(assessment=last)
    else:
        held = start_assessment(person=person)
    held = Assessment.objects.select_for_update().get(pk=held.pk)
    held.raw, held.origins = with_findings(held.raw, held.origins, findings)
    held.save(update_fields=["raw", "origins"])
    return held


@transaction.atomic
def take_back(*, assessment: Assessment, key: str) -> None:
    """Gives back what the case held before a finding was taken in."""
    held = Assessment.objects.select_for_update().get(pk=assessment.pk)
    held.raw, held.origins = without(held.raw, held.origins, key)
    held.save(update_fields=["raw", "origins"])
