"""Backup, verify and restore, as commands and while others write."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import threading
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.utils import timezone

from plantigrade.cli.main import main
from plantigrade.web.in_use import InUseError, alone, shared
from plantigrade.web.keep.backup import back_up, database_path
from plantigrade.web.people.models import Person
from plantigrade.web.player.models import Session, SetLog
from plantigrade.web.screening.models import LooseClip, ScreeningDay
from plantigrade.web.team.models import Organisation
from plantigrade.web.videos.models import Clip
from tests.web.populated import FILM, populated_person

of_a_file = pytest.mark.sqlite(
    "a backup holds the file of SQLite; test_postgres.py has the drill for Postgres"
)


@pytest.fixture(autouse=True)
def own_videos(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "data" / "videos"
    settings.MEDIA_ROOT.mkdir(parents=True)


@pytest.fixture
def robin(transactional_db: None) -> Person:  # noqa: ARG001
    return populated_person()


def command(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The command, on another data folder."""
    environment = {**os.environ, "PLANTIGRADE_DATA": str(folder)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    line = [sys.executable, "-m", "plantigrade.cli.main", *words]
    return subprocess.run(line, env=environment, capture_output=True, text=True, timeout=120, check=False)


def dumped(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as held:
        return sorted(held.iterdump())


def films(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


@of_a_file
@pytest.mark.usefixtures("robin")
def test_what_is_restored_is_equal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, folder = tmp_path / "a.zip", tmp_path / "other"
    club = Organisation.objects.create(name="Club")
    day = ScreeningDay.objects.create(organisation=club, name="Preseason", on=datetime.date(2026, 11, 2))
    for name in ("IMG_1.MOV", "IMG_2.MOV"):
        LooseClip.objects.create(day=day, name=name, file=SimpleUploadedFile(name, name.encode()))
    assert main(["backup", str(file)]) == 0
    assert main(["verify", str(file)]) == 0
    assert "whole" in capsys.readouterr().out
    first = command(folder, "restore", str(file))
    assert first.returncode == 0, first.stderr
    assert dumped(folder / "plantigrade.sqlite3") == dumped(database_path())
    assert films(folder / "videos") == films(Path(settings.MEDIA_ROOT))
    assert len(films(folder / "videos")) == 4, "two of the clip, and two that wait for their athlete"
    again = command(folder, "restore", str(file))
    assert again.returncode == 2
    assert "--replace" in again.stderr
    (folder / "videos" / "mine.mp4").write_bytes(b"mine")
    third = command(folder, "restore", str(file), "--replace")
    assert third.returncode == 0, third.stderr
    [aside] = folder.glob("before-restore-*")
    assert (aside / "videos" / "mine.mp4").read_bytes() == b"mine"
    assert not (folder / "videos" / "mine.mp4").exists()
    assert not list(folder.glob(".restore-*"))


@of_a_file
def test_a_backup_while_others_write_is_of_one_moment(robin: Person, tmp_path: Path) -> None:
    """Each write is a session with its set: a snapshot never holds one without the other."""
    stop, written = threading.Event(), threading.Semaphore(0)

    def write() -> None:
        try:
            while not stop.is_set():
                with transaction.atomic():
                    now = timezone.now()
                    session = Session.objects.create(person=robin, day=now.date(), started_at=now)
                    SetLog.objects.create(
                        session=session, item=0, exercise="EX1", side="both", set_number=1, seconds=1, at=now
                    )
                written.release()
        finally:
            connection.close()

    before = Session.objects.count()
    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            for _ in range(5):
                assert written.acquire(timeout=20)
            made = Session.objects.count()
            file = tmp_path / f"{number}.zip"
            back_up(file)
            with zipfile.ZipFile(file) as archive:
                archive.extract("plantigrade.sqlite3", tmp_path / str(number))
            with closing(sqlite3.connect(tmp_path / str(number) / "plantigrade.sqlite3")) as held:
                [sessions] = held.execute("SELECT count(*) FROM player_session").fetchone()
                [bare] = held.execute(
                    "SELECT count(*) FROM player_session WHERE id NOT IN (SELECT session_id FROM player_setlog)"
                ).fetchone()
                assert held.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert sessions >= made > before
            assert bare == 0
            assert main(["verify", str(file)]) == 0
    finally:
        stop.set()
        writer.join()


def spoilt(file: Path, to: Path, change: dict[str, bytes | None]) -> Path:
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(to, "w") as new:
        held: dict[str, bytes | None] = {name: old.read(name) for name in old.namelist()}
        for name, body in (held | change).items():
            if body is not None:
                new.writestr(name, body)
    return to


@pytest.fixture
def faulty(robin: Person, tmp_path: Path) -> dict[str, tuple[Path, str]]:
    """Spoilt backups with what is to be said of each."""
    file = tmp_path / "good.zip"
    back_up(file)
    clip = robin.clips.get()
    original = f"videos/{clip.file.name}"
    manifest = zipfile.ZipFile(file).read("manifest.json")
    bytes_of_file = file.read_bytes()

    def made(name: str, body: bytes) -> Path:
        (tmp_path / name).write_bytes(body)
        return tmp_path / name

    place = bytes_of_file.index(FILM)
    return {
        "cut off": (made("a", bytes_of_file[: len(bytes_of_file) // 2]), "part of one"),
        "a bit": (made("b", bytes_of_file[:place] + b"\xff" + bytes_of_file[place + 1 :]), "damaged"),
        "other film": (spoilt(file, tmp_path / "c", {original: b"other"}), "checksum differs"),
        "no film": (spoilt(file, tmp_path / "d", {original: None}), "is missing"),
        "more": (spoilt(file, tmp_path / "e", {"videos/more.mp4": b"x"}), "not in the manifest"),
        "no manifest": (spoilt(file, tmp_path / "f", {"manifest.json": None}), "no manifest"),
        "upwards": (
            spoilt(file, tmp_path / "g", {"manifest.json": manifest.replace(b"videos/", b"../../")}),
            "outside of itself",
        ),
        "version": (
            spoilt(file, tmp_path / "h", {"manifest.json": manifest.replace(b"backup/1", b"backup/9")}),
            "Update plantigrade",
        ),
        "gone": (tmp_path / "nowhere.zip", "check the path"),
    }


@of_a_file
def test_faults_are_told_and_nothing_is_restored(
    faulty: dict[str, tuple[Path, str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "other"
    for name, (file, told) in faulty.items():
        assert main(["verify", str(file)]) == 2, name
        assert told in capsys.readouterr().err, name
    result = command(folder, "restore", str(faulty["other film"][0]))
    assert result.returncode == 2
    assert "Nothing was restored" in result.stderr
    assert not (folder / "plantigrade.sqlite3").exists()
    assert not list(folder.glob("*restore-*"))


@of_a_file
@pytest.mark.usefixtures("robin")
def test_a_database_that_is_damaged_or_newer_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('people', '9999_x', '2030-01-01')"
        )
    try:
        back_up(tmp_path / "newer.zip")
        Clip.objects.update(file="nobody/knows/original.mp4")
        back_up(tmp_path / "lost.zip")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE name = '9999_x'")
    assert main(["verify", str(tmp_path / "newer.zip")]) == 2
    assert "newer plantigrade" in capsys.readouterr().err
    assert main(["backup", str(tmp_path / "lost2.zip")]) == 0
    assert "nobody/knows/original.mp4: is missing here already" in capsys.readouterr().err
    assert main(["verify", str(tmp_path / "lost2.zip")]) == 0
    assert main(["verify", str(torn(tmp_path / "lost2.zip", tmp_path / "torn.zip"))]) == 2
    assert "the database" in capsys.readouterr().err


def torn(file: Path, to: Path) -> Path:
    """A backup of a database that was damaged before it was backed up."""
    with zipfile.ZipFile(file) as held:
        database, manifest = (
            bytearray(held.read("plantigrade.sqlite3")),
            json.loads(held.read("manifest.json")),
        )
    database[4096:] = database[:4096] * (len(database) // 4096 - 1)
    manifest["files"]["plantigrade.sqlite3"]["sha256"] = hashlib.sha256(database).hexdigest()
    return spoilt(
        file, to, {"plantigrade.sqlite3": bytes(database), "manifest.json": json.dumps(manifest).encode()}
    )


@of_a_file
@pytest.mark.usefixtures("robin")
def test_a_backup_is_whole_or_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "kept" / "a.zip"
    file.parent.mkdir()
    back_up(file)
    before = file.read_bytes()
    assert main(["backup", str(file)]) == 2
    assert "--replace" in capsys.readouterr().err

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("plantigrade.web.keep.backup._add", full)
    assert main(["backup", str(file), "--replace"]) == 2
    assert "The disk is full" in capsys.readouterr().err
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == ["a.zip"]


@of_a_file
@pytest.mark.usefixtures("robin")
def test_a_folder_in_use_is_not_restored_over(tmp_path: Path) -> None:
    file, folder = tmp_path / "a.zip", tmp_path / "other"
    back_up(file)
    folder.mkdir()
    with shared(folder), shared(folder):
        refused = command(folder, "restore", str(file))
        with pytest.raises(InUseError), alone(folder):
            pass
    assert refused.returncode == 2
    assert "stop it first" in refused.stderr
    assert command(folder, "restore", str(file)).returncode == 0
    with alone(folder), pytest.raises(InUseError), shared(folder):
        pass


def test_an_import_by_command_asks_about_a_person_who_is_here(
    robin: Person, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from plantigrade.web.keep.export import archive_blocks

    file = tmp_path / "robin.zip"
    file.write_bytes(b"".join(archive_blocks(robin)))
    assert main(["import", str(file)]) == 2
    assert "--keep-both" in capsys.readouterr().err
    assert main(["import", str(file), "--keep-both"]) == 0
    assert Person.objects.count() == 2
    assert main(["import", str(tmp_path / "nowhere")]) == 2
    result = command(tmp_path / "other", "import", str(file))
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "other" / "videos" / str(robin.id)).is_dir()
    assert datetime.date(2026, 11, 1) == Clip.objects.first().taken_on  # type: ignore[union-attr]
