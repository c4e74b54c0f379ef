"""The wedge comes down by performance, shoes change slowly, and gains are kept."""

from __future__ import annotations

import datetime
import math
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plantigrade.core.quantities import Estimate
from plantigrade.core.upkeep import (
    UpkeepTest,
    WedgeDecision,
    WedgeState,
    WedgeTrial,
    footwear_pauses,
    footwear_plan,
    maintenance_decision,
    next_wedge_step,
    share_kept,
    wedge_degrees,
)
from plantigrade.knowledge.types.upkeep import Note
from tests.support import KNOWLEDGE as CATALOGUE

PROGRESS = CATALOGUE.progress
UPKEEP = CATALOGUE.upkeep
WEDGE, FOOTWEAR, MAINTENANCE = UPKEEP.wedge, UPKEEP.footwear, UPKEEP.maintenance
START = datetime.date(2026, 2, 2)
AT_2_CM = WedgeState(2.0, START)
ON_TRIAL = replace(AT_2_CM, trial_height_cm=1.5, trial_since=START + datetime.timedelta(days=14))


def day(days: int) -> datetime.date:
    return START + datetime.timedelta(days=days)


def squat(days: int, height_cm: float = 2.0) -> WedgeTrial:
    return WedgeTrial(day(days), height_cm, True, True, 3.0, 1.0)


def names(reasons: tuple[Note, ...]) -> set[str]:
    return {name for name, note in WEDGE.notes.items() if note in reasons}


GEOMETRY = [
    (0.5, 22, 1.8), (0.5, 26, 1.5), (0.5, 30, 1.3),
    (1.0, 22, 3.6), (1.0, 26, 3.1), (1.0, 30, 2.7),
    (1.5, 22, 5.4), (1.5, 26, 4.6), (1.5, 30, 4.0),
    (2.0, 22, 7.3), (2.0, 26, 6.1), (2.0, 30, 5.3),
    (2.5, 22, 9.1), (2.5, 26, 7.7), (2.5, 30, 6.6),
    (3.0, 22, 10.9), (3.0, 26, 9.2), (3.0, 30, 8.0),
]  # fmt: skip


@pytest.mark.rule("B18")
@pytest.mark.parametrize(("e_cm", "foot_cm", "tilt_deg"), GEOMETRY)
def test_what_a_raised_heel_is_worth(e_cm: float, foot_cm: float, tilt_deg: float) -> None:
    assert wedge_degrees(e_cm, foot_cm, WEDGE) == pytest.approx(tilt_deg, abs=0.06)


@pytest.mark.parametrize(("e_cm", "foot_cm"), [(-1, 26), (25, 26), (2, 0), (2, -26), (math.nan, 26), (0, 0)])
def test_an_impossible_wedge_is_refused(e_cm: float, foot_cm: float) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        wedge_degrees(e_cm, foot_cm, WEDGE)


GOOD = [squat(10), squat(13)]
BLOCKED = [
    ("nothing recorded", [], {}, {"not_enough_sessions"}),
    ("one session", GOOD[:1], {}, {"not_enough_sessions"}),
    ("not deep", [GOOD[0], replace(GOOD[1], full_depth=False)], {}, {"not_enough_sessions"}),
    ("heels up", [GOOD[0], replace(GOOD[1], heels_down=False)], {}, {"not_enough_sessions"}),
    ("trunk further forward", [GOOD[0], replace(GOOD[1], trunk_change_deg=5.5)], {}, {"not_enough_sessions"}),
    ("some pain", [GOOD[0], replace(GOOD[1], pain_0_10=2.5)], {}, {"not_enough_sessions"}),
    ("another height", [squat(10, 1.5), squat(13, 1.5)], {}, {"not_enough_sessions"}),
    ("another change this week", GOOD, {"advanced": ("shoe_drop",)}, {"another_change"}),
    ("range falling", GOOD, {"ktw_now_cm": Estimate(8.0, 0.4)}, {"range_falling"}),
    ("too soon", GOOD, {"today": day(13)}, {"too_soon"}),
]


