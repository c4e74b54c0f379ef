"""The numbers of the register (evidence I), the doses of all exercises, and the limits inside the tests."""

from __future__ import annotations

from typing import Any

from plantigrade.knowledge.types.exercises import Dose
from tests.spec.tables import EVERYTHING, Spec, at, items_of, planned, said
from tests.support import KNOWLEDGE

NUMBERS = Spec(
    title="The numbers that decide",
    rules=(
        "S24", "S25", "S37", "S39", "S41", "S42", "S51", "S52", "S58", "S68", "S101", "S104", "S110", "S111",
        "S120", "S130", "S131", "S161", "S162", "S165", "B7", "B11", "B20", "B21", "B22", "B26",
    ),
    text="Where each number stands, and what it must be.",
    columns=("place", "value"),
    rows=(
        ("bands.cuts.functional_cm", 10.0),
        ("bands.cuts.cleared_cm", 12.0),
        ("bands.cuts.running_low_cm", 10.0),
        ("bands.cuts.running_high_cm", 12.0),
        ("bands.cuts.jumping_reference_deg", 36.5),
        ("bands.cuts.squat_limited_deg", 30.0),
        ("bands.cuts.squat_ample_deg", 35.0),
        ("bands.cuts.squat_demand_deg", 38.0),
        ("measurement.wall_test.sem_single_cm", 0.6),
        ("measurement.wall_test.sem_mean_cm", 0.45),
        ("measurement.wall_test.mean_from_trials", 3),
        ("measurement.wall_test.spread_implausible_cm", 1.9),
        ("measurement.instruments.inclinometer_tuberosity.sem_deg", 1.7),
        ("measurement.instruments.inclinometer_15cm_below.offset_deg", 6.0),
        ("measurement.instruments.photo.sem_deg", 1.2),
        ("measurement.geometry.axis_from_toe_share", 0.75),
        ("measurement.geometry.knee_to_wall_cm", 5.5),
        ("measurement.geometry.knee_to_wall_height_share", 0.032),
        ("measurement.geometry.tibia_height_share", 0.246),
        ("measurement.geometry.foot_height_share", 0.152),
        ("measurement.geometry.default_tibia_cm", 40.0),
        ("measurement.geometry.default_foot_cm", 26.0),
        ("measurement.geometry.slope_default_deg_per_cm", 1.8),
        ("measurement.asymmetry.watch_cm", 1.5),
        ("measurement.asymmetry.unilateral_cm", 2.0),
        ("measurement.asymmetry.high_cm", 3.0),
        ("measurement.asymmetry.angle_deg", 6.0),
        ("norms.decline_from_age_years", 60),
        ("squat.gastrocnemius_gap_deg", 18.0),
        ("squat.equal_positions_gap_deg", 8.0),
        ("progress.change.single_pair_cm", 1.9),
        ("progress.change.two_raters_pair_cm", 1.6),
        ("progress.change.mean_of_trials_pair_cm", 1.5),
        ("progress.change.likely_pair_cm", 1.2),
        ("progress.change.between_sides_cm", 1.5),
        ("progress.gain.mean_cm", 2.2),
        ("progress.gain.sd_cm", 1.0),
        ("progress.gain.lowest_cm", -0.5),
        ("progress.gain.wander_sd_cm", 0.15),
        ("progress.detraining.half_life_weeks", 5.0),
        ("progress.detraining.half_life_low_weeks", 3.0),
        ("progress.detraining.half_life_high_weeks", 8.0),
        ("progress.rules.real_gain_cm", 0.5),
        ("progress.rules.plateau_slope_cm_per_week", 0.05),
        ("progress.rules.non_response_switch_days", 28),
        ("progress.rules.non_response_refer_days", 42),
        ("progress.rules.fall_cm", 1.9),
        ("pain.ceilings.mobility_0_10", 3),
        ("pain.ceilings.loading_0_10", 5),
        ("pain.ceilings.front_pinch_0_10", 2),
        ("pain.ceilings.programme_0_10", 5),
        ("pain.after.next_morning_rise_0_10", 2),
        ("pain.after.stiffness_min", 30),
        ("pain.after.load_reduction_low_pct", 20),
        ("pain.after.load_reduction_high_pct", 50),
        ("programme.warm_up.limit_min", 3),
        ("programme.irritable.pain_above_0_10", 3),
        ("programme.horizon.weeks", 12),
        ("programme.horizon.severe_below_cm", 8.0),
        ("programme.horizon.severe_sprains", 2),
        ("upkeep.wedge.step_cm", 0.5),
        ("upkeep.wedge.long_step_cm", 1.0),
        ("upkeep.wedge.criteria.sessions_needed", 2),
        ("upkeep.wedge.criteria.trunk_change_deg", 5),
        ("upkeep.wedge.criteria.pain_0_10", 2),
        ("upkeep.wedge.criteria.back_pain_0_10", 3),
        ("upkeep.wedge.criteria.step_hold_weeks", 2),
        ("upkeep.wedge.criteria.trial_sets", 2),
        ("upkeep.wedge.range.gain_for_step_cm", 0.8),
        ("upkeep.wedge.range.ramp_foot_fraction", 0.72),
        ("upkeep.footwear.first_share_pct", 10),
        ("upkeep.footwear.share_rise_pct", 10),
        ("upkeep.footwear.staged_above_drop_mm", 8),
        ("upkeep.footwear.drop_step_mm", 2),
        ("upkeep.footwear.drop_step_weeks", 2),
        ("upkeep.footwear.raises_needed_reps", 15),
        ("upkeep.footwear.pause_pain_0_10", 3),
        ("upkeep.footwear.after_wedge_step_weeks", 2),
        ("upkeep.footwear.barefoot_min", 15),
        ("referrals.triggers.very_short.below_cm", 6.0),
        ("referrals.triggers.pain_high.above_0_10", 5),
    ),
)  # fmt: skip


