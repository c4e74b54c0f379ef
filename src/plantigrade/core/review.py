"""A history of retests, read side by side, and the decision that follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from plantigrade.core.adaptation import CheckIn, Decision, SideTrack, Situation, decide
from plantigrade.core.assessment import Assessment
from plantigrade.core.limiters import Reading, read_limiters
from plantigrade.core.progress import Profile, Retest, SideProgress, read_progress
from plantigrade.core.quantities import Side
from plantigrade.core.wall_test import sem_cm
from plantigrade.knowledge.catalogue import Catalogue
from plantigrade.knowledge.types.limiters import Limiter


@dataclass(frozen=True, slots=True)
class Review:
    """`emphasis` is what each side's work is on before the decision."""

    progress: Mapping[Side, SideProgress]
    decision: Decision
    today: date
    emphasis: Mapping[Side, str]


def target_cm(first_ktw_cm: float, assessment: Assessment | None, knowledge: Catalogue) -> float:
    """What to aim at: the highest demand of the person's sports and goals, else the next mark above.

    A person who starts past every mark aims at keeping what is there.
    """
    cuts = knowledge.bands.cuts
    marks = [cuts.functional_cm.value, cuts.cleared_cm.value, cuts.maintenance_only_cm.value]
    if assessment is not None and assessment.demands:
        marks.insert(0, max(demand.ktw_cm for demand in assessment.demands))
    return next((mark for mark in marks if mark > first_ktw_cm), first_ktw_cm)


def profile_of(side: Side, assessment: Assessment | None, knowledge: Catalogue) -> Profile:
    """What changes the expected gain of one side (D3)."""
    if assessment is None:
        return Profile()
    found = assessment.sides.get(side)
    readings = found.limiters if found is not None else None
    joint = readings is not None and readings["talocrural_joint"].label == "likely"
    barred = any(assessment.safety.has(id_) for id_ in knowledge.programme.early.unless)
    return Profile(
        age_years=assessment.case.person.age_years,
        joint_limited=joint,
        mobilising=not barred,
        impingement=found is not None and found.front,
        hypermobile=any(assessment.safety.has(id_) for id_ in knowledge.programme.control_for),
    )


def _ranked(readings: Mapping[Limiter, Reading], knowledge: Catalogue) -> tuple[Limiter, ...]:
    return tuple(sorted(knowledge.limiters.mixed_among, key=lambda name: -readings[name].p))


def review(
    history: Mapping[Side, tuple[Retest, ...]],
    knowledge: Catalogue,
    *,
    assessment: Assessment | None = None,
    target: float | None = None,
    today: date | None = None,
    check_ins: tuple[CheckIn, ...] = (),
    tried: Mapping[Side, Sequence[str]] | None = None,
    wedge_ready: bool = False,
    days_since_checkpoint: int | None = None,
) -> Review:
    """Progress of every side and one decision for the programme.

    `today` is the day of the last test when not given. `tried` names what earlier decisions put first on
    a side, in order: the last is the present emphasis, and none is offered again.
    Raises ValueError for an empty history.
    """
    if not history or not all(history.values()):
        raise ValueError("a review needs at least one test a side")
    error = knowledge.measurement.wall_test
    progress: dict[Side, SideProgress] = {}
    tracks: dict[Side, SideTrack] = {}
    nothing = read_limiters(frozenset(), knowledge.limiters)
    for side, tests in history.items():
        first = min(tests, key=lambda t: t.date)
        progress[side] = read_progress(
            tests,
            target if target is not None else target_cm(first.ktw_cm, assessment, knowledge),
            profile_of(side, assessment, knowledge),
            knowledge.progress,
            lambda trials: sem_cm(trials, error),
        )
        found = assessment.sides.get(side) if assessment is not None else None
        order = _ranked((found.limiters if found is not None else None) or nothing, knowledge)
        before = (order[0], *(tried or {}).get(side, ()))
        left = tuple(name for name in order if name not in before)
        tracks[side] = SideTrack(before[-1], progress[side], left)
    days = [test.date for tests in history.values() for test in tests]
    now = today or max(days)
    week = (now - min(days)).days // 7
    phases = [p for p in knowledge.programme.phases if p.kind == "corrective"][1:]
    phase = next((i for i, p in enumerate(phases, start=1) if week < p.to_week), len(phases))
    situation = Situation(
        today=now,
        phase=phase,
        week=week,
        sides=tracks,
        days_since_checkpoint=days_since_checkpoint,
        wedge_ready=wedge_ready,
    )
    decision = decide(situation, check_ins, knowledge.pain, knowledge.progress)
    return Review(progress, decision, now, {side: track.emphasis for side, track in tracks.items()})
