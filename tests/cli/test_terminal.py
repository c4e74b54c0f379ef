"""Words, numbers and bands as they stand in a terminal."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from plantigrade.cli.show.numbers import decimal, in_100, short, signed
from plantigrade.cli.show.plan import dose_text
from plantigrade.cli.show.scale import axis_over, mark_labels, range_row
from plantigrade.cli.show.terminal import Page, clean, console
from plantigrade.core.quantities import Side
from plantigrade.knowledge.types.exercises import Dose, Tempo
from tests.cli.support import a_console, text_of


def test_standard_output_that_knows_few_characters_gets_other_ones() -> None:
    console()
    assert "● 8.3 ± 0.9 cm ■ −1 世".encode("ascii", "plantigrade") == b"o 8.3 ~ 0.9 cm # -1 ?"
    assert "8.3 ± 0.9°".encode("latin-1", "plantigrade").decode("latin-1") == "8.3 ± 0.9°"


@given(st.text(max_size=120), st.integers(20, 60), st.integers(0, 12))
def test_wrapping_keeps_every_word_and_the_width(words: str, width: int, indent: int) -> None:
    out = a_console(width)
    Page(out).text(clean(words), indent)
    text = text_of(out)
    for line in text.splitlines():
        assert cell_len(line) <= width
    assert "".join(text.split()) == "".join(clean(words).split())


@given(st.text())
def test_cleaned_text_has_no_unseen_characters(words: str) -> None:
    assert all(c == " " or (c.isprintable() and not c.isspace()) for c in clean(words) if c.isascii())
    assert clean(clean(words)) == clean(words)
    clean(words).encode("utf-8")


def test_numbers_keep_their_sign_and_say_no_more_than_they_know() -> None:
    assert [decimal(-0.04), decimal(-1.26), decimal(8.333)] == ["0.0", "−1.3", "8.3"]
    assert [signed(0.85), signed(-0.6), signed(0.0), signed(-0.0001)] == ["+0.85", "−0.6", "0.0", "0.0"]
    assert [short(10.0), short(2.54), short(9.96)] == ["10", "2.5", "10"]
    assert [in_100(0.0), in_100(1.0), in_100(0.914)] == [
        "1\u00a0in\u00a0100",
        "99\u00a0in\u00a0100",
        "91\u00a0in\u00a0100",
    ]


@given(st.floats(0, 30), st.floats(0.2, 5), st.integers(10, 100))
def test_a_band_lies_where_its_numbers_are(value: float, half: float, cells: int) -> None:
    axis = axis_over([value - half, value + half, 10.0], cells)
    row = range_row(axis, Side.LEFT, value - half, value, value + half, (10.0,)).plain
    assert len(row) == axis.cells
    cell = (axis.high_cm - axis.low_cm) / (axis.cells - 1)
    assert abs(axis.low_cm + row.index("●") * cell - value) <= cell / 2 + 1e-6
    assert row.count("●") == 1


def test_labels_never_touch() -> None:
    for cells in range(10, 100):
        axis = axis_over([4, 16], cells)
        for line in mark_labels(axis, (10, 12, 13, 15), "in"):
            assert len(line) <= axis.cells
            assert all(re.fullmatch(r"\d\.\d", word) for word in line.split())


def test_doses_read_as_they_are_done() -> None:
    assert dose_text(Dose(2, reps=15, tempo_s=Tempo(1, 0, 3))).replace("\u00a0", " ") == "2 x 15 (3 s down)"
    held = Dose(1, reps=12, tempo_s=Tempo(1, 1, 2))
    assert dose_text(held).replace("\u00a0", " ") == "1 x 12 (1 s hold, 2 s down)"
    assert dose_text(Dose(1, seconds=75)).replace("\u00a0", " ") == "75 s"
    assert dose_text(Dose(1, seconds=90, hold_s=20)).replace("\u00a0", " ") == "90 s + 20 s hold"
    assert dose_text(Dose(3, seconds=45)).replace("\u00a0", " ") == "3 x 45 s"
