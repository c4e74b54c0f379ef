"""The results as rows of a table of numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plantigrade.core.quantities import SIDES
from plantigrade.interop.sheets.cells import guarded
from plantigrade.web.screening.presenters import Result

_OF_SIDE = ("ktw_cm", "sd_cm", "band", "pain_0_10")


def rows(results: Sequence[Result]) -> Iterator[list[str]]:
    """Header and one row an athlete; empty where nothing was measured."""
    sides = [f"{side}_{name}" for side in SIDES for name in _OF_SIDE]
    yield ["bib", "name", "status", *sides, "difference_cm", "difference_sd_cm", "referrals", "doubts"]
    for one in results:
        measured = [getattr(side, name) for side in one.sides for name in _OF_SIDE]
        yield [
            guarded(one.entrant.bib),
            guarded(one.entrant.person.name),
            guarded(one.status),
            *(_value(value) for value in measured),
            _value(one.difference_cm),
            _value(one.difference_sd_cm),
            guarded(" ".join(one.advice)),
            guarded(" ".join(one.doubts)),
        ]


def _value(value: object) -> str:
    return "" if value is None else f"{value:.2f}" if isinstance(value, float) else str(value)
