"""The lines of a table into wall tests, each with what is wrong with it and where."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType
from uuid import UUID

from plantigrade.core.quantities import Side
from plantigrade.interop.case_file import schema
from plantigrade.interop.sheets import values
from plantigrade.interop.sheets.cells import unguarded
from plantigrade.interop.sheets.columns import TEXTS, Meaning, Reading, Unit
from plantigrade.interop.sheets.reading import Sheet
from plantigrade.knowledge.words import say
from plantigrade.writing import CM_PER

_CM_PER: Mapping[Unit, float] = MappingProxyType({"cm": CM_PER["cm"], "in": CM_PER["in"], "mm": 0.1})
_LONGEST_NAME, _LONGEST_PLACE = 80, 60
_FIRST_YEAR = 1950
_OF_SIDE = {
    Meaning.LEFT: Side.LEFT,
    Meaning.RIGHT: Side.RIGHT,
    Meaning.LEFT_PAIN: Side.LEFT,
    Meaning.RIGHT_PAIN: Side.RIGHT,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a line cannot be taken in: the line of the file, the column's name, and a sentence."""

    line: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Trials:
    """The trials of one side, cm, and the pain that was told, 0 to 10."""

    ktw_cm: tuple[float, ...] = ()
    pain_0_10: int | None = None


@dataclass(frozen=True, slots=True)
class WallTest:
    """What one athlete did on one day, gathered from its lines. `athlete_id` is ours, if the table has it."""

    lines: tuple[int, ...]
    name: str
    athlete_id: UUID | None
    group: str
    position: str
    on: dt.date | None
    sides: Mapping[Side, Trials] = field(default_factory=dict)

    @property
    def who(self) -> str:
        return str(self.athlete_id) if self.athlete_id else name_key(self.name)


