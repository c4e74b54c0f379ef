"""Every other rule that is carried: where it stands and what must stand there."""

from __future__ import annotations

from typing import Any

from tests.spec.tables import Spec, carries

COLUMNS = ("rule", "place", "holds")

INTAKE = Spec(
    title="Why the ankle is looked at",
    rules=("S1", "S2", "S4", "S5", "S6", "S7", "S8", "S9", "S10", "S13", "S20", "S56", "S57", "S153",
           "S159", "B33"),
    text="Where each rule stands, and the words or the number that it must hold there.",
    columns=COLUMNS,
    rows=(
        ("S1", "sports.goals.squat.text", "deep squat with heels down"),
        ("S1", "protocols.tests.overhead_squat.why", "when the ankle runs out of range"),
        ("S2", "protocols.tests.wall_test.minutes", 3.0),
        ("S4", "sports.general.text", "stairs, walking downhill and most training"),
        ("S4", "sports.goals.daily_life.text", "stairs"),
        ("S5", "squat.signs.heels_rise_flat.text", "heels come up"),
        ("S6", "claims.shoes_shorten_calf.say", "shoes with a raised heel may let the calf adapt"),
        ("S6", "sports.populations.sitting.text", "shoes with a raised heel"),
        ("S7", "claims.sitting.say", "sitting uses little ankle range"),
        ("S7", "sports.populations.sitting.text", "long hours of sitting"),
        ("S8", "protocols.tests.ankle_history.question", "how many times have you sprained"),
        ("S8", "protocols.tests.ankle_history.why", "can leave the joint itself stiff"),
        ("S9", "limiters.hypotheses.gastrocnemius.name", "gastrocnemius"),
        ("S9", "limiters.hypotheses.soleus.name", "soleus and achilles"),
        ("S9", "limiters.hypotheses.talocrural_joint.plain_name", "the joint and its capsule"),
        ("S13", "limiters.hypotheses.talocrural_joint.meaning", "often after a sprain"),
        ("S13", "claims.band_beats_stretching.say", "mobilisation comes first and stretching stays in"),
        ("S10", "squat.signs.knee_caves_flat.text", "inward"),
        ("B33", "claims.running_form_injuries.say", "do not predict an injury"),
        ("S20", "claims.treat_the_site_only.say", "ankles are worth a look"),
        ("S20", "sports.goals.knee_pain.text", "one thing to check and to improve"),
        ("S20", "sports.goals.back_pain.text", "checking the ankle is worthwhile"),
        ("S56", "referrals.triggers.proximal.text", "one session with a good coach or physiotherapist"),
        ("S57", "sports.goals.back_pain.text", "when hips and technique have been looked at"),
        ("S57", "sports.goals.back_pain.notes", "see a clinician before loading the squat"),
        ("S57", "claims.low_back_pain.say", "leg symptoms or numbness go to a clinician first"),
        ("S153", "sports.populations.sprained.text", "the joint itself may take part"),
        ("S159", "upkeep.footwear.notes.keep_shoes.text", "hours spent with a raised heel"),
    ),
)  # fmt: skip


@INTAKE.each
def test_intake(row: tuple[Any, ...]) -> None:
    carries(INTAKE, row)


