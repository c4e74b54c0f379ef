"""When to see someone (evidence E4, S120-S122)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plantigrade.core.case import SideFindings
from plantigrade.core.limiters import Reading
from plantigrade.core.quantities import Side
from plantigrade.core.screening import FRONT_FEELINGS, Safety
from plantigrade.core.wall_test import Asymmetry, WallTest
from plantigrade.knowledge.types.limiters import Limiter
from plantigrade.knowledge.types.programme import Referral, Referrals


@dataclass(frozen=True, slots=True)
class Advice:
    """Whom to see and why; `side` where it concerns one."""

    id: str
    text: str
    sources: tuple[str, ...]
    side: Side | None = None


def _limit(referral: Referral) -> float:
    """The threshold of a trigger. Raises ValueError when it has none."""
    found = referral.below_cm or referral.above_0_10 or referral.from_weeks
    if found is None:
        raise ValueError(f"no threshold is given for: {referral.text}")
    return found.value


def from_safety(safety: Safety) -> tuple[Advice, ...]:
    """The referral texts of red answers when they stop, and of ambers that name someone to see."""
    return tuple(
        Advice(item.id, item.referral, item.sources, item.side) for item in safety.items if item.referral
    )


def from_side(
    side: Side,
    findings: SideFindings,
    wall_test: WallTest | None,
    front: bool,
    knowledge: Referrals,
) -> Iterator[Advice]:
    """What one side's findings ask for."""
    triggers = knowledge.triggers
    ktw = wall_test.ktw_cm.value if wall_test else None
    hurt = bool(findings.sprains) or bool(findings.fracture_or_immobilised) or bool(findings.pain_0_10)
    felt_in_front = findings.end_feel is not None and not FRONT_FEELINGS.isdisjoint(findings.end_feel)
    weeks = findings.weeks_stretching_without_gain
    pain = findings.pain_0_10
    met = {
        "very_short": ktw is not None and ktw < _limit(triggers["very_short"]),
        "short_with_history": ktw is not None and ktw < _limit(triggers["short_with_history"]) and hurt,
        "front_of_ankle": front or felt_in_front,
        "pain_high": pain is not None and pain > _limit(triggers["pain_high"]),
        "stretching_failed": weeks is not None and weeks >= _limit(triggers["stretching_failed"]),
    }
    for id_, applies in met.items():
        if applies:
            yield Advice(id_, triggers[id_].text, triggers[id_].sources, side)


def from_whole(
    asymmetry: Asymmetry | None,
    restricted: bool,
    squat_limited: bool,
    cleared: bool,
    readings: Mapping[Side, Mapping[Limiter, Reading]],
    knowledge: Referrals,
) -> Iterator[Advice]:
    """What both sides together ask for: asymmetry, and looking above the ankle (S55)."""
    triggers = knowledge.triggers
    likely = {name for side in readings.values() for name, r in side.items() if r.label == "likely"}
    met = {
        "asymmetry_high": asymmetry is not None and asymmetry.kind == "high",
        "proximal": (cleared and squat_limited) or (not restricted and "proximal" in likely),
        "control": not restricted and "motor_control" in likely,
    }
    for id_, applies in met.items():
        if applies:
            yield Advice(id_, triggers[id_].text, triggers[id_].sources)
