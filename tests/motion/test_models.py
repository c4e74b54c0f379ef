"""The weights: where they are kept, what is refused, what a mode does without them."""

from __future__ import annotations

import hashlib
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from plantigrade.motion.pose import models
from plantigrade.motion.pose.models import MODELS, ModelsError
from plantigrade.motion.pose.passes import engine_of, plan_for


def test_modes_and_what_they_fall_back_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plantigrade.motion.pose.passes.present", lambda _: True)
    assert plan_for("standard")[0].sizes == ("heavy",)
    assert plan_for("fast", mirror=False)[0].mirror == "none"
    assert plan_for("fast", mirror=True)[0].mirror == "both"
    engine = engine_of(plan_for("best")[0])
    assert engine.name == "blazepose-heavy+full"
    assert engine.model_sha256 == MODELS["heavy"].sha256
    monkeypatch.setattr("plantigrade.motion.pose.passes.present", lambda _: False)
    plan, reasons = plan_for("best")
    assert plan.sizes == ("full",)
    assert [r.code for r in reasons] == ["smaller_model"]


def test_the_folder_named_by_the_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(models.FOLDER_VARIABLE, str(tmp_path))
    assert models.models_folder() == tmp_path
    with pytest.raises(ModelsError) as caught:
        models.weights("heavy")
    assert caught.value.code == "models_missing"
    assert "models install" in caught.value.text
    (tmp_path / MODELS["heavy"].file).write_bytes(b"no weights")
    with pytest.raises(ModelsError) as caught:
        models.weights("heavy")
    assert caught.value.code == "models_damaged"
    monkeypatch.delenv(models.FOLDER_VARIABLE)
    assert models.models_folder().parts[-2:] == ("plantigrade", "models")


@pytest.fixture
def packages(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Small packages in place of the real ones, brought by a client that is only pretended."""
    contents = {"detector": b"detector" * 9, "full": b"full" * 9}
    monkeypatch.setattr(
        models,
        "MODELS",
        {
            name: models.Model(
                name, f"{name}.tflite", hashlib.sha256(data).hexdigest(), len(data), "wheel", f"in/{name}"
            )
            for name, data in contents.items()
        }
        | {"heavy": models.Model("heavy", "heavy.tflite", "0" * 64, 4, "npm", "package/heavy")},
    )

    def client(command: list[str], cwd: Path, **_: Any) -> None:
        if "pack" in command:
            raise subprocess.CalledProcessError(1, command, stderr="no route to the registry")
        with zipfile.ZipFile(cwd / "one.whl", "w") as archive:
            for name, data in contents.items():
                archive.writestr(f"in/{name}", data)

    monkeypatch.setattr(subprocess, "run", client)
    monkeypatch.setattr(models, "_npm", lambda _: "npm")
    return contents


def test_install_checks_and_keeps_and_says_what_is_missing(
    packages: dict[str, bytes], tmp_path: Path
) -> None:
    said: list[str] = []
    installed = models.install(tmp_path, said.append)
    assert installed.present == ("detector", "full")
    assert [name for name, _ in installed.missing] == ["heavy"]
    assert "no route" in installed.missing[0][1]
    assert (tmp_path / "full.tflite").read_bytes() == packages["full"]
    notice = (tmp_path / "NOTICE").read_text()
    assert "Apache" in notice
    assert hashlib.sha256(packages["full"]).hexdigest() in notice
    assert sorted(p.name for p in tmp_path.iterdir()) == ["NOTICE", "detector.tflite", "full.tflite"]
    said.clear()
    models.install(tmp_path, said.append)
    assert len([line for line in said if "fetching" in line]) == 1  # only what is still missing


@pytest.mark.parametrize("data", [b"other bytes", b"x" * 10_000])
def test_install_refuses_other_bytes(packages: dict[str, bytes], tmp_path: Path, data: bytes) -> None:
    packages["full"] = data
    with pytest.raises(ModelsError) as caught:
        models.install(tmp_path)
    assert caught.value.code == "models_damaged"
    assert not (tmp_path / "full.tflite").exists()
    assert not list(tmp_path.glob(".*"))