@pytest.mark.rule("S130", "B22")
@pytest.mark.parametrize(("case", "trials", "change", "why"), BLOCKED, ids=[row[0] for row in BLOCKED])
def test_what_holds_the_wedge(
    case: str, trials: list[WedgeTrial], change: dict[str, object], why: set[str]
) -> None:
    state = replace(AT_2_CM, ktw_at_step_cm=Estimate(9.0, 0.4))
    arguments: dict[str, object] = {"today": day(14), **change}
    decision = next_wedge_step(state, trials, wedge=WEDGE, **arguments)  # type: ignore[arg-type]
    assert (decision.kind, decision.state, names(decision.reasons)) == ("hold", state, why), case


@pytest.mark.rule("S127", "S130", "B22", "B23")
def test_two_good_sessions_and_two_weeks_earn_a_trial() -> None:
    decision = next_wedge_step(AT_2_CM, GOOD, day(14), WEDGE)
    assert decision.kind == "trial"
    assert decision.state == ON_TRIAL
    assert names(decision.reasons) == {"earned", "trial"}


@pytest.mark.rule("S130")
def test_a_long_step_needs_a_good_set_one_centimetre_lower() -> None:
    good = next_wedge_step(AT_2_CM, [*GOOD, squat(12, 1.0)], day(14), WEDGE)
    assert (good.state.trial_height_cm, names(good.reasons)) == (1.0, {"earned", "long_step", "trial"})
    poor = next_wedge_step(AT_2_CM, [*GOOD, replace(squat(12, 1.0), full_depth=False)], day(14), WEDGE)
    assert poor.state.trial_height_cm == 1.5


@pytest.mark.rule("B22")
def test_gained_range_supports_a_step_and_is_not_required() -> None:
    state = replace(AT_2_CM, ktw_at_step_cm=Estimate(9.0, 0.4))
    for now_cm, pays in ((9.7, False), (9.8, True)):
        decision = next_wedge_step(state, GOOD, day(14), WEDGE, Estimate(now_cm, 0.4))
        assert decision.kind == "trial"
        assert ("range_pays" in names(decision.reasons)) is pays


TRIALS = [
    ("no set yet", [], 21, "hold", {"trial_missing"}, 2.0),
    ("within the week", [squat(15, 1.5)], 20, "hold", {"trial_week"}, 2.0),
    ("a week later", [squat(15, 1.5)], 21, "step", {"trial_passed"}, 1.5),
    ("heels rise", [replace(squat(15, 1.5), heels_down=False)], 16, "back", {"heels_rise", "back"}, 2.0),
    ("pain 3", [replace(squat(15, 1.5), pain_0_10=3)], 21, "step", {"trial_passed"}, 1.5),
    ("pain above 3", [replace(squat(15, 1.5), pain_0_10=3.5)], 21, "back", {"pain", "back"}, 2.0),
    ("worse next day", [replace(squat(15, 1.5), worse_next_day=True)], 21, "back", {"next_day", "back"}, 2.0),
]


@pytest.mark.rule("S130", "B22")
@pytest.mark.parametrize(
    ("case", "sets", "today", "kind", "why", "height"), TRIALS, ids=[r[0] for r in TRIALS]
)
def test_a_trial_week(
    case: str, sets: list[WedgeTrial], today: int, kind: str, why: set[str], height: float
) -> None:
    decision = next_wedge_step(ON_TRIAL, [*GOOD, *sets], day(today), WEDGE)
    assert (decision.kind, names(decision.reasons)) == (kind, why), case
    assert decision.state.height_cm == height


def test_trouble_after_a_step_leads_back_up() -> None:
    stepped = WedgeState(1.5, START, before_cm=2.0)
    decision = next_wedge_step(stepped, [replace(squat(3, 1.5), heels_down=False)], day(4), WEDGE)
    assert (decision.kind, decision.state) == ("back", WedgeState(2.0, day(4)))


