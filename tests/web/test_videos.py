"""Clips: sent, read once by a job of its own, cancelled, tried again, removed."""

from __future__ import annotations

import datetime
import json
import sys
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from plantigrade.web.people.models import Person
from plantigrade.web.videos import actions
from plantigrade.web.videos.jobs import read
from plantigrade.web.videos.models import Clip

ANSWER = {"reps": [], "reasons": [], "usable": True}

MOV = b"\x00\x00\x00\x14ftypqt  "  # how a clip of a phone begins


def program(*lines: dict[str, Any], status: int = 0) -> list[str]:
    """A reader that says these lines."""
    said = "\n".join(json.dumps(line) for line in lines)
    return [
        sys.executable,
        "-c",
        "import sys; print(sys.argv[1]); sys.exit(int(sys.argv[2]))",
        said,
        str(status),
    ]


@pytest.fixture
def clip(alice: Person) -> Clip:
    file = SimpleUploadedFile("squat.MP4", b"0123456789")
    return actions.add_clip(person=alice, file=file, taken_on=datetime.date(2026, 11, 26))


def test_a_clip_is_kept_under_our_own_name_and_waits(client: Client, alice: Person) -> None:
    sent = {"file": SimpleUploadedFile("../../evil name.MOV", MOV), "heel_lift_cm": "2.5"}
    answer = client.post(f"/p/{alice.id}/videos/", sent)
    held = Clip.objects.get()
    assert answer.headers["Location"] == f"/p/{alice.id}/videos/{held.id}/"
    assert held.file.name == f"{alice.id}/{held.id}/original.mov"
    assert (held.state, held.heel_lift_cm) == (Clip.State.WAITING, 2.5)


def test_the_answer_of_the_reader_is_kept(clip: Clip) -> None:
    read(str(clip.pk), program({"stage": "points", "share": 0.5}, {"answer": ANSWER}))
    clip.refresh_from_db()
    assert (clip.state, clip.result) == (Clip.State.DONE, ANSWER)


@pytest.mark.parametrize(
    ("lines", "told"),
    [([{"fault": "not_a_video\nNo video."}], "This is no video"), ([], "The reading was cut off")],
)
def test_a_fault_is_told_and_can_be_tried_again(
    client: Client, clip: Clip, lines: list[dict[str, Any]], told: str
) -> None:
    read(str(clip.pk), program(*lines, status=2))
    clip.refresh_from_db()
    assert clip.state == Clip.State.FAILED
    assert told in client.get(f"/p/{clip.person_id}/videos/{clip.pk}/").content.decode()
    actions.again(clip=clip)
    read(str(clip.pk), program({"answer": ANSWER}))
    clip.refresh_from_db()
    assert clip.state == Clip.State.DONE


def test_a_job_that_comes_twice_reads_once(clip: Clip, tmp_path: Path) -> None:
    count = tmp_path / "count"
    once = [sys.executable, "-c", f"open({str(count)!r}, 'a').write('x'); print('{{\"answer\": {{}}}}')"]
    read(str(clip.pk), once)
    read(str(clip.pk), once)
    assert count.read_text() == "x"


def test_a_cancelled_clip_is_not_read(clip: Clip) -> None:
    actions.cancel(clip=clip)
    read(str(clip.pk), program({"answer": ANSWER}))
    clip.refresh_from_db()
    assert clip.state == Clip.State.CANCELLED


def test_the_clip_of_a_dead_worker_waits_again(client: Client, alice: Person, clip: Clip) -> None:
    actions.claim(clip_id=str(clip.pk))
    address = f"/p/{alice.id}/videos/{clip.pk}/state/"
    assert client.get(address).json()["state"] == "running"
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=10), tick=False):
        client.get(address)
    clip.refresh_from_db()
    assert clip.state == Clip.State.WAITING


@pytest.mark.parametrize(
    ("asked", "status", "body"),
    [
        (None, 200, b"0123456789"),
        ("bytes=2-4", 206, b"234"),
        ("bytes=7-", 206, b"789"),
        ("bytes=-3", 206, b"789"),
        ("bytes=5-99", 206, b"56789"),
        ("bytes=20-30", 416, b""),
        ("bytes=a-b", 200, b"0123456789"),
    ],
)
def test_a_file_comes_in_the_parts_that_are_asked_for(
    client: Client, alice: Person, clip: Clip, asked: str | None, status: int, body: bytes
) -> None:
    headers = {"Range": asked} if asked else {}
    answer: Any = client.get(f"/p/{alice.id}/videos/{clip.pk}/file/original", headers=headers)
    assert answer.status_code == status
    assert (answer.getvalue() if answer.streaming else answer.content) == body


def test_no_other_file_is_given_out(client: Client, alice: Person, clip: Clip) -> None:
    for name in ("secret", "..%2f..%2fsecret", "clip.csv"):
        assert client.get(f"/p/{alice.id}/videos/{clip.pk}/file/{name}").status_code == 404


def test_a_removed_clip_leaves_nothing_behind(client: Client, alice: Person, clip: Clip) -> None:
    folder = Path(clip.file.path).parent
    client.post(f"/p/{alice.id}/videos/{clip.pk}/remove/")
    assert not Clip.objects.exists()
    assert not any(folder.iterdir())
