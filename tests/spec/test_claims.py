"""What is kept out of the interface, and what is never said (evidence C8, K)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import plantigrade
from plantigrade.knowledge.catalogue import SUBJECTS
from plantigrade.knowledge.walk import texts
from tests.spec.tables import Spec, at, sources_at
from tests.support import KNOWLEDGE

UNSHOWN = ("sources", "rules", "contradictions", "claims")


def shown() -> dict[str, str]:
    """Everything that a person may read, by where it stands: the knowledge and the strings of the code."""
    found = {name: " ".join(texts(getattr(KNOWLEDGE, name))) for name in SUBJECTS if name not in UNSHOWN}
    found["exercises"] = " ".join(texts(KNOWLEDGE.exercises))
    found["claims"] = " ".join(claim.say for claim in KNOWLEDGE.claims.values())
    package = Path(plantigrade.__file__).parent
    found |= {path.name: path.read_text(encoding="utf-8") for path in package.rglob("*.py")}
    return {place: text.lower() for place, text in found.items()}


SHOWN = shown()

KEPT_OUT = Spec(
    title="Rules that are kept out",
    rules=("S3", "S21", "S65", "S124", "S132", "S133", "S135", "S140", "S141", "S142", "S163"),
    text="Each has a claim with its verdict, and the words that are said nowhere.",
    columns=("rule", "claim", "verdict", "never said"),
    rows=(
        ("S3", "running_economy", "unsupported", "improves running economy"),
        ("S21", "treat_the_site_only", "unsupported", "will keep coming back"),
        ("S65", "daily_multiplier", "unsupported", "2 to 3 times faster"),
        ("S65", "daily_multiplier", "unsupported", "two to three times faster"),
        ("S124", "runner_six_weeks", "unsupported", "less shin tightness"),
        ("S124", "runner_six_weeks", "unsupported", "better push-off"),
        ("S132", "squat_transformation", "unsupported", "dramatic improvement"),
        ("S133", "patellofemoral_pain", "not_established", "your ankle is causing your knee pain"),
        ("S135", "lumbar_flexion", "unsupported", "5 to 8 degrees"),
        ("S140", "running_form_injuries", "unsupported", "overstriding causes"),
        ("S140", "running_form_injuries", "unsupported", "pronation causes"),
        ("S141", "running_injury_threshold", "not_established", "2 to 3 times"),
        ("S141", "running_injury_threshold", "not_established", "2-3x"),
        ("S142", "running_economy", "unsupported", "3 to 5 percent"),
        ("S142", "running_injury_reduction", "unsupported", "reduces running injuries"),
        ("S163", "barefoot_populations", "not_established", "substantially greater dorsiflexion"),
    ),
)


@KEPT_OUT.each
def test_kept_out(row: tuple[Any, ...]) -> None:
    rule, name, verdict, phrase = row
    claim = at(f"claims.{name}")
    assert (at(f"rules.{rule}.interface"), claim.verdict) == ("kept_out", verdict)
    assert rule in sources_at(f"claims.{name}")
    assert phrase in claim.never
    assert not [place for place, text in SHOWN.items() if phrase in text]


def test_all_other_rules_are_carried() -> None:
    kept_out = {id_ for id_, rule in KNOWLEDGE.rules.items() if rule.interface == "kept_out"}
    assert kept_out == set(KEPT_OUT.rules)
    assert len(KNOWLEDGE.rules) == 170


VERDICTS = Spec(
    title="Popular claims and their verdicts",
    rules=("S17", "S29", "S35", "S37", "S40", "S74", "S80", "S88", "S116", "S157", "S164",
           "S169", "B13", "B26", "B37"),
    text="What the evidence allows, and the words that carry it.",
    columns=("claim", "verdict", "says"),
    rows=(
        ("ankle_sprain", "associated", "some studies"),
        ("jumping_patellar_tendon", "associated", "36.5 degrees"),
        ("achilles_overuse", "associated", "military trainees"),
        ("landing", "associated", "goes with softer landings"),
        ("knee_valgus", "associated", "goes with more inward movement of the knee"),
        ("trunk_lean", "associated", "goes with more forward lean"),
        ("squat_depth", "associated", "ankle and hip range both go with squat depth"),
        ("stretching_gains_range", "established", "about 2 to 5 on average"),
        ("detraining", "established", "within four to eight weeks"),
        ("heel_elevation_proof", "unsupported", "speaks for the ankle as a likely limiting factor"),
        ("squat_knee_pain_test", "not_established", "consistent with an ankle contribution"),
        ("shin_more_vertical", "unsupported", "tilts further forward"),
        ("standing_lying_gap", "not_established", "weak hint"),
        ("band_window", "not_established", "ankle instability"),
        ("active_beats_static", "unsupported", "both"),
        ("most_effective_exercise", "not_established", "no exercise has been shown to be best"),
        ("eccentric_prevents_achilles", "not_established", "is not promised"),
        ("foam_roll", "unsupported", "up to about ten minutes"),
        ("gain_in_six_weeks", "not_established", "one person in four gains 2 cm or more by week 6"),
        ("kept_for_good", "unsupported", "about half of a gain may be gone after some five weeks"),
        ("degrees_per_cm", "unsupported", "about 1.8 degrees"),
        ("sprinters_range_and_stiffness", "unsupported", "range first"),
        ("stretching_prevents_injury", "unsupported", "has not been shown to prevent injury"),
        ("phone_accuracy_moving", "not_established", "about 4 degrees either way"),
        ("limiter_percentages", "not_established", "expert weights"),
    ),
)  # fmt: skip


@VERDICTS.each
def test_verdicts(row: tuple[Any, ...]) -> None:
    name, verdict, says = row
    claim = at(f"claims.{name}")
    assert claim.verdict == verdict
    assert says in claim.say.lower()


@pytest.mark.parametrize("name", KNOWLEDGE.claims)
def test_never_said(name: str) -> None:
    phrases = [phrase.lower() for phrase in KNOWLEDGE.claims[name].never]
    assert not [(place, phrase) for phrase in phrases for place, text in SHOWN.items() if phrase in text]


WORDS = Spec(
    title="Words that are not used",
    rules=("S56", "B2", "B12"),
    text="Nothing names a disease, and nobody is called abnormal.",
    columns=("word", "but in"),
    rows=(
        ("diagnosis", ("gives no diagnosis",)),
        ("diagnose", ()),
        ("abnormal", ()),
        ("posterior-to-anterior", ()),
    ),
)


@WORDS.each
def test_words(row: tuple[Any, ...]) -> None:
    word, allowed = row
    for place, text in SHOWN.items():
        if place.endswith(".py"):
            continue
        for phrase in allowed:
            text = text.replace(phrase, "")
        assert word not in text, place
