"""Rows of a batch's tables, read off the results of its clips, one clip in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from plantigrade.results.batch import Outcome, place_of
from plantigrade.results.clip_job import read_result
from plantigrade.results.columns import PEAKS

Row = dict[str, Any]


def repetition_rows(out: Path, outcome: Outcome) -> Iterator[Row]:
    """A row for each repetition, and one for a clip without any, in order of the clips. Raises OSError."""
    for clip in sorted((*outcome.analysed, *outcome.kept)):
        answer = read_result(place_of(out, clip))["answer"]
        about = {"clip": clip, **_shared(answer), "reasons": _codes(answer)}
        for number, rep in enumerate(answer["reps"], start=1):
            yield {**about, "repetition": number, **_repetition(rep)}
        if not answer["reps"]:
            yield about


def clip_rows(out: Path, outcome: Outcome) -> Iterator[Row]:
    """A row for each clip, also for one that failed, in order. Raises OSError."""
    faults = {done.clip: done.fault for done in outcome.failed}
    for clip in sorted((*outcome.analysed, *outcome.kept, *faults)):
        if clip in faults:
            yield {"clip": clip, "fault": faults[clip]}
        else:
            yield {"clip": clip, **_clip(read_result(place_of(out, clip)))}


def failure_rows(outcome: Outcome) -> Iterator[Row]:
    return ({"clip": done.clip, "reason": done.fault} for done in outcome.failed)


def _shared(answer: dict[str, Any]) -> Row:
    return {name: answer[name] for name in ("usable", "view", "near_side", "working_side", "task")}


def _codes(answer: dict[str, Any]) -> str:
    return " ".join(reason["code"] for reason in answer["reasons"])


def _value(name: str, measured: dict[str, float] | None, key: str) -> Row:
    found = measured or {}
    return {name: found.get(key), f"{name}_sd": found.get("sd")}


def _repetition(rep: dict[str, Any]) -> Row:
    row = {name: rep[name] for name in ("start_s", "bottom_s", "end_s", "complete", "depth")}
    for peak in PEAKS:
        row |= _value(peak, rep[peak], "max")
    for side in ("left", "right"):
        row |= _value(f"knee_inward_{side}_deg", rep["knee_inward_deg"][side], "max")
    heel = rep["heel"]
    if heel is None:
        return row
    row |= {
        "heel_lifted": heel["lifted"],
        "heel_at_s": heel["at_s"],
        "heel_height_pct_foot": heel["height_pct_foot"],
        "heel_height_pct_foot_sd": heel["height_sd_pct_foot"],
        "shin_angle_at_lift_deg": heel["shin_angle_at_lift_deg"],
        "shin_angle_at_lift_deg_sd": heel["shin_angle_at_lift_sd_deg"],
    }
    if rep["complete"]:
        reached = "shin_angle_at_lift_deg" if heel["lifted"] else "shin_angle_deg"
        row |= {f"heel_down_shin_angle_deg{end}": row[f"{reached}{end}"] for end in ("", "_sd")}
    return row


def _clip(result: dict[str, Any]) -> Row:
    answer, of = result["answer"], result["of"]
    about, found, engine = answer["clip"], answer["summary"], answer["engine"]
    return {
        **_shared(answer),
        **_value("obliquity_deg", answer["obliquity_deg"], "value"),
        **_value("roll_deg", answer["roll_deg"], "value"),
        "complete_repetitions": found["complete_reps"],
        "other_repetitions": found["partial_or_abandoned_reps"],
        "heel_lifted_repetitions": found["heel_lifted_reps"],
        "duration_s": about["duration_s"],
        "frames": about["frames"],
        "frame_rate_fps": about["fps"],
        "width_px": about["width"],
        "height_px": about["height"],
        "reasons": _codes(answer),
        "reasons_text": " ".join(reason["text"] for reason in answer["reasons"]),
        "clip_sha256": of["sha256"],
        "options": " ".join(of["arguments"]),
        "engine": f"{engine['name']} {engine['version']}",
        "model_sha256": engine["model_sha256"],
        "plantigrade_version": of["version"],
    }
