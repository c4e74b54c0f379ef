"""What several pages share: the stop, referrals, and where the lines come from."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from plantigrade.cli.show.terminal import SOFT, STRONG, WARN, Page, sides_mark, sources_mark, styled
from plantigrade.core.quantities import Side
from plantigrade.core.referrals import Advice
from plantigrade.core.screening import Safety
from plantigrade.knowledge.catalogue import Catalogue

LEGEND = "± is the 95 % range: 95 times in 100 the true value lies within it."
_WHEN = {
    "emergency": "Get help now",
    "same_day": "Be seen today",
    "urgent_assessment": "Be seen today",
    "medical": "See a doctor first",
    "physiotherapist": "See a physiotherapist first",
}


def show_stop(page: Page, safety: Safety, knowledge: Catalogue) -> None:
    """The referral texts of the red answers, and nothing that could draw the eye from them."""
    page.title(knowledge.wording.headline["stop"])
    page.text(knowledge.wording.safety["stop"], 0)
    for item in safety.items:
        if item.action == "modify":
            continue
        page.line()
        bar = styled("┃", WARN)
        what = styled(_WHEN[item.action], WARN).append(f": {item.short}", style=STRONG)
        page.text(what, 2, bar, edge=True)
        page.text(item.text, 2, bar, edge=True)


def show_referrals(page: Page, advice: Sequence[Advice]) -> None:
    """Each text once, with the sides that it concerns."""
    if not advice:
        return
    page.section("Worth a professional's look")
    sides: dict[str, list[Side | None]] = {}
    sources: dict[str, tuple[str, ...]] = {}
    for one in advice:
        sides.setdefault(one.text, []).append(one.side)
        sources.setdefault(one.text, one.sources)
    for text, concerned in sides.items():
        on = Text() if None in concerned else sides_mark(concerned) + " "
        page.bullet(on + Text(text), sources[text])


def one_line(text: str, sources: Sequence[str]) -> Text:
    return Text(text) + sources_mark(sources)


def show_legend(page: Page, *lines: str) -> None:
    """How to read the page, in small print at its end."""
    page.line()
    for line in (*lines, "In brackets: where it comes from; plantigrade knowledge show S24 explains S24."):
        page.text(line, 0, style=SOFT)
