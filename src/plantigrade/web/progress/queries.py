"""Reads of progress: every wall test of a person as one history."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from plantigrade.core.adaptation import CheckIn, Decision, DrillPain, Situation, decide
from plantigrade.core.progress import Retest as Test
from plantigrade.core.quantities import SIDES, Side
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.web.people.models import Person

# Longer than any window of pain.toml looks back.
_REPORTS_READ_DAYS = 60


def history_of(person: Person) -> Mapping[Side, tuple[Test, ...]]:
    """The tests of each side in order of date, the assessments' included; sides without a test are left out.

    A retest overrules the assessment of the same day. Sessions planned and done between two tests are not
    known here.
    """
    found: dict[Side, dict[object, tuple[float, ...]]] = {side: {} for side in SIDES}
    for assessment in person.assessments.exclude(closed_at=None):
        for side in SIDES:
            trials = assessment.raw.get(side.value, {}).get("ktw_cm")
            if trials:
                found[side][assessment.started_at.date()] = tuple(trials)
    for retest in person.retests.all():
        found[Side(retest.side)][retest.on] = tuple(retest.ktw_cm)
    return {
        side: tuple(
            Test(date=on, ktw_cm=sum(trials) / len(trials), trials=len(trials))  # type: ignore[arg-type]
            for on, trials in sorted(tests.items(), key=lambda pair: str(pair[0]))
        )
        for side, tests in found.items()
        if tests
    }


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
    knowledge = default_catalogue()
    situation = Situation(today=on, phase=0, week=0)
    return decide(situation, check_ins(person, on), knowledge.pain, knowledge.progress)
