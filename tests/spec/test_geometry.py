"""From distance to angle and back, the instruments, and the ramp under a raised heel (evidence C3, C4)."""

from __future__ import annotations

from typing import Any

import pytest

from plantigrade.core.case import Person
from plantigrade.core.geometry import Build, build_of, ktw_for_angle_cm, shin_angle_deg, slope_deg_per_cm
from plantigrade.core.quantities import Estimate, Side, fuse
from plantigrade.core.upkeep import wedge_degrees
from plantigrade.core.wall_test import to_tuberosity
from tests.spec.tables import Spec, judged
from tests.support import KNOWLEDGE

MODEL = KNOWLEDGE.measurement.geometry


def build(tibia: float | None = None, foot: float | None = None, height: float | None = None) -> Build:
    return build_of(Person(tibia_cm=tibia, foot_cm=foot, height_cm=height), MODEL)


def angle(ktw_cm: float, body: Build) -> float:
    found = shin_angle_deg(Estimate(ktw_cm, 0.45), body, MODEL)
    assert found is not None
    return found.value


BY_TIBIA = Spec(
    title="Shin angle by shank length",
    rules=("B26",),
    text="Degrees at each distance for a foot of 26 cm; the columns are shank lengths in cm.",
    columns=("d cm", "34", "36", "38", "40", "42", "44", "46"),
    rows=(
        (0, 24.3, 22.9, 21.6, 20.5, 19.5, 18.6, 17.7),
        (1, 26.2, 24.6, 23.2, 22.0, 20.9, 19.9, 19.0),
        (2, 28.1, 26.4, 24.9, 23.6, 22.4, 21.3, 20.4),
        (3, 30.0, 28.2, 26.6, 25.2, 23.9, 22.7, 21.7),
        (4, 32.0, 30.0, 28.3, 26.7, 25.4, 24.1, 23.0),
        (5, 34.0, 31.9, 30.0, 28.4, 26.9, 25.6, 24.4),
        (6, 36.0, 33.7, 31.8, 30.0, 28.4, 27.0, 25.8),
        (7, 38.1, 35.7, 33.5, 31.7, 30.0, 28.5, 27.2),
        (8, 40.3, 37.7, 35.4, 33.4, 31.6, 30.0, 28.6),
        (9, 42.6, 39.7, 37.2, 35.1, 33.2, 31.5, 30.0),
        (10, 44.9, 41.8, 39.2, 36.9, 34.8, 33.1, 31.4),
        (11, 47.3, 44.0, 41.1, 38.7, 36.5, 34.6, 32.9),
        (12, 49.9, 46.2, 43.2, 40.5, 38.2, 36.2, 34.4),
        (13, 52.6, 48.6, 45.3, 42.5, 40.0, 37.9, 35.9),
        (14, 55.4, 51.1, 47.5, 44.4, 41.8, 39.5, 37.5),
        (15, 58.5, 53.7, 49.7, 46.5, 43.7, 41.2, 39.1),
    ),
)


@BY_TIBIA.each
def test_by_tibia(row: tuple[Any, ...]) -> None:
    distance, *expected = row
    for tibia, degrees in zip(BY_TIBIA.columns[1:], expected, strict=True):
        assert angle(distance, build(float(tibia), 26.0)) == pytest.approx(degrees, abs=0.051)


BY_FOOT = Spec(
    title="Shin angle by foot length",
    rules=("B26",),
    text="Degrees at each distance for a shank of 40 cm; the columns are foot lengths in cm.",
    columns=("d cm", "22", "23", "24", "25", "26", "27", "28", "29", "30"),
    rows=(
        (0, 16.0, 17.1, 18.2, 19.3, 20.5, 21.6, 22.8, 24.0, 25.2),
        (2, 19.0, 20.1, 21.3, 22.4, 23.6, 24.8, 25.9, 27.1, 28.4),
        (4, 22.0, 23.2, 24.4, 25.5, 26.7, 28.0, 29.2, 30.4, 31.7),
        (6, 25.2, 26.3, 27.5, 28.8, 30.0, 31.2, 32.5, 33.8, 35.1),
        (8, 28.4, 29.6, 30.8, 32.1, 33.4, 34.7, 36.0, 37.3, 38.7),
        (10, 31.7, 32.9, 34.2, 35.5, 36.9, 38.2, 39.6, 41.0, 42.5),
        (12, 35.1, 36.4, 37.8, 39.1, 40.5, 42.0, 43.4, 44.9, 46.5),
        (14, 38.7, 40.1, 41.5, 42.9, 44.4, 46.0, 47.5, 49.1, 50.8),
        (16, 42.5, 43.9, 45.4, 47.0, 48.6, 50.2, 52.0, 53.7, 55.6),
        (18, 46.5, 48.1, 49.7, 51.4, 53.1, 55.0, 56.9, 58.9, 61.0),
    ),
)


