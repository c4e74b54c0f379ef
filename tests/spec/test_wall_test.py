"""The wall test: bands, error, probability, asymmetry, place among others, and what makes a test doubtful."""

from __future__ import annotations

from math import erf, sqrt
from typing import Any

import pytest

from plantigrade.core.quantities import Side
from plantigrade.core.wall_test import WallTest, band_of, percentile, read_wall_test
from tests.spec.tables import Spec, judged
from tests.support import KNOWLEDGE


def read(*trials_cm: float) -> WallTest:
    return read_wall_test(trials_cm, KNOWLEDGE.bands, KNOWLEDGE.measurement)


BANDS = Spec(
    title="Bands of the wall test",
    rules=("S24", "S30", "S31", "S32", "S33", "S38", "S43", "S44", "S168", "B2", "B3", "B4"),
    text="The merged ladder, and the two ladders of the article that it keeps every cut of.",
    columns=("distance in cm", "seed-merged", "seed-a", "seed-b"),
    rows=(
        (0.0, "significant", "significant", "significant"),
        (8.99, "significant", "significant", "significant"),
        (9.0, "moderate", "moderate", "significant"),
        (9.99, "moderate", "moderate", "significant"),
        (10.0, "functional", "functional", "functional"),
        (12.0, "functional", "functional", "functional"),
        (12.99, "functional", "functional", "functional"),
        (13.0, "good", "functional", "good"),
        (13.01, "good", "excellent", "good"),
        (15.0, "good", "excellent", "good"),
        (15.01, "excellent", "excellent", "excellent"),
    ),
)


@BANDS.each
def test_bands(row: tuple[Any, ...]) -> None:
    distance, *expected = row
    ladders = KNOWLEDGE.bands.profiles
    assert [band_of(distance, ladders[name]).id for name in BANDS.columns[1:]] == expected
    assert read(distance).band.id == expected[0]


TRIALS = Spec(
    title="Trials, mean and error",
    rules=("S23", "B6"),
    text="The mean counts. One trial has an error of 0.6 cm, two 0.42, three or more 0.45 cm.",
    columns=("trials in cm", "mean", "error"),
    rows=(
        ((9.0,), 9.0, 0.6),
        ((9.0, 10.0), 9.5, 0.424),
        ((8.0, 8.5, 8.5), 8.333, 0.45),
        ((9.9, 10.0, 10.1), 10.0, 0.45),
        ((8.0, 8.0, 9.0, 9.0, 9.5), 8.7, 0.45),
    ),
)


@TRIALS.each
def test_trials(row: tuple[Any, ...]) -> None:
    trials, mean, error = row
    test = read(*trials)
    assert (round(test.ktw_cm.value, 3), round(test.ktw_cm.sd, 3)) == (mean, error)


BELOW = Spec(
    title="How likely the true distance is below 10 cm",
    rules=("S24", "B6"),
    text="The edge is soft: the probability comes from the error of the test, not from the band.",
    columns=("trials in cm", "p below 10 cm"),
    rows=(
        ((10.0,), 0.5),
        ((9.4,), 0.8413),
        ((10.6,), 0.1587),
        ((8.8,), 0.9772),
        ((9.1, 9.1, 9.1), 0.9772),
        ((10.45, 10.45, 10.45), 0.1587),
        ((9.7, 9.7, 9.7), 0.7475),
        ((9.5, 9.5), 0.8807),
        ((8.0, 8.5, 8.5), 0.9999),
        ((12.0, 12.0, 12.0), 0.0),
    ),
)


@BELOW.each
def test_p_below(row: tuple[Any, ...]) -> None:
    trials, p = row
    test = read(*trials)
    by_cut = dict(test.p_below_cm)
    assert round(by_cut[10.0], 4) == pytest.approx(p, abs=1e-4)
    by_hand = 0.5 * (1 + erf((10.0 - test.ktw_cm.value) / test.ktw_cm.sd / sqrt(2)))
    assert by_cut[10.0] == pytest.approx(by_hand, abs=1e-12)
    assert tuple(by_cut) == (9.0, 10.0, 13.0, 15.0)


CLEARED = Spec(
    title="Cleared for a search elsewhere",
    rules=("S42", "B5"),
    text="Two flags: functional from 10 cm, and cleared from 12 cm, where the search moves above the ankle.",
    columns=("distance in cm", "short", "cleared"),
    rows=(
        (9.9, True, False),
        (10.0, False, False),
        (11.9, False, False),
        (12.0, False, True),
        (14.0, False, True),
    ),
)


@CLEARED.each
def test_cleared(row: tuple[Any, ...]) -> None:
    distance, short, cleared = row
    assert (read(distance).cleared, distance < KNOWLEDGE.bands.cuts.functional_cm.value) == (cleared, short)


ASYMMETRY = Spec(
    title="Difference between the sides",
    rules=("S25",),
    text="Below 1.5 cm alike, to 2.0 cm to watch, above it one-sided, above 3.0 cm more than usual.",
    columns=("left", "right", "cm", "class", "lower side"),
    rows=(
        (10.0, 10.0, 0.0, "symmetric", None),
        (10.0, 11.49, 1.49, "symmetric", Side.LEFT),
        (10.0, 11.5, 1.5, "watch", Side.LEFT),
        (12.0, 10.0, 2.0, "watch", Side.RIGHT),
        (12.01, 10.0, 2.01, "unilateral", Side.RIGHT),
        (13.0, 10.0, 3.0, "unilateral", Side.RIGHT),
        (10.0, 13.01, 3.01, "high", Side.LEFT),
        (7.2, 8.7, 1.5, "watch", Side.LEFT),
        (9.3, 7.3, 2.0, "watch", Side.RIGHT),
        (7.8, 10.8, 3.0, "unilateral", Side.LEFT),
    ),
)


