"""The tracks as the parts of their pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plantigrade import writing
from plantigrade.core.transition import FootwearNow
from plantigrade.core.upkeep import FootwearPlan, WedgeDecision, wedge_degrees
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.knowledge.types.upkeep import Note
from plantigrade.report.closing import sources
from plantigrade.report.frame import Frame
from plantigrade.web.base.frames import new_frame
from plantigrade.web.programme.queries import plan_of
from plantigrade.web.tracks.models import ShoeTrack, WedgeSquats, WedgeStep
from plantigrade.web.tracks.upkeep import Upkeep
from plantigrade.writing import Unit

_WEDGE_TITLES = {
    "hold": gettext_lazy("Stay at this height for now."),
    "trial": gettext_lazy("The next height may be tried."),
    "step": gettext_lazy("The lower height is earned."),
    "back": gettext_lazy("Go back up."),
    "done": gettext_lazy("You squat on the floor."),
}
_STEPS = {
    WedgeStep.Kind.BEGIN: gettext_lazy("began at %(height)s"),
    WedgeStep.Kind.TRIAL: gettext_lazy("trial sets at %(trial)s"),
    WedgeStep.Kind.STEP: gettext_lazy("down to %(height)s"),
    WedgeStep.Kind.BACK: gettext_lazy("stay with %(height)s, or back to it"),
}
_OFFERS = {
    "over": gettext_lazy("The twelve weeks are over. Keep what you gained."),
    "target": gettext_lazy("Both ankles are at their target. Keep what you gained."),
    "returned": gettext_lazy("Your range is back. Keep it."),
}


def wedge_start_parts(unit: Unit) -> dict[str, Any]:
    """What the way down is, before it begins."""
    frame, wedge = new_frame(unit), default_catalogue().upkeep.wedge
    notes = _notes((wedge.notes[name] for name in ("together", "rule", "expected")), frame)
    return {"notes": notes, "sources": sources(frame).markup()}


def wedge_parts(
    step: WedgeStep,
    decision: WedgeDecision,
    squats: Sequence[WedgeSquats],
    steps: Sequence[WedgeStep],
    foot_cm: float | None,
    unit: Unit,
) -> dict[str, Any]:
    """The present height, what the rules say to it and why, and what was recorded."""
    knowledge, frame = default_catalogue(), new_frame(unit)
    wedge = knowledge.upkeep.wedge
    foot = foot_cm or knowledge.measurement.geometry.default_foot_cm.value
    sizes = sorted({*wedge.sizes.sizes_cm, step.height_cm}, reverse=True)
    return {
        "height": _cm(step.height_cm),
        "tilt": writing.about_degrees(wedge_degrees(step.height_cm, foot, wedge)) if step.height_cm else "",
        "since": step.since,
        "trial": _cm(step.trial_height_cm) if step.trial_height_cm is not None else "",
        "trial_since": step.trial_since,
        "stairs": [{"told": _cm(size), "here": size == step.height_cm} for size in sizes],
        "kind": decision.kind,
        "title": _WEDGE_TITLES[decision.kind],
        "reasons": _notes(decision.reasons, frame),
        "next": _cm(decision.state.trial_height_cm or 0.0)
        if decision.kind == "trial"
        else _cm(decision.state.height_cm),
        "rule": _notes([wedge.notes["rule"]], frame),
        "squats": [{"on": one.on, "told": _squats(one)} for one in reversed(squats)],
        "steps": [{"on": one.on, "told": _step(one)} for one in reversed(steps)],
        "sources": sources(frame).markup(),
    }


def shoe_start_parts(refused: Iterable[Note], unit: Unit) -> dict[str, Any]:
    """What the change of shoes is, before it begins; `refused` says what is missing yet."""
    frame, footwear = new_frame(unit), default_catalogue().upkeep.footwear
    names = ("keep_shoes", "gradual", "raises_first", "barefoot")
    return {
        "notes": _notes((footwear.notes[name] for name in names), frame),
        "refused": _notes(refused, frame),
        "sources": sources(frame).markup(),
    }


def shoe_parts(track: ShoeTrack, plan: FootwearPlan, now: FootwearNow, unit: Unit) -> dict[str, Any]:
    """The present week of the change, what holds or moves it, and the whole way."""
    frame, footwear = new_frame(unit), default_catalogue().upkeep.footwear
    last = plan.weeks[-1]
    return {
        "now": _week(now.week) if now.week is not None else None,
        "of": last.week,
        "paused": now.paused,
        "next_on": now.next_on,
        "barefoot": writing.minutes(now.week.barefoot_min) if now.week is not None else "",
        "old": _mm(track.start_drop_mm),
        "reasons": _notes(now.reasons, frame),
        "rules": _notes((footwear.notes[name] for name in ("gradual", "barefoot")), frame),
        "weeks": [{**_week(one), "here": one == now.week} for one in plan.weeks],
        "mornings": track.shoe_mornings.reverse(),
        "sources": sources(frame).markup(),
    }


def _week(week: Any) -> dict[str, Any]:
    return {"week": week.week, "share": writing.percent(week.share_pct), "drop": _mm(week.drop_mm)}


def _notes(notes: Iterable[Note], frame: Frame) -> list[dict[str, Any]]:
    return [{"text": note.text, "refs": frame.cite(note.sources)} for note in notes]


def _squats(one: WedgeSquats) -> str:
    told = [
        _cm(one.height_cm),
        _("deep") if one.full_depth else _("not as deep"),
        _("heels down") if one.heels_down else _("heels up"),
        _("pain %(pain)s of 10") % {"pain": one.pain_0_10},
    ]
    if one.trunk_change_deg:
        told.append(_("trunk %(change)s") % {"change": f"{writing.signed(one.trunk_change_deg, 0)}°"})
    if one.worse_next_day:
        told.append(_("worse on the day after"))
    return ", ".join(told)


def _step(one: WedgeStep) -> str:
    words = {"height": _cm(one.height_cm), "trial": _cm(one.trial_height_cm or 0.0)}
    return _STEPS[WedgeStep.Kind(one.kind)] % words


def _cm(value: float) -> str:
    return f"{writing.short(value)} cm"


def _mm(value: float) -> str:
    return f"{writing.short(value)} mm"


def upkeep_parts(found: Upkeep, unit: Unit) -> dict[str, Any]:
    """What upkeep is, why it is offered, and while it runs what each side's tests say."""
    frame, knowledge = new_frame(unit), default_catalogue()
    maintenance = knowledge.upkeep.maintenance
    names = ("dose", "daily", "for_good", "step_up")
    plan = plan_of(found.programme) if found.programme is not None and found.runs else None
    return {
        "found": found,
        "offer": _OFFERS[found.offer] if found.offer else "",
        "sides": [
            {
                "side": side.value,
                "kept": writing.length(found.kept_cm[side], unit),
                "step_up": decision.step_up,
                "reason": decision.reason.text,
                "refs": frame.cite(decision.reason.sources),
            }
            for side, decision in found.sides.items()
        ],
        "week": writing.minutes(sum(day.minutes for day in plan.weeks[0].days)) if plan else "",
        "retest_weeks": writing.short(maintenance.retest_weeks.value),
        "notes": _notes((maintenance.notes[name] for name in names), frame),
        "sources": sources(frame).markup(),
    }
