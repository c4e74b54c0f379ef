"""Processes that are killed in the middle of a write, an upload or a job lose nothing that was told as safe."""

from __future__ import annotations

import datetime
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from plantigrade.web.keep.tidying import tidy
from plantigrade.web.people.models import Person
from plantigrade.web.screening.models import LooseClip, ScreeningDay
from plantigrade.web.videos import actions
from plantigrade.web.videos import actions_work as work
from plantigrade.web.videos.jobs import read
from plantigrade.web.videos.models import Clip
from tests.web.databases import asked, is_sound
from tests.web.running import Running, child_environment, until
from tests.web.test_player import a_session, a_set, robin
from tests.web.test_team import Cast, cast
from tests.web.test_videos import ANSWER, program

__all__ = ["cast", "robin"]  # fixtures


def test_killed_during_writes_what_was_told_as_safe_is_there_once(tmp_path: Path) -> None:
    session = a_session()
    sets = [a_set(session["id"], item=i // 90, set_number=i % 90) for i in range(3000)]
    safe: list[str] = []
    with Running(tmp_path, "--demo-if-empty") as served:
        before = asked(tmp_path, "SELECT count(*) FROM player_setlog")
        person, token = served.person(), served.token()
        assert served.log(person, token, session)[0] == 200
        enough = threading.Event()

        def log() -> None:
            try:
                for one in sets:
                    status, answer = served.log(person, token, one)
                    assert status == 200
                    safe.extend(answer["kept"])
                    if len(safe) == 30:
                        enough.set()
            except (OSError, ValueError):
                return

        writer = threading.Thread(target=log)
        writer.start()
        assert enough.wait(timeout=60)
        served.kill_all()
        writer.join(timeout=60)
    assert 30 <= len(safe) < len(sets)
    with Running(tmp_path) as served:
        assert is_sound(tmp_path)
        held = asked(tmp_path, "SELECT count(*) FROM player_setlog") - before
        # The set whose answer was on its way may be there; nothing else may.
        assert len(safe) <= held <= len(safe) + 1
        again = sets[: len(safe) + 5]
        status, answer = served.log(served.person(), served.token(), session, *again)
        assert (status, answer["refused"]) == (200, {})
        assert asked(tmp_path, "SELECT count(*) FROM player_setlog") - before == len(again)


def test_killed_during_an_upload_no_half_clip_is_shown(tmp_path: Path) -> None:
    with Running(tmp_path, "--demo-if-empty") as served:
        person, token = served.person(), served.token()
        cookies = "; ".join(f"{c.name}={c.value}" for c in served.cookies)
        port = int(served.address.rsplit(":", 1)[1].strip("/"))
        head = (
            f"POST /p/{person}/videos/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookies}\r\n"
            f"X-CSRFToken: {token}\r\nContent-Type: multipart/form-data; boundary=edge\r\n"
            "Content-Length: 50000000\r\n\r\n--edge\r\n"
            'Content-Disposition: form-data; name="file"; filename="a.mp4"\r\nContent-Type: video/mp4\r\n\r\n'
        )
        with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
            line.sendall(head.encode() + bytes(12_000_000))
            until(lambda: any((tmp_path / "incoming").iterdir()), "the upload reaches the disk")
            served.kill_all()
    left = list((tmp_path / "incoming").iterdir())
    for path in left:
        os.utime(path, (0, 0))
    with Running(tmp_path) as served:
        assert asked(tmp_path, "SELECT count(*) FROM videos_clip") == 0
        assert "No clip yet" in served.get(f"p/{person}/videos/")[1]
        assert not list((tmp_path / "incoming").iterdir()), "the half file is cleared away at the next start"
        assert not [path for path in (tmp_path / "videos").rglob("*") if path.is_file()]


WORKER = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "plantigrade.web.settings"
import plantigrade.web.settings as settings
settings.DATABASES["default"]["NAME"], settings.MEDIA_ROOT = sys.argv[1:3]
import django
django.setup()
from plantigrade.web.videos.jobs import read
read(sys.argv[3], [sys.executable, "-c", sys.argv[4]])
"""
READER = """
import os, sys, time
from plantigrade.web import lifeline
lifeline.hold()
print('{"stage": "points", "share": 0.5}', flush=True)
open(os.path.join(sys.argv[2], "clip-overlay.mp4"), "w").write(str(os.getpid()))
time.sleep(600)
"""


@pytest.fixture
def clip(robin: Person) -> Clip:
    file = SimpleUploadedFile("squat.mp4", b"film")
    return actions.add_clip(person=robin, file=file, taken_on=datetime.date(2026, 11, 26))


def test_killed_during_a_job_it_is_done_again_once(client: Client, clip: Clip, tmp_path: Path) -> None:
    database = connection.settings_dict["NAME"]
    words = [sys.executable, "-c", WORKER, str(database), str(settings.MEDIA_ROOT), str(clip.pk), READER]
    folder = Path(clip.file.path).parent
    worker = subprocess.Popen(words, env=child_environment(tmp_path), stdin=subprocess.DEVNULL)
    drawn = until(lambda: [*folder.glob("*/clip-overlay.mp4")], "the reader draws")[0]
    reader = int(until(drawn.read_text, "the reader says who it is"))
    worker.send_signal(signal.SIGKILL)
    worker.wait(timeout=20)
    until(lambda: not Path(f"/proc/{reader}").exists() or _is_over(reader), "the reader ends with its worker")
    clip.refresh_from_db()
    assert clip.state == Clip.State.RUNNING
    page = client.get(f"/p/{clip.person_id}/videos/{clip.pk}/").content.decode()
    assert "being read" in page
    assert "clip-overlay" not in page

    DBTaskResult.objects.all().delete()
    actions.recover()
    assert not DBTaskResult.objects.exists(), "it may still be at work"
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=3), tick=False):
        actions.recover()
        actions.recover()
    clip.refresh_from_db()
    assert clip.state == Clip.State.WAITING
    jobs = DBTaskResult.objects.filter(args_kwargs__args=[str(clip.pk)])
    assert jobs.count() == 1
    for _ in range(2):
        read(str(clip.pk), program({"answer": ANSWER}))
    clip.refresh_from_db()
    assert (clip.state, clip.result) == (Clip.State.DONE, ANSWER)
    assert [path.name for path in folder.iterdir()] == ["original.mp4"], "nothing half drawn is left"


def test_a_worker_that_was_taken_for_dead_changes_nothing_any_more(clip: Clip) -> None:
    """Its machine stood still for minutes, and another worker did its work meanwhile."""
    late = actions.claim(clip_id=str(clip.pk))
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=3), tick=False):
        actions.recover()
        other = actions.claim(clip_id=str(clip.pk))
        assert late is not None
        assert other is not None
        assert not work.tell(held=late, stage="points", share=0.9)
        work.fail(held=late, error="late")
        actions.finish(clip=late, result={"late": True})
        clip.refresh_from_db()
        assert (clip.state, clip.lease) == (Clip.State.RUNNING, other.lease)
        assert work.tell(held=other, stage="points", share=0.1)
        actions.finish(clip=other, result=ANSWER)
        actions.finish(clip=late, result={"late": True})
    clip.refresh_from_db()
    assert (clip.state, clip.result) == (Clip.State.DONE, ANSWER)


def _is_over(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


def test_a_clip_whose_job_is_lost_gets_another(clip: Clip) -> None:
    DBTaskResult.objects.all().delete()
    actions.recover()
    actions.recover()
    assert [task.args_kwargs["args"] for task in DBTaskResult.objects.all()] == [[str(clip.pk)]]


def test_files_that_no_clip_knows_go_when_they_are_old(clip: Clip) -> None:
    folder = Path(clip.file.path).parent
    lost, fresh = folder.parent / str(uuid4()), folder.parent / str(uuid4())
    for path in (lost, fresh):
        path.mkdir()
        (path / "original.mp4").write_bytes(b"half")
    for path in (lost / "original.mp4", lost, folder / "original.mp4", folder):
        os.utime(path, (0, 0))
    tidy()
    assert sorted(folder.parent.iterdir()) == sorted([folder, fresh])
    assert (folder / "original.mp4").read_bytes() == b"film"


def test_films_that_wait_for_their_athlete_stay_and_without_any_known_film_all_stay(cast: Cast) -> None:
    """A database that knows no film is more likely the wrong one than a reason to delete them all."""
    day = ScreeningDay.objects.create(
        organisation=cast.practice, name="Squad", on=datetime.date(2026, 11, 26)
    )
    lost = Path(settings.MEDIA_ROOT) / str(uuid4()) / str(uuid4()) / "original.mp4"
    lost.parent.mkdir(parents=True)
    lost.write_bytes(b"film")
    os.utime(lost, (0, 0))
    os.utime(lost.parent, (0, 0))
    tidy()
    assert lost.exists()
    loose = LooseClip.objects.create(day=day, name="IMG_1.MOV", file=SimpleUploadedFile("IMG_1.MOV", b"film"))
    os.utime(loose.file.path, (0, 0))
    os.utime(Path(loose.file.path).parent, (0, 0))
    tidy()
    assert Path(loose.file.path).read_bytes() == b"film"
    assert not lost.exists()
