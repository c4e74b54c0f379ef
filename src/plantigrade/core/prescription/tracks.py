"""What runs beside the daily work: the wedge coming down, lower shoes, upkeep for good, and the dates."""

from __future__ import annotations

from datetime import date, timedelta

from plantigrade.core.assessment import Assessment
from plantigrade.core.prescription.types import (
    Checkpoint,
    CheckpointKind,
    FootwearPlan,
    FootwearWeek,
    MaintenancePlan,
    WedgePlan,
    WedgeStage,
)
from plantigrade.core.upkeep import footwear_plan, wedge_degrees
from plantigrade.knowledge.catalogue import Catalogue
from plantigrade.knowledge.types.common import Sourced
from plantigrade.knowledge.types.upkeep import Note


def checkpoints_of(start: date, weeks: int, knowledge: Catalogue) -> tuple[Checkpoint, ...]:
    """Weekly captures, three-weekly decisions, four-weekly reports (B7), in the order of their dates."""
    rhythm = knowledge.progress.rhythm
    kinds: tuple[tuple[CheckpointKind, Sourced], ...] = (
        ("capture", rhythm.capture_days),
        ("checkpoint", rhythm.checkpoint_days),
        ("report", rhythm.report_days),
    )
    found = []
    for kind, every in kinds:
        step = int(every.value)
        found += [Checkpoint(start + timedelta(days=d), kind) for d in range(step, weeks * 7 + 1, step)]
    return tuple(sorted(found, key=lambda c: c.date))


def upkeep_checkpoints_of(start: date, weeks: int, knowledge: Catalogue) -> tuple[Checkpoint, ...]:
    """In upkeep there is a test every four weeks, and nothing else to decide (B10, B37)."""
    step = int(knowledge.upkeep.maintenance.retest_weeks.value)
    return tuple(Checkpoint(start + timedelta(weeks=n), "capture") for n in range(step, weeks + 1, step))


def _sources(notes: tuple[Note, ...], *numbers: Sourced) -> tuple[str, ...]:
    groups = [note.sources for note in notes] + [number.sources for number in numbers]
    return tuple(dict.fromkeys(source for group in groups for source in group))


def wedge_plan(assessment: Assessment, start: date, knowledge: Catalogue) -> WedgePlan | None:
    """The staircase from today's wedge to the floor. None for a person who squats without one.

    Dates are the earliest possible; each step has to be earned (S127-S131, B22, B23).
    """
    height = assessment.case.person.squats_with_heel_lift_cm
    if not height:
        return None
    wedge = knowledge.upkeep.wedge
    foot_cm = assessment.case.person.foot_cm or knowledge.measurement.geometry.default_foot_cm.value
    heights = [height, *(size for size in wedge.sizes.sizes_cm if size < height)]
    hold = timedelta(weeks=wedge.criteria.step_hold_weeks.value)
    notes = tuple(wedge.notes[name] for name in ("together", "rule", "expected"))
    return WedgePlan(
        stages=tuple(
            WedgeStage(
                height_cm=h,
                tilt_deg=wedge_degrees(h, foot_cm, wedge),
                earliest=start + i * hold,
                mark=h in wedge.sizes.marks_cm,
            )
            for i, h in enumerate(heights)
        ),
        notes=tuple(note.text for note in notes),
        sources=_sources(notes, wedge.step_cm, wedge.expected_high_weeks),
    )


def footwear_track(
    assessment: Assessment, start: date, wedge: WedgePlan | None, knowledge: Catalogue
) -> FootwearPlan | None:
    """Weeks towards lower shoes, when wanted (S162).

    It begins with the programme once fifteen calf raises are there; else after the weeks in which they
    are built; and never within two weeks of a wedge step, so it waits for the wedge (E3: one change).
    A sore heel or shin (AM7) keeps it from beginning.
    """
    person = assessment.case.person
    ambers = knowledge.screening.amber
    paused = any("footwear" in ambers[i.id].pauses for i in assessment.safety.items if i.id in ambers)
    if not person.wants_lower_drop or person.heel_drop_mm is None or paused:
        return None
    footwear = knowledge.upkeep.footwear
    raises = [s.findings.single_leg_calf_raises for s in assessment.sides.values()]
    known = [r for r in raises if r is not None]
    able = len(known) == len(raises) and known and min(known) >= footwear.raises_needed_reps.value
    plan = footwear_plan(
        person.heel_drop_mm, footwear.target_drop_mm.value, min(known, default=0), None, footwear
    )
    begins = start
    if not able:
        single = next(p for p in knowledge.programme.phases if p.id == "P3")
        begins = start + timedelta(weeks=single.from_week - 1)
    if wedge is not None:
        after = timedelta(weeks=footwear.after_wedge_step_weeks.value)
        begins = max(begins, wedge.stages[-1].earliest + after)
    notes = (*plan.reasons, *(footwear.notes[name] for name in ("keep_shoes", "gradual", "barefoot")))
    notes = tuple(dict.fromkeys(notes))
    return FootwearPlan(
        weeks=tuple(
            FootwearWeek(w.week, begins + timedelta(weeks=w.week - 1), w.share_pct, w.drop_mm)
            for w in plan.weeks
        ),
        notes=tuple(note.text for note in notes),
        sources=_sources(notes, footwear.drop_step_mm, footwear.share_rise_pct),
    )


def maintenance_plan(assessment: Assessment, starts: date, knowledge: Catalogue) -> MaintenancePlan:
    """What stays when the twelve weeks are over; it has no end (S106, S165, B10, B37)."""
    maintenance = knowledge.upkeep.maintenance
    plenty = knowledge.bands.cuts.maintenance_only_cm.value
    tests = [s.wall_test for s in assessment.sides.values() if s.wall_test is not None]
    ample = bool(tests) and all(t.ktw_cm.value > plenty for t in tests)
    names = ["dose", "daily", "step_up", "for_good"]
    notes = tuple(maintenance.notes[name] for name in (["above_good"] if ample else []) + names)
    return MaintenancePlan(
        starts=starts,
        before_session_min=maintenance.before_lower_body_min.value,
        stretch_days_per_week=int(maintenance.rest_days_a_week.value),
        strength_days_per_week=int(knowledge.programme.upkeep_days.strength_days_per_week.value),
        retest_weeks=int(maintenance.retest_weeks.value),
        notes=tuple(note.text for note in notes),
        sources=_sources(notes, maintenance.before_lower_body_min),
    )