MEASURING = Spec(
    title="How the tests are done",
    rules=(
        "S14", "S22", "S23", "S25", "S26", "S27", "S28", "S29", "S37", "S39", "S40", "S47", "S48", "S50",
        "S53", "S55", "S59", "B1", "B15", "B16", "B17", "B18", "B19", "B25", "B34",
    ),
    text="Where each rule stands, and the words or the number that it must hold there.",
    columns=COLUMNS,
    rows=(
        ("S14", "protocols.tests.wb_bent.why", "which calf muscle takes part"),
        ("S22", "protocols.tests.wall_test.steps", "fingertips on the wall"),
        ("B1", "protocols.tests.wall_test.steps", "middle of the heel and the second toe on the tape"),
        ("B1", "protocols.tests.wall_test.before", "at a right angle to the wall"),
        ("B1", "protocols.tests.wall_test.steps", "knee forward over the second toe"),
        ("B1", "protocols.tests.wall_test.invalid_if", "more than 10 degrees"),
        ("S23", "protocols.tests.wall_test.steps", "touches the wall, with the heel down"),
        ("S23", "protocols.tests.wall_test.steps", "from the tip of the big toe to the wall"),
        ("S23", "protocols.tests.wall_test.invalid_if", "the heel lifts"),
        ("S25", "protocols.tests.wall_test.steps", "three trials on each side"),
        ("B19", "protocols.tests.wall_test.trial.start_cm", 5.0),
        ("B19", "protocols.tests.wall_test.trial.restart_back_off_cm", 2.0),
        ("B19", "protocols.tests.wall_test.trial.step_back_cm", 1.0),
        ("B19", "protocols.tests.wall_test.trial.step_forward_cm", 0.5),
        ("B19", "protocols.tests.wall_test.trial.exercise_start_cm", 5.0),
        ("B19", "protocols.tests.wall_test.trial.exercise_back_off_cm", 2.0),
        ("B19", "protocols.tests.wall_test.trial.rest_after_mobilisation_h", 12.0),
        ("S26", "protocols.tests.overhead_squat.steps", "both arms overhead"),
        ("S26", "protocols.tests.overhead_squat.question", "thighs reach level with the floor"),
        ("S27", "limiters.hypotheses.proximal.meaning", "the hip or the upper back limits the squat"),
        ("S28", "protocols.tests.overhead_squat.why", "rising heels speak most for the ankle"),
        ("S29", "protocols.tests.elevated_squat.before", "2 cm high"),
        ("B17", "protocols.tests.elevated_squat.question", "at least 10 degrees more upright"),
        ("B17", "protocols.tests.elevated_squat.why", "a little better is expected in everyone"),
        ("B17", "claims.heel_elevation_proof.say", "a small change is normal for everyone"),
        ("B18", "protocols.tests.elevated_squat.steps", "note the height of the lift"),
        ("B18", "protocols.tests.knee_pain_squat.before", "2.5 cm; 2 to 3 cm is acceptable"),
        ("S37", "protocols.tests.knee_pain_squat.why", "does not prove one"),
        ("S39", "bands.cuts.nwb_basic_deg", 20.0),
        ("S39", "bands.cuts.nwb_ample_deg", 30.0),
        ("S40", "claims.standing_lying_gap.say", "is a weak hint"),
        ("S40", "protocols.tests.nwb_bent.why", "gives a small hint"),
        ("B15", "protocols.tests.nwb_bent.before", "if you have diabetes"),
        ("B25", "sports.sports.olympic_weightlifting.text", "40 to 45 degrees at the shin"),
        ("B25", "claims.weightlifters_double.say", "which is high-normal"),
        ("S47", "protocols.tests.end_feel.steps", "calf pull"),
        ("S48", "protocols.tests.end_feel.steps", "no calf feeling"),
        ("S50", "protocols.tests.three_positions.steps", "calf stretch with the back knee straight"),
        ("S50", "protocols.tests.three_positions.steps", "the same with the back knee clearly bent"),
        ("S50", "protocols.tests.three_positions.steps", "position three: sink into your deepest squat"),
        ("B15", "protocols.tests.three_positions.steps", "equally short speaks for the joint"),
        ("S53", "protocols.tests.three_positions.steps", "loaded practice rather than stretching alone"),
        ("B16", "protocols.tests.deep_hold.why", "control, hips or upper back"),
        ("S55", "referrals.triggers.proximal.text", "hip rotation, hip flexion and the upper back"),
        ("S59", "limiters.hypotheses.anterior_impingement.meaning", "pushing further does not help"),
        ("B34", "protocols.tests.overhead_squat.invalid_if", "knees can only be judged from the front"),
    ),
)  # fmt: skip


@MEASURING.each
def test_measuring(row: tuple[Any, ...]) -> None:
    carries(MEASURING, row)


