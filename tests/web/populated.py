"""A person with a row in every table, and files beside a clip."""

from __future__ import annotations

import datetime
from pathlib import Path
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from plantigrade.core.adaptation import Decision
from plantigrade.core.quantities import Estimate
from plantigrade.web.base.clock import today
from plantigrade.web.care.actions import correct_note, set_override, write_note
from plantigrade.web.home.demo import add_demo_person
from plantigrade.web.people.models import Person
from plantigrade.web.player.actions import keep_records
from plantigrade.web.player.records import PainRecord
from plantigrade.web.programme.actions import adjust
from plantigrade.web.programme.queries import running
from plantigrade.web.progress.actions import answer_decision, keep_morning
from plantigrade.web.tracks.actions import keep_shoe_morning, keep_squats, start_shoes, start_wedge
from plantigrade.web.videos import actions as videos
from plantigrade.web.videos.models import Clip, Comparison

FILM = bytes(range(256)) * 4000


def populated_person() -> Person:
    person = add_demo_person(only_if_empty=False)
    assert person is not None
    programme = running(person)
    assert programme is not None
    adjust(programme=programme, on=today(), kind="minutes", values={"minutes": "5"}, reason="busy")
    adjust(programme=programme, on=today(), kind="pause", values={}, reason="a cold")
    session = person.sessions.first()
    assert session is not None
    pain = PainRecord(
        uuid4(), session.pk, "EX1", False, "left", "calf", 3, False, session.day, timezone.now()
    )
    keep_records(person=person, records=[(str(pain.id), pain)])
    note = write_note(person=person, by=person.owner, organisation="", text="Left ankle\nswollen.")
    correct_note(note=note, by=person.owner, organisation="", text="Right ankle\nswollen.")
    set_override(
        person=person,
        by=person.owner,
        organisation="Practice",
        on=today(),
        begins=today(),
        kind="dose",
        exercise="EX1",
        values={"sets": 1, "seconds": 30.0},
        reason="Calf still sore",
    )
    keep_morning(person=person, on=today(), told={"change_0_10": -1, "stiffness_min": 5})
    answer_decision(person=person, on=today(), decision=Decision("continue", (), 1, {}), accepted=True)
    wedge = start_wedge(person=person, on=today(), height_cm=2.0, ktw_cm=Estimate(8.0, 0.5))
    told = {"full_depth": True, "heels_down": True, "trunk_change_deg": 2, "pain_0_10": 0}
    keep_squats(track=wedge, on=today(), height_cm=2.0, told=told)
    shoes = start_shoes(person=person, on=today(), start_drop_mm=10, target_drop_mm=4, raises=16)
    keep_shoe_morning(track=shoes, on=today(), pain_0_10=1)
    clip = videos.add_clip(
        person=person,
        file=SimpleUploadedFile("squat.MP4", FILM),
        taken_on=datetime.date(2026, 11, 1),
        heel_lift_cm=2.5,
    )
    claimed = videos.claim(clip_id=str(clip.pk))
    assert claimed is not None
    videos.finish(clip=claimed, result={"reps": [], "reasons": [], "usable": True})
    (folder_of(clip) / "clip-overlay.mp4").write_bytes(b"drawn")
    return person


def add_comparison(person: Person) -> Comparison:
    """A second clip, compared with the one that is there."""
    before = person.clips.get()
    file = SimpleUploadedFile("squat.mp4", FILM)
    after = videos.add_clip(person=person, file=file, taken_on=datetime.date(2026, 11, 20))
    return videos.compare(before=before, after=after)


def folder_of(clip: Clip) -> Path:
    return Path(clip.file.path).parent
