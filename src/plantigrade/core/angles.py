"""What a standing or a lying angle means. The two are never compared with each other (B25)."""

from __future__ import annotations

from plantigrade.core.quantities import Estimate
from plantigrade.knowledge.types.measurement import Bands, Meaning


def read_angles(
    shin_angle_deg: Estimate | None, nwb_bent_deg: float | None, bands: Bands
) -> tuple[Meaning, ...]:
    """The meaning of the shin angle for the squat, and of the lying angle (S39). Degrees; None: not taken."""
    cuts, meanings = bands.cuts, bands.angle_readings
    found = []
    if shin_angle_deg is not None:
        short = shin_angle_deg.value < cuts.squat_limited_deg.value
        ample = shin_angle_deg.value >= cuts.squat_demand_deg.value
        found.append("squat_short" if short else "squat_ample" if ample else "squat_between")
    if nwb_bent_deg is not None:
        short = nwb_bent_deg < cuts.nwb_basic_deg.value
        ample = nwb_bent_deg > cuts.nwb_ample_deg.value
        found.append("lying_short" if short else "lying_ample" if ample else "lying_usual")
    return tuple(meanings[name] for name in found)
