"""Reads of progress: every wall test of a person as one history."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from plantigrade.core.adaptation import CheckIn, Decision, DrillPain, Situation, decide
from plantigrade.core.adherence import Kept, kept
from plantigrade.core.progress import Retest as Test
from plantigrade.core.quantities import SIDES, Side
from plantigrade.core.review import Review, review
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.web.assess.queries import latest, reading_of
from plantigrade.web.people.models import Person
from plantigrade.web.programme.models import Programme
from plantigrade.web.programme.queries import plan_of, running, tried_of

# Longer than any window of pain.toml looks back.
_REPORTS_READ_DAYS = 60
_YEAR_DAYS = 365


def history_of(person: Person, since: datetime.date = datetime.date.min) -> Mapping[Side, tuple[Test, ...]]:
    """The tests of each side in order of date, the assessments' included; sides without a test are left out.

    A retest overrules the assessment of the same day. Sessions planned and done since the test before are
    counted from the running programme and the sessions that were finished.
    """
    found: dict[Side, dict[datetime.date, tuple[float, ...]]] = {side: {} for side in SIDES}
    for assessment in person.assessments.exclude(closed_at=None):
        if assessment.started_at.date() < since:
            continue
        for side in SIDES:
            trials = assessment.raw.get(side.value, {}).get("ktw_cm")
            if trials:
                found[side][assessment.started_at.date()] = tuple(trials)
    for retest in person.retests.filter(on__gte=since).exclude(ktw_cm=[]):
        found[Side(retest.side)][retest.on] = tuple(retest.ktw_cm)
    planned, done = _sessions(person)
    return {side: _tests(found[side], planned, done) for side in SIDES if found[side]}


def _sessions(person: Person) -> tuple[frozenset[datetime.date], frozenset[datetime.date]]:
    """The days of work in the running programme, and the days with a finished session."""
    held = running(person)
    weeks = plan_of(held).weeks if held is not None else ()
    planned = frozenset(day.date for week in weeks for day in week.days if day.items)
    done = frozenset(person.sessions.exclude(finished_at=None).values_list("day", flat=True))
    return planned, done


def _tests(
    trials: Mapping[datetime.date, tuple[float, ...]],
    planned: frozenset[datetime.date],
    done: frozenset[datetime.date],
) -> tuple[Test, ...]:
    days = sorted(trials)
    tests = []
    for before, on in zip([None, *days], days, strict=False):
        due = [day for day in planned if before is not None and before < day <= on]
        tests.append(
            Test(
                date=on,
                ktw_cm=sum(trials[on]) / len(trials[on]),
                trials=len(trials[on]),
                planned=len(due) if due else None,
                done=sum(day in done for day in due) if due else None,
            )
        )
    return tuple(tests)


def check_ins(person: Person, on: datetime.date) -> tuple[CheckIn, ...]:
    """Pain reports and mornings of the last weeks, one a day, in order of date."""
    since = on - datetime.timedelta(days=_REPORTS_READ_DAYS)
    drills: dict[datetime.date, list[DrillPain]] = {}
    for report in person.pain_reports.filter(day__gte=since, day__lte=on):
        drills.setdefault(report.day, []).append(
            DrillPain(
                pain_0_10=report.pain_0_10,
                kind="loading" if report.loading else "mobility",
                place=report.place,  # type: ignore[arg-type]
                sharp=report.sharp,
            )
        )
    for test in person.retests.filter(on__gte=since, on__lte=on, pain_0_10__gt=0):
        # The wall test moves the joint to its end as a mobility drill does; where it hurt nobody asked.
        drills.setdefault(test.on, []).append(DrillPain(test.pain_0_10 or 0, "mobility"))
    mornings = {morning.on: morning for morning in person.mornings.filter(on__gte=since, on__lte=on)}
    found = []
    for day in sorted(drills.keys() | mornings.keys()):
        morning = mornings.get(day)
        found.append(
            CheckIn(
                date=day,
                drills=tuple(drills.get(day, ())),
                next_morning_change_0_10=morning.change_0_10 if morning else None,
                stiffness_min=morning.stiffness_min if morning else None,
                swelling=morning.swelling if morning else False,
                locking=morning.locking if morning else False,
                giving_way=morning.giving_way if morning else False,
                numbness=morning.numbness if morning else False,
            )
        )
    return tuple(found)


def pain_decision(person: Person, on: datetime.date) -> Decision:
    """What the pain rules alone say today."""
    return _by_pain(check_ins(person, on), on)


def pain_since(person: Person, since: datetime.date, on: datetime.date) -> Decision:
    """What the pain rules say to the reports after a day, and to those of today."""
    return _by_pain(tuple(one for one in check_ins(person, on) if one.date > since or one.date == on), on)


def _by_pain(reports: tuple[CheckIn, ...], on: datetime.date) -> Decision:
    knowledge = default_catalogue()
    situation = Situation(today=on, phase=0, week=0)
    return decide(situation, reports, knowledge.pain, knowledge.progress)


def review_of(person: Person, on: datetime.date, *, wedge_ready: bool = False) -> Review | None:
    """Progress of both sides and the decision that follows; None before the first wall test."""
    assessed, held = latest(person), running(person)
    history = history_of(person, _course_begins(person, on)) or history_of(person)
    if not history:
        return None
    return review(
        history,
        default_catalogue(),
        assessment=reading_of(assessed) if assessed is not None else None,
        today=on,
        check_ins=check_ins(person, on),
        wedge_ready=wedge_ready,
        tried=tried_of(held) if held is not None else None,
        days_since_checkpoint=_days_since_decision(held, on) if held is not None else None,
    )


def _days_since_decision(programme: Programme, on: datetime.date) -> int | None:
    """Days since a decision on this programme was answered; None before the first."""
    answered = programme.verdicts.exclude(answered_at=None).filter(on__lt=on).last()
    return (on - answered.on).days if answered is not None else None


def adherence_of(person: Person, on: datetime.date) -> Kept | None:
    """How much of the planned work was done lately; None while no planned day has passed."""
    planned, done = _sessions(person)
    return kept(planned, done, on, default_catalogue().progress.detraining)


def _course_begins(person: Person, on: datetime.date) -> datetime.date:
    """What is judged is the running programme with the assessment before it; without one, the last year."""
    held = running(person)
    if held is None:
        return on - datetime.timedelta(days=_YEAR_DAYS)
    first = held.assessment.started_at.date()
    return min(first, held.starts_on)


def last_test_on(person: Person) -> datetime.date | None:
    """The day of the last wall test."""
    retest = person.retests.exclude(ktw_cm=[]).order_by("on").last()
    assessed = [a.started_at.date() for a in [latest(person)] if a is not None and _has_wall_test(a.raw)]
    return max([*assessed, *([retest.on] if retest else [])], default=None)


def _has_wall_test(raw: Mapping[str, Any]) -> bool:
    return any(raw.get(side.value, {}).get("ktw_cm") for side in SIDES)


def retest_due(person: Person, on: datetime.date) -> bool:
    """Whether a week, or in upkeep four, has passed since the last wall test."""
    last, held = last_test_on(person), running(person)
    if last is None:
        return False
    knowledge = default_catalogue()
    if held is not None and held.upkeep:
        since = max(last, held.starts_on)
        return (on - since).days >= knowledge.upkeep.maintenance.retest_weeks.value * 7
    return (on - last).days >= knowledge.progress.rhythm.capture_days.value


def decision_due(person: Person, on: datetime.date) -> bool:
    """Whether three weeks have passed since the programme began or the last decision was answered.

    Upkeep has no decisions of that kind: its tests say when daily work comes back.
    """
    held = running(person)
    if held is None or held.upkeep:
        return False
    answered = person.verdicts.exclude(answered_at=None).last()
    since = max(held.starts_on, answered.on) if answered is not None else held.starts_on
    return (on - since).days >= default_catalogue().progress.rhythm.checkpoint_days.value
