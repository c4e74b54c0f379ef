"""TRC and MOT: ours read back, and those of other tools."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from plantigrade.interop.motion_files import TRC_NAMES, mot_text, trc_text
from plantigrade.interop.problems import InputError
from plantigrade.interop.track_files.mot import coordinates_of
from plantigrade.interop.track_files.points import Said
from plantigrade.interop.track_files.reading import read_tracks, text_of
from plantigrade.interop.track_files.trc import markers_of
from plantigrade.motion.analysis import analyse
from plantigrade.motion.given_tracks import analyse_tracks
from plantigrade.motion.types import POINTS
from tests.motion.made import analysis_of
from tests.motion.truth import HERE, LARGER

# Half a unit of the last digit written, and half a step of the resampled time.
PX, S, DEG = 5e-6, 5e-7, 5e-7
HERE_FOREIGN = Path(__file__).parent / "data"
# Smoothing an already smooth track again, and the unknown middle of the picture.
AGAIN_DEG = 0.3


@pytest.mark.parametrize("metres_per_px", [None, 0.0021])
@pytest.mark.parametrize("name", ["d01", "d10"])
def test_our_trc_is_read_back_equal(name: str, metres_per_px: float | None) -> None:
    tracks = analysis_of(name).tracks
    xy = tracks.xy.copy()
    xy[5:9, 3] = xy[5:9, -1] = np.nan
    found = markers_of(trc_text(replace(tracks, xy=xy), "clip", metres_per_px), "clip.trc")
    assert found.names == tuple(TRC_NAMES[point] for point in POINTS)
    assert found.unit == ("m" if metres_per_px else "px")
    np.testing.assert_allclose(found.t_s, tracks.t_s, atol=S)
    scale = metres_per_px or 1.0
    np.testing.assert_allclose(found.xyz[..., 0] / scale, xy[..., 0], atol=1.1 * PX / scale)
    np.testing.assert_allclose(tracks.height - found.xyz[..., 1] / scale, xy[..., 1], atol=1.1 * PX / scale)


def test_our_mot_is_read_back_equal() -> None:
    side = analysis_of("d01").side
    assert side is not None
    found = coordinates_of(mot_text(side, "clip"), "clip.mot")
    assert found.in_degrees
    np.testing.assert_allclose(found.t_s, side.t_s, atol=S)
    leg = side.side.value[0]
    np.testing.assert_allclose(found.of(f"shin_tilt_{leg}"), side.shin_tilt.value, atol=DEG)
    np.testing.assert_allclose(found.of(f"ankle_angle_{leg}"), side.dorsiflexion.value, atol=DEG)
    np.testing.assert_allclose(found.of("trunk_lean"), side.trunk_lean.value, atol=DEG)


def test_a_mot_with_gaps_holds_whole_samples_only() -> None:
    """OpenSim's Storage stops at the first NaN: read by hand with OpenSim 4.6."""
    side = analysis_of("d01").side
    assert side is not None
    shin, nothing = side.shin_tilt.value.copy(), np.full_like(side.t_s, np.nan)
    shin[3:6] = np.nan
    holed = replace(
        side,
        shin_tilt=replace(side.shin_tilt, value=shin),
        dorsiflexion=replace(side.dorsiflexion, value=nothing),
    )
    text = mot_text(holed, "clip")
    found = coordinates_of(text, "clip.mot")
    leg = side.side.value[0]
    assert f"nRows={len(side.t_s) - 3}\nnColumns=5\n" in text
    assert f"ankle_angle_{leg}" not in found.names
    np.testing.assert_allclose(found.of(f"shin_tilt_{leg}"), np.delete(shin, [3, 4, 5]), atol=DEG)
    np.testing.assert_allclose(found.t_s, np.delete(side.t_s, [3, 4, 5]), atol=S)


