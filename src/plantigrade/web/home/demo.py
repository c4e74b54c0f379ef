"""The invented person of the demonstration, with eight weeks of history up to today."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from json import loads
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.web.accounts.actions import sole_user
from plantigrade.web.assess.actions import import_assessment
from plantigrade.web.base.clock import today
from plantigrade.web.people.actions import add_person
from plantigrade.web.people.models import Person
from plantigrade.web.player.actions import keep_records
from plantigrade.web.player.records import FinishRecord, Record, SessionRecord, SetRecord
from plantigrade.web.programme.actions import start_programme
from plantigrade.web.programme.queries import plan_of
from plantigrade.web.progress.actions import keep_retest

_NAME = "Robin (example)"
_WEEKS = 8
_SHARE_DONE = 0.85
# An invented course: cm gained a week on each side, and the scatter of single tries.
_GAIN_CM_A_WEEK = {"left": 0.22, "right": 0.08}
_SCATTER_CM = 0.4
_SET_S = 60.0


@transaction.atomic
def add_demo_person(*, only_if_empty: bool) -> Person | None:
    """Adds the person, unless somebody is there and `only_if_empty`. The same person every time."""
    if only_if_empty and Person.objects.exists():
        return None
    chance = random.Random(7)
    example = files("plantigrade.interop") / "examples" / "after-sprains.json"
    raw = screened(loads(example.read_text(encoding="utf-8")))
    person = add_person(owner=sole_user(), name=_NAME, is_demo=True)
    begin = today() - timedelta(weeks=_WEEKS)
    assessment = import_assessment(person=person, at=_at(begin - timedelta(days=1)), raw=raw)
    programme = start_programme(person=person, assessment=assessment, starts_on=begin, minutes="10")
    records: list[tuple[str, Record]] = []
    for week in plan_of(programme).weeks:
        for day in week.days:
            if day.items and day.date < today() and chance.random() < _SHARE_DONE:
                records += _session(day.date, [(i.exercise, i.side, i.dose.sets) for i in day.items], chance)
    keep_records(person=person, records=records)
    for week_number in range(1, _WEEKS):
        tests = {
            side: [
                _half(_mean(raw, side) + gain * week_number + chance.gauss(0, _SCATTER_CM)) for _ in range(3)
            ]
            for side, gain in _GAIN_CM_A_WEEK.items()
        }
        keep_retest(person=person, on=begin + timedelta(weeks=week_number), tests=tests)
    return person


def screened(raw: dict[str, Any]) -> dict[str, Any]:
    """The case with every safety question answered: no, where it does not say."""
    screening = default_catalogue().screening
    return raw | {"screen": dict.fromkeys((*screening.red, *screening.amber), False) | raw.get("screen", {})}


def _session(
    on: date, items: list[tuple[str, object, int]], chance: random.Random
) -> list[tuple[str, Record]]:
    """One finished session with a log of every set."""

    def new_id() -> UUID:
        return UUID(int=chance.getrandbits(128), version=4)

    session = new_id()
    records: list[Record] = [SessionRecord(session, on, False, _at(on))]
    for place, (exercise, side, sets) in enumerate(items):
        for number in range(1, sets + 1):
            records.append(
                SetRecord(
                    new_id(), session, place, exercise, str(side or "both"), number, _SET_S, None, _at(on)
                )
            )
    records.append(FinishRecord(new_id(), session, _at(on) + timedelta(minutes=10)))
    return [(str(record.id), record) for record in records]


def _at(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(18)))


def _mean(raw: dict[str, dict[str, list[float]]], side: str) -> float:
    trials = raw[side]["ktw_cm"]
    return sum(trials) / len(trials)


def _half(cm: float) -> float:
    return round(cm * 2) / 2
