"""Reading the overhead squat, the same squat with raised heels, the three positions and the knee test."""

from __future__ import annotations

from dataclasses import dataclass

from plantigrade.core.case import SideFindings, SquatFindings
from plantigrade.knowledge.types.measurement import Meaning, SquatScreen


@dataclass(frozen=True, slots=True)
class SquatResult:
    """`limited`: a flat sign is positive, or raised heels clearly help (the gate of evidence H)."""

    limited: bool
    readings: tuple[Meaning, ...]


def _flat_signs(squat: SquatFindings) -> tuple[str, ...]:
    signs = {
        "heels_rise_flat": squat.heels_rise_flat is True,
        "torso_falls_flat": squat.torso_falls_flat is True,
        "reaches_parallel_flat": squat.reaches_parallel_flat is False,
        "knee_caves_flat": squat.knee_caves_flat is True,
    }
    return tuple(sign for sign, positive in signs.items() if positive)


def read_squat(squat: SquatFindings, screen: SquatScreen) -> SquatResult:
    """Every positive sign with its meaning (S26-S29, S34-S37, B17, B36)."""
    signs = _flat_signs(squat)
    readings = [screen.signs[sign] for sign in signs]
    if squat.elevated_response is not None:
        readings.append(screen.elevation[squat.elevated_response])
    # A knee that does not hurt with flat feet cannot be eased.
    if squat.knee_pain_flat and squat.knee_pain_elevated is not None:
        eased = squat.knee_pain_elevated < squat.knee_pain_flat
        readings.append(screen.knee_pain["eased" if eased else "unchanged"])
    return SquatResult(bool(signs) or squat.elevated_response == "clearly_better", tuple(readings))


def read_three_positions(side: SideFindings, squat: SquatFindings, screen: SquatScreen) -> Meaning | None:
    """Straight knee, bent knee, deep hold, read together (S50-S53).

    None until both calf positions, or the deep hold with adequate calf positions, are known.
    """
    straight, bent = side.wb_straight_deg, side.wb_bent_deg
    if straight is None or bent is None:
        return None
    gap = bent - straight
    if gap >= screen.gastrocnemius_gap_deg.value:
        return screen.three_positions["gastrocnemius"]
    adequate = straight >= screen.straight_adequate_deg.value and bent >= screen.bent_adequate_deg.value
    if adequate and squat.deep_hold == "poor":
        return screen.three_positions["control"]
    if not adequate and gap <= screen.equal_positions_gap_deg.value:
        return screen.three_positions["equal"]
    return screen.three_positions["open"]
