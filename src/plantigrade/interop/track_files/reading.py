"""Any file of points by its kind."""

from __future__ import annotations

from pathlib import Path

from plantigrade.interop.track_files.mediapipe import read_mediapipe
from plantigrade.interop.track_files.openpose import read_openpose
from plantigrade.interop.track_files.points import GivenPoints, Said, placed, refuse
from plantigrade.interop.track_files.trc import read_trc
from plantigrade.motion.types import Tracks

MOST_BYTES = 200_000_000
KINDS = (".trc", ".csv")
# Formats that people will try, and what to do instead.
UNREAD = {
    ".c3d": "C3D is not read; export the markers as TRC",
    ".sto": "STO is not read: it holds results, not points; give the TRC",
    ".mot": "MOT holds angles, not points; give the TRC that it was made from",
}


def holds_points(path: Path) -> bool:
    """Whether a path is to be read as points and not as a video."""
    return path.is_dir() or path.suffix.lower() in (*KINDS, *UNREAD)


def read_tracks(path: Path, said: Said) -> tuple[Tracks, bool]:
    """Tracks of a TRC file, a MediaPipe CSV or a folder of OpenPose JSON, and whether the picture is the true
    one. Raises InputError.
    """
    return placed(_given(path, said), said)


def _given(path: Path, said: Said) -> GivenPoints:
    if path.is_dir():
        return read_openpose(path, said)
    kind = path.suffix.lower()
    if kind in UNREAD:
        refuse(str(path), UNREAD[kind])
    text = text_of(path)
    return read_trc(text, str(path)) if kind == ".trc" else read_mediapipe(text, str(path), said)


def text_of(path: Path) -> str:
    """UTF-8 text of a file of points. Raises InputError."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        refuse(str(path), f"cannot be read ({error.strerror or error}); check the path")
    if len(data) > MOST_BYTES:
        refuse(str(path), f"is larger than {MOST_BYTES // 1_000_000} MB; cut the recording")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        refuse(str(path), f"byte {error.start} is not UTF-8; save the file as UTF-8")
