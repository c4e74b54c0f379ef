"""The answer of `plantigrade plan` as plain values."""

from __future__ import annotations

from typing import Any

from plantigrade.core.prescription.types import Day, Item, Plan
from plantigrade.interop.answers.assessment import referral_values, safety_values
from plantigrade.knowledge.catalogue import Catalogue

SCHEMA = "plantigrade/plan/1"


def _item(item: Item) -> dict[str, Any]:
    return {
        "exercise": item.exercise,
        "side": item.side or "both",
        "sets": item.dose.sets,
        "reps": item.dose.reps,
        "seconds": item.dose.seconds,
        "hold_seconds": item.dose.hold_s,
        "rest_seconds": item.dose.rest_s,
        "setup_seconds": item.setup_s,
        "total_seconds": item.seconds,
        "stage": item.stage,
        "variant": item.variant,
        "block": item.block,
        "why": item.why,
        "sources": list(item.sources),
    }


def _day(day: Day) -> dict[str, Any]:
    return {
        "date": day.date.isoformat(),
        "kind": day.kind,
        "minutes": day.minutes,
        "items": [_item(item) for item in day.items],
    }


def plan_values(plan: Plan, knowledge: Catalogue) -> dict[str, Any]:
    """Everything of a plan. `side` "both" means both legs at once; each side's own work is its own item."""
    wedge, footwear, maintenance = plan.wedge, plan.footwear, plan.maintenance
    names = {item.exercise for week in plan.weeks for day in week.days for item in day.items}
    return {
        "schema": SCHEMA,
        "decision": plan.safety.decision,
        "kind": plan.kind,
        "budget": plan.budget,
        "maintenance_only": plan.maintenance_only,
        "safety": safety_values(plan.safety),
        "weeks": [
            {
                "week": week.number,
                "phase": week.name,
                "phase_id": week.phase,
                "goal": week.goal,
                "days": [_day(day) for day in week.days],
            }
            for week in plan.weeks
        ],
        "exercises": {
            id_: {"name": exercise.name, "summary": exercise.summary}
            for id_, exercise in knowledge.exercises.items()
            if id_ in names
        },
        "checkpoints": [{"date": c.date.isoformat(), "kind": c.kind} for c in plan.checkpoints],
        "heel_lift": None
        if wedge is None
        else {
            "stages": [
                {
                    "height_cm": s.height_cm,
                    "tilt_deg": round(s.tilt_deg, 1),
                    "earliest": s.earliest.isoformat(),
                    "mark": s.mark,
                }
                for s in wedge.stages
            ],
            "notes": list(wedge.notes),
            "sources": list(wedge.sources),
        },
        "footwear": None
        if footwear is None
        else {
            "weeks": [
                {
                    "week": w.week,
                    "starts": w.starts.isoformat(),
                    "share_pct": round(w.share_pct, 1),
                    "drop_mm": w.drop_mm,
                }
                for w in footwear.weeks
            ],
            "notes": list(footwear.notes),
            "sources": list(footwear.sources),
        },
        "maintenance": {
            "starts": maintenance.starts.isoformat(),
            "before_session_min": maintenance.before_session_min,
            "stretch_days_per_week": maintenance.stretch_days_per_week,
            "strength_days_per_week": maintenance.strength_days_per_week,
            "retest_weeks": maintenance.retest_weeks,
            "notes": list(maintenance.notes),
            "sources": list(maintenance.sources),
        },
        "left_out": [{"exercise": x.exercise, "reason": x.reason, "side": x.side} for x in plan.left_out],
        "referrals": referral_values(plan.referrals),
        "notes": list(plan.notes),
    }
