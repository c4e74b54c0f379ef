"""The wall lunge as an instrument."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plantigrade.core.assessment import assess
from plantigrade.core.quantities import Estimate, Side
from plantigrade.interop.answers.video import video_values
from plantigrade.interop.case_file import case_from
from plantigrade.motion.heel_events import HeelEvent
from plantigrade.motion.lunge import heel_down_peak
from plantigrade.motion.repetitions import Peaks, Repetition
from plantigrade.motion.squat_signs import heels_rise, reaches_parallel
from tests.motion.made import LIFTED, analysis_of
from tests.support import KNOWLEDGE

DOWN = HeelEvent(False, None, None, Estimate(0.1, 0.2), Estimate(0.1, 0.1), None)


def rep(tilt: float | None, kind: str = "full") -> Repetition:
    peaks = Peaks(shin_tilt=None if tilt is None else Estimate(tilt, 2.0))
    return replace(Repetition(0, 1, 2, 0, "full", None, None, peaks), kind=kind)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reps", "heels", "reached"),
    [
        ([rep(25), rep(33)], [DOWN, DOWN], 33),
        ([rep(25), rep(40)], [DOWN, LIFTED], 31),  # the tilt at which the heel left the floor
        ([rep(33), rep(40)], [DOWN, LIFTED], 33),
        ([rep(25), rep(40)], [DOWN, None], 25),
        ([rep(25), rep(40, "partial")], [DOWN, DOWN], 25),
        ([rep(None)], [DOWN], None),
        ([rep(40)], [None], None),
        ([], [], None),
    ],
)
def test_only_what_was_reached_with_the_heel_down_counts(
    reps: list[Repetition], heels: list[HeelEvent | None], reached: float | None
) -> None:
    found = heel_down_peak(reps, heels)
    assert (None if found is None else found.value) == reached


def test_the_lunge_joins_tape_and_inclinometer() -> None:
    found = analysis_of("d10")
    found = replace(found, heels=tuple(DOWN for _ in found.heels))
    part = video_values(found)["summary"]["case"]
    assert found.view.working_side is not None
    side = found.view.working_side.value
    assert list(part) == [side]
    case = {side: {**part[side], "ktw_cm": [9.0, 9.0, 9.0], "wb_bent_deg": 36}}
    answer = assess(case_from(case), KNOWLEDGE)
    fused = next(s for own, s in answer.sides.items() if own.value == side).shin_angle
    assert fused is not None
    assert "photo_deg" in fused.sources


@pytest.mark.parametrize(("own", "used"), [(None, 1.2), (0.4, 1.2), (2.5, 2.5)])
def test_the_error_of_a_clip_is_its_own_and_never_below_a_photograph(own: float | None, used: float) -> None:
    side = {"photo_deg": 35.0} | ({} if own is None else {"photo_sd_deg": own})
    answer = assess(case_from({"left": side}), KNOWLEDGE)
    fused = answer.sides[Side.LEFT].shin_angle
    assert fused is not None
    assert fused.angle_deg.sd == pytest.approx(used)


def test_a_squat_tells_of_heels_and_depth() -> None:
    found = analysis_of("d02")
    told = video_values(replace(found, heels=tuple(DOWN for _ in found.heels)))["summary"]["case"]
    assert set(told) == {"squat"}
    assert told["squat"]["heels_rise_flat"] is False
    case_from(told)
    assert video_values(replace(found, heel_lift_cm=2.0))["summary"]["case"] is None


@pytest.mark.parametrize(
    ("lifts", "rises"),
    [("uu", True), ("ud", True), ("udd", None), ("dd", False), ("d?", None), ("u?", True), ("??", None)],
)
def test_heels_rise_when_the_repetitions_agree(lifts: str, rises: bool | None) -> None:
    heels = [{"u": LIFTED, "d": DOWN, "?": None}[lift] for lift in lifts]
    assert heels_rise([rep(30) for _ in lifts], heels) is rises


@pytest.mark.parametrize(
    ("thigh", "sd", "reaches"), [(60, 2, False), (78, 2, None), (81, 2, None), (95, 2, True)]
)
def test_parallel_is_said_only_outside_the_error(thigh: float, sd: float, reaches: bool | None) -> None:
    squat = replace(rep(30), peaks=Peaks(thigh=Estimate(thigh, sd)))
    assert reaches_parallel([squat]) is reaches