@ASYMMETRY.each
def test_asymmetry(row: tuple[Any, ...]) -> None:
    left, right, cm, kind, lower = row
    found = judged({"ktw_cm": left, "other_ktw_cm": right}).asymmetry
    assert found is not None
    assert (round(found.cm, 2), found.kind, found.lower_side) == (cm, kind, lower)
    assert found.sd_cm == pytest.approx(0.6 * sqrt(2))


ONE_SIDE = Spec(
    title="No difference from one side alone",
    rules=("S25",),
    text="Both sides have to be tested.",
    columns=("findings", "asymmetry"),
    rows=(({"ktw_cm": 9}, None), ({"ktw_cm": 9, "other_wb_bent_deg": 40}, None), ({}, None)),
)


@ONE_SIDE.each
def test_one_side(row: tuple[Any, ...]) -> None:
    assert judged(row[0]).asymmetry is row[1]


PERCENTILES = Spec(
    title="Place among healthy people",
    rules=("B2",),
    text="How many in 100 measure less than this distance, in each of three studied groups.",
    columns=("distance in cm", "adults", "young_basketball", "mixed_adults"),
    rows=(
        (6, 2, None, None),
        (8, 8, 14, None),
        (9, 14, 25, 33),
        (10, 24, 39, 46),
        (12, 50, 71, None),
        (13, 64, 83, 82),
        (15, 86, 96, None),
    ),
)


@PERCENTILES.each
def test_percentiles(row: tuple[Any, ...]) -> None:
    distance, *expected = row
    groups = {norm.id: norm for norm in KNOWLEDGE.norms.groups}
    for name, share in zip(PERCENTILES.columns[1:], expected, strict=True):
        if share is not None:
            assert round(100 * percentile(distance, groups[name])) == share


PLACE = Spec(
    title="Whom a person is set beside",
    rules=("B2", "S152"),
    text="The group of the person's age; without an age, adults; below twelve nobody, and no band is named.",
    columns=("age", "group", "in 100 measure less than 10 cm", "band is named"),
    rows=(
        (None, "adults", 24, True),
        (40, "adults", 24, True),
        (18, "adults", 24, True),
        (15, "young_basketball", 39, True),
        (12, "young_basketball", 39, True),
        (11, None, None, False),
    ),
)


@PLACE.each
def test_place(row: tuple[Any, ...]) -> None:
    age, group, share, named = row
    side = judged({"ktw_cm": 10} | ({} if age is None else {"age_years": age})).sides[Side.LEFT]
    place = side.place
    assert (place.norm.id if place else None, round(100 * place.below) if place else None) == (group, share)
    assert side.named_band == named


DOUBTS = Spec(
    title="What makes a measurement doubtful",
    rules=("S23", "B6"),
    text="Named beside the number, which is still shown.",
    columns=("findings", "warnings"),
    rows=(
        ({"ktw_cm": [9, 9, 9]}, ()),
        ({"ktw_cm": [9, 9]}, ("few_trials",)),
        ({"ktw_cm": [8, 9, 9.9]}, ()),
        ({"ktw_cm": [8, 9, 10]}, ("trials_spread",)),
        ({"ktw_cm": [20, 20, 20]}, ()),
        ({"ktw_cm": [20, 20, 20.5]}, ("distance_implausible",)),
        ({"wb_bent_deg": 30, "wb_straight_deg": 30}, ()),
        ({"wb_bent_deg": 30, "wb_straight_deg": 31}, ("implausible_angle",)),
        ({"wb_bent_deg": 45, "photo_deg": 30}, ("instruments_disagree",)),
    ),
)


@DOUBTS.each
def test_doubts(row: tuple[Any, ...]) -> None:
    found, warnings = row
    assert judged(found).sides[Side.LEFT].warnings == warnings
    assert set(warnings) <= set(KNOWLEDGE.wording.warnings)


HEADLINES = Spec(
    title="The first sentence",
    rules=("S25", "B5"),
    text="What a result says first.",
    columns=("findings", "headline"),
    rows=(
        ({"ktw_cm": 8, "other_ktw_cm": 11}, "Your left ankle is the stiffer one."),
        ({"ktw_cm": 11.5, "other_ktw_cm": 9.5}, "Your right ankle is the stiffer one."),
        ({"ktw_cm": 9, "other_ktw_cm": 9.5}, "Both ankles are short of the functional mark."),
        ({"ktw_cm": 9.5, "other_ktw_cm": 10.5}, "Your left ankle is short of the functional mark."),
        ({"ktw_cm": 12, "other_ktw_cm": 12}, "Your ankles have the range for most things."),
        (
            {"ktw_cm": 12, "other_ktw_cm": 12, "heels_rise_flat": True},
            "Your ankles have functional range, and the squat still shows a limit.",
        ),
        ({}, "Let us measure first."),
    ),
)


@HEADLINES.each
def test_headlines(row: tuple[Any, ...]) -> None:
    assert KNOWLEDGE.wording.headline[judged(row[0]).headline] == row[1]
