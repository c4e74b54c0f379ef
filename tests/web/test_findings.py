"""Findings of clips in the assessment: offered, taken, kept with their origin, taken back."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from plantigrade.core.quantities import Side
from plantigrade.web.assess.actions import start_assessment, take_page
from plantigrade.web.assess.models import Assessment
from plantigrade.web.assess.queries import open_assessment, reading_of
from plantigrade.web.base.clock import today
from plantigrade.web.people.models import Person
from plantigrade.web.videos import actions
from plantigrade.web.videos.models import Clip

LUNGE = {
    "reps": [],
    "reasons": [],
    "summary": {
        "case": {"right": {"photo_deg": 38.5, "photo_sd_deg": 1.6}},
        "heel_down_shin_angle_deg": {"max": 38.5, "sd": 1.6},
    },
}
SQUAT = {"reps": [], "reasons": [], "summary": {"case": {"squat": {"heels_rise_flat": True}}}}


def read_clip(person: Person, result: dict[str, Any], on: datetime.date | None = None, **more: Any) -> Clip:
    file = SimpleUploadedFile("a.mp4", b"x")
    clip = actions.add_clip(person=person, file=file, taken_on=on or today(), **more)
    claimed = actions.claim(clip_id=str(clip.pk))
    assert claimed is not None
    actions.finish(clip=claimed, result=result)
    return clip


@pytest.fixture
def held(alice: Person) -> Assessment:
    return start_assessment(person=alice)


def use(client: Client, clip: Clip, *keys: str) -> None:
    client.post(f"/p/{clip.person_id}/videos/{clip.pk}/use/", {"finding": keys})


def test_a_lunge_joins_tape_and_inclinometer_and_the_answer_follows(
    client: Client, alice: Person, held: Assessment
) -> None:
    tape = {f"right.ktw_cm.{n}": ["9"] for n in (1, 2, 3)}
    take_page(assessment=held, page="wall_test", sent=tape)
    before = reading_of(held).sides[Side.RIGHT].shin_angle
    use(client, read_clip(alice, LUNGE), "right.photo_deg")
    held.refresh_from_db()
    after = reading_of(held).sides[Side.RIGHT].shin_angle
    assert before is not None
    assert after is not None
    assert after.sources == ("ktw_cm", "photo_deg")
    assert after.angle_deg.sd < before.angle_deg.sd
    assert held.origins["right.photo_deg"]["sd"] == 1.6
    assert "shin angle" in client.get(f"/p/{alice.id}/ankles/question/end_feel/").content.decode()


def test_what_was_entered_by_hand_is_replaced_only_when_ticked(
    client: Client, alice: Person, held: Assessment, page_of: Any
) -> None:
    take_page(assessment=held, page="overhead_squat", sent={"squat.heels_rise_flat": ["no"]})
    clip = read_clip(alice, SQUAT)
    shown = page_of("ankles/question/overhead_squat/")
    assert "You have no now" in shown
    use(client, clip)
    held.refresh_from_db()
    assert held.raw["squat"]["heels_rise_flat"] is False
    use(client, clip, "squat.heels_rise_flat")
    held.refresh_from_db()
    assert held.raw["squat"]["heels_rise_flat"] is True
    client.post(f"/p/{alice.id}/ankles/take-back/", {"finding": "squat.heels_rise_flat"})
    held.refresh_from_db()
    assert held.raw["squat"]["heels_rise_flat"] is False
    assert held.origins == {}


def test_a_second_clip_gives_back_what_was_there_before_the_first(
    client: Client, alice: Person, held: Assessment
) -> None:
    use(client, read_clip(alice, LUNGE), "right.photo_deg")
    second = LUNGE | {"summary": LUNGE["summary"] | {"case": {"right": {"photo_deg": 40.0}}}}  # type: ignore[operator]
    use(client, read_clip(alice, second), "right.photo_deg")
    held.refresh_from_db()
    assert held.raw["right"]["photo_deg"] == 40.0
    client.post(f"/p/{alice.id}/ankles/take-back/", {"finding": "right.photo_deg"})
    held.refresh_from_db()
    assert "right" not in held.raw  # its error is gone as well


def test_an_answer_given_later_by_hand_is_no_longer_the_clips(
    client: Client, alice: Person, held: Assessment
) -> None:
    use(client, read_clip(alice, SQUAT), "squat.heels_rise_flat")
    held.refresh_from_db()
    take_page(assessment=held, page="overhead_squat", sent={"squat.heels_rise_flat": ["no"]})
    held.refresh_from_db()
    assert held.origins == {}


@pytest.mark.parametrize(("days", "again"), [(2, True), (30, False)])
def test_findings_go_to_the_assessment_of_their_week(
    client: Client, alice: Person, held: Assessment, days: int, again: bool
) -> None:
    held.started_at -= datetime.timedelta(days=days)
    held.closed_at = held.started_at
    held.save()
    use(client, read_clip(alice, LUNGE), "right.photo_deg")
    now = open_assessment(alice)
    assert now is not None
    assert (now.pk == held.pk) is again
    assert now.raw["right"]["photo_deg"] == 38.5
