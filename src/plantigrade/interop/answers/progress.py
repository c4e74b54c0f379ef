"""The answer of `plantigrade progress` as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plantigrade.core.adaptation import Decision
from plantigrade.core.progress import SideProgress
from plantigrade.core.quantities import Estimate, Side
from plantigrade.knowledge.catalogue import Catalogue

SCHEMA = "plantigrade/progress/1"


def _mean(estimate: Estimate) -> dict[str, float]:
    return {"mean": round(estimate.value, 3), "sd": round(estimate.sd, 3)}


def _side(progress: SideProgress, knowledge: Catalogue) -> dict[str, Any]:
    reason = knowledge.progress.reasons[progress.reason]
    target = progress.target
    return {
        "now_cm": _mean(progress.now_cm),
        "gain_cm": _mean(progress.gain_cm),
        "p_gain_real": round(progress.p_gain_real, 4),
        "verdict": progress.verdict,
        "reason": {"id": progress.reason, "text": reason.text, "sources": list(reason.sources)},
        "forecast": [
            {
                "week": f.week,
                "mean_cm": round(f.mean_cm, 3),
                "low_cm": round(f.low_cm, 3),
                "high_cm": round(f.high_cm, 3),
            }
            for f in progress.forecast
        ],
        "target": {
            "cm": round(target.cm, 2),
            "p_by_week_12": round(target.p_by_week_12, 4),
            "expected_date": target.expected_date.isoformat() if target.expected_date else None,
        },
        "trend": [
            {
                "date": t.date.isoformat(),
                "measured_cm": round(t.measured_cm, 3),
                "mean_cm": round(t.mean_cm, 3),
                "low_cm": round(t.low_cm, 3),
                "high_cm": round(t.high_cm, 3),
            }
            for t in progress.trend
        ],
        "adherence": None if progress.adherence is None else round(progress.adherence, 3),
        "weeks": round(progress.weeks, 2),
    }


def progress_values(
    progress: Mapping[Side, SideProgress], decision: Decision, knowledge: Catalogue
) -> dict[str, Any]:
    """Each side's reading and the decision that follows.

    Sides stand under `sides`, as in an assessment, and at the top as well, since the contract's "per side"
    can be read either way and both readings must keep working.
    """
    wording = knowledge.progress.decisions[decision.kind]
    sides = {side.value: _side(found, knowledge) for side, found in progress.items()}
    return {
        "schema": SCHEMA,
        "sides": sides,
        **sides,
        "decision": {
            "kind": decision.kind,
            "title": wording.title,
            "text": wording.text,
            "changes": [
                {"what": c.what, "why": c.why, "side": c.side, "sources": list(c.sources)}
                for c in decision.changes
            ],
        },
    }
