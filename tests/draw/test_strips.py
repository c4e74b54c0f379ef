"""Rows of readings: each mark where its value is, its line as long as its error, on the scale that was asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plantigrade.core.quantities import Estimate
from plantigrade.draw.charts import Reading, Strip, Strips, strips_chart
from tests.draw.made import STRIPS
from tests.draw.svg import SVG, assert_inside, cells, parsed, texts

values = st.floats(-90, 200)
readings = st.builds(
    Reading, st.builds(Estimate, values, st.floats(0, 40)), st.sampled_from(["left", "right", "up", "level"])
)
strips = st.builds(
    Strip, st.text(max_size=120), st.lists(readings, max_size=6).map(tuple), st.text(max_size=30)
)


@given(st.lists(strips, min_size=1, max_size=5), st.none() | st.tuples(st.floats(-90, 0), st.floats(1, 90)))
def test_whatever_is_read_and_named_is_inside(rows: list[Strip], span: tuple[float, float] | None) -> None:
    assert_inside(strips_chart(Strips("Heel", "height, %", tuple(rows), STRIPS.legend, span), "a"))


def test_marks_and_ranges_are_true_to_scale_and_span_is_shared() -> None:
    def drawn(value: float) -> tuple[float, float, float]:
        """Where the mark is, and the ends of its line."""
        row = Strip("a", (Reading(Estimate(value, 2.0), "level"),))
        picture = parsed(strips_chart(Strips("Heel", "%", (row,), (), (-20.0, 60.0)), "a"))
        (ring,) = picture.iter(f"{SVG}circle")
        (bar,) = (e for e in picture.iter(f"{SVG}line") if "pg-s-accent" in e.attrib["class"])
        return float(ring.attrib["cx"]), float(bar.attrib["x1"]), float(bar.attrib["x2"])

    (at0, low, high), (at10, _, _), (at40, _, _) = drawn(0), drawn(10), drawn(40)
    per = (at10 - at0) / 10
    assert at40 - at0 == pytest.approx(40 * per, abs=0.05)
    assert (at0 - low) / per == pytest.approx(1.96 * 2, abs=0.02)
    assert high - at0 == pytest.approx(at0 - low, abs=0.02)


def test_the_table_holds_every_reading_and_every_row_without_one() -> None:
    assert cells(strips_chart(STRIPS, "a")) == [
        [f"{STRIPS.strips[0].name}, 1", "9.0", "± 1.0", "heel lifted"],
        [f"{STRIPS.strips[0].name}, 2", "0.1", "± 0.4", "heel stayed down"],
        ["b.mp4, 1", "−4.0", "± 3.9", "left leg"],
        ["b.mp4, 2", "30.0", "± 7.8", "right leg"],
        ["c.mp4", "", "", "no repetition"],
    ]


def test_a_long_path_keeps_the_end_where_paths_differ() -> None:
    shown = ["".join(e.itertext()) for e in texts(parsed(strips_chart(STRIPS, "a")))]
    assert any(words.startswith("…") and words.endswith("first.mp4") for words in shown)
