"""Words, numbers and bands as they stand in a terminal."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

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
    assert (
        dose_text(Dose(2, reps=15, tempo_s=Tempo(1, 0, 3))).replace("\u00a0", " ")
        == "2 × 15 (1 s up, 3 s down)"
    )
    held = Dose(1, reps=12, tempo_s=Tempo(1, 1, 2))
    assert dose_text(held).replace("\u00a0", " ") == "12 times (1 s up, 1 s hold, 2 s down)"
    assert dose_text(Dose(1, seconds=75)).replace("\u00a0", " ") == "75 s"
