"""The answers of `plantigrade video analyse` and `video compare` as plain values."""

from __future__ import annotations

import math
from typing import Any

from plantigrade.core.quantities import Estimate
from plantigrade.motion.analysis import Analysis
from plantigrade.motion.comparison import Comparison, Difference, Elevation, Mean
from plantigrade.motion.heel_events import HeelEvent
from plantigrade.motion.lunge import heel_down_peak
from plantigrade.motion.repetitions import Repetition
from plantigrade.motion.squat_signs import heels_rise, reaches_parallel
from plantigrade.motion.types import Reason

SCHEMA = "plantigrade/video/1"
COMPARISON_SCHEMA = "plantigrade/video-comparison/1"


def _reasons(reasons: tuple[Reason, ...]) -> list[dict[str, Any]]:
    return [{"code": r.code, "text": r.text, "fatal": r.fatal} for r in reasons]


def _number(value: float | None, digits: int = 2) -> float | None:
    return None if value is None or not math.isfinite(value) else round(value, digits)


def _peak(estimate: Estimate | None) -> dict[str, float] | None:
    if estimate is None or not math.isfinite(estimate.value):
        return None
    return {"max": round(estimate.value, 2), "sd": round(estimate.sd, 2)}


def _estimate(estimate: Estimate | Mean) -> dict[str, float]:
    return {"value": round(estimate.value, 2), "sd": round(estimate.sd, 2)}


def _heel(event: HeelEvent | None) -> dict[str, Any] | None:
    if event is None:
        return None
    return {
        "lifted": event.lifted,
        "at_s": _number(event.at_s, 3),
        "until_s": _number(event.until_s, 3),
        "height_pct_foot": _number(event.height_pct_foot.value),
        "height_sd_pct_foot": _number(event.height_pct_foot.sd),
        "pitch_deg": _peak(event.pitch_deg),
        "shin_angle_at_lift_deg": None
        if event.shin_tilt_at_lift_deg is None
        else _number(event.shin_tilt_at_lift_deg.value),
        "shin_angle_at_lift_sd_deg": None
        if event.shin_tilt_at_lift_deg is None
        else _number(event.shin_tilt_at_lift_deg.sd),
    }


def _repetition(rep: Repetition, heel: HeelEvent | None, foot_cm: float | None) -> dict[str, Any]:
    peaks = rep.peaks
    past = peaks.knee_past_toe_pct_foot
    values: dict[str, Any] = {
        "start_s": round(rep.start_s, 3),
        "bottom_s": round(rep.bottom_s, 3),
        "end_s": round(rep.end_s, 3),
        "pause_s": round(rep.pause_s, 3),
        "complete": rep.complete,
        "kind": rep.kind,
        "standing_leg": rep.standing_leg,
        "shin_angle_deg": _peak(peaks.shin_tilt),
        "ankle_dorsiflexion_deg": _peak(peaks.dorsiflexion),
        "foot_pitch_deg": _peak(peaks.foot_pitch),
        "trunk_lean_deg": _peak(peaks.trunk_lean),
        "thigh_angle_deg": _peak(peaks.thigh),
        "depth": rep.depth,
        "knee_past_toe_pct_foot": _peak(past),
        "knee_inward_deg": {"left": _peak(peaks.knee_inward[0]), "right": _peak(peaks.knee_inward[1])},
        "heel": _heel(heel),
    }
    if foot_cm is not None:
        share = foot_cm / 100
        in_cm = None if past is None else Estimate(past.value * share, past.sd * share)
        values["knee_past_toe_cm"] = _peak(in_cm)
    return values


def _lunge(analysis: Analysis) -> dict[str, Any]:
    """What a clip adds to the assessment: the tilt of a wall lunge, and what fits into a case file."""
    side = analysis.view.working_side
    if analysis.repetitions.task != "wall_lunge" or side is None or not analysis.usable:
        return {"heel_down_shin_angle_deg": None, "case": _squat_part(analysis)}
    reached = heel_down_peak(analysis.repetitions.reps, analysis.heels)
    part = None if reached is None else {side.value: _photo(reached)}
    return {"heel_down_shin_angle_deg": _peak(reached), "case": part}