@pytest.mark.rule("S128", "S129", "S131")
def test_the_floor_is_the_end() -> None:
    assert next_wedge_step(WedgeState(0.0, START), [], day(1), WEDGE).kind == "done"


@pytest.mark.rule("S130")
@pytest.mark.parametrize(
    ("height_cm", "lower_cm"),
    [(3.0, 2.5), (2.5, 2.0), (2.0, 1.5), (1.3, 1.0), (1.0, 0.5), (0.5, 0.0), (0.3, 0.0)],
)
def test_the_next_height(height_cm: float, lower_cm: float) -> None:
    sessions = [squat(10, height_cm), squat(13, height_cm)]
    decision = next_wedge_step(WedgeState(height_cm, START), sessions, day(14), WEDGE)
    assert decision.state.trial_height_cm == pytest.approx(lower_cm)


def walk_down(height_cm: float, weeks: int) -> list[WedgeDecision]:
    """Good squats at every height, looked at once a week."""
    state, seen, sessions = WedgeState(height_cm, START), [], []
    for week in range(1, weeks + 1):
        for height in {state.height_cm, state.trial_height_cm} - {None}:
            assert height is not None
            sessions += [squat(7 * week - 4, height), squat(7 * week - 2, height)]
        decision = next_wedge_step(state, sessions, day(7 * week), WEDGE)
        seen.append(decision)
        state = decision.state
    return seen


@pytest.mark.rule("S131", "B22")
def test_from_two_centimetres_to_the_floor_takes_within_the_expected_weeks() -> None:
    seen = walk_down(2.0, 20)
    weeks = next(week for week, decision in enumerate(seen, 1) if decision.kind == "done") - 1
    assert WEDGE.expected_low_weeks.value <= weeks <= WEDGE.expected_high_weeks.value


sets = st.builds(
    WedgeTrial,
    date=st.integers(0, 40).map(day),
    height_cm=st.sampled_from([2.0, 1.5, 1.0, 0.5, 0.0]),
    full_depth=st.booleans(),
    heels_down=st.booleans(),
    trunk_change_deg=st.floats(-20, 20),
    pain_0_10=st.floats(0, 10),
    worse_next_day=st.booleans(),
)


@given(
    state=st.sampled_from([AT_2_CM, ON_TRIAL, WedgeState(1.0, START, 1.5), WedgeState(0.0, START, 0.5)]),
    trials=st.lists(sets, max_size=6),
    today=st.integers(0, 60).map(day),
    advanced=st.sampled_from([(), ("load",), ("shoe_drop", "range")]),
)
def test_the_wedge_never_gets_lower_together_with_something_else(
    state: WedgeState, trials: list[WedgeTrial], today: datetime.date, advanced: tuple[str, ...]
) -> None:
    decision = next_wedge_step(state, trials, today, WEDGE, advanced=advanced)
    assert decision.reasons
    assert state.height_cm - decision.state.height_cm <= WEDGE.long_step_cm.value
    if advanced:
        assert decision.kind in ("hold", "back", "done")
        assert decision.state.height_cm >= state.height_cm
    if decision.kind in ("hold", "done"):
        assert decision.state == state


@pytest.mark.rule("S162")
@pytest.mark.parametrize(
    ("start", "target", "last_week", "drops"),
    [
        (8, 0, 10, [0] * 10),
        (12, 4, 12, [10, 10, 8, 8, 6, 6, 4, 4, 4, 4, 4, 4]),
        (10, 0, 12, [8, 8, 6, 6, 4, 4, 2, 2, 0, 0, 0, 0]),
        (16, 2, 14, [14, 14, 12, 12, 10, 10, 8, 8, 6, 6, 4, 4, 2, 2]),
    ],
)
def test_footwear_week_by_week(start: float, target: float, last_week: int, drops: list[float]) -> None:
    plan = footwear_plan(start, target, 15, None, FOOTWEAR)
    assert plan.allowed
    assert [week.week for week in plan.weeks] == list(range(1, last_week + 1))
    assert [week.drop_mm for week in plan.weeks] == drops
    shares = [week.share_pct for week in plan.weeks]
    assert (shares[0], shares[-1]) == pytest.approx((10, 100))
    assert all(0 < after - before <= 10 + 1e-9 for before, after in pairwise(shares))


