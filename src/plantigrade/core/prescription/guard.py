"""A front of the ankle that began to pinch in training: from then on as if the assessment had found it."""

from __future__ import annotations

from dataclasses import replace

from plantigrade.core.assessment import Assessment
from plantigrade.knowledge.catalogue import Catalogue


def guarded(assessment: Assessment, knowledge: Catalogue) -> Assessment:
    """Both ankles, since a report of pain names none: nothing into the end of the range, no long holds, and
    the glide in its quiet middle (AM1, B14). What was measured and what probably limits stay as they are.
    """
    barred = frozenset(knowledge.programme.front.forbids)
    safety = assessment.safety
    return replace(
        assessment,
        sides={side: replace(found, front=True) for side, found in assessment.sides.items()},
        safety=replace(safety, forbidden={side: held | barred for side, held in safety.forbidden.items()}),
    )
