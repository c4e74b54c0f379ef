"""The figures of a batch written into a folder: a picture each, and one page that needs nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from plantigrade import __version__
from plantigrade.knowledge.catalogue import Catalogue
from plantigrade.report.citing import Citations
from plantigrade.report.frame import Frame, chart_figure, disclosure, pair, whole_page
from plantigrade.report.markup import Markup, items, tag, text
from plantigrade.results.batch_figures import Found, Page, found_in, pages
from plantigrade.results.batch_rows import failures, measured_clips
from plantigrade.results.pictures import alone
from plantigrade.results.tables import CLIP_TABLE, FAILED, TABLE

INDEX = "index.html"
_MOST_FAILURES = 8
_ALL = "All of them from the lowest to the highest; each clip with its repetitions is in the pictures below."


def write_figures(out: Path, to: Path, knowledge: Catalogue) -> tuple[str, ...]:
    """Draws what `plantigrade batch --out` measured and returns the names of the files, the page first.

    Raises BatchError, and OSError when `to` cannot be written.
    """
    kinds = found_in(out)
    to.mkdir(parents=True, exist_ok=True)
    written = [INDEX]
    shown: list[tuple[Found, Page, list[str]]] = []
    for found in kinds:
        first: Page | None = found.overview
        names = [] if first is None else [_write(to, first)]
        for page in pages(out, found):
            first = first or page
            names.append(_write(to, page))
        written += names
        if first is not None:
            shown.append((found, first, names[1:]))
    (to / INDEX).write_text(_page(out, shown, knowledge), encoding="utf-8", newline="")
    return tuple(written)


def _write(to: Path, page: Page) -> str:
    name = f"{page.name}.svg"
    (to / name).write_text(alone(page.chart), encoding="utf-8", newline="")
    return name


def _page(out: Path, shown: Sequence[tuple[Found, Page, list[str]]], knowledge: Catalogue) -> str:
    frame = Frame(knowledge, "cm", Citations(knowledge))
    clips = repetitions = 0
    for clip in measured_clips(out):
        clips, repetitions = clips + 1, repetitions + len(clip.repetitions)
    lead = tag(
        "p",
        f"{_many(clips, 'clip')} read, {_many(repetitions, 'repetition')} found. Every mark is one "
        "repetition with its 95 % range; nothing is averaged and nothing is filled in. The numbers are in ",
        tag("code", TABLE),
        " and ",
        tag("code", CLIP_TABLE),
        ".",
        class_="lead",
    )
    head = tag("section", tag("h1", "Clips measured"), lead, _failed(out), id="answer")
    figures = pair(*(tag("section", _figure(*entry)) for entry in shown))
    body = text(head, tag("section", figures))
    footer = tag("p", f"plantigrade {__version__}. A self-management aid, not a medical device.")
    return whole_page(frame, "Clips measured", out.resolve().name, body, footer)


def _figure(found: Found, page: Page, more: Sequence[str]) -> Markup:
    kind = found.kind
    told = kind.caption if found.overview is None else _ALL
    caption = f"{_many(found.readings, 'repetition')} of {_many(found.clips, 'clip')}. {told}"
    links = items(tag("a", name, href=name) for name in more)
    further = disclosure("Clip by clip", links) if more else Markup()
    return text(tag("h2", kind.title), chart_figure(page.chart, caption, "card"), further)


def _failed(out: Path) -> Markup:
    found = list(islice(failures(out), _MOST_FAILURES + 1))
    if not found:
        return Markup()
    told = [tag("li", tag("b", clip), f": {why}") for clip, why in found[:_MOST_FAILURES]]
    if len(found) > _MOST_FAILURES:
        told.append(tag("li", f"and more: all of them are in {FAILED}."))
    return text(tag("p", "Could not be analysed, and are in no figure:"), tag("ul", *told))


def _many(number: int, one: str) -> str:
    return f"{number} {one}" if number == 1 else f"{number} {one}s"
