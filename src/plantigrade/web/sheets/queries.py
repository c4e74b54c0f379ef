"""Tables that were sent, and our own to take away."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from django.http import Http404

from plantigrade.core.quantities import Side
from plantigrade.interop.sheets.columns import Meaning, Reading, guessed
from plantigrade.interop.sheets.lines import Trials, WallTest
from plantigrade.interop.sheets.reading import Sheet
from plantigrade.web.assess.models import Assessment
from plantigrade.web.progress.models import Retest
from plantigrade.web.roster.queries import people_of
from plantigrade.web.sheets.models import Import, KnownHeader
from plantigrade.web.team.models import Grant, Membership, Organisation

# At once the database takes no more values in one question, and memory holds no more athletes.
_AT_ONCE = 500
Held = Mapping[tuple[UUID, dt.date, Side], Trials]


def import_of(membership: Membership, import_id: UUID) -> Import:
    """Raises Http404 for one of another team."""
    held = Import.objects.filter(organisation=membership.organisation, pk=import_id).first()
    if held is None:
        raise Http404
    return held


def header_key(header: Sequence[str]) -> str:
    return hashlib.sha256(json.dumps(list(header)).encode()).hexdigest()


def likely_reading(organisation: Organisation, sheet: Sheet) -> Reading:
    """As the team read a table with this header before, else as its words say."""
    known = KnownHeader.objects.filter(
        organisation=organisation, header_sha256=header_key(sheet.header)
    ).first()
    if known is None:
        return guessed(sheet)
    return Reading(tuple(Meaning(one) for one in known.columns), known.unit, known.dates)  # type: ignore[arg-type]


def tests_of(people: Sequence[UUID]) -> Held:
    """The wall tests that these people have, of assessments too: a retest overrules that of its day."""
    found: dict[tuple[UUID, dt.date, Side], Trials] = {}
    ids = list(dict.fromkeys(people))
    for some in (ids[at : at + _AT_ONCE] for at in range(0, len(ids), _AT_ONCE)):
        for assessment in Assessment.objects.filter(person__in=some).exclude(closed_at=None):
            for side in Side:
                trials = assessment.raw.get(side.value, {}).get("ktw_cm")
                if trials:
                    key = assessment.person_id, assessment.started_at.date(), side
                    found[key] = Trials(tuple(trials))
        for retest in Retest.objects.filter(person__in=some):
            key = retest.person_id, retest.on, Side(retest.side)
            found[key] = Trials(tuple(retest.ktw_cm), retest.pain_0_10)
    return found


def table_of(organisation: Organisation) -> Iterator[WallTest]:
    """Every test of everybody who lets the team in, by athlete and day; without a test, one line."""
    grants = people_of(organisation).order_by("person__name", "person_id")
    some: list[Grant] = []
    for grant in grants.iterator(chunk_size=_AT_ONCE):
        some.append(grant)
        if len(some) == _AT_ONCE:
            yield from _tests_of_grants(some)
            some = []
    yield from _tests_of_grants(some)


def _tests_of_grants(grants: Sequence[Grant]) -> Iterator[WallTest]:
    days: dict[UUID, dict[dt.date, dict[Side, Trials]]] = {}
    for (person_id, on, side), trials in tests_of([grant.person_id for grant in grants]).items():
        days.setdefault(person_id, {}).setdefault(on, {})[side] = trials
    for grant in grants:
        of_person = WallTest((), grant.person.name, grant.person_id, grant.group, grant.position, None, {})
        tests = days.get(grant.person_id)
        if tests is None:
            yield of_person
        else:
            yield from (replace(of_person, on=on, sides=tests[on]) for on in sorted(tests))
