"""The charts of a section, exactly as the page shows them, each with its words for a screen reader."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from html import unescape

from plantigrade.draw.chart_style import FONT
from plantigrade.report.frame import Section

_CHART = re.compile(r'<svg [^>]*class="pg-chart .*?</svg>', re.DOTALL)
_SAID = re.compile(r"<title[^>]*>(.*?)</title><desc[^>]*>(.*?)</desc>", re.DOTALL)
# The one font of the paper stands for the reader's own.
PAPER_FONT = "Source Sans 3"


@dataclass(frozen=True, slots=True)
class Picture:
    svg: str
    alt: str


def pictures(section: Section | None) -> list[dict[str, str]]:
    """The charts in order; none of a section that is not there."""
    found = _CHART.findall(section.body) if section is not None else []
    return [asdict(_picture(svg)) for svg in found]


def _picture(svg: str) -> Picture:
    said = _SAID.search(svg)
    if said is None:
        raise ValueError("a chart without words")
    alt = " ".join(unescape(part).rstrip(".") + "." for part in said.groups())
    return Picture(svg.replace(f'font-family="{FONT}"', f'font-family="{PAPER_FONT}"'), alt)
