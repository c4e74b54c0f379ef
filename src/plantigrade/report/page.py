"""The pages: an assessment with its programme, and the progress of a person."""

from __future__ import annotations

from collections.abc import Sequence

from plantigrade.core.assessment import Assessment
from plantigrade.core.prescription.types import Plan
from plantigrade.core.review import Review
from plantigrade.knowledge.catalogue import Catalogue
from plantigrade.report import progress as progress_parts
from plantigrade.report.aims import aims, referrals
from plantigrade.report.answer import answer
from plantigrade.report.citing import Citations
from plantigrade.report.closing import claims, positioning, sources
from plantigrade.report.frame import Frame, Section, contents, whole_page
from plantigrade.report.limits import limits, more_tests
from plantigrade.report.markup import Markup, text
from plantigrade.report.programme import programme
from plantigrade.report.sides import against_bands, sides
from plantigrade.writing import Unit, day


def assessment_page(
    assessment: Assessment, plan: Plan | None, knowledge: Catalogue, units: str = "cm"
) -> str:
    """One self-contained document. With a stop it holds what to do now and the measurements, no more.

    Raises ValueError for a unit other than "cm" and "in".
    """
    frame = Frame(knowledge, _unit(units), Citations(knowledge))
    opening = answer(assessment, frame)
    parts: list[Section | None] = [sides(assessment, frame)]
    if assessment.safety.decision != "stop":
        parts += [against_bands(assessment, frame), limits(assessment, frame), more_tests(assessment, frame)]
        parts += [aims(assessment, frame), referrals(assessment, frame)]
        if plan is not None:
            parts += programme(plan, assessment, frame)
        parts.append(claims(assessment, frame))
    title = knowledge.wording.headline[assessment.headline]
    return _finished(frame, title, "Ankle assessment", opening, parts)


def progress_page(review: Review, knowledge: Catalogue, units: str = "cm") -> str:
    """One self-contained document of a history of tests and the decision that follows from it.

    Raises ValueError for a unit other than "cm" and "in".
    """
    frame = Frame(knowledge, _unit(units), Citations(knowledge))
    opening = progress_parts.verdicts(review, frame)
    parts = [
        progress_parts.standing(review, frame),
        progress_parts.trend(review, frame),
        *progress_parts.decision(review, frame),
    ]
    return _finished(frame, "Progress", f"Progress to {day(review.today)}", opening, parts)


def _unit(units: str) -> Unit:
    if units == "cm":
        return "cm"
    if units == "in":
        return "in"
    raise ValueError(f"no such unit: {units}")


def _finished(frame: Frame, title: str, kind: str, opening: Markup, parts: Sequence[Section | None]) -> str:
    """The document. The sources come last: by then everything has been cited."""
    footer = positioning(frame)
    shown = [part for part in parts if part is not None]
    shown.append(sources(frame))
    first, rest = shown[0], shown[1:]
    body = text(opening, first.markup(), contents(shown), *(part.markup() for part in rest))
    return whole_page(frame, title, kind, body, footer)
