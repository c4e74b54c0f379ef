"""Other tools in environments of their own, run on a clip as whole processes; none of them is a dependency.

Each is installed by pip on first use into the folder that PLANTIGRADE_PEERS names, else into the user's
cache; their weights are the ones that `plantigrade models install` has checked. Linux, as the bench.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from plantigrade.motion.pose.models import MODELS, ModelsError, weights
from plantigrade.motion.types import Floats
from tools.bench_process import Watched, watched

FOLDER_VARIABLE = "PLANTIGRADE_PEERS"
INSTALL_TIMEOUT_S = 1800.0
# No window anywhere.
QUIET = {"QT_QPA_PLATFORM": "offscreen", "MPLBACKEND": "Agg", "PYTHONPATH": ""}
# The model that the third argument asks for, MediaPipe's complexity 1 or 2.
COMPLEXITY = {"full": 1, "heavy": 2}

# Each program: clip, file for the answer, complexity. The answer: for each picture None or left knee, left
# ankle, right knee, right ankle in px.
MEDIAPIPE = """
import json, sys
import cv2
import mediapipe as mp
rows, video = [], cv2.VideoCapture(sys.argv[1])
with mp.solutions.pose.Pose(model_complexity=int(sys.argv[3])) as pose:
    while True:
        more, picture = video.read()
        if not more:
            break
        high, wide = picture.shape[:2]
        found = pose.process(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)).pose_landmarks
        leg = found and [found.landmark[i] for i in (25, 27, 26, 28)]
        rows.append(leg and [[point.x * wide, point.y * high] for point in leg])
with open(sys.argv[2], "w") as out:
    json.dump(rows, out)
"""
# Its own demonstration settings; only pictures, videos and plots are off.
SPORTS2D = """
import csv, json, re, shutil, sys
from pathlib import Path
import Sports2D
from Sports2D import Sports2D as tool
clip = Path(shutil.copy(sys.argv[1], "."))
text = (Path(Sports2D.__file__).parent / "Demo" / "Config_demo.toml").read_text("utf-8")
for key, value in (("video_files", repr(clip.name)), ("model_complexity", sys.argv[3]), ("save_vid", "false"),
                   ("save_img", "false"), ("show_angles_on_img", "false"), ("show_angles_on_vid", "false")):
    text, count = re.subn(rf"(?m)^(\\s*{key}\\s*=).*$", rf"\\g<1> {value}", text)
    assert count, key
Path("config.toml").write_text(text, "utf-8")
tool.detect_pose("config.toml")
tool.compute_angles("config.toml")
with open(next(Path(".").glob("*_person0_points.csv")), newline="") as file:
    lines = list(csv.reader(file))
parts, axes = lines[2], lines[3]
at = [next(i for i, each in enumerate(zip(parts, axes)) if each == (part, axis))
      for part in ("LKnee", "LAnkle", "RKnee", "RAnkle") for axis in "xy"]
rows = []
for line in lines[4:]:
    v = [float(line[i] or "nan") for i in at]
    rows.append([v[0:2], v[2:4], v[4:6], v[6:8]])
with open(sys.argv[2], "w") as out:
    json.dump(rows, out)
"""


@dataclass(frozen=True)
class Peer:
    """`pins` for pip; `program` runs in the peer's own environment; `model` is full or heavy."""

    name: str
    place: str
    pins: tuple[str, ...]
    program: str
    model: str


# mediapipe before 0.10.21 says nothing of NumPy 2 and fails with it; OpenCV from 4.12 on asks for it.
_OLD = ("numpy<2", "opencv-python<4.12", "opencv-contrib-python<4.12")
PEERS = (
    Peer(
        "MediaPipe 0.10.21, `heavy`, video mode",
        "mediapipe-0.10.21",
        ("mediapipe==0.10.21",),
        MEDIAPIPE,
        "heavy",
    ),
    Peer(
        "MediaPipe 0.10.21, `full`, video mode",
        "mediapipe-0.10.21",
        ("mediapipe==0.10.21",),
        MEDIAPIPE,
        "full",
    ),
    Peer(
        "Sports2D 0.3.4, `heavy`, no pictures",
        "sports2d-0.3.4",
        ("sports2d==0.3.4", "mediapipe==0.10.9", *_OLD),
        SPORTS2D,
        "heavy",
    ),
)


class PeerError(Exception):
    """A peer cannot be installed or run here; the text says what failed."""


@dataclass(frozen=True)
class Points:
    """`legs` (T, 4, 2) px: left knee, left ankle, right knee, right ankle, NaN where not found."""

    legs: Floats
    ran: Watched


def peers_folder() -> Path:
    """Where the environments stand: PLANTIGRADE_PEERS, else the user's cache."""
    named = os.environ.get(FOLDER_VARIABLE)
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(named).expanduser() if named else base / "plantigrade" / "peers"


def installed(peer: Peer) -> Path:
    """The interpreter of the peer's environment, made and filled on first use.

    Raises PeerError with what failed.
    """
    place = peers_folder() / peer.place
    python, done = place / "bin" / "python", place / "installed.txt"
    wanted = "\n".join(peer.pins)
    if not done.is_file() or done.read_text("utf-8") != wanted:
        shutil.rmtree(place, ignore_errors=True)
        venv.create(place, with_pip=True, symlinks=True)
        _pip(python, peer.pins)
        done.write_text(wanted, "utf-8")
    try:
        for module in (place / "lib").glob("python*/site-packages/mediapipe/modules/pose_landmark"):
            shutil.copyfile(weights(peer.model), module / MODELS[peer.model].file)
    except ModelsError as error:
        raise PeerError(error.text) from error
    return python


def points(peer: Peer, clip: Path) -> Points:
    """Run a peer on one clip. Raises PeerError."""
    python = installed(peer)
    with TemporaryDirectory() as scratch:
        answer = Path(scratch) / "points.json"
        ran = watched(
            [str(python), "-c", peer.program, str(clip.resolve()), str(answer), str(COMPLEXITY[peer.model])],
            QUIET,
            Path(scratch),
        )
        if ran.code != 0 or not answer.is_file():
            raise PeerError(f"ended with {ran.code}: {_last(ran.told)}")
        rows = json.loads(answer.read_text("utf-8"))
    nothing = [[np.nan, np.nan]] * 4
    return Points(np.array([row or nothing for row in rows], dtype=np.float64), ran)


def _pip(python: Path, pins: tuple[str, ...]) -> None:
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *pins]
    try:
        ended = subprocess.run(
            command, capture_output=True, text=True, timeout=INSTALL_TIMEOUT_S, check=False,
            env={**os.environ, "PYTHONPATH": ""},
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise PeerError(f"pip took longer than {INSTALL_TIMEOUT_S:g} s for {' '.join(pins)}") from error
    if ended.returncode != 0:
        raise PeerError(
            f"Python {sys.version_info.major}.{sys.version_info.minor}, pip: {_last(ended.stderr)}"
        )


def _last(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip() and "WARNING" not in line]
    said = [line for line in lines if "rror" in line] or lines
    return said[-1][:200].replace("|", "/") if said else "nothing was said"