def _photo(reached: Estimate) -> dict[str, float]:
    return {"photo_deg": round(reached.value, 1), "photo_sd_deg": round(reached.sd, 2)}


def _squat_part(analysis: Analysis) -> dict[str, Any] | None:
    """Signs of a squat with flat feet as a part of a case file; what the clip cannot tell is left out."""
    reps = analysis.repetitions
    if reps.task != "squat" or analysis.heel_lift_cm or not analysis.usable:
        return None
    found = {
        "heels_rise_flat": heels_rise(reps.reps, analysis.heels),
        "reaches_parallel_flat": reaches_parallel(reps.reps),
    }
    told = {name: value for name, value in found.items() if value is not None}
    return {"squat": told} if told else None


def video_values(analysis: Analysis) -> dict[str, Any]:
    """One analysed clip. A number that could not be measured is null, and `reasons` says why."""
    info, view, reps = analysis.clip, analysis.view, analysis.repetitions
    whole = [r for r in reps.reps if r.complete]
    tilts = [r.peaks.shin_tilt for r in whole if r.peaks.shin_tilt is not None]
    lifted = [h for h in analysis.heels if h is not None]
    return {
        "schema": SCHEMA,
        "clip": {
            "duration_s": round(info.duration_s, 3),
            "frames": info.frames,
            "fps": round(info.fps, 3),
            "width": info.width,
            "height": info.height,
            "rotation_deg": info.rotation_deg,
            "variable_frame_rate": info.variable_frame_rate,
            "codec": info.codec,
        },
        "usable": analysis.usable,
        "reasons": _reasons(analysis.reasons),
        "view": view.view,
        "facing": view.facing,
        "near_side": view.near_side,
        "working_side": view.working_side,
        "obliquity_deg": None if view.obliquity_deg is None else _estimate(view.obliquity_deg),
        "roll_deg": _estimate(view.roll_deg),
        "task": reps.task,
        "heel_lift_cm": analysis.heel_lift_cm,
        "reps": [
            _repetition(rep, heel, analysis.foot_cm)
            for rep, heel in zip(reps.reps, analysis.heels, strict=True)
        ],
        "summary": {
            "complete_reps": len(whole),
            "partial_or_abandoned_reps": len(reps.reps) - len(whole),
            "highest_shin_angle_deg": _peak(max(tilts, key=lambda t: t.value)) if tilts else None,
            "heel_lifted_reps": sum(h.lifted for h in lifted) if lifted else None,
            **_lunge(analysis),
        },
        "engine": {
            "name": analysis.engine.name,
            "version": analysis.engine.version,
            "model_sha256": analysis.engine.model_sha256,
        },
    }


def _difference(found: Difference) -> dict[str, Any]:
    return {
        "name": found.name,
        "a": _estimate(found.a),
        "b": _estimate(found.b),
        "change": _estimate(found.change),
        "real": found.real,
    }


def comparison_values(comparison: Comparison, elevation: Elevation | None) -> dict[str, Any]:
    """B against A: differences with their standard errors, and what raised heels did when B has them."""
    return {
        "schema": COMPARISON_SCHEMA,
        "matched_thigh_angle_deg": _number(comparison.depth_deg),
        "at_matched_depth": [_difference(d) for d in comparison.matched],
        "peaks": [_difference(d) for d in comparison.peaks],
        "heel_down_to_thigh_angle": None
        if comparison.heel_down_to is None
        else _difference(comparison.heel_down_to),
        "elevated_response": None if elevation is None else elevation.response,
        "reasons": _reasons(comparison.reasons + (elevation.reasons if elevation is not None else ())),
    }