@NUMBERS.each
def test_numbers(row: tuple[Any, ...]) -> None:
    place, value = row
    assert at(place).value == value


DOSES = Spec(
    title="All doses",
    rules=("S73", "S84", "S87", "S89", "S90", "S91", "S92", "S95", "S97", "S100", "S101", "B8", "B9", "B11"),
    text="A side, or both legs at once; repetitions with their seconds up, held and down.",
    columns=("exercise", "form", "week", "as written", "standard", "small"),
    rows=(
        ("EX1", "standard", 1, "1 x 120 s", "1 x 75 s", "1 x 45 s"),
        ("EX2", "standard", 1, "2 x 60 s", "1 x 60 s", "1 x 45 s"),
        ("EX3", "standard", 1, "2 x 60 s", "1 x 60 s", "1 x 45 s"),
        ("EX4", "mid_range", 1, "1 x 90 s", "1 x 60 s", "1 x 40 s"),
        ("EX4", "standard", 5, "1 x 120 s + 30 s", "1 x 90 s + 20 s", "1 x 45 s + 15 s"),
        ("EX5", "light", 4, "1 x 15 (1-1-1)", "1 x 12 (1-1-1)", "1 x 10 (1-1-1)"),
        ("EX5", "standard", 9, "1 x 30 (1-1-1)", "1 x 25 (1-1-1)", "1 x 20 (1-1-1)"),
        ("EX6", "two_leg", 4, "3 x 15 (1-1-3)", "2 x 15 (1-1-3)", "2 x 12 (1-1-3)"),
        ("EX6", "single_leg", 9, "3 x 15 (1-1-3)", "2 x 15 (1-1-3)", "1 x 12 (1-1-3)"),
        ("EX7", "two_leg", 4, "3 x 15 (1-0-4)", "2 x 12 (1-0-4)", "1 x 12 (1-0-4)"),
        ("EX7", "single_leg", 4, "3 x 15 (1-0-4)", "2 x 12 (1-0-4)", "1 x 12 (1-0-4)"),
        ("EX8", "standard", 1, "2 x 20 (1-0-2)", "1 x 20 (1-0-2)", "1 x 16 (1-0-2)"),
        ("EX9", "standard", 8, "2 x 45 s", "1 x 45 s", "1 x 40 s"),
        ("EX10", "standard", 8, "2 x 30 (1-0-1)", "2 x 20 (1-0-1)", "1 x 20 (1-0-1)"),
        ("EX11", "standard", 8, "3 x 30 s", "2 x 30 s", "1 x 40 s"),
        ("EX12", "standard", 4, "2 x 15 (1-1-2)", "2 x 12 (1-1-2)", "1 x 15 (1-1-2)"),
        ("EX13", "standard", 13, "4 x 60 s", "4 x 60 s", "4 x 30 s"),
        ("EX14", "standard", 1, "3 x 30 s", "2 x 30 s", "1 x 40 s"),
    ),
)


