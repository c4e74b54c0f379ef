"""Writes of screening days. Every mark may come twice, late, or from several stations at once."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from plantigrade.interviewing import SCHEMA
from plantigrade.web.accounts.models import User
from plantigrade.web.assess.actions import import_assessment
from plantigrade.web.assess.queries import latest
from plantigrade.web.base.clock import today
from plantigrade.web.base.records import RecordError
from plantigrade.web.people.models import Person
from plantigrade.web.progress.actions import act_on_pain, keep_retest
from plantigrade.web.roster.actions import add_athlete, refresh_standing
from plantigrade.web.roster.queries import people_of
from plantigrade.web.screening.models import Entrant, Mark, ScreeningDay
from plantigrade.web.screening.queries import sheet_of
from plantigrade.web.screening.records import MarkRecord
from plantigrade.web.team.actions import note
from plantigrade.web.team.models import Entry, Level, Membership
from plantigrade.web.team.queries import level_of


@transaction.atomic
def open_day(
    *,
    membership: Membership,
    name: str,
    on: datetime.date,
    whole_roster: bool,
    listed: Sequence[tuple[str, str]],
) -> ScreeningDay:
    """A day with its list: bibs and names as pasted, in their order, then the rest of the roster if wanted.

    A name that is on the roster once is that athlete; every other name becomes a new one.
    """
    organisation = membership.organisation
    day = ScreeningDay.objects.create(organisation=organisation, name=name, on=on)
    rows = _people_named(membership, listed)
    if whole_roster:
        there = {person.pk for _, person in rows}
        grants = people_of(organisation).order_by("person__name")
        rows += [("", grant.person) for grant in grants if grant.person_id not in there]
    Entrant.objects.bulk_create(
        Entrant(day=day, person=person, bib=bib, place=place) for place, (bib, person) in enumerate(rows)
    )
    return day


def _people_named(membership: Membership, listed: Sequence[tuple[str, str]]) -> list[tuple[str, Person]]:
    """Bib and athlete of each; a name that is on the roster once is that athlete, others are new."""
    organisation = membership.organisation
    known: dict[str, list[Person]] = {}
    for grant in people_of(organisation).order_by("person__name"):
        known.setdefault(grant.person.name.casefold(), []).append(grant.person)
    rows = []
    for bib, called in listed:
        same = known.get(called.casefold(), [])
        person = (
            same[0]
            if len(same) == 1
            else add_athlete(organisation=organisation, name=called, by=membership.user)
        )
        rows.append((bib, person))
    return rows


@transaction.atomic
def edit_list(
    *,
    membership: Membership,
    day: ScreeningDay,
    rows: Sequence[tuple[UUID, int, str, bool]],
    listed: Sequence[tuple[str, str]],
) -> None:
    """Places, bibs and removals of those there are, then others at the end; who was measured stays.

    Somebody who is there already is not added again, but gets the bib that was given.
    """
    there = {one.pk: one for one in day.entrants.select_for_update().prefetch_related("marks")}
    staying = []
    for pk, place, bib, remove in rows:
        one = there.get(pk)
        if one is None:
            continue
        if remove and not one.marks.all():
            one.delete()
            continue
        staying.append((place, one, bib))
    # Bibs change hands within a list: none may be held twice on the way.
    day.entrants.filter(pk__in=[one.pk for _, one, _ in staying]).update(bib="")
    staying.sort(key=lambda row: (row[0], row[1].place))
    for number, (_, one, bib) in enumerate(staying):
        one.place, one.bib = number, bib
        one.save(update_fields=["place", "bib"])
    held = {one.person_id: one for _, one, _ in staying}
    for bib, person in _people_named(membership, listed):
        one = held.get(person.pk)
        if one is None:
            last = day.entrants.order_by("place").last()
            Entrant.objects.create(day=day, person=person, bib=bib, place=last.place + 1 if last else 0)
        elif bib:
            one.bib = bib
            one.save(update_fields=["bib"])


@transaction.atomic
def keep_marks(
    *, day: ScreeningDay, user: User, records: Iterable[tuple[str, MarkRecord | RecordError]]
) -> tuple[list[str], dict[str, str]]:
    """Stores what can be stored, and takes what counts into the record of each athlete. Returns the ids that
    are safe now, and why others were refused."""
    kept: list[str] = []
    refused: dict[str, str] = {}
    # Two stations write about one athlete one after the other: the second reads what the first wrote.
    entrants = {
        one.pk: one
        for one in day.entrants.select_for_update(of=("self",)).select_related("person", "day__organisation")
    }
    allowed: dict[UUID, bool] = {}
    for id_, record in records:
        if isinstance(record, RecordError):
            refused[id_] = str(record)
            continue
        entrant = entrants.get(record.entrant)
        if entrant is not None and entrant.pk not in allowed:
            level, _ = level_of(user, entrant.person)
            allowed[entrant.pk] = level is not None and level >= Level.RECORD
        if entrant is None or not allowed[entrant.pk]:
            refused[id_] = "This athlete is not on the list, or lets nobody here record."
            continue
        mark = record.mark
        held, _ = Mark.objects.get_or_create(
            pk=record.id,
            defaults={
                "entrant": entrant,
                "field": mark.field,
                "value": mark.value,
                "at": mark.at,
                "station": mark.station,
                "by": user,
            },
        )
        if held.entrant_id == entrant.pk:
            kept.append(id_)
        else:
            refused[id_] = "This id is taken."
    for pk in (pk for pk, may in allowed.items() if may):
        _join(entrants[pk], user)
    return kept, refused


def _join(entrant: Entrant, user: User) -> None:
    """The sheet into the athlete's record: a stop as an answer to the safety questions, trials as a test."""
    person, sheet = entrant.person, sheet_of(entrant)
    note(
        person=person,
        user=user,
        organisation=entrant.day.organisation.name,
        kind=Entry.Kind.CHANGED,
        what="screening:entry",
    )
    if sheet.red:
        before = latest(person)
        raw: dict[str, Any] = {"schema": SCHEMA, "screen": dict.fromkeys(sheet.red, True)}
        if before is not None and "person" in before.raw:
            raw["person"] = before.raw["person"]
        if before is None or before.raw != raw:
            import_assessment(person=person, at=timezone.now(), raw=raw)
    elif sheet.counts:
        on = entrant.day.on
        keep_retest(
            person=person,
            on=on,
            tests={side.value: tries for side, tries in sheet.trials_cm.items()},
            told={side.value: values for side, values in sheet.told.items()},
        )
        if sheet.told and on == today():
            act_on_pain(person=person, on=on)
    refresh_standing(person=person)
