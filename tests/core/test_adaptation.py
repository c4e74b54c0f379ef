"""Pain reports and verdicts into one decision: the strictest rule wins, and every reason is told."""

from __future__ import annotations

import datetime
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plantigrade.core.adaptation import (
    STRICTNESS,
    CheckIn,
    Decision,
    DrillPain,
    SideTrack,
    Situation,
    at_checkpoint,
    decide,
)
from plantigrade.core.progress import SideProgress, Target
from plantigrade.core.quantities import Estimate, Side
from tests.support import KNOWLEDGE as CATALOGUE

KNOWLEDGE = CATALOGUE.progress
PAIN = CATALOGUE.pain
TODAY = datetime.date(2026, 3, 2)
HERE = Situation(today=TODAY, phase=2, week=6)


def ago(days: int) -> datetime.date:
    return TODAY - datetime.timedelta(days=days)


def drill(pain_0_10: float, kind: str = "mobility", place: str = "calf", sharp: bool = False) -> CheckIn:
    return CheckIn(TODAY, (DrillPain(pain_0_10, kind, place, sharp),))  # type: ignore[arg-type]


def track(reason: str, *alternatives: str) -> SideTrack:
    progress = SideProgress(
        now_cm=Estimate(10.0, 0.3),
        gain_cm=Estimate(1.0, 0.3),
        p_gain_real=0.9,
        verdict=KNOWLEDGE.reasons[reason].verdict,
        reason=reason,
        forecast=(),
        target=Target(12.0, 0.5, None),
        trend=(),
        adherence=None,
        weeks=6.0,
    )
    return SideTrack("soleus", progress, alternatives)


def decided(*check_ins: CheckIn, situation: Situation = HERE) -> Decision:
    return decide(situation, check_ins, PAIN, KNOWLEDGE)


def rules(decision: Decision) -> set[str]:
    return {change.rule for change in decision.changes}


PAIN_TABLE = [
    ("nothing reported", [CheckIn(TODAY)], "continue", set()),
    ("mobility at the ceiling", [drill(3)], "continue", set()),
    ("mobility above it", [drill(3.5)], "hold", {"mobility_pain"}),
    ("loading at its ceiling", [drill(5, "loading", "achilles")], "continue", set()),
    ("loading above it", [drill(5.5, "loading", "achilles")], "stop", {"severe_pain"}),
    ("front pinch at the ceiling", [drill(2, place="front")], "continue", set()),
    ("front pinch above it", [drill(2.5, place="front")], "hold", {"front_pinch"}),
    ("front pinch under load", [drill(3, "loading", "front")], "hold", {"front_pinch"}),
    ("sharp at the front, however low", [drill(1, place="front", sharp=True)], "hold", {"front_sharp"}),
    ("morning slightly worse", [CheckIn(TODAY, next_morning_change_0_10=1.5)], "continue", set()),
    ("morning clearly worse", [CheckIn(TODAY, next_morning_change_0_10=2)], "regress", {"flare"}),
    ("half an hour stiff", [CheckIn(TODAY, stiffness_min=30)], "continue", set()),
    ("stiff for longer", [CheckIn(TODAY, stiffness_min=31)], "regress", {"flare"}),
    (
        "long stiffness that eases",
        [CheckIn(ago(9), stiffness_min=60), CheckIn(TODAY, stiffness_min=40)],
        "continue",
        set(),
    ),
    (
        "two bad mornings in a week",
        [CheckIn(ago(6), next_morning_change_0_10=2), CheckIn(TODAY, next_morning_change_0_10=3)],
        "regress",
        {"flare_twice"},
    ),
    (
        "two bad mornings further apart",
        [CheckIn(ago(7), next_morning_change_0_10=2), CheckIn(TODAY, next_morning_change_0_10=3)],
        "regress",
        {"flare"},
    ),
    ("swelling", [CheckIn(TODAY, swelling=True)], "stop", {"swelling"}),
    ("locking", [CheckIn(TODAY, locking=True)], "stop", {"locking"}),
    ("giving way", [CheckIn(TODAY, giving_way=True)], "stop", {"giving_way"}),
    ("numbness", [CheckIn(TODAY, numbness=True)], "stop", {"numbness"}),
    ("long past", [CheckIn(ago(8), swelling=True)], "continue", set()),
    ("still to come", [CheckIn(ago(-1), swelling=True)], "continue", set()),
    (
        "everything at once",
        [replace(drill(6, place="front"), swelling=True, next_morning_change_0_10=4)],
        "stop",
        {"swelling", "severe_pain", "front_pinch", "mobility_pain", "flare"},
    ),
]


