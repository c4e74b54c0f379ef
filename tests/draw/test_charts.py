"""Every chart: well formed, named, inside, legible, safe with words from outside."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

from plantigrade.core.quantities import Estimate, Side
from plantigrade.draw.chart_style import ERROR, FORECAST, STRETCH, TEXT_ROLES
from plantigrade.draw.charts import (
    Bands,
    Calendar,
    CalendarWeek,
    Chart,
    Difference,
    FindingPoints,
    Lies,
    LimiterBar,
    LimiterBars,
    NamedLie,
    NamedLine,
    Spread,
    Stretch,
    Strip,
    Strips,
    Trend,
    Waterfall,
    WedgeStep,
    WedgeSteps,
    bands_chart,
    calendar_chart,
    difference_chart,
    lies_chart,
    limiters_chart,
    strips_chart,
    trend_chart,
    waterfall_chart,
    wedge_chart,
)
from plantigrade.draw.palette import DARK, LIGHT
from tests.draw.made import KINDS, LIE, LINES, bands, calendar, course
from tests.draw.svg import SVG, assert_inside, cells, parsed, texts

every_kind = pytest.mark.parametrize("draw", KINDS.values(), ids=KINDS)


@every_kind
def test_chart_is_well_formed_and_named(draw: Callable[[str], Chart]) -> None:
    chart = draw("k7")
    root = parsed(chart)
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img"
    assert title is not None
    assert desc is not None
    assert title.text
    assert desc.text
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    table = ET.fromstring(chart.table)
    ids = [e.get("id") for tree in (root, table) for e in tree.iter() if e.get("id")]
    assert len(ids) == len(set(ids)) == 3
    assert all(str(name).startswith("k7-") for name in ids)
    assert table.findtext("caption")
    heads = table.findall("thead/tr/*")
    assert [(e.tag, e.get("scope")) for e in heads] == [
        ("th", "col") if e.text else ("td", None) for e in heads
    ]
    for row in table.findall("tbody/tr"):
        assert [cell.tag for cell in row] == ["th"] + ["td"] * (len(heads) - 1)
        assert row[0].get("scope") == "row"


@every_kind
def test_chart_is_deterministic_and_fits(draw: Callable[[str], Chart]) -> None:
    chart = draw("a")
    assert chart == draw("a")
    assert chart.svg == draw("b").svg.replace('"b-', '"a-').replace(" b-", " a-")
    assert_inside(chart)


@every_kind
def test_text_is_large_enough_and_in_a_text_role(draw: Callable[[str], Chart]) -> None:
    for e in texts(parsed(draw("a"))):
        for run in list(e) or [e]:
            assert float(run.attrib["font-size"]) >= 11
            role = next(c for c in run.attrib["class"].split() if c.startswith("pg-f-"))[5:]
            assert role in TEXT_ROLES
            assert run.get("fill") == LIGHT[role]


def _channels(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))


def _over(ground: tuple[float, ...], tint: str, opacity: float) -> tuple[float, ...]:
    return tuple(opacity * t + (1 - opacity) * g for t, g in zip(_channels(tint), ground, strict=True))


def _luminance(colour: tuple[float, ...]) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_contrast(theme: dict[str, str]) -> None:
    for page in ("card", "paper"):
        bare = _channels(theme[page])
        both = _over(_over(bare, theme["left"], ERROR), theme["right"], ERROR)
        stands_on = {
            "page": (bare, TEXT_ROLES),
            "stretch": (_over(bare, theme["floor"], STRETCH), ("ink", "soft", "accent")),
            "error": (_over(bare, theme["left"], ERROR), ("ink",)),
            "errors of both": (both, ("ink",)),
            "forecast": (_over(bare, theme["left"], FORECAST), ("ink",)),
            "cell, pill": (_channels(theme["accent-soft"]), ("ink", "accent")),
        }
        for ground, (colour, roles) in stands_on.items():
            for role in roles:
                light, dark = sorted((_luminance(colour), _luminance(_channels(theme[role]))), reverse=True)
                assert (light + 0.05) / (dark + 0.05) >= 4.5, f"{role} on {ground} over {page}"


HOSTILE = "<script>alert('&')</script>\x00\x1b\ud800 \"]]>"


def test_text_from_outside_is_escaped() -> None:
    shape = CalendarWeek(1, HOSTILE, calendar().weeks[0].days)
    findings = (FindingPoints(HOSTILE, 1.0, (HOSTILE,)),)
    charts = [
        bands_chart(Bands(bands().left, None, (Stretch(HOSTILE, 0),), (NamedLine(HOSTILE, 9),)), "a"),
        difference_chart(Difference(Spread.of(Estimate(1, 1)), (NamedLine(HOSTILE, 1),)), "a"),
        strips_chart(Strips(HOSTILE, HOSTILE, (Strip(HOSTILE, (), HOSTILE),), (("up", HOSTILE),)), "a"),
        lies_chart(Lies(HOSTILE, (NamedLie(HOSTILE, LIE),), (NamedLine(HOSTILE, 1),)), "a"),
        trend_chart(Trend((course(Side.LEFT, [9.0]),), NamedLine(HOSTILE, 9)), "a"),
        waterfall_chart(Waterfall(HOSTILE, HOSTILE, 0.5, 0, findings, 1, 3), "a"),
        limiters_chart(LimiterBars(Side.LEFT, (LimiterBar(HOSTILE, 0.5, "likely"),)), "a"),
        calendar_chart(Calendar((shape,)), "a"),
        wedge_chart(WedgeSteps((WedgeStep(1, HOSTILE),)), "a"),
    ]
    for chart in charts:
        for markup in (chart.svg, chart.table):
            root = ET.fromstring(markup)
            assert not [e for e in root.iter() if e.tag.endswith("script")]
            assert "script" in "".join(root.itertext())
            markup.encode()


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(ValueError, match="neither side"):
        bands_chart(bands(None, None), "a")
    with pytest.raises(ValueError, match="no groups"):
        lies_chart(Lies("Distance", ()), "a")
    with pytest.raises(ValueError, match="no tests"):
        trend_chart(Trend(()), "a")
    with pytest.raises(ValueError, match="seven days"):
        calendar_chart(Calendar((CalendarWeek(1, "Loosen", ()),)), "a")
    with pytest.raises(ValueError, match="no steps"):
        wedge_chart(WedgeSteps(()), "a")


def test_without_bands_the_ruler_speaks_of_none() -> None:
    chart = bands_chart(Bands(bands().left, bands().right, lines=LINES), "a")
    assert "band" not in "".join(parsed(chart).itertext()).lower()
    assert [row[0] for row in cells(chart)] == ["Left", "Right", "functional", "cleared"]
