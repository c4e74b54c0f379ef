"""One way to write each kind of number, wherever it stands."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plantigrade import writing
from plantigrade.core.quantities import Estimate
from plantigrade.knowledge.types.exercises import Dose, Tempo

KTW = Estimate(8.3, 0.45)
SHIN = Estimate(33.9, 2.9)
CIRCLES = Dose(2, reps=15, tempo_s=Tempo(1, 0, 3), rest_s=30)
HELD = Dose(1, reps=12, tempo_s=Tempo(1, 1, 2))
TUESDAY = date(2026, 12, 1)
NUMBERS = st.floats(-1000, 1000)


@pytest.mark.parametrize(
    ("shown", "written"),
    [
        (writing.decimal(-0.04), "0.0"),
        (writing.decimal(-1.26), "−1.3"),
        (writing.short(10.0), "10"),
        (writing.short(9.96), "10"),
        (writing.short(-2.54), "−2.5"),
        (writing.signed(1), "+1.0"),
        (writing.signed(-0.6, 2), "−0.60"),
        (writing.signed(-0.004, 2), "0.00"),
        (writing.amount(8.34, "cm"), "8.3"),
        (writing.length(8, "cm"), "8.0 cm"),
        (writing.length(2.54, "in"), "1.0 in"),
        (writing.short_length(10, "cm"), "10 cm"),
        (writing.short_length(10, "in"), "3.9 in"),
        (writing.signed_length(1.2, "cm"), "+1.2 cm"),
        (writing.between(7.4, 9.2, "cm"), "7.4 to 9.2"),
        (writing.error_length(KTW, "cm"), "± 0.9 cm"),
        (writing.length_error(KTW, "cm"), "8.3 ± 0.9 cm"),
        (writing.length_error(KTW, "in"), "3.3 ± 0.3 in"),
        (writing.degrees(35.0), "35°"),
        (writing.degrees(37.5), "37.5°"),
        (writing.error_degrees(SHIN), "± 6°"),
        (writing.angle_error(SHIN), "34° ± 6°"),
        (writing.in_100(0.914), "91 in 100"),
        (writing.in_100(0.0), "1 in 100"),
        (writing.in_100(1.0), "99 in 100"),
        (writing.percent(83.3), "83 %"),
        (writing.minutes(9.0), "9 min"),
        (writing.minutes(9.2), "10 min"),
        (writing.minutes(9.04), "9 min"),
        (writing.minutes(0.5), "1 min"),
        (writing.about_degrees(21.8), "22°"),
        (writing.minutes_between([9.5, 8.0]), "8 to 10 min"),
        (writing.minutes_between([8.0, 8.01]), "8 min"),
        (writing.seconds(75), "75 s"),
        (writing.seconds(60), "60 s"),
        (writing.seconds(120), "2 min"),
        (writing.seconds(22.5), "22.5 s"),
        (writing.dose(CIRCLES), "2 × 15"),
        (writing.dose(HELD), "12 times"),
        (writing.dose(Dose(1, seconds=75)), "75 s"),
        (writing.dose(Dose(3, seconds=45)), "3 × 45 s"),
        (writing.dose(Dose(1, seconds=90, hold_s=20)), "90 s, then hold 20 s"),
        (writing.pace(CIRCLES), "1 s up, 3 s down; 30 s rest between sets"),
        (writing.pace(HELD), "1 s up, 1 s hold, 2 s down"),
        (writing.pace(Dose(1, seconds=75, rest_s=30)), ""),
        (writing.day(TUESDAY), "1 Dec 2026"),
        (writing.short_day(TUESDAY), "1 Dec"),
        (writing.weekday(TUESDAY), "Tuesday"),
        (writing.short_weekday(TUESDAY), "Tue"),
        (writing.count(1, "trial"), "1 trial"),
        (writing.count(3, "try", "tries"), "3 tries"),
        (writing.weeks([3]), "week 3"),
        (writing.weeks([9, 1, 2, 3, 4]), "weeks 1 to 4 and 9"),
        (writing.listed([]), ""),
        (writing.listed(["a", "b", "c"]), "a, b and c"),
        (writing.capital("no pain"), "No pain"),
        (writing.lowered("No pain"), "no pain"),
        (writing.strung(["The heel rises.", "It pulls."]), "the heel rises; it pulls"),
        (writing.sentence("no pain"), "No pain."),
        (writing.sentence("Why?"), "Why?"),
        (writing.sentence(""), ""),
    ],
)
def test_it_is_written_so(shown: str, written: str) -> None:
    assert shown.replace(writing.NBSP, " ") == written


def test_in_running_text_a_number_is_bound_to_its_unit_and_to_no_other_word() -> None:
    told = writing.bound("from 36.5 degrees, 9 cm, 5 % of 3 signs; 38 Grad, 2 Wochen, 3 Sätze")
    assert told.split(" ") == [
        "from",
        "36.5\u00a0degrees,",
        "9\u00a0cm,",
        "5\u00a0%",
        "of",
        "3",
        "signs;",
        "38\u00a0Grad,",
        "2\u00a0Wochen,",
        "3",
        "Sätze",
    ]


def test_a_number_and_its_unit_are_never_parted() -> None:
    for shown in (
        writing.length_error(KTW, "cm"),
        writing.angle_error(SHIN),
        writing.in_100(0.9),
        writing.minutes(8),
        writing.dose(CIRCLES),
        writing.day(TUESDAY),
        writing.percent(40),
    ):
        assert " " not in shown


def test_numbers_of_a_column_have_the_same_digits() -> None:
    assert writing.digits_for([1.0, -0.6]) == 1
    assert writing.digits_for([1.0, -0.85]) == 2


def read(shown: str) -> float:
    return float(shown.replace("−", "-"))


@given(NUMBERS, st.integers(0, 2))
def test_a_number_can_be_read_back(value: float, digits: int) -> None:
    half = 0.5 * 10.0**-digits
    for shown in (writing.decimal(value, digits), writing.signed(value, digits)):
        assert abs(read(shown) - value) <= half + 1e-9
        assert "-" not in shown
        assert not re.fullmatch(r"[+−]0(\.0+)?", shown)
    assert read(writing.short(value)) == read(writing.decimal(value))
    assert not writing.short(value).endswith(".0")


@given(st.floats(0, 30), st.floats(0, 3), st.sampled_from(["cm", "in"]))
def test_a_length_is_the_same_in_every_form(cm: float, sd: float, unit: writing.Unit) -> None:
    estimate = Estimate(cm, sd)
    value, _, error, named = writing.length_error(estimate, unit).split(writing.NBSP)
    assert named == unit
    assert value == writing.amount(cm, unit)
    assert (
        abs(read(error) * writing.CM_PER[unit] - writing.half95(estimate))
        <= 0.05 * writing.CM_PER[unit] + 1e-9
    )
    low, high = estimate.interval(writing.COVERAGE)
    assert writing.between(low, high, unit).split(" to ") == [
        writing.amount(low, unit),
        writing.amount(high, unit),
    ]


@given(st.sets(st.integers(1, 12), min_size=1))
def test_every_week_is_named_and_no_other(held: set[int]) -> None:
    shown = writing.weeks(held).replace(writing.NBSP, " ")
    told: set[int] = set()
    for first, last in re.findall(r"(\d+)(?: to (\d+))?", shown):
        told.update(range(int(first), int(last or first) + 1))
    assert told == held
