"""An assessment as the parts of its page: the same parts as the report's."""

from __future__ import annotations

from typing import Any

from plantigrade.core.assessment import Assessment
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.report.aims import aims, referrals
from plantigrade.report.answer import answer
from plantigrade.report.citing import Citations
from plantigrade.report.closing import sources
from plantigrade.report.frame import Frame
from plantigrade.report.limits import limits, more_tests
from plantigrade.report.sides import against_bands, sides
from plantigrade.writing import Unit


def answer_parts(assessment: Assessment, units: str) -> dict[str, Any]:
    """The opening, the sections in order, and what they cite."""
    unit: Unit = "in" if units == "in" else "cm"
    knowledge = default_catalogue()
    frame = Frame(knowledge, unit, Citations(knowledge))
    opening = answer(assessment, frame)
    found = [sides(assessment, frame)]
    if assessment.safety.decision != "stop":
        found += [against_bands(assessment, frame), limits(assessment, frame), aims(assessment, frame)]
        found += [more_tests(assessment, frame), referrals(assessment, frame)]
    shown = [part.markup() for part in found if part is not None]
    shown.append(sources(frame).markup())
    return {"opening": opening, "sections": shown, "stop": assessment.safety.decision == "stop"}
