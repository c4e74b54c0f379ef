"""What taking a table in would do, before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from plantigrade.core.quantities import Side
from plantigrade.interop.sheets.columns import Meaning, Reading, faults_of
from plantigrade.interop.sheets.lines import Fault, Trials, WallTest, name_key, wall_tests_of
from plantigrade.interop.sheets.reading import Sheet
from plantigrade.web.base.clock import today
from plantigrade.web.people.models import Person
from plantigrade.web.roster.queries import people_of
from plantigrade.web.sheets.models import Import
from plantigrade.web.sheets.queries import Held, tests_of
from plantigrade.web.team.models import Grant, Level, Organisation


@dataclass(frozen=True, slots=True)
class Entry:
    """One test of the table. `person` is None for an athlete to be added; `new` are sides without a test on
    that day, `other` those that have one that says something else; the rest is there already."""

    test: WallTest
    person: Person | None
    new: tuple[Side, ...]
    other: tuple[Side, ...]

    @property
    def changes(self) -> bool:
        return self.person is None or bool(self.new or self.other)


@dataclass(frozen=True, slots=True)
class Plan:
    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]

    @property
    def new_athletes(self) -> tuple[WallTest, ...]:
        """The first line of everybody who is not here yet."""
        first = {one.test.who: one.test for one in reversed(self.entries) if one.person is None}
        return tuple(reversed(first.values()))

    @property
    def new_sides(self) -> int:
        return sum(len(one.new) for one in self.entries)

    @property
    def other_sides(self) -> int:
        return sum(len(one.other) for one in self.entries)


def sheets_held(held: Import) -> tuple[Sheet, ...]:
    return tuple(
        Sheet(kept["name"], tuple(kept["header"]), tuple(map(tuple, kept["rows"])), tuple(kept["lines"]))
        for kept in held.sheets
    )


def sheet_of(held: Import) -> Sheet:
    return sheets_held(held)[held.sheet]


def reading_of(held: Import) -> Reading:
    return Reading(tuple(Meaning(one) for one in held.columns), held.unit, held.dates)  # type: ignore[arg-type]


def plan_of(held: Import) -> Plan | None:
    """None while the columns cannot be read with."""
    reading = reading_of(held)
    if faults_of(reading.columns):
        return None
    tests, faults = wall_tests_of(sheet_of(held), reading, today())
    known = _Known(held.organisation)
    found: list[tuple[WallTest, Person | None]] = []
    refused: list[Fault] = []
    for test in tests:
        person, why = known.athlete(test)
        if why:
            refused += [Fault(line, "", why) for line in test.lines]
        else:
            found.append((test, person))
    there = tests_of([person.pk for _test, person in found if person is not None])
    entries = tuple(_entry(test, person, there) for test, person in found)
    return Plan(entries, tuple(sorted((*faults, *refused), key=lambda fault: fault.line)))


class _Known:
    """The athletes of a team, by id and by name."""

    def __init__(self, organisation: Organisation) -> None:
        self._by_id: dict[UUID, Grant] = {}
        self._by_name: dict[str, list[Grant]] = {}
        for grant in people_of(organisation):
            self._by_id[grant.person_id] = grant
            self._by_name.setdefault(name_key(grant.person.name), []).append(grant)

    def athlete(self, test: WallTest) -> tuple[Person | None, str]:
        """Who is meant, None for somebody new; or why that cannot be told."""
        if test.athlete_id is not None:
            grant = self._by_id.get(test.athlete_id)
            if grant is None:
                return None, _("nobody of this team has this id")
            return _recorded(grant)
        same = self._by_name.get(name_key(test.name), [])
        if len(same) > 1:
            return None, _(
                "%(count)s athletes are called %(name)s; give each line the athlete_id of our own table"
            ) % {"count": len(same), "name": test.name}
        return _recorded(same[0]) if same else (None, "")


def _recorded(grant: Grant) -> tuple[Person | None, str]:
    if grant.level < Level.RECORD:
        return None, _("%(name)s lets this team look, but not record") % {"name": grant.person.name}
    return grant.person, ""


def _entry(test: WallTest, person: Person | None, there: Held) -> Entry:
    new, other = [], []
    for side, trials in test.sides.items():
        assert test.on is not None, "a test without a day has no sides"
        before = there.get((person.pk, test.on, side)) if person is not None else None
        if before is None:
            new.append(side)
        elif not _says_the_same(before, trials):
            other.append(side)
    return Entry(test, person, tuple(new), tuple(other))


def _says_the_same(before: Trials, now: Trials) -> bool:
    """A table without a word on pain does not gainsay one."""
    return before.ktw_cm == now.ktw_cm and now.pain_0_10 in (None, before.pain_0_10)