@BY_FOOT.each
def test_by_foot(row: tuple[Any, ...]) -> None:
    distance, *expected = row
    for foot, degrees in zip(BY_FOOT.columns[1:], expected, strict=True):
        assert angle(distance, build(40.0, float(foot))) == pytest.approx(degrees, abs=0.051)


BY_HEIGHT = Spec(
    title="Distance for an angle by body height",
    rules=("B26", "S41"),
    text="Shank, foot and knee scaled to the height: cm at 30 to 45 degrees, and the slope at 10 cm.",
    columns=("height cm", "L", "F", "30", "35", "36.5", "38", "40", "45", "deg/cm"),
    rows=(
        (150, 36.9, 22.8, 6.1, 8.9, 9.6, 10.4, 11.4, 13.8, 1.95),
        (160, 39.4, 24.3, 6.6, 9.5, 10.3, 11.1, 12.2, 14.7, 1.80),
        (170, 41.8, 25.8, 7.0, 10.0, 10.9, 11.8, 12.9, 15.6, 1.67),
        (180, 44.3, 27.4, 7.4, 10.6, 11.6, 12.5, 13.7, 16.6, 1.56),
        (190, 46.7, 28.9, 7.8, 11.2, 12.2, 13.2, 14.5, 17.5, 1.46),
        (200, 49.2, 30.4, 8.2, 11.8, 12.9, 13.9, 15.2, 18.4, 1.38),
    ),
)


@BY_HEIGHT.each
def test_by_height(row: tuple[Any, ...]) -> None:
    height, tibia, foot, *distances, slope = row
    body = build(height=height)
    assert body.tibia_cm.value == pytest.approx(tibia, abs=0.051)
    assert body.foot_cm.value == pytest.approx(foot, abs=0.051)
    for degrees, distance in zip(BY_HEIGHT.columns[3:9], distances, strict=True):
        assert ktw_for_angle_cm(float(degrees), body) == pytest.approx(distance, abs=0.051)
    assert slope_deg_per_cm(angle(10, body), body) == pytest.approx(slope, abs=0.0051)


SLOPES = Spec(
    title="What one centimetre is worth",
    rules=("B26",),
    text="Degrees a centimetre at 10 cm, foot 26 cm. Never 3.6, which is a ratio through the origin.",
    columns=("shank cm", "deg/cm"),
    rows=((34, 2.38), (36, 2.14), (38, 1.94), (40, 1.79), (42, 1.66), (44, 1.55), (46, 1.46)),
)


@SLOPES.each
def test_slopes(row: tuple[Any, ...]) -> None:
    tibia, slope = row
    body = build(tibia, 26.0)
    found = slope_deg_per_cm(angle(10, body), body)
    assert found == pytest.approx(slope, abs=0.0051)
    measured = angle(10.05, body) - angle(9.95, body)
    assert measured == pytest.approx(found / 10, rel=1e-3)
    # No adult leg comes near the popular figure, wherever it is read.
    assert all(slope_deg_per_cm(angle(d, body), body) < 3.6 for d in range(16))


SAME_ANGLE = Spec(
    title="The same angle on different legs",
    rules=("S41", "B26"),
    text="Where the wall has to be, in cm, for 36.5 degrees at the shin.",
    columns=("shank cm", "foot cm", "cm"),
    rows=(
        (36, 23, 9.7),
        (36, 26, 7.4),
        (40, 23, 12.0),
        (40, 26, 9.8),
        (40, 29, 7.5),
        (44, 23, 14.4),
        (44, 26, 12.2),
        (44, 29, 9.9),
    ),
)


@SAME_ANGLE.each
def test_same_angle(row: tuple[Any, ...]) -> None:
    tibia, foot, distance = row
    assert ktw_for_angle_cm(36.5, build(tibia, foot)) == pytest.approx(distance, abs=0.051)


INSTRUMENTS = Spec(
    title="Instruments",
    rules=("B25",),
    text="Each reading is referred to the place below the kneecap; 15 cm further down reads 6 degrees more.",
    columns=("instrument", "reading", "shin angle", "error"),
    rows=(
        ("inclinometer_tuberosity", 39.0, 39.0, 1.7),
        ("inclinometer_15cm_below", 45.0, 39.0, 2.625),
        ("photo", 39.0, 39.0, 1.2),
    ),
)


