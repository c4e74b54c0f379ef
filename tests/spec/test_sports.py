"""What sports and goals ask of the ankle, and what is said about them (evidence A10, A11, C8)."""

from __future__ import annotations

from typing import Any

import pytest

from plantigrade.core.quantities import Side
from plantigrade.core.sports import populations_of
from tests.spec.tables import Spec, carries, judged
from tests.support import KNOWLEDGE

NAMES = Spec(
    title="Which profile a sport has",
    rules=("S149",),
    text="By its name, another name for it, or the general one when there is none.",
    columns=("sports", "goals", "profiles", "not known"),
    rows=(
        ((), (), ("everyday life and training",), ()),
        (("basketball",), (), ("Basketball",), ()),
        (("Trail_Running",), (), ("Running",), ()),
        (("crossfit", "Olympic weightlifting"), (), ("Olympic weightlifting",), ()),
        (("ballet",), (), ("Dance",), ()),
        (("curling",), (), ("everyday life and training",), ("curling",)),
        (("curling", "swimming"), ("squat",), ("Swimming", "a deeper, steadier squat"), ("curling",)),
    ),
)


@NAMES.each
def test_names(row: tuple[Any, ...]) -> None:
    sports, goals, profiles, unknown = row
    found = judged({"ktw_cm": 11, "sports": sports, "goals": goals})
    assert (tuple(p.name for p in found.profiles), found.unknown_sports) == (profiles, unknown)


LEG = {"tibia_cm": 40, "foot_cm": 26}

DEMANDS = Spec(
    title="What is asked, in centimetres",
    rules=("S24", "S41", "S42", "S145", "S147", "S149", "S150", "B5", "B25", "B26", "B28"),
    text="Angles are turned into a distance with the person's own lengths, distances stay as they are.",
    columns=("person", "cm"),
    rows=(
        ({}, 10.0),
        ({"goals": ["squat"]}, 12.0),
        ({"goals": ["back_pain"]}, 12.0),
        ({"goals": ["running"]}, 10.0),
        ({"sports": ["running"]}, 10.0),
        ({"sports": ["sprint"]}, 10.0),
        ({"sports": ["swimming"]}, 10.0),
        ({"sports": ["soccer"]}, 10.0),
        ({"sports": ["dance"]}, 10.0),
        ({"goals": ["knee_pain"]}, 10.0),
        ({"goals": ["sport"]}, 10.0),
        ({"goals": ["daily_life"]}, 10.0),
        ({"sports": ["strength training"]}, 12.0),
        ({"sports": ["basketball"]} | LEG, 9.8),
        ({"sports": ["volleyball"]} | LEG, 9.8),
        ({"sports": ["basketball"], "tibia_cm": 36, "foot_cm": 26}, 7.4),
        ({"sports": ["basketball"], "tibia_cm": 44, "foot_cm": 26}, 12.2),
        ({"sports": ["basketball"], "height_cm": 190}, 12.2),
        ({"sports": ["weightlifting"], "height_cm": 170}, 12.9),
    ),
)


@DEMANDS.each
def test_demands(row: tuple[Any, ...]) -> None:
    person, distance = row
    demands = judged({"ktw_cm": 11} | person).demands
    assert [demand.ktw_cm for demand in demands] == [pytest.approx(distance, abs=0.051)]


REACHES = Spec(
    title="Whether a side meets what is asked",
    rules=("S41", "S42", "S147", "B5", "B6", "B26"),
    text="In the demand's own unit, with the probability that it is truly met.",
    columns=("findings", "met", "probability"),
    rows=(
        ({"ktw_cm": 10.0}, True, 0.5),
        ({"ktw_cm": 9.9}, False, 0.43),
        ({"ktw_cm": 10.6}, True, 0.84),
        ({"ktw_cm": [12, 12, 12], "goals": ["squat"]}, True, 0.5),
        ({"ktw_cm": [11.55, 11.55, 11.55], "goals": ["squat"]}, False, 0.16),
        ({"photo_deg": 36.5, "sports": ["basketball"]}, True, 0.5),
        ({"photo_deg": 35.3, "sports": ["basketball"]}, False, 0.16),
        ({"wb_bent_deg": 40, "sports": ["weightlifting"]}, True, 0.5),
        ({"wb_bent_deg": 40}, None, None),
        ({"nwb_bent_deg": 45, "sports": ["weightlifting"]}, None, None),
    ),
)  # fmt: skip