BANDS = Spec(
    title="What a band means",
    rules=("S24", "S30", "S31", "S32", "S33", "S38", "S41", "S42", "S43", "S121", "S168", "B2", "B4",
           "B5", "B6", "B26"),
    text="Targets, never norms.",
    columns=COLUMNS,
    rows=(
        ("S30", "bands.profiles.seed-merged.bands.significant.means", "daily work is worth it"),
        ("S121", "bands.profiles.seed-merged.bands.significant.means", "can check for an old injury"),
        ("S31", "bands.profiles.seed-merged.bands.moderate.means", "daily work usually moves this"),
        ("B4", "bands.profiles.seed-merged.bands.moderate.from_cm", 9.0),
        ("S32", "bands.profiles.seed-merged.bands.functional.means", "more can still help a deep squat"),
        ("S43", "bands.profiles.seed-merged.bands.functional.means", "enough for most activities"),
        ("S33", "bands.profiles.seed-merged.bands.good.means", "upkeep is all this ankle needs"),
        ("S38", "bands.profiles.seed-merged.bands.excellent.from_cm", 15.0),
        ("S168", "bands.cuts.maintenance_only_cm", 13.0),
        ("S24", "bands.cuts.functional_cm", 10.0),
        ("B5", "bands.cuts.cleared_cm", 12.0),
        ("S42", "sports.goals.squat.text", "from 12 cm on the ankle is cleared"),
        ("B6", "bands.cuts.functional_cm", 10.0),
        ("B2", "claims.ten_cm_norm.say", "a functional target; between a quarter and a half"),
        ("S41", "bands.cuts.running_low_cm", 10.0),
        ("S41", "bands.cuts.running_high_cm", 12.0),
        ("B26", "claims.running_degrees_equal_cm.say", "different distances on different legs"),
        ("B26", "measurement.geometry.slope_default_deg_per_cm", 1.8),
    ),
)  # fmt: skip


@BANDS.each
def test_bands(row: tuple[Any, ...]) -> None:
    carries(BANDS, row)


DOSE = Spec(
    title="How much, how often, when",
    rules=(
        "S60", "S61", "S62", "S63", "S64", "S66", "S67", "S68", "S69", "S70", "S71", "S106", "S107", "S108",
        "S109", "B8", "B9", "B29", "B30",
    ),
    text="Minutes, habits and the order of the weeks.",
    columns=COLUMNS,
    rows=(
        ("S60", "programme.budgets.10.limit_min", 10),
        ("S61", "claims.four_exercises_ten_minutes.say", "22 to 29 at the end"),
        ("S62", "programme.habits.texts", "a short session today is easier to keep up than a long one on sunday"),
        ("S63", "programme.habits.texts", "the first coffee, brushing your teeth, the gym warm-up"),
        ("S64", "programme.budgets.5.limit_min", 5),
        ("S66", "programme.budgets.10.title", "10 minutes a day"),
        ("S67", "programme.habits.texts", "start tomorrow"),
        ("S68", "programme.warm_up.why", "first thing in the warm-up"),
        ("S69", "programme.habits.texts", "while watching television"),
        ("S70", "programme.warm_up.limit_min", 3),
        ("S71", "programme.warm_up.why", "long holds wait until after training"),
        ("S106", "programme.phases.P3.to_week", 12),
        ("S106", "progress.reasons.settled_at_target.change", "keep it with the upkeep dose"),
        ("S107", "programme.phases.P1.goal", "make it a habit and let the tissue adapt"),
        ("S107", "claims.whole_plan_tested.say", "the whole has not been tested in a trial"),
        ("S108", "upkeep.maintenance.notes.for_good.text", "range needs upkeep for good"),
        ("S109", "programme.phases.P3.goal", "reaches your squat and your stride"),
        ("B8", "programme.budgets.5.note", "the two exercises that matter most for you"),
        ("B9", "programme.budgets.full.note", "added up honestly"),
        ("B29", "claims.daily_multiplier.say", "a short daily habit is easier to keep"),
        ("B30", "sports.sports.running.boosts.EX6.why", "from the first day, on two legs"),
    ),
)  # fmt: skip


