"""Assessments as the parts of their pages; the answer is made of the same parts as the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from django.utils.translation import gettext_lazy as _

from plantigrade import writing
from plantigrade.core.assessment import Assessment as Reading
from plantigrade.core.assessment import SideAssessment
from plantigrade.core.quantities import SIDES, Side
from plantigrade.draw.figures import figure_style
from plantigrade.interviewing import Question
from plantigrade.knowledge.catalogue import Catalogue, default_catalogue
from plantigrade.report.aims import aims, referrals
from plantigrade.report.answer import answer
from plantigrade.report.closing import sources
from plantigrade.report.frame import side_label
from plantigrade.report.limits import limits, more_tests
from plantigrade.report.markup import Markup
from plantigrade.report.sides import against_bands, sides
from plantigrade.web.assess import flow
from plantigrade.web.assess.fields import Control, control
from plantigrade.web.assess.models import Assessment
from plantigrade.web.assess.queries import reading_of
from plantigrade.web.base.frames import new_frame
from plantigrade.writing import Unit

_TITLES = {
    flow.SAFETY: _("First: is it safe to start?"),
    flow.CAUTION: _("What else should the plan respect?"),
    flow.PERSON: _("About you"),
}
_LEADS = {
    flow.SAFETY: _("Answer as it is today. If you are not sure, answer yes."),
    flow.CAUTION: _("Tick everything that is true, or that you are not sure of. Leave the rest open."),
    flow.PERSON: _("What you leave empty is left out."),
}


def page_parts(
    held: Assessment, page: str, sent: Mapping[str, Sequence[str]], problems: Mapping[str, str], unit: Unit
) -> dict[str, Any]:
    """One page: its title and why, how the test is done, and the controls in groups (left before right)."""
    knowledge, reading = default_catalogue(), reading_of(held)
    asked = flow.questions_on(page, held.raw, knowledge)
    frame = new_frame(unit)
    protocol = knowledge.protocols.tests.get(page)
    offer = next((o for o in reading.next_tests if o.test == page), None)
    known = flow.pages(held.raw, held.chosen, reading, knowledge)
    drawn = frame.figure(page, Side.RIGHT, "step", animated=True) if protocol else Markup()
    figures = tuple(frame.figures.values())
    return {
        "page": page,
        "title": protocol.title if protocol else _TITLES[page],
        "lead": (offer.why if offer else protocol.why) if protocol else _LEADS[page],
        "protocol": protocol,
        "minutes": writing.minutes(protocol.minutes) if protocol else "",
        "figure": drawn,
        "figure_style": Markup(figure_style(*figures)) if figures else Markup(),
        "groups": _groups(asked, held, reading, sent, problems, unit, page),
        "problems": problems,
        "place": known.index(page) + 1 if page in known else len(known),
        "of": len(known),
        "before": flow.page_before(page, held.raw, held.chosen, reading, knowledge),
        "so_far": so_far(reading, knowledge, unit) if protocol else [],
        "skippable": page not in (flow.SAFETY, flow.CAUTION),
    }


def _groups(
    asked: Sequence[Question],
    held: Assessment,
    reading: Reading,
    sent: Mapping[str, Sequence[str]],
    problems: Mapping[str, str],
    unit: Unit,
    page: str,
) -> list[dict[str, Any]]:
    groups = []
    for name, members in groupby(asked, key=lambda q: q.group):
        side = Side(name) if name in SIDES else None
        found = reading.sides.get(side) if side is not None else None
        before = found.wall_test.ktw_cm.value if found is not None and found.wall_test is not None else None
        controls: list[Control] = [
            control(
                list(series),
                held.raw,
                sent,
                problems,
                unit,
                before_cm=before,
                single_tick=page == flow.CAUTION,
            )
            for _, series in groupby(members, key=lambda q: q.name)
        ]
        groups.append({"side": side, "label": side_label(side) if side else None, "controls": controls})
    return groups


def so_far(reading: Reading, knowledge: Catalogue, unit: Unit) -> list[dict[str, Any]]:
    """The running answer of each side: distance and shin angle with their errors, and what leads."""
    told = []
    for side, found in reading.sides.items():
        parts = _running(found, knowledge, unit)
        if parts:
            told.append({"label": side_label(side), "told": " · ".join(parts)})
    return told


def _running(found: SideAssessment, knowledge: Catalogue, unit: Unit) -> list[str]:
    parts = []
    if found.wall_test is not None:
        parts.append(writing.length_error(found.wall_test.ktw_cm, unit))
    # From the tape alone it is the same reading once more.
    if found.shin_angle is not None and found.shin_angle.sources != ("ktw_cm",):
        parts.append(_("shin angle %(angle)s") % {"angle": writing.angle_error(found.shin_angle.angle_deg)})
    if found.limiters is not None and any(reading.points for reading in found.limiters.values()):
        first = max(found.limiters.values(), key=lambda reading: reading.p)
        parts.append(f"{knowledge.next_tests.names[first.limiter]} {writing.in_100(first.p)}")
    return parts


def answer_parts(assessment: Reading, unit: Unit) -> dict[str, Any]:
    """The opening, the sections in order, and what they cite."""
    knowledge = default_catalogue()
    frame = new_frame(unit)
    opening = answer(assessment, frame)
    found = [sides(assessment, frame)]
    if assessment.safety.decision != "stop":
        found += [limits(assessment, frame), against_bands(assessment, frame), aims(assessment, frame)]
        found += [more_tests(assessment, frame), referrals(assessment, frame)]
    shown = [part.markup() for part in found if part is not None]
    shown.append(sources(frame).markup())
    offer = next(iter(assessment.next_tests), None)
    return {
        "opening": opening,
        "sections": shown,
        "stop": assessment.safety.decision == "stop",
        "measured": assessment.summary != "not_enough_measured",
        "offer": offer,
        "offer_title": knowledge.protocols.tests[offer.test].title if offer else "",
        "offer_minutes": writing.minutes(offer.minutes) if offer else "",
    }


def claim_parts() -> dict[str, Any]:
    """Every popular claim that the evidence does not carry, with the reason and its sources."""
    knowledge = default_catalogue()
    frame = new_frame("cm")
    refused = [c for c in knowledge.claims.values() if c.verdict in ("not_established", "unsupported")]
    told = [
        {"claim": c.claim, "verdict": c.verdict, "because": c.because, "refs": frame.cite(c.sources)}
        for c in refused
    ]
    return {"claims": told, "sources": sources(frame).markup()}
