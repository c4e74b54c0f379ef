"""Writes of tables that are taken in: all of one or nothing, and back again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import PurePath
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from plantigrade.core.quantities import Side
from plantigrade.interop.sheets.columns import Reading
from plantigrade.interop.sheets.reading import sheets_of
from plantigrade.web.accounts.models import User
from plantigrade.web.people.actions import remove_person
from plantigrade.web.people.models import Person
from plantigrade.web.progress.actions import keep_retest
from plantigrade.web.progress.models import Retest
from plantigrade.web.roster.actions import bring_standings_up_to_date
from plantigrade.web.sheets.models import Brought, Import, KnownHeader
from plantigrade.web.sheets.plan import Entry, Plan, plan_of, sheet_of
from plantigrade.web.sheets.queries import header_key, likely_reading
from plantigrade.web.team.actions import add_athletes, note
from plantigrade.web.team.models import Entry as AuditEntry
from plantigrade.web.team.models import Membership, Organisation

# A table that nobody took in is somebody's data, and forgotten.
_FORGOTTEN = dt.timedelta(days=1)


@transaction.atomic
def send(*, membership: Membership, file_name: str, data: bytes) -> Import:
    """Keeps the cells of a file for a day, with the likely reading. Raises SheetError."""
    sheets = sheets_of(data)
    organisation = membership.organisation
    organisation.imports.filter(taken_in_at=None, sent_at__lt=timezone.now() - _FORGOTTEN).delete()
    held = Import(
        organisation=organisation,
        by=membership.user,
        file_name=PurePath(file_name).name[:200],
        sheets=[asdict(sheet) for sheet in sheets],
    )
    _read_by(held, likely_reading(organisation, sheets[0]))
    held.save()
    return held


@transaction.atomic
def choose(*, held: Import, reading: Reading, sheet: int) -> None:
    """How the table is to be read; another sheet begins with its own likely reading."""
    other = sheet != held.sheet
    held.sheet = sheet
    _read_by(held, likely_reading(held.organisation, sheet_of(held)) if other else reading)
    held.save(update_fields=["sheet", "columns", "unit", "dates"])


@transaction.atomic
def take_in(*, membership: Membership, import_id: UUID, replace: bool) -> Import:
    """Adds athletes and tests as the plan of this moment says; a second asking changes nothing.

    With `replace` the table overrules what stands on the same day, else that stays.
    """
    held = Import.objects.select_for_update().get(pk=import_id, organisation=membership.organisation)
    plan = plan_of(held)
    if held.taken_in_at is not None or plan is None:
        return held
    people = _athletes(held, plan, membership)
    changed: dict[object, Person] = {}
    for entry in plan.entries:
        person = people.get(entry.test.who) or entry.person
        assert person is not None
        if _keep(held, entry, person, replace=replace):
            changed[person.pk] = person
            if entry.person is not None:
                _tell(person, membership.user, held.organisation)
    bring_standings_up_to_date(people=[*people.values(), *changed.values()])
    KnownHeader.objects.update_or_create(
        organisation=held.organisation,
        header_sha256=header_key(sheet_of(held).header),
        defaults={"columns": held.columns, "unit": held.unit, "dates": held.dates},
    )
    held.taken_in_at, held.sheets = timezone.now(), []
    held.save(update_fields=["taken_in_at", "sheets"])
    return held


@transaction.atomic
def undo(*, membership: Membership, import_id: UUID) -> tuple[int, int]:
    """Takes back what an import brought and nobody changed since. Returns how many tests went or came back,
    and how many athletes went; one who has an account by now, or more in the record, stays."""
    held = Import.objects.select_for_update().get(pk=import_id, organisation=membership.organisation)
    if held.taken_in_at is None or held.undone_at is not None:
        return 0, 0
    tests = 0
    touched: dict[object, Person] = {}
    for one in held.brought.select_related("person", "retest"):
        retest = one.retest
        if retest is None or retest.ktw_cm != one.ktw_cm:
            continue
        tests += 1
        if one.before is None:
            retest.delete()
        else:
            Retest.objects.filter(pk=retest.pk).update(**one.before)
        touched[one.person_id] = one.person
        _tell(one.person, membership.user, held.organisation)
    new = [one.person for one in held.brought.filter(is_new_athlete=True).select_related("person__owner")]
    going = [person for person in new if _has_nothing(person)]
    for person in going:
        touched.pop(person.pk, None)
        owner = person.owner
        remove_person(person=person)
        owner.delete()
    bring_standings_up_to_date(people=list(touched.values()))
    held.undone_at = timezone.now()
    held.save(update_fields=["undone_at"])
    return tests, len(going)


@transaction.atomic
def drop(*, held: Import) -> None:
    """Forgets a table that was not taken in."""
    if held.taken_in_at is None:
        held.delete()


def _read_by(held: Import, reading: Reading) -> None:
    held.columns = [one.value for one in reading.columns]
    held.unit, held.dates = reading.unit, reading.dates


def _athletes(held: Import, plan: Plan, membership: Membership) -> dict[str, Person]:
    """Those who come with this table, by who they are in it."""
    new = plan.new_athletes
    people = add_athletes(
        organisation=held.organisation,
        by=membership.user,
        listed=[(test.name, test.group, test.position) for test in new],
    )
    Brought.objects.bulk_create(Brought(of=held, person=person, is_new_athlete=True) for person in people)
    return {test.who: person for test, person in zip(new, people, strict=True)}


def _keep(held: Import, entry: Entry, person: Person, *, replace: bool) -> bool:
    """The tests of one line that are to be kept. Whether there were any."""
    sides: Sequence[Side] = (*entry.new, *(entry.other if replace else ()))
    if not sides or entry.test.on is None:
        return False
    on = entry.test.on
    before = {one.side: one for one in Retest.objects.filter(person=person, on=on, side__in=sides)}
    found = {side.value: entry.test.sides[side] for side in sides}
    keep_retest(
        person=person,
        on=on,
        tests={side: trials.ktw_cm for side, trials in found.items()},
        told={
            side: {"pain_0_10": trials.pain_0_10}
            for side, trials in found.items()
            if trials.pain_0_10 is not None
        },
    )
    kept = {one.side: one for one in Retest.objects.filter(person=person, on=on, side__in=sides)}
    Brought.objects.bulk_create(
        Brought(
            of=held,
            person=person,
            retest=kept[side],
            ktw_cm=kept[side].ktw_cm,
            before=_values(before[side]) if side in before else None,
        )
        for side in sides
    )
    return True


def _values(retest: Retest) -> dict[str, object]:
    return {"ktw_cm": retest.ktw_cm, "pain_0_10": retest.pain_0_10, "stopped": retest.stopped}


def _tell(person: Person, user: User, organisation: Organisation) -> None:
    note(
        person=person,
        user=user,
        organisation=organisation.name,
        kind=AuditEntry.Kind.CHANGED,
        what="sheets:import",
    )


def _has_nothing(person: Person) -> bool:
    """Nothing in the record, and nobody's but ours to keep."""
    if person.owner.has_usable_password() or person.owner.people.count() > 1:
        return False
    held = (
        person.assessments,
        person.retests,
        person.programmes,
        person.sessions,
        person.mornings,
        person.clips,
        person.notes,
        person.pain_reports,
    )
    return not any(rows.exists() for rows in held) and person.grants.filter(withdrawn_at=None).count() == 1
