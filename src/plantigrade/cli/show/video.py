"""What a video analysis says in a terminal."""

from __future__ import annotations

from rich.text import Text

from plantigrade.cli.show.terminal import SOFT, WARN, Page
from plantigrade.core.quantities import Estimate
from plantigrade.motion.analysis import Analysis
from plantigrade.motion.comparison import Comparison, Difference, Elevation
from plantigrade.motion.heel_events import HeelEvent
from plantigrade.motion.repetitions import Repetition
from plantigrade.motion.types import Reason
from plantigrade.writing import angle_error, count, decimal, half95, percent

TASKS = {"squat": "squat", "wall_lunge": "wall lunge", "other": "no squat and no wall lunge"}
DEPTHS = {"above_parallel": "above parallel", "parallel": "parallel", "below_parallel": "below parallel"}
RESPONSES = {
    "clearly_better": "Raising the heels clearly frees this squat.",
    "somewhat_better": "Raising the heels helps a little, as it does for almost everyone.",
    "no_better": "No help from raising the heels is shown.",
}
QUANTITIES = {
    "shin_angle_deg": ("shin angle", "°"),
    "ankle_dorsiflexion_deg": ("ankle dorsiflexion", "°"),
    "foot_pitch_deg": ("foot pitch, heel up", "°"),
    "trunk_lean_deg": ("trunk lean", "°"),
    "thigh_angle_deg": ("thigh angle", "°"),
    "knee_past_toe_pct_foot": ("knee past the toe", " % of the foot"),
    "left_knee_inward_deg": ("left knee inward", "°"),
    "right_knee_inward_deg": ("right knee inward", "°"),
    "thigh_angle_at_heel_lift_deg": ("thigh angle at which the heel lifts", "°"),
}
UNMEASURED = "–"


def _angle(estimate: Estimate | None) -> str:
    return UNMEASURED if estimate is None else angle_error(estimate)


def _heel(event: HeelEvent | None) -> str:
    if event is None:
        return "heel not followed"
    if not event.lifted:
        return "heel down"
    tilt = event.shin_tilt_at_lift_deg
    where = f" at a shin angle of {_angle(tilt)}" if tilt is not None else ""
    return f"heel up by {percent(event.height_pct_foot.value)} of the foot{where}"


def _repetition(number: int, rep: Repetition, heel: HeelEvent | None) -> list[str]:
    peaks = rep.peaks
    kind = "" if rep.complete else f", {rep.kind}"
    depth = f", {DEPTHS[rep.depth]}" if rep.depth else ""
    return [
        f"{number}. {decimal(rep.start_s)} to {decimal(rep.end_s)} s{depth}{kind}: "
        f"shin {_angle(peaks.shin_tilt)}, "
        f"ankle {_angle(peaks.dorsiflexion)}, trunk {_angle(peaks.trunk_lean)}, "
        f"thigh {_angle(peaks.thigh)}, {_heel(heel)}."
    ]


def _reasons(page: Page, reasons: tuple[Reason, ...]) -> None:
    for reason in reasons:
        page.bullet(Text(reason.text, style=WARN if reason.fatal else ""))


def show(analysis: Analysis) -> None:
    """A sentence, the repetitions, and what was left out or is less sure."""
    page = Page()
    reps = analysis.repetitions
    page.line()
    if not analysis.usable:
        page.text("This clip cannot be measured.")
    elif reps.reps:
        tilts = [r.peaks.shin_tilt for r in reps.reps if r.peaks.shin_tilt is not None]
        best = f"; the furthest shin angle is {_angle(max(tilts, key=lambda t: t.value))}" if tilts else ""
        page.text(f"{count(len(reps.reps), TASKS[reps.task])} found{best}.")
    else:
        page.text(f"No repetition found: {TASKS[reps.task]}.")
    for number, (rep, heel) in enumerate(zip(reps.reps, analysis.heels, strict=True), start=1):
        for line in _repetition(number, rep, heel):
            page.text(line, indent=2)
    if analysis.reasons:
        page.line()
        _reasons(page, analysis.reasons)
    page.line()
    page.text(
        "± is the 95 % range. Shin: tilt of the shin from the vertical; ankle: that tilt less the pitch of "
        "the foot, both since you stood still.",
        style=SOFT,
    )


def _difference(page: Page, found: Difference) -> None:
    real = "a real change" if found.real else "within the error"
    name, unit = QUANTITIES[found.name]
    page.bullet(
        f"{name}: {decimal(found.a.value)}{unit} and {decimal(found.b.value)}{unit}, a difference of "
        f"{decimal(found.change.value)} ± {decimal(half95(found.change))}: {real}"
    )


def show_comparison(comparison: Comparison, elevation: Elevation | None) -> None:
    """The differences at the same depth, the peaks, and what raised heels did."""
    page = Page()
    page.line()
    if elevation is not None and elevation.response is not None:
        page.text(RESPONSES[elevation.response])
    if comparison.depth_deg is not None:
        page.text(f"At the same depth, a thigh angle of {decimal(comparison.depth_deg, 0)}°:")
        for found in comparison.matched:
            _difference(page, found)
    page.text("At the furthest point of each clip:")
    for found in comparison.peaks:
        _difference(page, found)
    if comparison.heel_down_to is not None:
        _difference(page, comparison.heel_down_to)
    _reasons(page, comparison.reasons + (elevation.reasons if elevation is not None else ()))