@DOSE.each
def test_dose(row: tuple[Any, ...]) -> None:
    carries(DOSE, row)


PROGRESS = Spec(
    title="What to expect, and when to ask for help",
    rules=(
        "S58", "S104", "S110", "S111", "S112", "S113", "S114", "S115", "S116", "S117", "S118", "S119", "S120",
        "S121", "S122", "S125", "S126", "S136", "S137", "S138", "B7", "B20", "B21",
    ),
    text="The article's times are shown as its expectation, and ours as a forecast.",
    columns=COLUMNS,
    rows=(
        ("S104", "progress.rhythm.capture_days", 7),
        ("S110", "progress.rhythm.checkpoint_days", 21),
        ("S111", "progress.rhythm.report_days", 28),
        ("B7", "progress.rhythm.text", "one week brings less change than one test can show"),
        ("S112", "progress.expectations.from_9_to_11_cm.text", "12 to 13 cm within 6 to 10 weeks"),
        ("S113", "progress.expectations.below_10_cm.text", "within 4 to 6 weeks of daily work"),
        ("S114", "progress.expectations.structural.text", "8 to 12 weeks"),
        ("S115", "progress.expectations.joint_with_band.text", "has not been tested by itself"),
        ("S116", "progress.expectations.typical_gain.text", "the lucky quarter: about 1.5 cm by week 6"),
        ("B20", "claims.gain_in_six_weeks.say", "about 1.5 cm after 6 weeks and 2 cm after 12"),
        ("B20", "progress.gain.mean_cm", 2.2),
        ("S117", "progress.expectations.functional_standard.to_weeks", 12.0),
        ("S118", "progress.expectations.severe.text", "4 to 6 months"),
        ("B21", "programme.horizon.severe_below_cm", 8.0),
        ("B21", "programme.horizon.severe_from_weeks", 16),
        ("B21", "programme.horizon.severe_to_weeks", 26),
        ("S119", "progress.expectations.manual_therapy.text", "4 to 8 weeks"),
        ("S58", "progress.rules.non_response_switch_days", 28),
        ("S120", "progress.rules.non_response_refer_days", 42),
        ("S120", "screening.positioning.text", "four to six weeks of steady practice"),
        ("S120", "progress.reasons.no_response_for_long.change", "ask a sports physiotherapist"),
        ("S121", "referrals.triggers.short_with_history.below_cm", 9.0),
        ("S121", "referrals.triggers.short_with_history.text", "for a structural cause"),
        ("S122", "claims.orthotics.say", "may ease discomfort meanwhile"),
        ("S136", "claims.orthotics.say", "may ease discomfort meanwhile"),
        ("S125", "programme.horizon.older_text", "eight to twelve weeks"),
        ("S126", "sports.populations.over_forty.text", "never too late"),
        ("S126", "claims.too_late_for_age.say", "at any age"),
        ("S137", "sports.populations.sprained.text", "band work joins the stretching"),
        ("S138", "sports.populations.sprained.text", "old stiffness usually still answers"),
        ("S138", "claims.old_sprain_permanent.say", "can usually be worked on"),
    ),
)  # fmt: skip


@PROGRESS.each
def test_progress(row: tuple[Any, ...]) -> None:
    carries(PROGRESS, row)


WEDGE = Spec(
    title="The heel wedge",
    rules=("S123", "S127", "S128", "S129", "S130", "S131", "B13", "B22", "B23"),
    text="Used now, and earned away.",
    columns=COLUMNS,
    rows=(
        ("S127", "upkeep.wedge.notes.together.text", "use the wedge to train full depth now"),
        ("S128", "upkeep.wedge.notes.together.text", "do the ankle work every day"),
        ("S129", "upkeep.wedge.notes.together.text", "so that you will not need it for good"),
        ("B23", "upkeep.wedge.notes.together.text", "and do the ankle work every day"),
        ("S130", "upkeep.wedge.sizes.sizes_cm", (2.0, 1.5, 1.0, 0.5, 0.0)),
        ("S130", "upkeep.wedge.sizes.marks_cm", (2.0, 1.0, 0.0)),
        ("B22", "upkeep.wedge.step_cm", 0.5),
        ("B22", "claims.heel_lift_weaning.say", "step down when your squat allows it, not by the calendar"),
        ("S131", "upkeep.wedge.expected_low_weeks", 8),
        ("S131", "upkeep.wedge.expected_high_weeks", 16),
        ("S131", "upkeep.wedge.notes.expected.text", "many people need longer"),
        ("S123", "progress.expectations.flat_squat.from_weeks", 8.0),
        ("S123", "progress.expectations.flat_squat.to_weeks", 12.0),
        ("B13", "protocols.tests.side_film.steps", "with more trunk lean is not better"),
    ),
)