@INSTRUMENTS.each
def test_instruments(row: tuple[Any, ...]) -> None:
    name, reading, degrees, error = row
    found = to_tuberosity(reading, KNOWLEDGE.measurement.instruments[name])
    assert (found.value, round(found.sd, 3)) == (degrees, error)


FUSION = Spec(
    title="Several instruments on one angle",
    rules=("B6",),
    text="Weighed by their errors; when they disagree by more than those explain, the error grows.",
    columns=("estimates", "value", "error"),
    rows=(
        (((38.0, 2.0),), 38.0, 2.0),
        (((38.0, 2.0), (38.0, 2.0)), 38.0, 1.414),
        (((36.0, 1.0), (39.0, 2.0)), 36.6, 1.2),
        (((36.0, 2.0), (38.0, 2.0)), 37.0, 1.414),
        (((30.0, 1.0), (40.0, 1.0)), 35.0, 5.0),
        (((30.0, 1.0), (40.0, 1.0), (35.0, 1.0)), 35.0, 2.887),
    ),
)


@FUSION.each
def test_fusion(row: tuple[Any, ...]) -> None:
    estimates, value, error = row
    found = fuse(tuple(Estimate(*pair) for pair in estimates))
    assert (round(found.value, 3), round(found.sd, 3)) == (value, error)


BELOW_CM = {"wb_bent_deg": 42, "inclinometer_placement": "15cm_below"}

ANGLES = Spec(
    title="The shin angle of a person",
    rules=("B25", "B26"),
    text="From tape, phone and photograph, whichever were taken; a lying angle never takes part.",
    columns=("findings", "shin angle", "from", "agree"),
    rows=(
        ({"ktw_cm": [8.0, 8.5, 8.5]}, 33.9, ("ktw_cm",), True),
        ({"ktw_cm": 10.3}, 37.4, ("ktw_cm",), True),
        ({"wb_bent_deg": 36}, 36.0, ("wb_bent_deg",), True),
        (BELOW_CM, 36.0, ("wb_bent_deg",), True),
        ({"photo_deg": 36}, 36.0, ("photo_deg",), True),
        ({"wb_bent_deg": 36, "photo_deg": 36}, 36.0, ("wb_bent_deg", "photo_deg"), True),
        (
            {"wb_bent_deg": 45, "photo_deg": 30, "inclinometer_placement": "tuberosity"},
            35.0,
            ("wb_bent_deg", "photo_deg"),
            False,
        ),
        ({"nwb_bent_deg": 20}, None, (), True),
    ),
)


@ANGLES.each
def test_angles(row: tuple[Any, ...]) -> None:
    found, degrees, sources, agree = row
    shin = judged(found).sides[Side.LEFT].shin_angle
    if degrees is None:
        assert shin is None
    else:
        assert shin is not None
        assert (round(shin.angle_deg.value, 1), shin.sources, shin.agree) == (degrees, sources, agree)


ERROR = Spec(
    title="How sure the angle from the tape is",
    rules=("B26",),
    text="The error grows when the height is all that is known, and more when nothing is.",
    columns=("person", "least error", "most error"),
    rows=(
        ({"tibia_cm": 40, "foot_cm": 26}, 1.2, 2.0),
        ({"height_cm": 170}, 1.8, 3.2),
        ({}, 2.0, 3.5),
    ),
)


@ERROR.each
def test_error(row: tuple[Any, ...]) -> None:
    person, least, most = row
    shin = judged({"ktw_cm": [10, 10, 10]} | person).sides[Side.LEFT].shin_angle
    assert shin is not None
    assert least < shin.angle_deg.sd < most


RAMP = Spec(
    title="What a raised heel is worth",
    rules=("B18", "B22"),
    text="Degrees of forward tilt that a heel lift adds; the columns are foot lengths in cm.",
    columns=("heel lift cm", "22", "26", "30"),
    rows=(
        (0.0, 0.0, 0.0, 0.0),
        (0.5, 1.8, 1.5, 1.3),
        (1.0, 3.6, 3.1, 2.7),
        (1.5, 5.4, 4.6, 4.0),
        (2.0, 7.3, 6.1, 5.3),
        (2.5, 9.1, 7.7, 6.6),
        (3.0, 10.9, 9.2, 8.0),
    ),
)


@RAMP.each
def test_ramp(row: tuple[Any, ...]) -> None:
    lift, *expected = row
    for foot, degrees in zip(RAMP.columns[1:], expected, strict=True):
        found = wedge_degrees(lift, float(foot), KNOWLEDGE.upkeep.wedge)
        assert found == pytest.approx(degrees, abs=0.051)