@pytest.mark.rule("B14")
@pytest.mark.parametrize(("case", "check_ins", "kind", "fired"), PAIN_TABLE, ids=[r[0] for r in PAIN_TABLE])
def test_pain_rules(case: str, check_ins: list[CheckIn], kind: str, fired: set[str]) -> None:
    decision = decided(*check_ins)
    assert (decision.kind, rules(decision)) == (kind, fired), case
    assert (decision.load_reduction_pct is not None) == bool(fired & {"flare", "flare_twice"})
    if decision.load_reduction_pct:
        assert decision.load_reduction_pct == (20, 50)


@pytest.mark.parametrize(("phase", "earlier"), [(0, 0), (1, 0), (2, 1), (3, 2), (4, 2)])
def test_two_bad_mornings_step_back_a_phase(phase: int, earlier: int) -> None:
    mornings = [CheckIn(ago(days), next_morning_change_0_10=2) for days in (0, 3)]
    there = replace(HERE, phase=phase)
    assert decided(*mornings, situation=there).phase == earlier
    assert decided(mornings[0], situation=there).phase == phase


def test_pain_for_two_weeks_is_referred() -> None:
    sore = [replace(drill(4), date=ago(days)) for days in (0, 5, 10, 14)]
    assert decided(*sore).kind == "refer"
    assert "pain_persists" in rules(decided(*sore))
    assert decided(*sore[:-1]).kind == "hold"
    calm = replace(drill(0), date=ago(7))
    assert decided(*sore, calm).kind == "hold"
    day_off = CheckIn(ago(7))
    assert decided(*sore, day_off).kind == "refer"


@pytest.mark.rule("B14")
def test_a_front_pinch_for_four_weeks_is_referred() -> None:
    pinched = [replace(drill(2.5, place="front"), date=ago(days)) for days in (0, 14, 28)]
    assert "pinch_persists" in rules(decided(*pinched))
    assert "pinch_persists" not in rules(decided(*pinched[:-1]))


VERDICT_TABLE = [
    ("gaining", "continue"),
    ("before_checkpoint", "continue"),
    ("low_practice", "continue"),
    ("settled_at_target", "continue"),
    ("slope_flat", "switch_emphasis"),
    ("no_response", "switch_emphasis"),
    ("no_clear_gain", "switch_emphasis"),
    ("no_response_for_long", "refer"),
    ("no_clear_gain_for_long", "refer"),
    ("measured_fall", "refer"),
    ("lost_since_start", "refer"),
]


@pytest.mark.rule("S58", "S120", "B7")
@pytest.mark.parametrize(("reason", "kind"), VERDICT_TABLE)
def test_verdicts_lead_to_decisions(reason: str, kind: str) -> None:
    situation = replace(HERE, sides={Side.LEFT: track(reason, "soleus", "talocrural_joint")})
    decision = decided(situation=situation)
    assert decision.kind == kind
    assert decision.changes[0].side is Side.LEFT
    switched = "talocrural_joint" if kind == "switch_emphasis" else "soleus"
    assert decision.emphasis == {Side.LEFT: switched}


@pytest.mark.rule("B7", "S110")
@pytest.mark.parametrize(
    ("week", "days_since", "due"), [(2, None, False), (3, None, True), (8, 20, False), (8, 21, True)]
)
def test_the_emphasis_changes_at_checkpoints_only(week: int, days_since: int | None, due: bool) -> None:
    situation = replace(
        HERE,
        week=week,
        days_since_checkpoint=days_since,
        sides={Side.LEFT: track("slope_flat", "talocrural_joint")},
    )
    assert at_checkpoint(situation, KNOWLEDGE) is due
    assert decided(situation=situation).kind == ("switch_emphasis" if due else "continue")