@WEDGE.each
def test_wedge(row: tuple[Any, ...]) -> None:
    carries(WEDGE, row)


FILM = Spec(
    title="The film",
    rules=("S154", "S155", "S156", "S157", "S158", "B13", "B34"),
    text="What is filmed, what is compared and what counts as better.",
    columns=COLUMNS,
    rows=(
        ("S154", "protocols.tests.side_film.before", "square to your side"),
        ("S154", "protocols.tests.side_film.before", "whole foot, knee, hip and shoulder in the picture"),
        ("S155", "protocols.tests.side_film.steps", "from the front, so that the knees can be judged"),
        ("S156", "protocols.tests.side_film.steps", "compare with last month at the same depth"),
        ("S157", "protocols.tests.side_film.steps", "further forward at the same depth with the heel down"),
        ("B13", "claims.shin_more_vertical.say", "a shin that tilts further forward at the same depth"),
        ("S158", "protocols.tests.side_film.steps", "something other than the ankle now sets the limit"),
        ("B34", "protocols.tests.side_film.invalid_if", "the knees are then not assessed"),
        ("B34", "claims.side_view_knee.say", "add a film from the front"),
    ),
)


@FILM.each
def test_film(row: tuple[Any, ...]) -> None:
    carries(FILM, row)


KEEPING = Spec(
    title="Shoes and upkeep",
    rules=(
        "S160", "S161", "S162", "S164", "S165", "S166", "S167", "S168", "S169", "S170", "B3", "B10", "B37",
    ),
    text="What stays when the programme is over.",
    columns=COLUMNS,
    rows=(
        ("S160", "upkeep.footwear.notes.keep_shoes.text", "you need not give up your usual shoes"),
        ("S161", "upkeep.footwear.notes.barefoot.text", "barefoot at home, on grass or on sand"),
        ("S162", "upkeep.footwear.notes.gradual.text", "over 10 to 12 weeks"),
        ("S162", "upkeep.footwear.transition_low_weeks", 10),
        ("S162", "upkeep.footwear.transition_high_weeks", 12),
        ("S164", "claims.detraining.say", "within four to eight weeks"),
        ("S164", "progress.detraining.half_life_weeks", 5.0),
        ("S165", "upkeep.maintenance.before_lower_body_min", 5),
        ("S165", "upkeep.maintenance.notes.dose.text", "one set with the band on each side"),
        ("B10", "upkeep.maintenance.rest_days_a_week", 2),
        ("B10", "upkeep.maintenance.repeated_fall_cm", 1.0),
        ("S166", "upkeep.maintenance.daily_option_min", 10),
        ("S167", "upkeep.maintenance.notes.daily.text", "ten minutes a day do as well"),
        ("S168", "upkeep.maintenance.notes.above_good.text", "above 13 cm"),
        ("B3", "upkeep.maintenance.notes.above_good.text", "some work now and then are enough"),
        ("S169", "programme.upkeep_days.strength_days_per_week", 2),
        ("S170", "upkeep.maintenance.notes.for_good.text", "about half of what was gained may be gone"),
        ("B37", "upkeep.maintenance.retest_weeks", 4),
        ("B37", "programme.phases.P4.goal", "a little for good"),
    ),
)  # fmt: skip


@KEEPING.each
def test_keeping(row: tuple[Any, ...]) -> None:
    carries(KEEPING, row)