def name_key(name: str) -> str:
    """What two ways of writing one name have in common."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def wall_tests_of(
    sheet: Sheet, reading: Reading, today: dt.date
) -> tuple[tuple[WallTest, ...], tuple[Fault, ...]]:
    """Every test that can be read, in the order of the table, and what is wrong with the other lines.

    Lines of the same athlete and day are one test: each more of a side is one more trial. A line without a
    distance names an athlete alone; its day is None. A day that `reading` has no column for is today.
    """
    tests: dict[tuple[str, dt.date | None], WallTest] = {}
    faults: list[Fault] = []
    for number, row in zip(sheet.lines, sheet.rows, strict=True):
        line = _Line(number, sheet.header, row, reading, today)
        read = line.test()
        key = read.who, read.on
        before = tests.get(key)
        if before is not None:
            read = _joined(before, read, line)
        if line.faults:
            faults += line.faults
        elif read.who:
            tests[key] = read
    return tuple(tests.values()), tuple(faults)


def _joined(first: WallTest, more: WallTest, line: _Line) -> WallTest:
    sides = dict(first.sides)
    for side, tested in more.sides.items():
        before = sides.get(side, Trials())
        trials = before.ktw_cm + tested.ktw_cm
        if len(trials) > _most_trials():
            line.fault(
                Meaning.DISTANCE,
                say("more than {most} trials of one side on one day", most=_most_trials()),
            )
        pains = [one for one in (before.pain_0_10, tested.pain_0_10) if one is not None]
        sides[side] = Trials(trials, max(pains, default=None))
    return replace(
        first,
        lines=(*first.lines, *more.lines),
        group=more.group or first.group,
        position=more.position or first.position,
        sides=sides,
    )


class _Line:
    """One row under its reading; every fault of it is kept."""

    def __init__(
        self, number: int, header: tuple[str, ...], row: tuple[str, ...], reading: Reading, today: dt.date
    ) -> None:
        self.number, self.header, self.reading, self.today = number, header, reading, today
        self.faults: list[Fault] = []
        self._held: dict[Meaning, list[tuple[str, str]]] = {}
        for name, meaning, cell in zip(header, reading.columns, row, strict=True):
            if meaning and cell and (meaning in TEXTS or not values.is_empty(cell)):
                self._held.setdefault(meaning, []).append((name, unguarded(cell)))

    def fault(self, meaning: Meaning, text: str, column: str = "") -> None:
        columns = (
            name for name, held in zip(self.header, self.reading.columns, strict=True) if held is meaning
        )
        self.faults.append(Fault(self.number, column or next(columns, ""), text))

    def test(self) -> WallTest:
        sides = self._sides()
        name = " ".join(cell for _, cell in self._held.get(Meaning.NAME, ()))
        known = self._athlete_id()
        if not name and known is None and not self.faults:
            self.fault(Meaning.NAME, say("no name"))
        if len(name) > _LONGEST_NAME:
            self.fault(Meaning.NAME, say("the name is longer than {most} characters", most=_LONGEST_NAME))
        group, position = (self._text(one)[:_LONGEST_PLACE] for one in (Meaning.GROUP, Meaning.POSITION))
        on = self._day() if sides else None
        return WallTest((self.number,), name, known, group, position, on, sides)

    def _text(self, meaning: Meaning) -> str:
        return next((cell for _, cell in self._held.get(meaning, ())), "")

    def _athlete_id(self) -> UUID | None:
        text = self._text(Meaning.ATHLETE_ID)
        try:
            return UUID(text) if text else None
        except ValueError:
            self.fault(Meaning.ATHLETE_ID, say("{value} is no id of an athlete here", value=_short(text)))
            return None

    def _day(self) -> dt.date | None:
        if Meaning.DATE not in self.reading.columns:
            return self.today
        text = self._text(Meaning.DATE)
        found = values.day(text, self.reading.dates)
        if not text:
            self.fault(Meaning.DATE, say("no date"))
        elif found is None:
            self.fault(Meaning.DATE, say("{value} is no date", value=_short(text)))
        elif found > self.today:
            self.fault(Meaning.DATE, say("{value} is a day to come", value=_short(text)))
        elif found.year < _FIRST_YEAR:
            self.fault(Meaning.DATE, say("{value} is too long ago", value=_short(text)))
        return found

    def _sides(self) -> dict[Side, Trials]:
        found: dict[Side, Trials] = {}
        for meaning in (Meaning.LEFT, Meaning.RIGHT, Meaning.DISTANCE):
            trials = [self._cm(column, cell) for column, cell in self._held.get(meaning, ())]
            side = self._side(meaning) if trials else None
            if side is not None:
                before = found.get(side, Trials())
                found[side] = replace(
                    before, ktw_cm=before.ktw_cm + tuple(cm for cm in trials if cm is not None)
                )
        for meaning in (Meaning.LEFT_PAIN, Meaning.RIGHT_PAIN, Meaning.PAIN):
            for column, cell in self._held.get(meaning, ()):
                side = self._side(meaning)
                if side is not None:
                    found[side] = replace(found.get(side, Trials()), pain_0_10=self._pain(column, cell))
        return found

    def _side(self, meaning: Meaning) -> Side | None:
        if meaning in _OF_SIDE:
            return _OF_SIDE[meaning]
        text = self._text(Meaning.SIDE)
        found = values.side(text)
        if found is None:
            said = say("{value} is neither left nor right", value=_short(text)) if text else say("no side")
            self.fault(Meaning.SIDE, said)
        return found

    def _cm(self, column: str, cell: str) -> float | None:
        size = values.number(cell)
        if size is None:
            self.fault(Meaning.NOTHING, say("{value} is no number", value=_short(cell)), column)
            return None
        cm = round(size * _CM_PER[self.reading.unit], 2)
        low, high = _bounds_cm()
        if not low <= cm <= high:
            said = say(
                "{value} is not between {low} and {high} cm; is the unit right?",
                value=_short(cell),
                low=f"{low:g}",
                high=f"{high:g}",
            )
            self.fault(Meaning.NOTHING, said, column)
            return None
        return cm

    def _pain(self, column: str, cell: str) -> int | None:
        size = values.number(cell)
        if size is None or not 0 <= size <= 10 or size != int(size):
            said = say("{value} is no whole number from 0 to 10", value=_short(cell))
            self.fault(Meaning.NOTHING, said, column)
            return None
        return int(size)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


@cache
def _trials() -> Mapping[str, dict[str, float]]:
    found: Mapping[str, dict[str, float]] = schema()["$defs"]["side"]["properties"]["ktw_cm"]
    return found


def _bounds_cm() -> tuple[float, float]:
    items = _trials()["items"]
    return items["minimum"], items["maximum"]


def _most_trials() -> int:
    most: int = _trials()["maxItems"]  # type: ignore[assignment]
    return most
