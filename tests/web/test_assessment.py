"""The guided assessment in the browser: from the safety questions to the answer."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.web.assess.flow import CAUTION, PERSON, SAFETY, questions_on, take
from plantigrade.web.assess.models import Assessment
from plantigrade.web.people.models import Person

KNOWLEDGE = default_catalogue()
SAFE = {f"screen.{id_}": "no" for id_ in KNOWLEDGE.screening.red}
WALL = {"left.ktw_cm.1": "8", "left.ktw_cm.2": "8,5", "left.ktw_cm.3": "8.5", "right.ktw_cm.1": "11"}


class Walk:
    """One person going through the pages."""

    def __init__(self, client: Client, person: Person) -> None:
        self.client = client
        self.home = f"/p/{person.id}/ankles/"

    def send(self, page: str, **fields: Any) -> Any:
        return self.client.post(f"{self.home}question/{page}/", fields)

    def where(self) -> str:
        """The last part of the address to which the assessment leads now."""
        return (
            str(self.client.get(f"{self.home}question/").headers["Location"]).rstrip("/").rsplit("/", 1)[-1]
        )


@pytest.fixture
def walk(client: Client, alice: Person) -> Walk:
    walk = Walk(client, alice)
    client.post(f"{walk.home}start/")
    return walk


def test_it_leads_from_safety_over_the_wall_test_to_an_answer(walk: Walk) -> None:
    assert walk.where() == SAFETY
    walk.send(SAFETY, **SAFE)
    assert walk.where() == CAUTION
    walk.send(CAUTION)
    assert walk.where() == PERSON
    # What the goals bring up (the drop of the shoes) is on the same page, and not asked once more.
    walk.send(PERSON, **{"person.age_years": "34", "person.equipment": ["wall"], "person.goals": "running"})
    assert walk.where() == "wall_test"
    walk.send("wall_test", **WALL)
    assert walk.where() == "end_feel"
    shown = walk.client.get(f"{walk.home}question/end_feel/").content.decode()
    assert "8.3 ± 0.9 cm" in " ".join(shown.split())
    while (page := walk.where()) != "finish":
        walk.send(page, skip="1")
    walk.client.post(f"{walk.home}finish/")
    assert Assessment.objects.get().closed_at is not None
    assert "Your left ankle is the stiffer one" in walk.client.get(walk.home).content.decode()


def test_a_red_answer_stops_it_and_can_be_corrected(walk: Walk) -> None:
    walk.send(SAFETY, **{**SAFE, "screen.RF3": "yes"})
    told = walk.client.get(f"{walk.home}question/", follow=True).content.decode()
    assert KNOWLEDGE.screening.red["RF3"].text in told.replace("&#x27;", "'")
    assert "twelve weeks" not in told
    walk.client.post(f"{walk.home}reopen/", {"page": SAFETY})
    walk.send(SAFETY, **SAFE)
    assert walk.where() == CAUTION


def test_a_mistake_keeps_what_was_entered_and_saves_the_rest(walk: Walk) -> None:
    walk.send(SAFETY, **SAFE)
    back = walk.send("wall_test", **{**WALL, "left.ktw_cm.2": "eight", "right.ktw_cm.1": "11.5"})
    assert back.status_code == 400
    assert 'value="eight"' in back.content.decode()
    assert 'value="11.5"' in back.content.decode()
    raw = Assessment.objects.get().raw
    assert raw["right"]["ktw_cm"] == [11.5]
    assert "left" not in raw


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (
            {"left.ktw_cm.2": "95"},
            "95 ist mehr als möglich; höchstens 30 cm. Wenn es Millimeter sind, schreib 9.5.",
        ),
        ({"left.ktw_cm.2": "-3"}, "-3 ist weniger als möglich; mindestens 0 cm."),
    ],
)
def test_a_number_that_cannot_be_is_told_in_german(walk: Walk, fields: dict[str, str], told: str) -> None:
    walk.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "de"
    assert "Bitte antworte mit Ja oder Nein" in walk.send(SAFETY).content.decode()
    walk.send(SAFETY, **SAFE)
    assert told in walk.send("wall_test", **{**WALL, **fields}).content.decode()


def test_safety_questions_must_be_answered(walk: Walk) -> None:
    answered = dict(list(SAFE.items())[1:])
    back = walk.send(SAFETY, **answered)
    assert back.status_code == 400
    assert back.content.decode().count("Please answer yes or no") == 1


def test_an_unticked_caution_is_a_no_and_a_ticked_one_a_yes(walk: Walk) -> None:
    walk.send(SAFETY, **SAFE)
    walk.send(CAUTION, **{"screen.AM3": "yes"})
    screen = Assessment.objects.get().raw["screen"]
    assert screen["AM3"] is True
    assert screen["AM1"] is False


def test_a_trial_taken_out_leaves_the_others_in_order() -> None:
    raw = {"left": {"ktw_cm": [8.0, 9.0, 8.5]}}
    sent = {"left.ktw_cm.1": ["8"], "left.ktw_cm.2": [""], "left.ktw_cm.3": ["8.5"]}
    found = take("wall_test", sent, raw, [], "cm", KNOWLEDGE)
    assert found.raw["left"]["ktw_cm"] == [8.0, 8.5]


@pytest.mark.parametrize(
    ("before", "after", "gain", "problem"),
    [
        ("8.5", "9.5", 1.0, ""),
        ("9", "8.5", -0.5, ""),
        ("8.5", "", None, "Both distances"),
        ("", "", None, ""),
    ],
)
def test_a_probe_is_the_difference_of_two_distances(
    before: str, after: str, gain: float | None, problem: str
) -> None:
    sent = {"left.band_probe_gain_cm.before": [before], "left.band_probe_gain_cm.after": [after]}
    found = take("band_probe", sent, {}, [], "cm", KNOWLEDGE)
    assert found.raw.get("left", {}).get("band_probe_gain_cm") == gain
    assert found.problems.get("left.band_probe_gain_cm", "").startswith(problem)


def test_every_test_has_a_page_with_controls() -> None:
    for test, protocol in KNOWLEDGE.protocols.tests.items():
        assert bool(questions_on(test, {}, KNOWLEDGE)) == bool(protocol.gives), test
