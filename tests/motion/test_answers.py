"""What other programs read of a clip: the JSON of the contract, and CSV, TRC and MOT."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import numpy as np
import pytest

from plantigrade.cli.show.video import QUANTITIES, show, show_comparison
from plantigrade.interop.answers.video import comparison_values, video_values
from plantigrade.interop.motion_files import TRC_NAMES, csv_text, mot_text, trc_text
from plantigrade.motion.comparison import MATCHED, PEAKS, compare, elevated_response
from plantigrade.motion.types import INDEX, POINTS
from tests.motion.made import analysis_of, finite
from tests.motion.truth import truth

REP_KEYS = {
    "start_s", "bottom_s", "end_s", "complete", "shin_angle_deg", "ankle_dorsiflexion_deg", "trunk_lean_deg",
    "thigh_angle_deg", "depth", "knee_past_toe_pct_foot", "heel",
}  # fmt: skip


@pytest.mark.parametrize("name", ["d01", "d02", "d10"])
def test_the_answer_holds_what_the_contract_names(name: str) -> None:
    found = json.loads(json.dumps(video_values(analysis_of(name)), allow_nan=False))
    assert finite(found)
    assert found["schema"] == "plantigrade/video/1"
    assert set(found["clip"]) >= {
        "duration_s",
        "frames",
        "fps",
        "width",
        "height",
        "rotation_deg",
        "variable_frame_rate",
    }
    assert (found["usable"], found["view"]) == (True, "sagittal")
    assert found["facing"] in ("left", "right")
    assert found["near_side"] in ("left", "right")
    assert found["task"] == ("wall_lunge" if name == "d10" else "squat")
    assert len(found["reps"]) == len(truth(name)["reps"])
    for rep in found["reps"]:
        assert set(rep) >= REP_KEYS
        assert set(rep["shin_angle_deg"]) == {"max", "sd"}
    heel = found["reps"][0]["heel"]
    assert (heel["lifted"], heel["at_s"], heel["height_pct_foot"], heel["shin_angle_at_lift_deg"]) == (
        True,
        2.0,
        9.0,
        31.0,
    )
    assert found["reps"][1]["heel"] is None
    assert set(found["engine"]) == {"name", "version", "model_sha256"}
    past = found["reps"][0]
    if past["knee_past_toe_pct_foot"] is not None:
        assert past["knee_past_toe_cm"]["max"] == pytest.approx(
            past["knee_past_toe_pct_foot"]["max"] * 0.26, abs=0.01
        )


def test_what_is_no_side_view_is_null_and_says_why() -> None:
    whole = analysis_of("d01")
    none = replace(whole.repetitions, reps=())
    found = video_values(replace(whole, side=None, heels=(), repetitions=none))
    assert found["reps"] == []
    assert found["summary"]["highest_shin_angle_deg"] is None
    assert found["reasons"][-1] == {"code": "example", "text": "An example of a reason.", "fatal": False}


def test_csv_holds_each_quantity_with_its_error() -> None:
    side = analysis_of("d01").side
    assert side is not None
    rows = list(csv.DictReader(io.StringIO(csv_text(side))))
    assert len(rows) == len(side.t_s)
    leg = side.side.value
    assert float(rows[10]["time_s"]) == pytest.approx(side.t_s[10], abs=1e-4)
    assert float(rows[40][f"{leg}_shin_angle_deg"]) == pytest.approx(side.shin_tilt.value[40], abs=1e-3)
    assert float(rows[40][f"{leg}_shin_angle_sd_deg"]) == pytest.approx(side.shin_tilt.sd[40], abs=1e-3)
    missing = np.isnan(side.knee_past_toe.value)
    assert [row[f"{leg}_knee_past_toe_pct_foot"] == "" for row in rows] == missing.tolist()


@pytest.mark.parametrize("scale", [None, 0.002])
def test_trc_reads_back_as_the_same_points(scale: float | None) -> None:
    tracks = analysis_of("d01").tracks
    lines = trc_text(tracks, "d01.trc", scale).splitlines()
    rate, _, frames, markers, unit = lines[2].split("\t")[:5]
    assert (int(frames), int(markers), unit) == (len(tracks.t_s), len(POINTS), "m" if scale else "px")
    assert float(rate) == pytest.approx(1 / np.median(np.diff(tracks.t_s)), rel=1e-6)
    names = [name for name in lines[3].split("\t")[2:] if name]
    assert names == [TRC_NAMES[point] for point in POINTS]
    row = lines[6 + 30].split("\t")
    assert int(row[0]) == 31
    place = 2 + 3 * INDEX["right_knee"]
    x, y, z = (float(cell) for cell in row[place : place + 3])
    knee = tracks.xy[30, INDEX["right_knee"]]
    assert (x, y, z) == pytest.approx(
        (knee[0] * (scale or 1), (tracks.height - knee[1]) * (scale or 1), 0), abs=1e-4
    )


def test_mot_reads_back_as_the_same_angles() -> None:
    side = analysis_of("d01").side
    assert side is not None
    head, body = mot_text(side, "d01").split("endheader\n")
    assert "inDegrees=yes" in head
    assert f"nRows={len(side.t_s)}" in head
    rows = list(csv.DictReader(io.StringIO(body), delimiter="\t"))
    assert f"nColumns={len(rows[0])}" in head
    column = f"shin_tilt_{side.side.value[0]}"
    assert [float(row[column]) for row in rows] == pytest.approx(
        side.shin_tilt.value.tolist(), abs=1e-5, nan_ok=True
    )


def test_two_clips_are_compared_at_the_same_depth(capsys: pytest.CaptureFixture[str]) -> None:
    a, b = (analysis_of(name).for_comparison() for name in ("d01", "d02"))
    assert a is not None
    assert b is not None
    comparison, elevation = compare(a, b), elevated_response(a, b, clear_trunk_deg=10.0)
    found = json.loads(json.dumps(comparison_values(comparison, elevation), allow_nan=False))
    assert finite(found)
    assert found["matched_thigh_angle_deg"] > 30
    assert {d["name"] for d in found["at_matched_depth"]} >= {"shin_angle_deg", "trunk_lean_deg"}
    for difference in found["at_matched_depth"] + found["peaks"]:
        change = difference["change"]
        assert change["value"] == pytest.approx(difference["b"]["value"] - difference["a"]["value"], abs=0.02)
        assert difference["real"] is (abs(change["value"]) > 1.96 * change["sd"])
    show_comparison(comparison, elevation)
    shown = capsys.readouterr().out
    assert "At the same depth" in shown
    assert "trunk lean: " in shown
    assert "_deg" not in shown


def test_every_compared_quantity_has_words() -> None:
    assert {name for name, _ in (*MATCHED, *PEAKS)} | {"thigh_angle_at_heel_lift_deg"} == set(QUANTITIES)


def test_the_terminal_tells_every_repetition(capsys: pytest.CaptureFixture[str]) -> None:
    show(analysis_of("d02"))
    shown = " ".join(capsys.readouterr().out.split())
    assert "3 squats found" in shown
    assert "heel up by 9 % of the foot" in shown
    assert "An example of a reason." in shown