def test_a_clip_and_its_own_trc_give_the_same_repetitions(tmp_path: Path) -> None:
    clip = analyse(HERE / "d01.mp4", "fast")
    path = tmp_path / "d01.trc"
    path.write_text(trc_text(clip.tracks, path.name), encoding="utf-8")
    for said in (Said(), Said(size=(clip.clip.width, clip.clip.height))):
        tracks, framed = read_tracks(path, said)
        again = analyse_tracks(tracks, framed=framed)
        assert len(clip.repetitions.reps) == len(again.repetitions.reps) == 3
        for first, second in zip(clip.repetitions.reps, again.repetitions.reps, strict=True):
            assert first.peaks.shin_tilt is not None
            assert second.peaks.shin_tilt is not None
            assert second.peaks.shin_tilt.value == pytest.approx(first.peaks.shin_tilt.value, abs=AGAIN_DEG)
            assert second.bottom_s == pytest.approx(first.bottom_s, abs=0.1)
        assert again.heels == (None, None, None)


def foreign(name: str) -> Path:
    """A file of another tool, from beside this file or the larger set; skips the test where that is absent."""
    path = HERE_FOREIGN / name if "/" not in name else LARGER / name
    if not path.exists():
        pytest.skip(f"{path} is absent: set PLANTIGRADE_CLIPS to the folder that holds formats/ and real/")
    return path


@pytest.mark.parametrize(
    ("name", "shape", "unit", "first", "span_s"),
    [
        ("opencap_walk.trc", (30, 63, 3), "m", "Neck", 0.4833333),
        ("formats/opencap-processing/walk.trc", (222, 63, 3), "m", "Neck", 3.6833333),
        ("formats/pyomeca/pyomeca_markers.trc", (93, 51, 3), "mm", "ASISl", 0.92),
        ("real/pose2sim-balancing/balancing_0-100_filt_butterworth.trc", (100, 21, 3), "m", "RHip", 1.65),
    ],
)
def test_foreign_marker_files_are_read_whole(
    name: str, shape: tuple[int, ...], unit: str, first: str, span_s: float
) -> None:
    path = foreign(name)
    found = markers_of(text_of(path), str(path))
    assert (found.xyz.shape, found.unit, found.names[0]) == (shape, unit, first)
    assert np.isfinite(found.xyz).all()
    assert found.t_s[-1] - found.t_s[0] == pytest.approx(span_s, abs=1e-3)


@pytest.mark.parametrize(
    ("name", "rows", "columns"),
    [
        ("pyomeca_inverse_kin.mot", 88, 26),
        ("formats/opencap-processing/squats1_videoAndMocap.mot", 801, 36),
        ("formats/opencap-processing/walk.mot", 222, None),
        ("real/pose2sim-balancing/balancing_LSTM.mot", None, None),
    ],
)
def test_foreign_motion_files_are_read_whole(name: str, rows: int | None, columns: int | None) -> None:
    path = foreign(name)
    found = coordinates_of(text_of(path), str(path))
    assert found.in_degrees
    assert np.isfinite(found.values).all()
    assert (np.diff(found.t_s) > 0).all()
    if rows is not None:
        assert len(found.t_s) == rows
    if columns is not None:
        assert len(found.names) + 1 == columns


def test_points_in_space_ask_for_the_plane() -> None:
    path = foreign("opencap_walk.trc")
    with pytest.raises(InputError, match="--plane"):
        read_tracks(path, Said())
    tracks, framed = read_tracks(path, Said(plane="xy"))
    assert not framed
    assert tracks.xy.shape == (30, len(POINTS), 2)


def test_a_cut_mot_says_so() -> None:
    side = analysis_of("d01").side
    assert side is not None
    lines = mot_text(side, "clip").splitlines()
    with pytest.raises(InputError, match=r"line 20: .* cells for 6 columns"):
        coordinates_of("\n".join([*lines[:19], lines[19][:30]]), "clip.mot")
    with pytest.raises(InputError, match="endheader"):
        coordinates_of("time\ta\n0\t1\n", "clip.mot")