def test_nothing_left_to_switch_to_holds() -> None:
    decision = decided(situation=replace(HERE, sides={Side.RIGHT: track("slope_flat", "soleus")}))
    assert (decision.kind, rules(decision)) == ("hold", {"nothing_to_switch_to"})


def test_each_side_keeps_its_own_emphasis() -> None:
    sides = {Side.LEFT: track("slope_flat", "gastrocnemius"), Side.RIGHT: track("gaining", "gastrocnemius")}
    decision = decided(situation=replace(HERE, sides=sides))
    assert decision.emphasis == {Side.LEFT: "gastrocnemius", Side.RIGHT: "soleus"}
    assert [change.side for change in decision.changes] == [Side.LEFT]


@pytest.mark.rule("S130", "B22", "B23")
def test_the_wedge_steps_only_alone_and_only_when_all_is_quiet() -> None:
    ready = replace(HERE, wedge_ready=True)
    assert decided(situation=ready).kind == "step_wedge"
    other = decided(situation=replace(ready, advanced=("load",)))
    assert (other.kind, rules(other)) == ("hold", {"one_advance"})
    assert "wedge_ready" not in rules(decided(drill(3.5), situation=ready))
    falling = replace(ready, sides={Side.LEFT: track("measured_fall")})
    assert rules(decided(situation=falling)) == {"measured_fall"}


@pytest.mark.parametrize("bad", [-1.0, 10.5, math.nan])
def test_impossible_pain_is_refused(bad: float) -> None:
    with pytest.raises(ValueError, match="0 to 10"):
        DrillPain(bad, "mobility")
    with pytest.raises(ValueError, match="cannot be"):
        CheckIn(TODAY, stiffness_min=-1)
    with pytest.raises(ValueError, match="cannot be"):
        CheckIn(TODAY, next_morning_change_0_10=math.nan)


pains = st.builds(
    DrillPain,
    pain_0_10=st.floats(0, 10),
    kind=st.sampled_from(["mobility", "loading"]),
    place=st.sampled_from(["front", "calf", "achilles", "other"]),
    sharp=st.booleans(),
)
reports = st.builds(
    CheckIn,
    date=st.integers(0, 40).map(ago),
    drills=st.lists(pains, max_size=3).map(tuple),
    next_morning_change_0_10=st.none() | st.floats(-10, 10),
    stiffness_min=st.none() | st.floats(0, 300),
    swelling=st.booleans(),
    numbness=st.booleans(),
)
# Two reasons are given by the decision itself, never by the reading of retests.
reasons = st.sampled_from(sorted(set(KNOWLEDGE.reasons) - {"wedge_ready", "nothing_to_switch_to"}))
places = st.builds(
    Situation,
    today=st.just(TODAY),
    phase=st.integers(0, 4),
    week=st.integers(0, 20),
    sides=st.dictionaries(st.sampled_from(Side), reasons.map(lambda r: track(r, "gastrocnemius"))),
    wedge_ready=st.booleans(),
    advanced=st.lists(st.sampled_from(PAIN.one_advance.variables), max_size=1).map(tuple),
)


@given(situation=places, check_ins=st.lists(reports, max_size=5), data=st.data())
def test_decisions_are_explained_and_order_free_and_swelling_always_stops(
    situation: Situation, check_ins: list[CheckIn], data: st.DataObject
) -> None:
    decision = decide(situation, check_ins, PAIN, KNOWLEDGE)
    assert decision.kind == "continue" or decision.changes
    assert all(change.what and change.why and change.sources for change in decision.changes)
    if situation.advanced:
        assert "wedge_ready" not in rules(decision)
    swollen = CheckIn(TODAY, swelling=True)
    assert STRICTNESS.index(decide(situation, [*check_ins, swollen], PAIN, KNOWLEDGE).kind) == 0
    distinct = list({c.date: c for c in check_ins}.values())
    shuffled = data.draw(st.permutations(distinct))
    first = decide(situation, distinct, PAIN, KNOWLEDGE)
    assert first == decide(situation, shuffled, PAIN, KNOWLEDGE)