@REACHES.each
def test_reaches(row: tuple[Any, ...]) -> None:
    found, met, p = row
    reaches = judged(found).sides[Side.LEFT].reaches
    assert [(reach.met, round(reach.p_met, 2)) for reach in reaches] == ([] if met is None else [(met, p)])


GROUPS = Spec(
    title="Groups of people",
    rules=("S6", "S125", "S137", "S138", "S152", "S153"),
    text="By age, shoes and history; by age only the oldest group that fits.",
    columns=("findings", "groups"),
    rows=(
        ({"age_years": 39}, ()),
        ({"age_years": 40}, ("over_forty",)),
        ({"age_years": 64}, ("over_forty",)),
        ({"age_years": 65}, ("older",)),
        ({"sprains": 0}, ()),
        ({"sprains": 1}, ("sprained",)),
        ({"other_fracture_or_immobilised": True}, ("sprained",)),
        ({"heel_drop_mm": 0}, ()),
        ({"heel_drop_mm": 8, "sprains": 2, "age_years": 70}, ("older", "sprained", "sitting")),
    ),
)


@GROUPS.each
def test_groups(row: tuple[Any, ...]) -> None:
    found, groups = row
    profiles = populations_of(judged(found).case, KNOWLEDGE.sports)
    assert profiles == tuple(KNOWLEDGE.sports.populations[name] for name in groups)


SAYS = Spec(
    title="What is said about a sport",
    rules=(
        "S4", "S15", "S16", "S17", "S18", "S19", "S41", "S134", "S139", "S143", "S144", "S145", "S146",
        "S147", "S148", "S150", "S151", "S152", "B24", "B28", "B36",
    ),
    text="Where each rule stands, and the words that it must hold there.",
    columns=("rule", "place", "holds"),
    rows=(
        ("S4", "sports.general.text", "the functional mark"),
        ("S15", "sports.sports.powerlifting.text", "weight drifting to the toes at the bottom of a deadlift"),
        ("S16", "sports.sports.powerlifting.text", "lunge"),
        ("S18", "sports.sports.powerlifting.text", "overhead work"),
        ("S17", "claims.landing.say", "goes with softer landings in several studies, though not in all"),
        ("S17", "claims.acl_injury.say", "it does not tell you your risk"),
        ("S19", "sports.sports.olympic_weightlifting.text", "40 to 45 degrees"),
        ("S41", "sports.goals.running.text", "ten to twelve centimetres is roughly what running asks"),
        ("S134", "sports.goals.knee_pain.text", "one thing to check and to improve, and seldom the only one"),
        ("B36", "sports.goals.knee_pain.text", "seldom the only one"),
        ("S139", "claims.running_form_injuries.say", "we note how your foot lands and rolls"),
        ("S143", "claims.running_form_injuries.say", "we do not predict an injury from it"),
        ("S144", "sports.sports.running.text", "a strong calf"),
        ("B24", "sports.goals.running.text", "in the middle and end of each step"),
        ("B28", "sports.sports.running.text", "beyond 12 to 13 cm is no aim for runners"),
        ("B28", "sports.goals.running.text", "no promise of faster running"),
        ("S145", "sports.sports.basketball.text", "sprains are common"),
        ("S151", "sports.sports.basketball.text", "many landings"),
        ("S146", "sports.sports.soccer.text", "striking, landing, cutting and braking"),
        ("S147", "sports.sports.olympic_weightlifting.text", "if it comes without pain"),
        ("S148", "sports.sports.swimming.text", "if you also train on land"),
        ("S150", "sports.sports.sprint_and_jump.text", "range first, then stiffness"),
        ("S152", "sports.populations.older.text", "balance and strength at the ankle support steadiness"),
    ),
)  # fmt: skip


@SAYS.each
def test_says(row: tuple[Any, ...]) -> None:
    carries(SAYS, row)
