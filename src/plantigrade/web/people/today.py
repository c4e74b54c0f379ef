"""What there is to do today, in the order of its weight."""

from __future__ import annotations

from dataclasses import dataclass

from plantigrade.core.prescription.types import Day
from plantigrade.web.assess.models import Assessment
from plantigrade.web.assess.queries import latest, open_assessment
from plantigrade.web.base.clock import today
from plantigrade.web.people.models import Person
from plantigrade.web.programme.models import Programme
from plantigrade.web.programme.queries import day_of, plan_of, running


@dataclass(frozen=True, slots=True)
class Today:
    """`day` is None before the programme begins and after it ends."""

    unfinished: Assessment | None
    assessed: Assessment | None
    programme: Programme | None
    day: Day | None
    done: bool


def today_of(person: Person) -> Today:
    programme = running(person)
    day = day_of(plan_of(programme), today()) if programme is not None else None
    return Today(
        unfinished=open_assessment(person),
        assessed=latest(person),
        programme=programme,
        day=day,
        done=person.sessions.filter(day=today()).exclude(finished_at=None).exists(),
    )
