"""Reads of progress: every wall test of a person as one history."""

from __future__ import annotations

from collections.abc import Mapping

from plantigrade.core.progress import Retest as Test
from plantigrade.core.quantities import SIDES, Side
from plantigrade.web.people.models import Person


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
