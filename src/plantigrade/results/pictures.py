"""A chart as a file of its own."""

from __future__ import annotations

from plantigrade.draw.charts import Chart
from plantigrade.draw.palette import LIGHT
from plantigrade.draw.svg import element


def alone(chart: Chart) -> str:
    """The picture on a card, since no page lies behind it."""
    start = chart.svg.index("</desc>") + len("</desc>")
    card = element("rect", width="100%", height="100%", fill=LIGHT["card"])
    return f"{chart.svg[:start]}{card}{chart.svg[start:]}\n"
