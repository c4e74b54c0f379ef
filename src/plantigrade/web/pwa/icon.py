"""The mark: a shin that leans over a flat foot, its angle from the vertical in between."""

from __future__ import annotations

from plantigrade.draw.palette import LIGHT
from plantigrade.draw.svg import Markup, element


def icon_svg() -> Markup:
    """A square of 512, with room at its edges for round and cut masks."""
    accent, paper, soft = LIGHT["accent"], LIGHT["paper"], LIGHT["accent-soft"]
    line = {"fill": "none", "stroke_linecap": "round", "stroke_linejoin": "round"}
    return element(
        "svg",
        element("rect", width=512, height=512, fill=accent),
        element("path", d="M206 352V150", stroke=soft, stroke_width=14, stroke_dasharray="4 30", **line),
        element("path", d="M206 222A130 130 0 0 1 271 239", stroke=soft, stroke_width=16, **line),
        element("path", d="M206 352L306 164", stroke=paper, stroke_width=44, **line),
        element("path", d="M158 374H352", stroke=paper, stroke_width=44, **line),
        xmlns="http://www.w3.org/2000/svg",
        viewBox="0 0 512 512",
    )
