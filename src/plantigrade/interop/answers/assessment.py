"""The answer of `plantigrade assess` as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plantigrade.core.assessment import Assessment, SideAssessment
from plantigrade.core.limiters import Reading
from plantigrade.core.quantities import Estimate
from plantigrade.core.referrals import Advice
from plantigrade.core.screening import Safety
from plantigrade.knowledge.catalogue import Catalogue
from plantigrade.knowledge.types.wording import Wording

SCHEMA = "plantigrade/assessment/1"


def estimate_values(estimate: Estimate) -> dict[str, float]:
    return {"value": round(estimate.value, 2), "sd": round(estimate.sd, 2)}


def safety_values(safety: Safety) -> dict[str, Any]:
    return {
        "decision": safety.decision,
        "items": [
            {
                "id": item.id,
                "action": item.action,
                "text": item.text,
                "side": item.side,
                "asked": item.asked,
                "sources": list(item.sources),
            }
            for item in safety.items
        ],
        "not_asked": list(safety.not_asked),
    }


def referral_values(advice: tuple[Advice, ...]) -> list[dict[str, Any]]:
    return [{"id": a.id, "text": a.text, "side": a.side, "sources": list(a.sources)} for a in advice]


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "p": round(reading.p, 4),
        "label": reading.label,
        "log_odds": round(reading.log_odds, 4),
        "prior": reading.prior,
        "capped": reading.capped,
        "findings": [
            {"finding": p.finding, "text": p.text, "points": p.points, "sources": list(p.sources)}
            for p in reading.points
        ],
    }


def _side(side: SideAssessment, functional_cm: float, wording: Wording) -> dict[str, Any]:
    test, angle, place = side.wall_test, side.shin_angle, side.place
    values: dict[str, Any] = {
        "ktw_cm": None
        if test is None
        else {
            "mean": round(test.ktw_cm.value, 2),
            "sem": round(test.ktw_cm.sd, 3),
            "trials": list(test.trials_cm),
        },
        "band": test.band.id if test is not None and side.named_band else None,
        "p_below_functional": None if test is None else round(test.ktw_cm.p_below(functional_cm), 4),
        "p_below_cm": [] if test is None else [{"cut_cm": c, "p": round(p, 4)} for c, p in test.p_below_cm],
        "cleared": test is not None and test.cleared,
        "shin_angle_deg": None
        if angle is None
        else {**estimate_values(angle.angle_deg), "from": list(angle.sources), "agree": angle.agree},
        "place": None
        if place is None
        else {
            "group": place.norm.group,
            "below_in_100": round(place.below * 100),
            "sources": list(place.norm.sources),
        },
        "targets": [
            {
                "profile": reach.demand.profile,
                "text": reach.demand.target.text,
                "ktw_cm": round(reach.demand.ktw_cm, 1),
                "met": reach.met,
                "p_met": round(reach.p_met, 4),
                "sources": list(reach.demand.target.sources),
            }
            for reach in side.reaches
        ],
        "angles": [{"id": m.id, "text": m.text, "sources": list(m.sources)} for m in side.angles],
        "warnings": [{"id": w, "text": wording.warnings[w]} for w in side.warnings],
    }
    if side.limiters is not None:
        values["limiters"] = {name: _reading(reading) for name, reading in side.limiters.items()}
        values["mixed"] = side.mixed
        values["end_range_ruled_out"] = side.front
        three = side.three_positions
        values["three_positions"] = (
            None if three is None else {"id": three.id, "text": three.text, "sources": list(three.sources)}
        )
    return values


def assessment_values(assessment: Assessment, knowledge: Catalogue) -> dict[str, Any]:
    """Everything of an assessment; with a stop, sides carry no `limiters` and there are no next tests."""
    functional = knowledge.bands.cuts.functional_cm.value
    asymmetry = assessment.asymmetry
    wording: Mapping[str, str] = knowledge.wording.headline
    return {
        "schema": SCHEMA,
        "safety": safety_values(assessment.safety),
        "sides": {
            side.value: _side(found, functional, knowledge.wording)
            for side, found in assessment.sides.items()
        },
        "asymmetry": None
        if asymmetry is None
        else {
            "cm": round(asymmetry.cm, 2),
            "sd_cm": round(asymmetry.sd_cm, 2),
            "class": asymmetry.kind,
            "lower_side": asymmetry.lower_side,
            "p_lower_side_truly_lower": round(asymmetry.p_real, 4),
        },
        "summary": assessment.summary,
        "headline": wording[assessment.headline],
        "squat": [
            {"id": r.id, "text": r.text, "sources": list(r.sources)} for r in assessment.squat.readings
        ],
        "profiles": [
            {"name": p.name, "text": p.text, "notes": list(p.notes), "sources": list(p.sources)}
            for p in (*assessment.profiles, *assessment.groups)
        ],
        "unknown_sports": list(assessment.unknown_sports),
        "referrals": referral_values(assessment.referrals),
        "next_tests": [
            {
                "id": t.test,
                "side": t.side,
                "why": t.why,
                "minutes": t.minutes,
                "bits": round(t.bits, 4),
                "about": list(t.about),
            }
            for t in assessment.next_tests
        ],
        "notice": knowledge.limiters.notice,
    }
