"""What there is to do today, in the order of its weight."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from plantigrade.core.adherence import Kept, kept
from plantigrade.core.prescription.types import Day, Plan
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.web.assess.models import Assessment
from plantigrade.web.assess.queries import latest, open_assessment, reading_of
from plantigrade.web.base.clock import today
from plantigrade.web.people.models import Person
from plantigrade.web.player.queries import days_done
from plantigrade.web.programme.models import Programme
from plantigrade.web.programme.queries import Pause, day_of, paused, plan_of, running, short_plan_of
from plantigrade.web.progress.queries import decision_due, retest_due
from plantigrade.web.tracks.upkeep import upkeep_of


@dataclass(frozen=True, slots=True)
class Today:
    """`day` is None before the programme begins and after it ends; `next_work` is the next day with work.

    `short` is the five-minute version of today, None when it would be the same.
    """

    on: datetime.date
    stopped: bool
    unfinished: Assessment | None
    assessed: Assessment | None
    programme: Programme | None
    day: Day | None
    short: Day | None
    next_work: Day | None
    week: int
    weeks: int
    done: bool
    retest_due: bool
    decision_due: bool
    morning_asked: bool
    pause: Pause | None
    kept: Kept | None
    step_up: bool


def today_of(person: Person) -> Today:
    on, programme, assessed = today(), running(person), latest(person)
    plan = plan_of(programme) if programme is not None else None
    day = day_of(plan, on) if plan is not None else None
    short = day_of(short_plan_of(programme), on) if programme is not None and day is not None else None
    done = days_done(person)
    weeks = plan.weeks if plan is not None else ()
    ahead = (d for week in weeks for d in week.days if d.items and d.date > on)
    yesterday = on - datetime.timedelta(days=1)
    return Today(
        on=on,
        stopped=assessed is not None and reading_of(assessed).safety.decision == "stop",
        unfinished=open_assessment(person),
        assessed=assessed,
        programme=programme,
        day=day,
        short=short if day and short and short.seconds < day.seconds else None,
        next_work=next(ahead, None),
        week=next((week.number for week in weeks if day in week.days), 0),
        weeks=len(weeks),
        done=on in done,
        retest_due=retest_due(person, on),
        decision_due=decision_due(person, on),
        pause=paused(programme) if programme is not None else None,
        step_up=programme is not None and programme.upkeep and upkeep_of(person, on).step_up,
        kept=_kept(plan, done, on) if plan is not None else None,
        morning_asked=yesterday in done and not person.mornings.filter(on=on).exists(),
    )


def _kept(plan: Plan, done: frozenset[datetime.date], on: datetime.date) -> Kept | None:
    planned = (day.date for week in plan.weeks for day in week.days if day.items)
    return kept(planned, done, on, default_catalogue().progress.detraining)
