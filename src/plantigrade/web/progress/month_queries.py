"""Reads of one month: tests, work planned and done, pain, and the clips that were compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Sum

from plantigrade.core.adherence import Kept
from plantigrade.core.month import SideMonth, month_of
from plantigrade.core.prescription.types import Day, Week
from plantigrade.core.quantities import Side
from plantigrade.core.review import Review
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.web.people.models import Person
from plantigrade.web.programme.queries import plan_of, running, week_of
from plantigrade.web.progress.queries import adherence_of, review_of
from plantigrade.web.videos.models import Comparison
from plantigrade.web.videos.queries import comparable, month_apart

_PLACES = ("front", "calf", "achilles", "other")


@dataclass(frozen=True, slots=True)
class Work:
    """Days with a session planned and how many of them were done; sessions finished in all, short ones among
    them; minutes of the sets; `lately` the share that fades (`core.adherence`)."""

    planned: int
    done: int
    sessions: int
    short: int
    minutes: float
    lately: Kept | None


@dataclass(frozen=True, slots=True)
class Pain:
    """Reports during exercises and mornings after. `worst` 0 to 10, None without a report."""

    reports: int
    worst: int | None
    sharp: int
    places: tuple[str, ...]
    mornings: int
    worse_mornings: int


@dataclass(frozen=True, slots=True)
class Ahead:
    """What comes next: the present week of the programme, the next day of work, and two dates."""

    week: Week | None
    work: Day | None
    test_on: date | None
    decision_on: date | None


@dataclass(frozen=True, slots=True)
class Month:
    """From the day after `begins` to `ends`. `ahead` None for a month that is over."""

    begins: date
    ends: date
    review: Review | None
    sides: Mapping[Side, SideMonth]
    work: Work
    pain: Pain
    comparison: Comparison | None
    could_compare: bool
    ahead: Ahead | None
    first_day: date


def month_before(on: date) -> date:
    return on - timedelta(days=default_catalogue().progress.rhythm.report_days.value)


def month(person: Person, ends: date, today: date) -> Month:
    """The report of the weeks up to a day; `report_days` of the knowledge says how many days they are."""
    knowledge = default_catalogue().progress
    begins = month_before(ends)
    found = review_of(person, today)
    sides = {}
    for side, progress in (found.progress if found is not None else {}).items():
        read = month_of(progress, begins, ends, knowledge)
        if read is not None:
            sides[side] = read
    compared = [
        one
        for one in person.comparisons.filter(state=Comparison.State.DONE).select_related("before", "after")
        if not one.raised and begins < one.after.taken_on <= ends
    ]
    pair = month_apart(comparable(person))
    return Month(
        begins=begins,
        ends=ends,
        review=found,
        sides=sides,
        work=_work(person, begins, ends),
        pain=_pain(person, begins, ends),
        comparison=compared[-1] if compared else None,
        could_compare=pair is not None and begins < pair[1].taken_on <= ends,
        ahead=_ahead(person, found, today) if ends >= today else None,
        first_day=person.created_at.date(),
    )


def _work(person: Person, begins: date, ends: date) -> Work:
    planned = {
        day.date
        for programme in person.programmes.select_related("assessment")
        for week in plan_of(programme).weeks
        for day in week.days
        if day.items and (programme.ended_on is None or day.date < programme.ended_on)
    }
    finished = person.sessions.exclude(finished_at=None)
    done = frozenset(finished.values_list("day", flat=True))
    within = finished.filter(day__gt=begins, day__lte=ends)
    due = {day for day in planned if begins < day < ends or (day == ends and day in done)}
    counted = within.aggregate(seconds=Sum("sets__seconds"), all=Count("pk", distinct=True))
    return Work(
        planned=len(due),
        done=len(due & done),
        sessions=counted["all"],
        short=within.filter(short=True).count(),
        minutes=(counted["seconds"] or 0.0) / 60,
        lately=adherence_of(person, ends),
    )


def _pain(person: Person, begins: date, ends: date) -> Pain:
    told = list(person.pain_reports.filter(day__gt=begins, day__lte=ends))
    mornings = list(person.mornings.filter(on__gt=begins, on__lte=ends))
    return Pain(
        reports=len(told),
        worst=max((report.pain_0_10 for report in told), default=None),
        sharp=sum(report.sharp for report in told),
        places=tuple(place for place in _PLACES if any(report.place == place for report in told)),
        mornings=len(mornings),
        worse_mornings=sum((morning.change_0_10 or 0) > 0 for morning in mornings),
    )


def _ahead(person: Person, found: Review | None, today: date) -> Ahead:
    rhythm, held = default_catalogue().progress.rhythm, running(person)
    plan = plan_of(held) if held is not None else None
    days = [day for week in plan.weeks for day in week.days if day.items] if plan is not None else []
    tests = [p.trend[-1].date for p in found.progress.values()] if found is not None else []
    decision_on = None
    if held is not None:
        answered = person.verdicts.exclude(answered_at=None).last()
        since = max(held.starts_on, answered.on) if answered is not None else held.starts_on
        decision_on = max(today, since + timedelta(days=rhythm.checkpoint_days.value))
    return Ahead(
        week=week_of(plan, today) if plan is not None else None,
        work=next((day for day in days if day.date > today), None),
        test_on=max(today, max(tests) + timedelta(days=rhythm.capture_days.value)) if tests else None,
        decision_on=decision_on,
    )
