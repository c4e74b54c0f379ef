"""What every part of a page works with, and the page around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from plantigrade.core.quantities import Side
from plantigrade.draw.chart_style import CHART_CSS
from plantigrade.draw.charts import Chart
from plantigrade.draw.figures import draw_figure, draw_still, figure_style
from plantigrade.draw.palette import LIGHT, style_text
from plantigrade.draw.svg import style
from plantigrade.knowledge.catalogue import Catalogue
from plantigrade.knowledge.types.figures import Figure
from plantigrade.knowledge.words import language, say
from plantigrade.report.citing import Citations
from plantigrade.report.markup import Markup, tag
from plantigrade.writing import Unit, side_title

# Units of a chart's width that keep its text legible in a phone's column.
CHART_WIDTH = 330.0
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


@dataclass(slots=True)
class Frame:
    """One page in the making: its knowledge and unit, what it cites, and the figures that it shows."""

    knowledge: Catalogue
    unit: Unit
    cite: Citations
    figures: dict[str, Figure] = field(default_factory=dict)

    def figure(self, figure_id: str, side: Side, uid: str, animated: bool) -> Markup:
        """A drawn person; nothing when there is no figure of that id."""
        if all(data.id != figure_id for data in self.knowledge.figures.figures):
            return Markup()
        figure = self.knowledge.figures.figure(figure_id)
        if not animated:
            return Markup(draw_still(figure, side=side, uid=uid, embed_style=False))
        self.figures[figure_id] = figure
        return Markup(draw_figure(figure, side=side, uid=uid, embed_style=False))


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page under its heading; one without a `title` has no place in the contents."""

    id: str
    heading: str
    body: Markup
    title: str = ""
    heading_hidden: bool = False

    def markup(self) -> Markup:
        name = f"{self.id}-heading"
        heading = tag("h2", self.heading, id=name, class_="unseen" if self.heading_hidden else None)
        return tag("section", heading, self.body, id=self.id, aria_labelledby=name)


def contents(sections: Sequence[Section]) -> Markup:
    """Links to the sections; nothing on a page so short that they would not help."""
    titled = [section for section in sections if section.title]
    if len(titled) < 3:
        return Markup()
    links = (tag("li", tag("a", section.title, href=f"#{section.id}")) for section in titled)
    return tag("nav", tag("ul", *links), aria_label=say("On this page"), class_="contents")


def whole_page(frame: Frame, title: str, kind: str, body: Markup, footer: Markup) -> str:
    """The document around the parts, which must all be made by then: they decide what the style holds."""
    sheet = "".join((_drawn_style(frame), CHART_CSS, _page_style()))
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", f"{title.rstrip('.')} · plantigrade"),
        style(sheet),
    )
    top = tag("header", tag("b", "plantigrade"), tag("span", kind), class_="masthead")
    skip = tag("a", say("Skip to the answer"), href="#answer", class_="skip")
    main = tag("main", body)
    document = tag("html", head, tag("body", skip, top, main, tag("footer", footer)), lang=language())
    return f"<!DOCTYPE html>\n{document}\n"


def disclosure(summary: str, *children: str, name: str = "") -> Markup:
    """Something to open. `name` is a class; "printed" is opened on paper as well."""
    return tag("details", tag("summary", summary), tag("div", *children), class_=name or None)


def chart_figure(chart: Chart, caption: str = "", name: str = "") -> Markup:
    """A chart with its caption, and the same numbers as a table behind a disclosure."""
    return tag(
        "figure",
        Markup(chart.svg),
        tag("figcaption", caption) if caption else "",
        disclosure(
            say("Show as a table"), wide_table(Markup(chart.table), say("The same numbers as a table"))
        ),
        class_=f"chart {name}".strip(),
    )


def wide_table(table: Markup, label: str) -> Markup:
    """A table that may scroll within itself, so that the page never does."""
    return tag("div", table, class_="scroller", tabindex="0", role="group", aria_label=label)


def side_label(side: Side, word: str = "") -> Markup:
    """The side's mark, never without its name."""
    return tag(
        "span",
        tag("span", class_=f"mark {side.value}", aria_hidden="true"),
        word or side_title(side),
        class_="side",
    )


def pair(*columns: str, name: str = "") -> Markup:
    """Left and right beside one another where there is room, left first."""
    return tag("div", *columns, class_=f"pair {name}".strip())


def _drawn_style(frame: Frame) -> str:
    if frame.figures:
        return figure_style(*frame.figures.values())
    return style_text(LIGHT)


@cache
def _page_style() -> str:
    return (files("plantigrade.report") / "static/report/style.css").read_text(encoding="utf-8")
