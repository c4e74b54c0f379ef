"""Random people: plain case values, valid by the schema, and often at the edges that matter."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.support import KNOWLEDGE

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_EQUIPMENT = ("wall", "step", "band", "anchor", "rack", "wedge", "plates", "weight", "strap")
_FEELS = ("calf_pull_straight", "calf_pull_bent", "no_calf_feeling", "front_pinch", "hard_block")
_SPORTS = (*KNOWLEDGE.sports.sports, "trail running", "curling")


def _some(values: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), unique=True)


def _half(low: float, high: float) -> st.SearchStrategy[float]:
    """Numbers in steps of a half, as people write them."""
    return st.integers(int(low * 2), int(high * 2)).map(lambda n: n / 2)


SIDES: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "ktw_cm": st.lists(_half(2, 18), min_size=1, max_size=4),
        "wb_bent_deg": _half(20, 55),
        "wb_straight_deg": _half(10, 50),
        "nwb_bent_deg": _half(-5, 40),
        "inclinometer_placement": st.sampled_from(("tuberosity", "15cm_below")),
        "photo_deg": _half(20, 55),
        "end_feel": _some(_FEELS),
        "pain_0_10": st.integers(0, 10),
        "sprains": st.integers(0, 4),
        "fracture_or_immobilised": st.booleans(),
        "band_probe_gain_cm": _half(-1, 3),
        "stretch_probe_gain_cm": _half(-1, 3),
        "weeks_stretching_without_gain": st.integers(0, 12),
        "single_leg_calf_raises": st.integers(0, 40),
        "single_leg_balance_s": _half(0, 60),
    },
)
PERSONS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "age_years": st.integers(6, 95),
        "height_cm": st.integers(120, 205),
        "tibia_cm": _half(28, 50),
        "foot_cm": _half(20, 32),
        "sports": _some(_SPORTS),
        "goals": _some(tuple(KNOWLEDGE.sports.goals)),
        "equipment": _some(_EQUIPMENT),
        "lower_body_days": _some(_DAYS),
        "heel_drop_mm": st.integers(0, 20),
        "wants_lower_drop": st.booleans(),
        "squats_with_heel_lift_cm": _half(0, 4),
    },
)
SQUATS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "heels_rise_flat": st.booleans(),
        "torso_falls_flat": st.booleans(),
        "reaches_parallel_flat": st.booleans(),
        "knee_caves_flat": st.booleans(),
        "knee_straight_elevated": st.booleans(),
        "elevated_response": st.sampled_from(("clearly_better", "somewhat_better", "no_better")),
        "deep_hold": st.sampled_from(("adequate", "poor")),
    },
)
AMBERS: st.SearchStrategy[dict[str, bool]] = st.dictionaries(
    st.sampled_from(tuple(KNOWLEDGE.screening.amber)), st.booleans(), max_size=5
)
CASES: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {}, optional={"person": PERSONS, "screen": AMBERS, "left": SIDES, "right": SIDES, "squat": SQUATS}
)
