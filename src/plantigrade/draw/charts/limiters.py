"""The structures that may limit an ankle, as bars with their label."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from plantigrade.core.quantities import Side
from plantigrade.draw.chart_style import LEAD, LEADING, NOTE, text_width, wrap
from plantigrade.draw.charts.parts import Chart, chart, paragraph, text
from plantigrade.draw.charts.table import table
from plantigrade.draw.palette import fill
from plantigrade.draw.svg import Markup, element
from plantigrade.knowledge.words import say
from plantigrade.writing import in_100

Label = Literal["likely", "possible", "unlikely"]

_MARGIN = 4.0
_BAR = 8.0
_STRENGTH: dict[Label, float] = {"likely": 1.0, "possible": 0.62, "unlikely": 0.38}


@dataclass(frozen=True, slots=True)
class LimiterBar:
    """One structure: the probability that it takes part, and its label."""

    name: str
    p: float
    label: Label


@dataclass(frozen=True, slots=True)
class LimiterBars:
    """Structures in the order in which they are shown."""

    side: Side
    bars: tuple[LimiterBar, ...]


def limiters_chart(data: LimiterBars, uid: str, width: float = 360.0) -> Chart:
    """One bar a structure. The chance is not a share: the bars need not add up to anything."""
    y, body = 0.0, []
    for bar in data.bars:
        drawn, height = _row(bar, y, width)
        body += drawn
        y += height
    title = say(
        "What probably limits the left" if data.side is Side.LEFT else "What probably limits the right"
    )
    rows = [[bar.name, in_100(bar.p), bar.label] for bar in data.bars]
    return chart(
        "limiters",
        uid,
        (width, max(y, 1.0)),
        title,
        "; ".join(f"{bar.name}: {bar.label}, {in_100(bar.p)}" for bar in data.bars) + ".",
        body,
        table(title, [say("Structure"), say("Chance"), say("Label")], rows, uid),
    )


def _row(bar: LimiterBar, top: float, width: float) -> tuple[list[Markup], float]:
    likely = bar.label == "likely"
    pill = text_width(bar.label, NOTE, bold=likely) + 18
    right = width - _MARGIN
    chance = in_100(bar.p)
    chance_right = right - pill - 8
    name_room = chance_right - text_width(chance, NOTE) - 14 - _MARGIN
    lines = wrap(bar.name, LEAD, name_room)
    base = top + 20
    under = base + (len(lines) - 1) * LEAD * LEADING + 9
    full = width - 2 * _MARGIN
    drawn = [
        paragraph(_MARGIN, base, lines, size=LEAD),
        text(chance_right, base, chance, size=NOTE, role="soft", anchor="end"),
    ]
    if likely:
        drawn.append(
            element(
                "rect", x=right - pill, y=base - 15, width=pill, height=21, rx=10.5, **fill("accent-soft")
            )
        )
    role = "accent" if likely else "soft"
    drawn += [
        text(right - pill / 2, base, bar.label, size=NOTE, role=role, anchor="middle", bold=likely),
        _bar(full, under, "line", 1.0, "pg-track"),
        _bar(full * min(1.0, max(0.0, bar.p)), under, "accent", _STRENGTH[bar.label], "pg-bar"),
    ]
    return drawn, under + _BAR + 8 - top


def _bar(long: float, y: float, role: str, opacity: float, kind: str) -> Markup:
    painted = {**fill(role), "class_": f"{kind} pg-f-{role}"}
    return element(
        "rect",
        x=_MARGIN,
        y=y,
        width=long,
        height=_BAR,
        rx=_BAR / 2,
        fill_opacity=None if opacity == 1 else opacity,
        **painted,
    )
