"""Reads of assessments: the stored case, and what the core makes of it."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache

from django.db.models import Q
from django.utils import timezone

from plantigrade.core.assessment import Assessment as Reading
from plantigrade.core.assessment import assess
from plantigrade.core.quantities import Side
from plantigrade.interop.case_file import case_from
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.knowledge.words import language
from plantigrade.web.assess.models import Assessment
from plantigrade.web.people.models import Person


def open_assessment(person: Person) -> Assessment | None:
    """The assessment that is going on."""
    return person.assessments.filter(closed_at=None).first()


def latest(person: Person) -> Assessment | None:
    """The last assessment that was finished."""
    return person.assessments.exclude(closed_at=None).last()


def last_measured(person: Person) -> Assessment | None:
    """The last finished assessment in which an ankle was measured, whatever was answered after it."""
    measured = Q(raw__has_key=Side.LEFT.value) | Q(raw__has_key=Side.RIGHT.value)
    return person.assessments.exclude(closed_at=None).filter(measured).last()


def same_week(assessment: Assessment, on: date) -> bool:
    """Whether what was measured on a day belongs to the assessment: no newer test was due by then."""
    days = (on - timezone.localdate(assessment.started_at)).days
    return 0 <= days < default_catalogue().progress.rhythm.capture_days.value


def reading_of(assessment: Assessment) -> Reading:
    """What the case says now. The knowledge of this version is applied, also to older cases."""
    return _reading(json.dumps(assessment.raw, sort_keys=True), language())


@lru_cache(maxsize=256)
def _reading(raw: str, spoken: str) -> Reading:
    """`spoken` is the language of the texts in the reading."""
    return assess(case_from(json.loads(raw)), default_catalogue())
