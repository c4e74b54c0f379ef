"""A screening day as its pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from plantigrade.core.quantities import SIDES, Side
from plantigrade.core.screening_day import NO_RED_FLAG, READ_TO_CM, Sheet
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.web.screening.models import Entrant
from plantigrade.web.screening.queries import reading_of_sheet, sheet_of
from plantigrade.web.screening.records import trials


def entry_parts(entrants: Sequence[Entrant]) -> dict[str, Any]:
    """The list, the safety question and the limits for the station's script."""
    error = default_catalogue().measurement.wall_test
    red = default_catalogue().screening.red
    return {
        "red": [(id_, one.short, one.question) for id_, one in red.items()],
        "sides": [("left", _("Left")), ("right", _("Right"))],
        "numbers": range(1, trials() + 1),
        "script": {
            "list": [{"id": str(one.pk), "bib": one.bib, "name": one.person.name} for one in entrants],
            "marks": marks_of(entrants),
            "trials": trials(),
            "no": NO_RED_FLAG,
            "told": {id_: one.text for id_, one in red.items()},
            "step_cm": READ_TO_CM,
            "spread_cm": error.spread_implausible_cm.value,
            "far_cm": error.distance_implausible_cm.value,
        },
    }


def marks_of(entrants: Sequence[Entrant]) -> list[dict[str, str]]:
    return [
        {
            "entrant": str(one.pk),
            "field": mark.field,
            "value": mark.value,
            "at": mark.at.isoformat(),
            "station": mark.station,
        }
        for one in entrants
        for mark in one.marks.all()
    ]


@dataclass(frozen=True, slots=True)
class OfSide:
    """Distances in cm; `sd_cm` the standard error of measurement."""

    side: str
    ktw_cm: float | None
    sd_cm: float | None
    band: str
    pain_0_10: int | None


@dataclass(frozen=True, slots=True)
class Result:
    entrant: Entrant
    status: str
    sides: tuple[OfSide, ...]
    difference_cm: float | None
    difference_sd_cm: float | None
    advice: tuple[str, ...]
    doubts: tuple[str, ...]
    needs: int


def results_of(entrants: Sequence[Entrant]) -> list[Result]:
    """Those first who need somebody, then in the order of the list."""
    return sorted((_result(one) for one in entrants), key=lambda one: (-one.needs, one.entrant.place))


def _result(entrant: Entrant) -> Result:
    sheet = sheet_of(entrant)
    read = reading_of_sheet(sheet)
    used = sheet.counts
    asymmetry = read.asymmetry if used else None
    advice = tuple(dict.fromkeys(one.text for one in read.referrals)) if used or sheet.red else ()
    doubts = _doubts(sheet, [w for side in read.sides.values() for w in side.warnings])
    return Result(
        entrant=entrant,
        status=_status(sheet),
        sides=tuple(
            _side(side, sheet, read.sides[side].wall_test if used and side in read.sides else None)
            for side in SIDES
        ),
        difference_cm=asymmetry.cm if asymmetry else None,
        difference_sd_cm=asymmetry.sd_cm if asymmetry else None,
        advice=advice,
        doubts=doubts,
        needs=3 if sheet.red else 2 if advice else 1 if doubts or sheet.stopped else 0,
    )


def _side(side: Side, sheet: Sheet, test: Any) -> OfSide:
    return OfSide(
        side=side.value,
        ktw_cm=test.ktw_cm.value if test else None,
        sd_cm=test.ktw_cm.sd if test else None,
        band=test.band.name if test else "",
        pain_0_10=sheet.pain_0_10.get(side),
    )


def _status(sheet: Sheet) -> str:
    if sheet.red:
        return _("stop: a red flag")
    if sheet.stopped:
        return _("stopped: %(why)s") % {"why": sheet.stopped}
    if not sheet.asked:
        return _("safety question open") if sheet.trials_cm else _("not begun")
    whole = all(len(sheet.trials_cm.get(side, ())) >= trials() for side in SIDES)
    return _("done") if whole else _("not finished")


def _doubts(sheet: Sheet, warnings: Sequence[str]) -> tuple[str, ...]:
    said = default_catalogue().wording.warnings if warnings else {}
    told = [said.get(one, one) for one in dict.fromkeys(warnings) if one != "few_trials"]
    if sheet.differ:
        told.append(
            _("Two stations wrote different values: %(fields)s.") % {"fields": ", ".join(sheet.differ)}
        )
    return tuple(told)
