"""The appendix: every reading, factor, target, test and phase, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from plantigrade import writing
from plantigrade.core.assessment import Assessment
from plantigrade.core.prescription.types import Plan
from plantigrade.core.quantities import Side
from plantigrade.core.review import Review
from plantigrade.knowledge.words import say, word
from plantigrade.report.frame import Frame
from plantigrade.report.sides import reading_rows


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its heading; the first cell of a row names it.

    `shares` are the columns' parts of the width, 0 for as wide as the words; empty: all so.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[int, ...] = ()

    def values(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "columns": list(self.columns),
            "rows": [list(row) for row in self.rows],
            "shares": list(self.shares or (0,) * len(self.columns)),
        }


def appendix(
    found: Assessment, plan: Plan | None, review: Review | None, frame: Frame
) -> list[dict[str, Any]]:
    """The tables that have rows; with a stop the readings alone."""
    tables = [_readings(found, frame)]
    if found.safety.decision != "stop":
        tables += [_factors(found, frame), _targets(found, frame), _tests(review, frame)]
        tables += [_phases(plan, frame), _next(found, frame)]
    return [table.values() for table in tables if table.rows]


def _readings(found: Assessment, frame: Frame) -> Table:
    held = {side: dict(reading_rows(one, frame)) for side, one in found.sides.items()}
    names = dict.fromkeys(name for rows in held.values() for name in rows)
    rows = tuple((name, *(rows.get(name, "–") for rows in held.values())) for name in names)
    return Table(say("All readings"), (say("Reading"), *(writing.side_title(side) for side in held)), rows)


def _factors(found: Assessment, frame: Frame) -> Table:
    names, labels = frame.knowledge.next_tests.names, frame.knowledge.wording.labels
    rows = []
    for side, one in found.sides.items():
        for reading in sorted((one.limiters or {}).values(), key=lambda reading: -reading.p):
            for_it = [f"{p.text} ({writing.signed(p.points)})" for p in reading.points]
            frame.cite(source for p in reading.points for source in p.sources)
            rows.append(
                (
                    f"{writing.side_title(side)}: {names[reading.limiter]}",
                    writing.in_100(reading.p),
                    labels[reading.label],
                    writing.strung(for_it) or "–",
                )
            )
    columns = (say("Factor"), say("Chance"), say("Called"), say("Findings, with their points"))
    return Table(say("Likely limiting factors"), columns, tuple(rows), (0, 0, 0, 1))


def _targets(found: Assessment, frame: Frame) -> Table:
    rows = []
    for side, one in found.sides.items():
        for reach in one.reaches:
            frame.cite(reach.demand.target.sources)
            rows.append(
                (
                    f"{writing.side_title(side)}: {reach.demand.target.text} ({reach.demand.profile})",
                    writing.short_length(reach.demand.ktw_cm, frame.unit),
                    say("met") if reach.met else say("not met"),
                    writing.in_100(reach.p_met),
                )
            )
    columns = (say("Target"), say("Toe to wall"), say("Now"), say("Chance that it is truly met"))
    return Table(say("What sports and goals ask"), columns, tuple(rows))


def _tests(review: Review | None, frame: Frame) -> Table:
    progress = review.progress if review is not None else {}
    days = sorted({point.date for one in progress.values() for point in one.trend})
    held = {side: {point.date: point for point in one.trend} for side, one in progress.items()}

    def cell(side: Side, on: Any) -> Sequence[str]:
        point = held[side].get(on)
        if point is None:
            return "–", "–"
        between = writing.between(point.low_cm, point.high_cm, frame.unit)
        return (
            writing.amount(point.measured_cm, frame.unit),
            f"{writing.amount(point.mean_cm, frame.unit)} ({between})",
        )

    rows = tuple((writing.day(on), *(part for side in held for part in cell(side, on))) for on in days)
    kinds = (word("{side}, test"), word("{side}, estimate"))
    columns = (say("Day"), *(say(kind, side=writing.side_title(side)) for side in held for kind in kinds))
    title = say("Tests so far, {unit}, true value 80 times in 100 in brackets", unit=frame.unit)
    return Table(title, columns, rows)


def _phases(plan: Plan | None, frame: Frame) -> Table:
    rows = []
    for (_, name, goal), held in groupby(
        plan.weeks if plan is not None else (), key=lambda week: (week.phase, week.name, week.goal)
    ):
        members = list(held)
        used = dict.fromkeys(item.exercise for week in members for day in week.days for item in day.items)
        names = ", ".join(writing.lowered(frame.knowledge.exercises[id_].name) for id_ in used)
        rows.append((writing.capital(writing.weeks(week.number for week in members)), name, goal, names))
    columns = (say("When"), say("Phase"), say("Goal"), say("Exercises"))
    return Table(say("The programme in phases"), columns, tuple(rows), (0, 0, 2, 3))


def _next(found: Assessment, frame: Frame) -> Table:
    tests = frame.knowledge.protocols.tests
    rows = tuple(
        (
            tests[one.test].title,
            writing.side_word(one.side) if one.side is not None else say("both"),
            writing.minutes(one.minutes),
            one.why,
        )
        for one in found.next_tests
    )
    columns = (say("Test"), say("Side"), say("Takes"), say("Why"))
    return Table(say("What else would tell more"), columns, rows, (0, 0, 0, 1))
