"""The monthly report: a page to read and to print on one or two sheets of A4."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from plantigrade import writing
from plantigrade.core.month import SideMonth
from plantigrade.core.progress import TrendPoint
from plantigrade.core.quantities import Side
from plantigrade.draw.svg import Markup
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.report import progress as parts
from plantigrade.report.closing import sources
from plantigrade.report.frame import side_label
from plantigrade.web.base.frames import new_frame
from plantigrade.web.progress.month_queries import Month, Pain, month_before
from plantigrade.web.progress.presenters import kept_parts
from plantigrade.web.videos.comparison_presenters import comparison_parts
from plantigrade.writing import Unit

_VERDICTS = {
    "gained": gettext_lazy("A real gain this month."),
    "lost": gettext_lazy("Range was lost this month."),
    "open": gettext_lazy("No change this month that can be told from the error."),
    "one_test": gettext_lazy("One test alone shows no change yet."),
}
PLACES = {
    "front": gettext_lazy("front of the ankle"),
    "calf": gettext_lazy("calf"),
    "achilles": gettext_lazy("Achilles tendon"),
    "other": gettext_lazy("elsewhere"),
}


def month_parts(found: Month, unit: Unit) -> dict[str, Any]:
    """The parts of the page; what was not recorded says so."""
    frame = new_frame(unit)
    chart = parts.trend(found.review, frame).markup() if found.review is not None and found.ahead else ""
    refs = frame.cite(default_catalogue().progress.rules.real_gain_cm.sources) if found.sides else Markup()
    earlier = month_before(found.ends)
    return {
        "month": found,
        "headline": _headline(found),
        "first_day": found.begins + timedelta(days=1),
        "today": found.ends,
        "tests": _tests(found, unit),
        "refs": refs,
        "sides": [_side(side, one, unit) for side, one in found.sides.items()],
        "coverage": writing.in_100(default_catalogue().progress.horizon.band_coverage.value),
        "real": writing.short_length(default_catalogue().progress.rules.real_gain_cm.value, unit),
        "chart": chart,
        "work": _work(found),
        "kept": kept_parts(found.work.lately),
        "pain": _pain(found.pain),
        "video": _video(found),
        "earlier": earlier if earlier >= _first(found) else None,
        "sources": sources(frame).markup() if refs else "",
    }


def _first(found: Month) -> Any:
    """The first day that anything is known of."""
    tests = [p.trend[0].date for p in found.review.progress.values()] if found.review is not None else []
    return min([found.first_day, *tests])


def _headline(found: Month) -> str:
    verdicts = {side: one.verdict for side, one in found.sides.items()}
    if not verdicts:
        return _("No wall test this month.")
    if len(set(verdicts.values())) == 1:
        words = str(_VERDICTS[next(iter(verdicts.values()))])
        return _("Both ankles: %(told)s") % {"told": writing.lowered(words)} if len(verdicts) > 1 else words
    names = {Side.LEFT: _("Left"), Side.RIGHT: _("Right")}
    told = [
        f"{names[side]}: {writing.lowered(str(_VERDICTS[verdict]))}" for side, verdict in verdicts.items()
    ]
    return " ".join(told)


def _side(side: Side, one: SideMonth, unit: Unit) -> dict[str, Any]:
    change = one.change_cm
    return {
        "label": side_label(side),
        "now": writing.amount(one.now_cm.value, unit),
        "error": writing.error_length(one.now_cm, unit),
        "change": f"{writing.signed_length(change.value, unit)} ({writing.error_length(change, unit)})"
        if change is not None
        else "",
        "since": one.before.date,
        "p_real": writing.in_100(one.p_real) if one.p_real is not None else "",
        "verdict": str(_VERDICTS[one.verdict]),
    }


def _tests(found: Month, unit: Unit) -> list[dict[str, Any]]:
    """A row a day with a cell a side; None where that side was not tested."""
    days = sorted({point.date for one in found.sides.values() for point in one.tests})
    by_side = [{point.date: point for point in one.tests} for one in found.sides.values()]
    return [{"on": on, "cells": [_test(points.get(on), unit) for points in by_side]} for on in days]


def _test(point: TrendPoint | None, unit: Unit) -> dict[str, str] | None:
    if point is None:
        return None
    return {
        "measured": writing.length(point.measured_cm, unit),
        "estimate": writing.between(point.low_cm, point.high_cm, unit),
    }


def _work(found: Month) -> list[str]:
    work = found.work
    told = []
    if work.planned:
        told.append(
            _("%(done)d of %(planned)d planned days done.") % {"done": work.done, "planned": work.planned}
        )
    sessions = ngettext("%(n)d session finished", "%(n)d sessions finished", work.sessions) % {
        "n": work.sessions
    }
    if work.short:
        sessions += _(", %(n)d of them the short version") % {"n": work.short}
    if work.minutes:
        sessions += _(", %(minutes)s on the exercises") % {"minutes": writing.minutes(round(work.minutes))}
    told.append(f"{sessions}.")
    return told


def _pain(pain: Pain) -> list[str]:
    told = []
    if pain.reports:
        places = ", ".join(str(PLACES[place]) for place in pain.places)
        told.append(
            ngettext(
                "Pain was reported once, %(worst)d of 10 (%(places)s).",
                "Pain was reported %(n)d times, at most %(worst)d of 10 (%(places)s).",
                pain.reports,
            )
            % {"n": pain.reports, "worst": pain.worst, "places": places}
        )
        if pain.sharp:
            told.append(
                ngettext("It was sharp once.", "It was sharp %(n)d times.", pain.sharp) % {"n": pain.sharp}
            )
    else:
        told.append(_("No pain was reported during the exercises."))
    if pain.mornings:
        told.append(
            _("%(worse)d of %(n)d mornings were worse than usual.")
            % {"worse": pain.worse_mornings, "n": pain.mornings}
        )
    return told


def _video(found: Month) -> dict[str, Any] | None:
    held = found.comparison
    if held is None:
        return None
    has_film = held.after.file.storage.exists(held.film)
    return comparison_parts(held, has_film=has_film)
