"""A plan as it is shown before it is done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from plantigrade import writing
from plantigrade.core.quantities import Side
from plantigrade.interop.sheets.lines import Fault
from plantigrade.web.sheets.plan import Entry, Plan

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One test as it was understood; `what` is done with it."""

    name: str
    is_new_athlete: bool
    on: Any
    left: str
    right: str
    what: str


@dataclass(frozen=True, slots=True)
class ShownFaults:
    """One thing that is wrong, with all the lines where it is."""

    column: str
    text: str
    lines: str


@dataclass(frozen=True, slots=True)
class ShownPlan:
    lines: list[ShownLine]
    more: int
    athletes: int
    tests: int
    other: int
    same: int
    faults: list[ShownFaults]
    left_out: int
    changes: bool


def shown_plan(plan: Plan) -> ShownPlan:
    entries = plan.entries
    with_tests = [one for one in entries if one.test.sides]
    return ShownPlan(
        lines=[_line(one) for one in entries[:_SHOWN]],
        more=max(0, len(entries) - _SHOWN),
        athletes=len(plan.new_athletes),
        tests=plan.new_sides,
        other=plan.other_sides,
        same=sum(len(one.test.sides) - len(one.new) - len(one.other) for one in with_tests),
        faults=list(_faults(plan.faults)),
        left_out=len({fault.line for fault in plan.faults}),
        changes=any(one.changes for one in entries),
    )


def _line(entry: Entry) -> ShownLine:
    test = entry.test
    name = entry.person.name if entry.person is not None else test.name
    sides = {side: _trials(test.sides[side]) for side in test.sides}
    return ShownLine(
        name, entry.person is None, test.on, sides.get(Side.LEFT, ""), sides.get(Side.RIGHT, ""), _what(entry)
    )


def _trials(found: Any) -> str:
    trials = " · ".join(writing.figures(cm) for cm in found.ktw_cm)
    told = f"{trials} cm" if trials else ""
    if found.pain_0_10 is None:
        return told
    pain = _("pain %(points)s") % {"points": found.pain_0_10}
    return f"{told}, {pain}" if told else pain


def _what(entry: Entry) -> str:
    if not entry.test.sides:
        return _("no test")
    if entry.other:
        return _("differs from what is there")
    return _("new test") if entry.new else _("there already")


def _faults(faults: Iterable[Fault]) -> Iterable[ShownFaults]:
    """The same fault of many lines is told once."""
    lines: dict[tuple[str, str], list[int]] = defaultdict(list)
    for fault in faults:
        lines[fault.column, fault.text].append(fault.line)
    for (column, text), found in lines.items():
        shown = [str(line) for line in sorted(set(found))]
        rest = len(shown) - _SHOWN
        told = ", ".join(shown[:_SHOWN])
        if rest > 0:
            told = _("%(lines)s and %(count)s more") % {"lines": told, "count": rest}
        yield ShownFaults(column, text, told)
