"""Points of other tools in place of a video: TRC, OpenPose JSON, MediaPipe CSV."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from plantigrade.interop.motion_files import trc_text
from plantigrade.interop.problems import InputError
from plantigrade.interop.track_files.mediapipe import LANDMARKS
from plantigrade.interop.track_files.openpose import BODY_25
from plantigrade.interop.track_files.points import Said
from plantigrade.interop.track_files.reading import read_tracks
from plantigrade.motion.analysis import Analysis
from plantigrade.motion.given_tracks import analyse_tracks
from plantigrade.motion.types import INDEX, Tracks
from tests.motion.made import analysis_of
from tests.motion.truth import tracks_of

# What the unknown size of the picture may do to a peak: perspective is taken out about its middle.
NOMINAL_DEG = 0.6
NOBODY: dict[str, list[str]] = {"people": []}


def peaks(found: Analysis) -> list[float]:
    tilts = [rep.peaks.shin_tilt for rep in found.repetitions.reps]
    return [t.value for t in tilts if t is not None]


def written(tracks: Tracks, folder: Path, metres_per_px: float | None = None) -> Path:
    path = folder / "clip.trc"
    path.write_text(trc_text(tracks, path.name, metres_per_px), encoding="utf-8")
    return path


def openpose(tracks: Tracks, folder: Path) -> Path:
    """The folder that OpenPose would write, with a smaller stranger listed first and one frame lost."""
    for number in range(len(tracks.t_s)):
        body = np.zeros((25, 3))
        for point, joint in BODY_25.items():
            x, y = tracks.xy[number, INDEX[point]]
            body[joint] = (x, y, 0.9) if np.isfinite(x) else (0, 0, 0)
        stranger = body * (0.3, 0.3, 1.0)
        people = [{"pose_keypoints_2d": p.ravel().tolist()} for p in (stranger, body)]
        name = folder / f"clip_{number:012d}_keypoints.json"
        if number != 30:
            name.write_text(json.dumps({"version": 1.3, "people": people}), encoding="utf-8")
    return folder


def mediapipe(tracks: Tracks, path: Path, *, shares: bool, long: bool) -> Path:
    scale = np.array([tracks.width, tracks.height]) if shares else np.ones(2)
    named = {p: p.replace("_toe", "_foot_index") for p in LANDMARKS}
    if long:
        lines = ["frame,landmark,x,y,z,visibility"]
        for number, points in enumerate(tracks.xy):
            lines += [
                f"{number},{LANDMARKS[p]},{x:.6f},{y:.6f},0,0.9"
                for p, (x, y) in ((p, points[INDEX[p]] / scale) for p in named)
            ]
    else:
        lines = [
            "time_ms,"
            + ",".join(f"{n.upper()}_X,{n.upper()}_Y,{n.upper()}_VISIBILITY" for n in named.values())
        ]
        for t, points in zip(tracks.t_s, tracks.xy, strict=True):
            cells = (points[INDEX[p]] / scale for p in named)
            lines.append(f"{t * 1000:.3f}," + ",".join(f"{x:.6f},{y:.6f},0.9" for x, y in cells))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def given(kind: str, tracks: Tracks, folder: Path) -> tuple[Path, Said]:
    size, fps = (tracks.width, tracks.height), 1 / float(np.median(np.diff(tracks.t_s)))
    match kind:
        case "trc_px":
            return written(tracks, folder), Said(size=size)
        case "openpose":
            return openpose(tracks, folder), Said(size=size, fps=fps)
        case "mediapipe_shares":
            return mediapipe(tracks, folder / "m.csv", shares=True, long=False), Said(size=size)
        case _:
            return mediapipe(tracks, folder / "m.csv", shares=False, long=True), Said(size=size, fps=fps)


@pytest.mark.parametrize("kind", ["trc_px", "openpose", "mediapipe_shares", "mediapipe_long"])
def test_points_come_back_as_they_were(kind: str, tmp_path: Path) -> None:
    tracks = tracks_of("d01")
    path, said = given(kind, tracks, tmp_path)
    found, framed = read_tracks(path, said)
    assert framed
    assert (found.width, found.height) == (tracks.width, tracks.height)
    np.testing.assert_allclose(found.t_s, tracks.t_s, atol=2e-3)
    lost = [30] if kind == "openpose" else []
    expected = tracks.xy.copy()
    expected[lost] = np.nan
    np.testing.assert_allclose(found.xy, expected, atol=2e-3)
    assert found.confidence.max() <= 1
    assert (found.confidence[lost] == 0).all()


@pytest.mark.parametrize("metres_per_px", [None, 0.002])
@pytest.mark.parametrize("name", ["d01", "d02", "d10"])
def test_without_the_picture_angles_stay_the_same(
    name: str, metres_per_px: float | None, tmp_path: Path
) -> None:
    tracks = tracks_of(name)
    given_tracks, framed = read_tracks(written(tracks, tmp_path, metres_per_px), Said())
    assert not framed
    found = analyse_tracks(given_tracks, framed=framed)
    whole = analysis_of(name)
    assert (found.usable, found.repetitions.task) == (True, whole.repetitions.task)
    assert peaks(found) == pytest.approx(peaks(whole), abs=NOMINAL_DEG)
    assert {r.code for r in found.reasons} >= {"other_tool", "no_pixels"}
    assert found.heels == (None,) * len(found.repetitions.reps)


def test_a_metric_file_may_have_y_down(tmp_path: Path) -> None:
    """Sports2D writes pixels with y down; the direction is found, and saying it changes nothing."""
    tracks = tracks_of("d01")
    upside = written(
        Tracks(
            tracks.t_s, tracks.height - tracks.xy, tracks.confidence, tracks.filled, 0, tracks.height, "made"
        ),
        tmp_path,
    )
    found, _ = read_tracks(upside, Said())
    said, _ = read_tracks(upside, Said(vertical="down"))
    np.testing.assert_array_equal(found.xy, said.xy)
    assert float(np.nanmedian(found.xy[:, INDEX["right_ankle"], 1])) > float(
        np.nanmedian(found.xy[:, INDEX["right_knee"], 1])
    )


def broken(text: str) -> dict[str, str]:
    lines = text.split("\n")
    swapped = [*lines[:8], lines[9], lines[8], *lines[10:]]
    return {
        "line 3: Units 'inch' should be px, m, cm or mm": text.replace("\tpx\t", "\tinch\t"),
        "line 9: has 11 cells": "\n".join([*lines[:8], "\t".join(lines[8].split("\t")[:11])]),
        "line 7: 'abc0' is no number": "\n".join([*lines[:6], lines[6].replace("\t0.00000", "\tabc", 1)]),
        "sample 4: time does not grow": "\n".join(swapped),
        "is no TRC file": text[40:],
        "has no point for left_knee": text.replace("LKnee", "Elsewhere"),
        "holds 0 samples": "\n".join(lines[:6]),
        "in three dimensions": "\n".join(
            [*lines[:6], *(row.replace("\t0.00000", f"\t{i * 9}") for i, row in enumerate(lines[6:]) if row)]
        ),
    }


@pytest.mark.parametrize("fault", range(8))
def test_a_fault_is_named_with_its_line(fault: int, tmp_path: Path) -> None:
    what, text = list(broken(trc_text(tracks_of("d01"), "clip")).items())[fault]
    path = tmp_path / "bad.trc"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as told:
        read_tracks(path, Said())
    assert what in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.csv", "frame,nose_x,nose_y\n0,1,2\n", "holds no time; say the frame rate"),
        ("a.csv", "time,nose_x,nose_y\n0,1,zz\n", "line 2: 'zz' is no number"),
        ("a.csv", "time,b\n0,1\n", "names no landmark"),
        ("a.c3d", "", "C3D is not read; export the markers as TRC"),
        ("a.mot", "", "MOT holds angles"),
        ("a.sto", "", "STO is not read"),
        ("a.trc", "\xff\xfe", "is no TRC file"),
        ("a_0_keypoints.json", "[1", "is no OpenPose file"),
        ("a_0_keypoints.json", '{"people": [{"pose_keypoints_2d": [1, 2, 3]}]}', "not the 25 of BODY_25"),
        ("a_0_keypoints.json", json.dumps(NOBODY), "holds 1 samples"),
        ("a_keypoints.json", json.dumps(NOBODY), "has no frame number"),
    ],
)
def test_other_files_say_what_to_do(name: str, content: str, what: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    said = Said() if name.endswith(".csv") else Said(fps=30)
    with pytest.raises(InputError, match=what.replace("(", r"\(")):
        read_tracks(tmp_path if name.endswith(".json") else path, said)


def test_world_landmarks_are_refused(tmp_path: Path) -> None:
    tracks = tracks_of("d01")
    hips = tracks.xy[:, [INDEX["left_hip"], INDEX["right_hip"]]].mean(axis=1, keepdims=True)
    world = replace(tracks, xy=(tracks.xy - hips) * 0.002)
    path = mediapipe(world, tmp_path / "m.csv", shares=False, long=False)
    with pytest.raises(InputError, match="world landmarks"):
        read_tracks(path, Said())


def test_absurd_times_and_places_do_not_eat_the_memory(tmp_path: Path) -> None:
    tracks = tracks_of("d01")
    t_s, xy = tracks.t_s.copy(), tracks.xy.copy()
    t_s[-1], xy[3, 3] = 1e9, 1e200
    for made, what in ((replace(tracks, t_s=t_s), "cut the recording"), (replace(tracks, xy=xy), "beyond")):
        with pytest.raises(InputError, match=what):
            read_tracks(written(made, tmp_path), Said())


def test_two_clips_in_one_openpose_folder_are_told_apart(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}_000000000001_keypoints.json").write_text(json.dumps(NOBODY), encoding="utf-8")
    with pytest.raises(InputError, match="frame 1 twice"):
        read_tracks(tmp_path, Said(fps=30))


def test_shares_of_a_picture_need_its_size(tmp_path: Path) -> None:
    path = mediapipe(tracks_of("d01"), tmp_path / "m.csv", shares=True, long=False)
    with pytest.raises(InputError, match="say its size"):
        read_tracks(path, Said())


def edited(text: str, names: tuple[str, ...], rows: range, cells: tuple[str, str, str]) -> str:
    """A TRC with the cells of these markers replaced in these samples."""
    lines = text.split("\n")
    marked = lines[3].split("\t")
    for row in rows:
        parts = lines[6 + row].split("\t")
        for name in names:
            place = marked.index(name)
            parts[place : place + 3] = cells
        lines[6 + row] = "\t".join(parts)
    return "\n".join(lines)


def test_a_marker_at_the_origin_was_not_seen(tmp_path: Path) -> None:
    """A second of zeros at the bottom of the third squat must not be read as a shin that lies elsewhere."""
    text = trc_text(tracks_of("d01"), "clip")
    path = tmp_path / "clip.trc"
    answers = []
    for cells in (("0", "0", "0"), ("NaN", "NaN", "NaN")):
        path.write_text(edited(text, ("RKnee", "RAnkle"), range(158, 178), cells), encoding="utf-8")
        tracks, framed = read_tracks(path, Said())
        assert np.isnan(tracks.xy[158:178, [INDEX["right_knee"], INDEX["right_ankle"]]]).all()
        answers.append(analyse_tracks(tracks, framed=framed).repetitions.reps)
    assert answers[0] == answers[1]
    assert [rep.peaks.shin_tilt is None for rep in answers[0]] == [False, False, True]


@pytest.mark.parametrize("kept", ["RHeel", "Nose"])
def test_a_marker_that_is_named_twice_is_not_guessed(kept: str, tmp_path: Path) -> None:
    path = tmp_path / "clip.trc"
    path.write_text(
        trc_text(tracks_of("d01"), "clip").replace(f"\t{kept}\t", "\tRKnee\t", 1), encoding="utf-8"
    )
    with pytest.raises(InputError, match="line 4: names RKnee more than once"):
        read_tracks(path, Said())


def test_every_faulty_line_is_named(tmp_path: Path) -> None:
    text = edited(trc_text(tracks_of("d01"), "clip"), ("RKnee",), range(4, 7, 2), ("x", "1", "0"))
    path = tmp_path / "clip.trc"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as told:
        read_tracks(path, Said())
    assert [p.where.rpartition(": ")[2] for p in told.value.problems] == ["line 11", "line 13"]


def test_a_direction_against_the_points_is_refused(tmp_path: Path) -> None:
    """Read upside down, the peaks came out as -2 degrees."""
    path = written(tracks_of("d01"), tmp_path)
    with pytest.raises(InputError, match="leave it away or say up"):
        read_tracks(path, Said(vertical="down"))


def test_a_side_view_without_feet_is_not_called_oblique(tmp_path: Path) -> None:
    tracks = tracks_of("d01")
    xy = tracks.xy.copy()
    xy[:, [INDEX[f"{side}_{part}"] for side in ("left", "right") for part in ("heel", "toe")]] = np.nan
    given_tracks, framed = read_tracks(written(replace(tracks, xy=xy), tmp_path), Said())
    found = analyse_tracks(given_tracks, framed=framed)
    codes = {reason.code for reason in found.reasons}
    assert codes >= {"points_missing", "facing_unknown"}
    assert "oblique_view" not in codes
    assert (found.view.view, found.usable, found.side) == (None, False, None)
    assert len(found.repetitions.reps) == 3
