"""Time series of one clip as CSV, TRC and MOT, as Pose2Sim, OpenSim and spreadsheets read them."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import numpy as np

from plantigrade.motion.kinematics import Kinematics, Series
from plantigrade.motion.types import POINTS, Floats, Tracks

# Names that OpenSim's marker files and the HALPE_26 set use for our points.
TRC_NAMES = {
    "nose": "Nose",
    "left_shoulder": "LShoulder",
    "right_shoulder": "RShoulder",
    "left_elbow": "LElbow",
    "right_elbow": "RElbow",
    "left_wrist": "LWrist",
    "right_wrist": "RWrist",
    "left_hip": "LHip",
    "right_hip": "RHip",
    "left_knee": "LKnee",
    "right_knee": "RKnee",
    "left_ankle": "LAnkle",
    "right_ankle": "RAnkle",
    "left_heel": "LHeel",
    "right_heel": "RHeel",
    "left_toe": "LBigToe",
    "right_toe": "RBigToe",
}


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    series: Series

    @property
    def error_name(self) -> str:
        """The name of the standard error's column: shin_angle_deg gives shin_angle_sd_deg."""
        what, unit = self.name.rsplit("_", 1)
        return f"{what}_sd_{unit}"


def columns_of(side: Kinematics) -> tuple[Column, ...]:
    """The measured quantities of one leg, named with unit and side."""
    leg = side.side.value
    return (
        Column(f"{leg}_shin_angle_deg", side.shin_tilt),
        Column(f"{leg}_foot_pitch_deg", side.foot_pitch),
        Column(f"{leg}_ankle_dorsiflexion_deg", side.dorsiflexion),
        Column(f"{leg}_thigh_angle_deg", side.thigh),
        Column("trunk_lean_deg", side.trunk_lean),
        Column(f"{leg}_knee_past_toe_pct_foot", side.knee_past_toe),
    )


def _number(value: float, digits: int) -> str:
    return "" if not np.isfinite(value) else f"{value:.{digits}f}"


def csv_text(side: Kinematics) -> str:
    """RFC 4180: time, then each quantity and its standard error; an empty cell where nothing was measured.

    `filled` is 1 where a point in use was bridged over a short gap.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    columns = columns_of(side)
    names = [name for c in columns for name in (c.name, c.error_name)]
    writer.writerow(["time_s", *names, "filled"])
    for i, t in enumerate(side.t_s):
        cells = [_number(v[i], 3) for c in columns for v in (c.series.value, c.series.sd)]
        writer.writerow([f"{t:.4f}", *cells, int(bool(np.any(side.filled[i])))])
    return out.getvalue()


def trc_text(tracks: Tracks, name: str, metres_per_px: float | None = None) -> str:
    """Marker file: x to the right, y up from the lower border, z 0; metres when the scale is known, else px.

    A point that was not seen is NaN: empty cells at the end of a line make OpenSim 4.6 refuse the file.
    """
    rate = 1 / float(np.median(np.diff(tracks.t_s))) if len(tracks.t_s) > 1 else 0.0
    scale = metres_per_px or 1.0
    rows = [
        f"PathFileType\t4\t(X/Y/Z)\t{name}",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames",
        f"{rate:.6f}\t{rate:.6f}\t{len(tracks.t_s)}\t{len(POINTS)}\t{'m' if metres_per_px else 'px'}\t"
        f"{rate:.6f}\t1\t{len(tracks.t_s)}",
        "Frame#\tTime\t" + "\t\t\t".join(TRC_NAMES[point] for point in POINTS) + "\t\t",
        "\t\t" + "\t".join(f"X{i}\tY{i}\tZ{i}" for i in range(1, len(POINTS) + 1)),
        "",
    ]
    for index, (t, points) in enumerate(zip(tracks.t_s, tracks.xy, strict=True), start=1):
        cells = []
        for x, y in points:
            seen = np.isfinite(x) and np.isfinite(y)
            up = tracks.height - y
            cells += [f"{x * scale:.5f}", f"{up * scale:.5f}", "0.00000"] if seen else ["NaN"] * 3
        rows.append(f"{index}\t{t:.6f}\t" + "\t".join(cells))
    return "\n".join(rows) + "\n"


def mot_text(side: Kinematics, name: str) -> str:
    """OpenSim storage file of angles in degrees; nothing is interpolated.

    Columns without any value, and then samples that lack a value, are left out: OpenSim's Storage stops at
    the first NaN without a word. The CSV holds every sample.
    """
    leg = side.side.value[0]
    named: tuple[tuple[str, Floats], ...] = (
        (f"ankle_angle_{leg}", side.dorsiflexion.value),
        (f"shin_tilt_{leg}", side.shin_tilt.value),
        (f"foot_pitch_{leg}", side.foot_pitch.value),
        (f"thigh_angle_{leg}", side.thigh.value),
        ("trunk_lean", side.trunk_lean.value),
    )
    columns = [(column, values) for column, values in named if np.isfinite(values).any()]
    whole = np.ones(len(side.t_s), dtype=np.bool_)
    for _, values in columns:
        whole &= np.isfinite(values)
    kept = np.flatnonzero(whole) if columns else ()
    rows = [
        name,
        "version=1",
        f"nRows={len(kept)}",
        f"nColumns={len(columns) + 1}",
        "inDegrees=yes",
        "endheader",
        "time\t" + "\t".join(column for column, _ in columns),
    ]
    rows += [f"{side.t_s[i]:.6f}\t" + "\t".join(f"{values[i]:.6f}" for _, values in columns) for i in kept]
    return "\n".join(rows) + "\n"
