"""The wedge comes down and the shoes get lower by what is recorded, and go back by the rules."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from plantigrade.web.base.clock import today
from plantigrade.web.people.models import Person
from plantigrade.web.tracks.models import ShoeTrack, WedgeSquats, WedgeStep
from plantigrade.web.tracks.queries import present_step, running_wedge, wedge_decision, wedge_ready
from plantigrade.web.videos.models import Clip, Comparison
from plantigrade.writing import percent
from tests.web.test_programme import at, on

GOOD = {"act": "squats", "full_depth": "on", "heels_down": "on", "trunk_change_deg": "0", "pain_0_10": "1"}
SHOES = {"start_drop_mm": "10", "target_drop_mm": "4", "raises": "18", "pain_0_10": "0"}


@pytest.mark.rule("S130", "B22")
def test_the_wedge_is_tried_lowered_and_raised_again_by_the_rules(alice: Person, page_of: Any) -> None:
    with on(0):
        assert "From the heel wedge to the floor" in page_of("tracks/wedge/")
        page_of("tracks/wedge/", status=302, height_cm="2,0")
        page_of("tracks/wedge/", status=302, height_cm="2.0", **GOOD)
        shown = page_of("tracks/wedge/")
        assert "Stay at least two weeks at each height." in shown
        page_of("tracks/wedge/", status=302, act="step")  # not earned: nothing happens
    track = running_wedge(alice)
    assert track is not None
    assert track.steps.count() == 1
    with on(14):
        page_of("tracks/wedge/", status=302, height_cm="2.0", **GOOD)
        assert wedge_ready(alice, at(14))
        assert "Begin trial sets at 1.5 cm" in page_of("tracks/wedge/")
        page_of("tracks/wedge/", status=302, act="step")
        page_of("tracks/wedge/", status=302, act="undo")
        assert present_step(track).kind == WedgeStep.Kind.BEGIN
        page_of("tracks/wedge/", status=302, act="step")
        page_of("tracks/wedge/", status=302, height_cm="1.5", **GOOD)
    with on(21):
        page_of("tracks/wedge/", status=302, act="step")
        assert present_step(track).height_cm == 1.5
        page_of("tracks/wedge/", status=302, height_cm="1.5", **GOOD)
    with on(22):
        page_of("tracks/wedge/", status=302, act="worse")
        assert "The day after the lower height was worse." in page_of("tracks/wedge/")
        page_of("tracks/wedge/", status=302, act="step")
        assert present_step(track).height_cm == 2.0
        assert wedge_decision(alice, track, at(22)).kind == "hold"
    kinds = list(track.steps.values_list("kind", flat=True))
    assert kinds == ["begin", "trial", "step", "back"]


@pytest.mark.usefixtures("alice")
def test_squats_of_one_day_correct_themselves_and_mistakes_save_nothing(page_of: Any) -> None:
    page_of("tracks/wedge/", status=400, height_cm="high")
    page_of("tracks/wedge/", status=302, height_cm="2")
    page_of("tracks/wedge/", status=400, height_cm="2.0", **{**GOOD, "pain_0_10": "11"})
    page_of("tracks/wedge/", status=400, height_cm="1.0", **GOOD)
    assert not WedgeSquats.objects.exists()
    page_of("tracks/wedge/", status=302, height_cm="2.0", **GOOD)
    page_of("tracks/wedge/", status=302, height_cm="2.0", act="squats", trunk_change_deg="3", pain_0_10="4")
    held = WedgeSquats.objects.get()
    assert (held.pain_0_10, held.heels_down) == (4, False)


def test_the_trunk_is_read_off_two_videos_where_they_were_compared(alice: Person, page_of: Any) -> None:
    page_of("tracks/wedge/", status=302, height_cm="2")
    days = (today() - timedelta(days=20), today())
    before, after = (Clip.objects.create(person=alice, taken_on=day, state="done") for day in days)
    found = {"at_matched_depth": [{"name": "trunk_lean_deg", "change": {"value": 3.7, "sd": 1.5}}]}
    held = Comparison.objects.create(person=alice, before=before, after=after, state="running")
    asked = 'name="trunk_change_deg" value="{}"'
    assert asked.format(0) in page_of("tracks/wedge/")
    held.state, held.result = "done", {"comparison": found}
    held.save()
    shown = page_of("tracks/wedge/")
    assert asked.format(4) in shown
    assert "Measured: the squat video of today" in shown


@pytest.mark.usefixtures("alice")
@pytest.mark.rule("S162", "B11")
def test_shoes_change_only_when_the_calves_are_ready_and_the_wedge_has_rested(page_of: Any) -> None:
    shown = page_of("tracks/shoes/", **{**SHOES, "raises": "10"})
    assert "First build calf strength" in shown
    assert 'value="10"' in shown
    assert "hurt more than 3 out of 10" in page_of("tracks/shoes/", **{**SHOES, "pain_0_10": "4"})
    assert not ShoeTrack.objects.exists()


@pytest.mark.usefixtures("alice")
@pytest.mark.rule("S162")
def test_shoes_go_on_after_good_weeks_and_pause_after_a_bad_morning(page_of: Any) -> None:
    with on(0):
        page_of("tracks/shoes/", status=302, **SHOES)
        assert f"{percent(10)} of your running time in the lower shoes" in page_of("tracks/shoes/")
    with on(7):
        page_of("tracks/shoes/", status=302, act="morning", pain_0_10="1")
        assert "step 2 of 12" in page_of("tracks/shoes/")
    with on(9):
        page_of("tracks/shoes/", status=302, act="morning", pain_0_10="5")
        assert "Paused: run in your old shoes." in page_of("tracks/shoes/")
    with on(10):
        page_of("tracks/shoes/", status=302, act="morning", pain_0_10="0")
        assert "step 1 of 12" in page_of("tracks/shoes/")
        page_of("tracks/shoes/", status=302, act="end")
        assert "Changing to lower shoes" in page_of("tracks/shoes/")
