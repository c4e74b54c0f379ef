"""Progress as the parts of its pages: the same parts as the report's."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plantigrade import writing
from plantigrade.core.adaptation import Decision
from plantigrade.core.adherence import Kept
from plantigrade.core.prescription.differences import Work, differences, last_day, minutes
from plantigrade.core.quantities import Side
from plantigrade.core.review import Review
from plantigrade.draw.svg import Markup
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.report import progress as parts
from plantigrade.report.closing import sources
from plantigrade.web.base.frames import new_frame
from plantigrade.web.people.models import Person
from plantigrade.web.programme.presenters import form_told
from plantigrade.web.progress.effects import Preview
from plantigrade.writing import Unit

_DAYS_A_WEEK = 7


def overview_parts(found: Review, unit: Unit) -> dict[str, Any]:
    """The verdict of each side, where they stand, the trend, and what it rests on."""
    frame = new_frame(unit)
    opening = parts.verdicts(found, frame)
    sections = [parts.standing(found, frame).markup(), parts.trend(found, frame).markup()]
    return {"opening": opening, "sections": [*sections, sources(frame).markup()]}


def decision_parts(found: Review, unit: Unit) -> dict[str, Any]:
    frame = new_frame(unit)
    sections = [section.markup() for section in parts.decision(found, frame)]
    return {"sections": [*sections, sources(frame).markup()], "kind": found.decision.kind}


def decision_values(decision: Decision) -> dict[str, Any]:
    """A decision as plain values, for a device that acts on it."""
    changes = [{"what": change.what, "why": change.why} for change in decision.changes]
    return {"kind": decision.kind, "changes": changes}


def pain_parts(decision: Decision, unit: Unit) -> dict[str, Any]:
    """What the pain rules ask for: each rule with its reason and sources."""
    frame = new_frame(unit)
    told = [
        {"what": change.what, "why": change.why, "refs": frame.cite(change.sources)}
        for change in decision.changes
    ]
    wording = default_catalogue().progress.decisions[decision.kind]
    shown: Markup = sources(frame).markup()
    return {
        "kind": decision.kind,
        "title": wording.title,
        "lead": wording.text,
        "changes": told,
        "sources": shown,
    }


def tests_on(person: Person, on: datetime.date) -> dict[str, list[float]]:
    """The tries that were entered on a day, by side."""
    return {retest.side: retest.ktw_cm for retest in person.retests.filter(on=on)}


def effect_parts(found: Preview) -> dict[str, Any]:
    """What would change, in sentences and as a list before and after."""
    days = int(default_catalogue().progress.rhythm.checkpoint_days.value)
    changed = differences(found.before, found.after, found.on, days)
    weeks = days // _DAYS_A_WEEK
    return {
        "told": _told(found),
        "weeks": weeks,
        "rows": [
            {
                "name": default_catalogue().exercises[one.exercise].name,
                "side": one.side.value if one.side else "",
                "before": _work(one.before),
                "after": _work(one.after),
            }
            for one in changed
        ]
        if not found.effect.pause
        else [],
        "minutes": (
            writing.minutes(minutes(found.before, found.on, days) / weeks),
            writing.minutes(minutes(found.after, found.on, days) / weeks),
        ),
        "ends": (last_day(found.before), last_day(found.after))
        if found.before.weeks and found.after.weeks
        else None,
    }


def _told(found: Preview) -> list[str]:
    effect, knowledge = found.effect, default_catalogue()
    told = []
    if effect.pause:
        told.append(_("All days wait from today on, until you go on. The days that are past stay."))
    if effect.front:
        told.append(str(knowledge.programme.front.text))
    if effect.repeat_weeks:
        told.append(
            ngettext(
                "The work of the last week is done once more, so nothing gets harder meanwhile.",
                "The work of the last %(count)s weeks is done once more, so nothing gets harder meanwhile.",
                effect.repeat_weeks,
            )
            % {"count": effect.repeat_weeks}
            if not effect.step_back
            else _("You go back to the end of the phase before.")
        )
    if effect.lighter_from is not None and effect.lighter_until is not None:
        share = {"share": writing.percent(100 * effect.cut_share), "day": writing.day(effect.lighter_from)}
        one_day = (effect.lighter_until - effect.lighter_from).days == 1
        told.append(
            _("The session of %(day)s has about %(share)s less work.") % share
            if one_day
            else _("From %(day)s a week has about %(share)s less work.") % share
        )
    for side, name in effect.emphasis.items():
        plain = next(one.plain_name for one in knowledge.limiters.hypotheses if one.id == name)
        words = {"name": writing.lowered(plain)}
        told.append(
            _("On the left, the work now puts this first: %(name)s.") % words
            if side is Side.LEFT
            else _("On the right, the work now puts this first: %(name)s.") % words
        )
    return told


def _work(work: Work | None) -> str:
    """On how many days, as what: "9 days: 2 sets of 30 s each"."""
    if work is None:
        return _("not done")
    item = work.item
    form = form_told(item.exercise, item.stage, item.variant)
    days = ngettext("%(count)s day", "%(count)s days", work.days) % {"count": work.days}
    return f"{days}: {', '.join(filter(None, (writing.dose(item.dose), form)))}"


def kept_parts(found: Kept | None) -> dict[str, Any] | None:
    """The adherence score in calm words, and what it rests on."""
    if found is None:
        return None
    half_life = default_catalogue().progress.detraining.half_life_weeks
    return {
        "of_ten": round(found.share * 10),
        "days": found.days,
        "half_life_weeks": writing.short(half_life.value),
    }
