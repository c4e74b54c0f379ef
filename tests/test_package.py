"""What a stranger installs: the wheel out of the sdist holds all that runs, and runs without this tree."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from plantigrade import __version__
from tests.web.running import Running

ROOT = Path(__file__).resolve().parent.parent
CASE = ROOT / "src" / "plantigrade" / "interop" / "examples" / "after-sprains.json"


def _run(*words: str | Path, inside: Path, path: Path | None = None) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    if path is not None:
        environment["PYTHONPATH"] = str(path)
    done = subprocess.run(words, cwd=inside, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from the sdist, as an installer without a wheel would."""
    folder = tmp_path_factory.mktemp("built")
    build = (sys.executable, "-m", "hatchling", "build", "-d", folder, "-t")
    _run(*build, "sdist", inside=ROOT)
    with tarfile.open(folder / f"plantigrade-{__version__}.tar.gz") as sdist:
        sdist.extractall(folder, filter="data")
    _run(*build, "wheel", inside=folder / f"plantigrade-{__version__}")
    (found,) = folder.glob("*.whl")
    return found


def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    listed = _run("git", "ls-files", "src/plantigrade", inside=ROOT).splitlines()
    with zipfile.ZipFile(wheel) as held:
        names = set(held.namelist())
    assert {name.removeprefix("src/") for name in listed} <= names
    assert not [name for name in names if name.startswith("tests/") or name.endswith((".pyc", ".sqlite3"))]


def test_its_commands_run_without_this_tree(wheel: Path, tmp_path: Path) -> None:
    packed = tmp_path / "packed"
    with zipfile.ZipFile(wheel) as held:
        held.extractall(packed)
    python = (sys.executable, "-m", "plantigrade")
    where = _run(
        sys.executable, "-c", "import plantigrade; print(plantigrade.__file__)", inside=tmp_path, path=packed
    )
    assert Path(where.strip()).is_relative_to(packed)
    assert _run(*python, "knowledge", "check", inside=tmp_path, path=packed).startswith(
        "All knowledge files fit"
    )
    told = json.loads(_run(*python, "assess", CASE, "--json", inside=tmp_path, path=packed))
    assert told["sides"]
    _run(*python, "report", CASE, "--out", "page.pdf", inside=tmp_path, path=packed)
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.slow
def test_installed_with_the_locked_versions_it_serves_its_first_page(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "fresh", with_pip=True)
    python = tmp_path / "fresh" / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = (python, "-m", "pip", "install", "--quiet")
    _run(*pip, "--require-hashes", "-r", ROOT / "requirements" / "run.txt", inside=tmp_path)
    _run(*pip, "--no-deps", wheel, inside=tmp_path)
    told = _run(python, "-m", "pip", "check", inside=tmp_path)
    assert "No broken requirements" in told
    with Running(tmp_path / "data", "--demo-if-empty", python=str(python)) as served:
        assert "Robin (example)" in served.get()[1]
        assert json.loads(served.get("health/ready")[1])["status"] == "ok"
