"""Section H: rows, priors, cap, labels, gate and override."""

from __future__ import annotations

from typing import Any

from plantigrade.core.quantities import Side
from tests.spec.tables import Spec
from tests.support import assessed

ORDER = (
    "gastrocnemius",
    "soleus",
    "talocrural_joint",
    "motor_control",
    "anterior_impingement",
    "proximal",
)

WORKED = Spec(
    title="Worked checks of what limits an ankle",
    rules=("S14", "S45", "S49", "S54", "B15", "B16", "B17"),
    text="Left ankle; each structure's probability to two decimals, from priors and the points of each finding.",
    columns=("person", "left", "right", "squat", "G", "S", "J", "M", "A", "P"),
    rows=(
        ("desk worker", {"ktw_cm": [9.0, 9.0, 9.0], "wb_bent_deg": 42, "wb_straight_deg": 22, "end_feel": ["calf_pull_straight"]},
         {"ktw_cm": [9.0, 9.0, 9.0]}, {"elevated_response": "clearly_better"}, 0.92, 0.60, 0.28, 0.20, 0.07, 0.15),
        ("after sprains", {"ktw_cm": [7.5], "wb_bent_deg": 36, "wb_straight_deg": 30, "end_feel": ["no_calf_feeling"], "sprains": 2, "band_probe_gain_cm": 1.5},
         {"ktw_cm": [11.0]}, {}, 0.05, 0.60, 0.95, 0.20, 0.11, 0.25),
        ("lifter with range", {"ktw_cm": [13.5]}, {"ktw_cm": [13.5]}, {"deep_hold": "poor", "elevated_response": "no_better"},
         0.35, 0.12, 0.07, 0.67, 0.07, 0.67),
        ("front pinch", {"ktw_cm": [8.5], "wb_bent_deg": 36, "wb_straight_deg": 29, "sprains": 1, "end_feel": ["front_pinch"]},
         {"ktw_cm": [11.0]}, {}, 0.06, 0.55, 0.92, 0.20, 0.52, 0.25),
        ("runner", {"ktw_cm": [9.2], "wb_bent_deg": 34.5, "wb_straight_deg": 24.5 + 1, "nwb_bent_deg": 12, "end_feel": ["calf_pull_bent"]},
         {"ktw_cm": [9.2]}, {"heels_rise_flat": True, "elevated_response": "clearly_better"}, 0.35, 0.91, 0.51, 0.14, 0.07, 0.13),
    ),
)


@WORKED.each
def test_worked_checks(row: tuple[Any, ...]) -> None:
    _, left, right, squat, *expected = row
    limiters = assessed(left, right, squat=squat).sides[Side.LEFT].limiters
    assert limiters is not None
    assert [round(limiters[name].p, 2) for name in ORDER] == expected  # type: ignore[index]
