"""Writes of assessments. The stored case is valid at every moment: a bad entry changes nothing."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from plantigrade.interop.case_file import case_from
from plantigrade.interviewing import Question, with_answer
from plantigrade.web.assess.models import Assessment
from plantigrade.web.assess.queries import latest, open_assessment
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
def answer(*, assessment: Assessment, question: Question, value: Any) -> None:
    """Stores an answer (None takes it out). Raises InputError when the case would not be valid."""
    held = Assessment.objects.select_for_update().get(pk=assessment.pk)
    raw = with_answer(held.raw, question, value)
    case_from(raw)
    held.raw = raw
    held.skipped = [key for key in held.skipped if key != question.key]
    held.save(update_fields=["raw", "skipped"])
    assessment.raw, assessment.skipped = held.raw, held.skipped


@transaction.atomic
def pass_over(*, assessment: Assessment, question: Question) -> None:
    """Marks a question as not to be asked again."""
    if question.key not in assessment.skipped:
        assessment.skipped = [*assessment.skipped, question.key]
        assessment.save(update_fields=["skipped"])


@transaction.atomic
def close(*, assessment: Assessment) -> None:
    """Ends the assessment: its answer is what counts from now on."""
    assessment.closed_at = timezone.now()
    assessment.save(update_fields=["closed_at"])