@pytest.mark.rule("S162", "B11")
@pytest.mark.parametrize(
    ("raises", "since_wedge", "morning_pain", "missing"),
    [
        (15, None, 0, []),
        (15, 2, 3, []),
        (14, None, 0, ["raises_first"]),
        (15, 1.9, 0, ["after_wedge"]),
        (15, None, 3.5, ["pause"]),
        (3, 0, 9, ["raises_first", "after_wedge", "pause"]),
    ],
)
def test_footwear_starts_only_when_ready(
    raises: int, since_wedge: float | None, morning_pain: float, missing: list[str]
) -> None:
    plan = footwear_plan(10, 4, raises, since_wedge, FOOTWEAR, morning_pain)
    assert plan.allowed is not bool(missing)
    if missing:
        assert plan.reasons == tuple(FOOTWEAR.notes[name] for name in missing)
    assert footwear_pauses(morning_pain, FOOTWEAR) is ("pause" in missing)


@pytest.mark.rule("S160", "S161")
def test_footwear_that_is_low_already_stays() -> None:
    assert footwear_plan(4, 4, 15, None, FOOTWEAR).reasons == (FOOTWEAR.notes["no_change"],)
    assert footwear_plan(12, 4, 15, None, FOOTWEAR).weeks[0].barefoot_min == 15
    with pytest.raises(ValueError, match="drop"):
        footwear_plan(math.nan, 4, 15, None, FOOTWEAR)


KEPT_CM = 12.0
UPKEEP_TABLE = [
    ("none", [], 3, False, "no_test"),
    ("as before", [12.0, 11.9], 3, False, "steady"),
    ("one drop of a centimetre", [12.0, 10.9], 3, False, "steady"),
    ("two of them", [11.0, 10.9], 3, True, "repeated_fall"),
    ("one back up between", [10.9, 11.5, 10.9], 3, False, "steady"),
    ("a large fall, three trials", [10.5], 3, True, "large_fall"),
    ("the same with one trial", [10.5], 1, False, "steady"),
    ("a larger one with one trial", [10.0], 1, True, "large_fall"),
]


@pytest.mark.rule("S165", "S167", "S170", "B10", "B37")
@pytest.mark.parametrize(
    ("case", "tests", "trials", "step_up", "why"), UPKEEP_TABLE, ids=[r[0] for r in UPKEEP_TABLE]
)
def test_maintenance_steps_up_when_range_slips(
    case: str, tests: list[float], trials: int, step_up: bool, why: str
) -> None:
    retests = [UpkeepTest(day(28 * k), ktw, trials) for k, ktw in enumerate(tests)]
    decision = maintenance_decision(KEPT_CM, retests[::-1], MAINTENANCE, PROGRESS.change)
    assert (decision.step_up, decision.reason) == (step_up, MAINTENANCE.notes[why]), case
    if retests:
        assert decision.next_test == retests[-1].date + datetime.timedelta(weeks=4)


@pytest.mark.rule("S108", "S164", "S170", "B37")
@pytest.mark.parametrize(
    ("weeks_off", "likely", "low", "high"), [(0, 1, 1, 1), (5, 0.5, 0.315, 0.648), (10, 0.25, 0.099, 0.420)]
)
def test_what_is_left_after_weeks_off(weeks_off: float, likely: float, low: float, high: float) -> None:
    kept = share_kept(weeks_off, PROGRESS.detraining)
    assert (kept.likely, kept.low, kept.high) == pytest.approx((likely, low, high), abs=0.001)
    with pytest.raises(ValueError, match="0 or more"):
        share_kept(-1, PROGRESS.detraining)
