"""One athlete on one page, for whoever cares for them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from plantigrade import writing
from plantigrade.core.adaptation import CheckIn
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.report import progress as parts
from plantigrade.report.closing import sources
from plantigrade.report.limits import limits
from plantigrade.web.assess.queries import last_measured, reading_of
from plantigrade.web.base.frames import new_frame
from plantigrade.web.care.plan_presenters import plan_parts
from plantigrade.web.care.queries import before, notes_of, screenings_of
from plantigrade.web.home.today import Today, today_of
from plantigrade.web.people.models import Person
from plantigrade.web.progress.month_presenters import PLACES
from plantigrade.web.progress.presenters import kept_parts
from plantigrade.web.progress.queries import check_ins, pain_decision, review_of
from plantigrade.web.roster.queries import SAID
from plantigrade.web.roster.standing import reasons_of
from plantigrade.web.screening.queries import sheet_of
from plantigrade.web.team.queries import grants_of

_LATEST = 5


def athlete_parts(person: Person, on: datetime.date) -> dict[str, Any]:
    """Everything in the order in which a clinician asks for it."""
    found = today_of(person)
    return {
        "today": found,
        "reasons": [SAID[reason] for reason in reasons_of(person, on)],
        "asked": _asked_by_pain(person, on),
        "kept": kept_parts(found.kept),
        **_pain(check_ins(person, on)),
        "clips": person.clips.order_by("-taken_on", "-created_at")[:_LATEST],
        "screenings": [_screening(one) for one in screenings_of(person)[:_LATEST]],
        "grants": grants_of(person),
        "overrides": plan_parts(person, None)["standing"],
        **_ankles(person, on),
        **_work(found),
        **notes_parts(person, _LATEST),
    }


def notes_parts(person: Person, most: int | None = None) -> dict[str, Any]:
    """Notes with what they said before; `more` whether there are others than the last `most`."""
    asked = notes_of(person)
    shown = list(asked if most is None else asked[: most + 1])
    told = [{"note": note, "before": before(note)} for note in shown[:most]]
    return {"notes": told, "more_notes": most is not None and len(shown) > most}


def _ankles(person: Person, on: datetime.date) -> dict[str, Any]:
    frame = new_frame(person.unit)
    found = review_of(person, on)
    sections = [parts.standing(found, frame), parts.trend(found, frame)] if found is not None else []
    assessed = last_measured(person)
    limited = limits(reading_of(assessed), frame) if assessed is not None else None
    return {
        "measured": [section.markup() for section in sections],
        "assessed": assessed is not None,
        "limits": limited.markup() if limited is not None else None,
        "limits_of": assessed.started_at.date() if assessed is not None and limited is not None else None,
        "sources": sources(frame).markup() if sections or limited else None,
    }


def _work(found: Today) -> dict[str, Any]:
    """What this week holds, each exercise once."""
    exercises = default_catalogue().exercises
    names = [exercises[item.exercise].name for item in found.day.items] if found.day else []
    return {"exercises": writing.listed(list(dict.fromkeys(names))) if names else ""}


def _asked_by_pain(person: Person, on: datetime.date) -> list[str]:
    decision = pain_decision(person, on)
    return [change.what for change in decision.changes] if decision.kind != "continue" else []


def _pain(told: Sequence[CheckIn]) -> dict[str, Any]:
    """The last days on which something was out of the usual; the days without are counted."""
    said = [(one, _unusual(one)) for one in reversed(told)]
    reports = [{"on": one.date, "said": ", ".join(words)} for one, words in said if words]
    return {"reports": reports[: 2 * _LATEST], "as_usual": len(told) - len(reports)}


def _unusual(one: CheckIn) -> list[str]:
    """A day's pain in words; empty when all was as usual."""
    worst = max(one.drills, key=lambda drill: drill.pain_0_10, default=None)
    said = []
    if worst is not None and (worst.pain_0_10 or worst.sharp):
        values = {"n": writing.short(worst.pain_0_10), "place": PLACES[worst.place]}
        said.append(_("%(n)s of 10 while training or testing, %(place)s") % values)
        if worst.sharp:
            said.append(_("sharp"))
    change = one.next_morning_change_0_10
    if change:
        said.append(_("next morning %(n)s against the usual") % {"n": writing.signed(change, 0)})
    if one.stiffness_min:
        said.append(_("stiff for %(n)s min") % {"n": writing.short(one.stiffness_min)})
    signs = {
        _("swelling"): one.swelling,
        _("locking"): one.locking,
        _("giving way"): one.giving_way,
        _("numbness"): one.numbness,
    }
    return said + [name for name, there in signs.items() if there]


def _screening(entrant: Any) -> dict[str, Any]:
    sheet = sheet_of(entrant)
    said = [_("stop: a red flag")] if sheet.red else []
    for side, pain in sheet.pain_0_10.items():
        if pain:
            values = {"side": writing.side_word(side), "n": pain}
            said.append(_("%(side)s: pain %(n)s of 10") % values)
    if sheet.stopped:
        said.append(_("stopped: %(why)s") % {"why": sheet.stopped})
    return {"day": entrant.day, "said": ". ".join(writing.capital(text) for text in said)}