def in_words(dose: Dose) -> str:
    work = f"{dose.sets} x {dose.seconds or 0:g} s"
    if dose.tempo_s is not None:
        tempo = dose.tempo_s
        work = f"{dose.sets} x {dose.reps} ({tempo.up:g}-{tempo.hold:g}-{tempo.down:g})"
    return work + (f" + {dose.hold_s:g} s" if dose.hold_s else "")


@DOSES.each
def test_doses(row: tuple[Any, ...]) -> None:
    exercise, form, week, *expected = row
    stage = at(f"exercises.{exercise}.stages.{form}")
    doses = stage.doses
    assert stage.from_week == week
    assert [in_words(dose) for dose in (doses.full, doses.standard, doses.minimal)] == expected


def test_doses_are_complete() -> None:
    stages = {(id_, stage.id) for id_, exercise in KNOWLEDGE.exercises.items() for stage in exercise.stages}
    assert {row[:2] for row in DOSES.rows} == stages


TEST_LIMITS = Spec(
    title="When a test stops",
    rules=("S37", "B14"),
    text="Every test that moves the ankle says how much pain is too much.",
    columns=("test", "says"),
    rows=(
        ("wall_test", "one above 2 out of 10"),
        ("wall_test", "goes above 3 out of 10"),
        ("wb_bent", "one above 2 out of 10"),
        ("wb_bent", "goes above 3 out of 10"),
        ("wb_straight", "one above 2 out of 10"),
        ("wb_straight", "goes above 3 out of 10"),
        ("nwb_bent", "goes above 3 out of 10"),
        ("end_feel", "sharp pinch at the front"),
        ("end_feel", "goes above 3 out of 10"),
        ("band_probe", "pinch in front does not disappear"),
        ("band_probe", "goes above 3 out of 10"),
        ("stretch_probe", "one above 2 out of 10"),
        ("stretch_probe", "goes above 3 out of 10"),
        ("calf_raise_test", "more than 3 out of 10"),
        ("calf_raise_test", "answer the safety questions again"),
        ("balance_test", "more than 3 out of 10"),
        ("overhead_squat", "goes above 3 out of 10"),
        ("elevated_squat", "goes above 3 out of 10"),
        ("deep_hold", "goes above 3 out of 10"),
        ("knee_pain_squat", "goes above 5 out of 10"),
        ("three_positions", "one above 2 out of 10"),
        ("three_positions", "goes above 3 out of 10"),
        ("side_film", "goes above 3 out of 10"),
    ),
)


@TEST_LIMITS.each
def test_test_limits(row: tuple[Any, ...]) -> None:
    test, says = row
    assert says in said(f"protocols.tests.{test}.stop_if")


RESTED = Spec(
    title="Measured rested",
    rules=("S74",),
    text="A single mobilisation may lift the range for two days, so a test comes well after it.",
    columns=("test", "says"),
    rows=(
        ("wall_test", "at least 12 hours after your last stretching or band work; a day or two is better"),
        ("wb_bent", "at least 12 hours after"),
        ("wb_straight", "at least 12 hours after"),
    ),
)  # fmt: skip


@RESTED.each
def test_rested(row: tuple[Any, ...]) -> None:
    test, says = row
    assert says in said(f"protocols.tests.{test}.before")


ORDER = Spec(
    title="The order inside a session",
    rules=("S68", "S105"),
    text="What comes before what, wherever both are in one session as written.",
    columns=("first", "then"),
    rows=(("EX1", "EX2"), ("EX4", "EX2"), ("EX14", "EX2"), ("EX3", "EX5"), ("EX5", "EX9"), ("EX1", "EX6")),
)


@ORDER.each
def test_order(row: tuple[Any, ...]) -> None:
    first, then = row
    plan = planned({"ktw_cm": 9.5, "other_ktw_cm": 9.5, "equipment": EVERYTHING}, "full")
    assert {first, then} <= {item.exercise for item in items_of(plan)}
    for week in plan.weeks:
        for day in week.days:
            held = [item.exercise for item in day.items]
            if first in held and then in held:
                assert held.index(first) < held.index(then)
