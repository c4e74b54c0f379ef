"""The ONNX files of the rtmlib engine: brought by the user, kept or named in place, never fetched.

No package registry holds them. Who has used rtmlib, Pose2Sim or Sports2D has them in rtmlib's cache.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from plantigrade.motion.pose.models import ModelsError, models_folder

FOLDER_VARIABLE = "PLANTIGRADE_RTMLIB"
# What the names of the published files hold, and those that are kept.
MARKS = {"detector": ("yolox", "detector"), "pose": ("halpe26", "pose")}
WHERE = (
    "Bring a YOLOX person detector and an RTMPose body-with-feet (Halpe-26) model as ONNX files and run "
    "`plantigrade models add rtmlib PATH`, with the folder or both files, or name the folder in "
    f"{FOLDER_VARIABLE}. They are not fetched for you."
)


@dataclass(frozen=True, slots=True)
class RtmlibFiles:
    """The person detector and the body-with-feet model."""

    detector: Path
    pose: Path


def kept_in() -> Path:
    """Where the files are looked for: PLANTIGRADE_RTMLIB, else a folder beside the other weights."""
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named).expanduser() if named else models_folder() / "rtmlib"


def rtmlib_files() -> RtmlibFiles:
    """The files to use. Raises ModelsError "models_missing" or "models_unclear"."""
    folder = kept_in()
    if not folder.is_dir():
        raise ModelsError("models_missing", f"The models of rtmlib are not here ({folder}). {WHERE}")
    return _told_apart([folder])


def rtmlib_present() -> bool:
    try:
        rtmlib_files()
    except ModelsError:
        return False
    return True


def add(paths: Iterable[Path]) -> RtmlibFiles:
    """Copy a detector and a pose model from files or folders to where they are kept; raises ModelsError."""
    found = _told_apart(paths)
    folder = models_folder() / "rtmlib"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for kind, source in (("detector", found.detector), ("pose", found.pose)):
            part = folder / f"{kind}.part"
            shutil.copyfile(source, part)
            part.replace(folder / f"{kind}.onnx")
    except OSError as error:
        raise ModelsError("models_not_kept", f"The files cannot be copied to {folder}: {error}") from error
    return RtmlibFiles(folder / "detector.onnx", folder / "pose.onnx")


def _told_apart(paths: Iterable[Path]) -> RtmlibFiles:
    """By their names; a folder may hold other files."""
    files: list[Path] = []
    for path in paths:
        if not path.exists():
            raise ModelsError("models_missing", f"{path} is not there. {WHERE}")
        files += sorted(path.glob("*.onnx")) if path.is_dir() else [path]
    return RtmlibFiles(_only("detector", files), _only("pose", files))


def _only(kind: str, files: list[Path]) -> Path:
    names, kept = MARKS[kind]
    found = [path for path in files if names in path.stem.lower() or path.stem.lower() == kept]
    if not found:
        raise ModelsError("models_missing", f"No {kind} model: no file has '{names}' in its name. {WHERE}")
    if len(found) > 1:
        several = ", ".join(path.name for path in found)
        raise ModelsError("models_unclear", f"Several {kind} models: {several}. Name the two files to use.")
    return found[0]
