"""The page in a real browser: quiet, narrow enough, accessible, still when asked, and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.report.made import crowded_page, page_of, parsed, progress
from tests.support import EXAMPLES

Scheme = Literal["light", "dark"]
WIDTHS = (360, 1280)
NAMES = (*EXAMPLES, "crowded", "progress")
_ADDRESS = "http://page.test/"
_OPEN_ALL = "document.querySelectorAll('details').forEach(d => { d.open = true })"


def document(name: str) -> str:
    if name == "crowded":
        return crowded_page()
    return progress() if name == "progress" else page_of(name)


@contextmanager
def shown(
    browser: Browser,
    name: str,
    width: int = 360,
    scheme: Scheme = "light",
    motion: Literal["reduce", "no-preference"] = "no-preference",
) -> Iterator[tuple[Page, list[str], list[str]]]:
    """The page as it is served, with what it asked for and what it complained of."""
    asked: list[str] = []
    said: list[str] = []
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion=motion
    )
    page = context.new_page()

    def serve(route: Route) -> None:
        asked.append(route.request.url)
        if route.request.url == _ADDRESS:
            route.fulfill(body=document(name), content_type="text/html; charset=utf-8")
        else:
            route.abort()

    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.route("**/*", serve)
    page.goto(_ADDRESS)
    try:
        yield page, asked, said
    finally:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", NAMES)
def test_it_asks_for_nothing_says_nothing_and_never_scrolls_sideways(
    browser: Browser, name: str, width: int, scheme: Scheme
) -> None:
    with shown(browser, name, width, scheme) as (page, asked, said):
        for _ in range(2):
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.evaluate(_OPEN_ALL)
        # A browser asks for an icon by itself; the page asks for nothing.
        assert [url for url in asked if not url.endswith("/favicon.ico")] == [_ADDRESS]
        assert [text for text in said if "favicon" not in text] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_browser_reads_the_same_tree_as_was_written(browser: Browser, name: str) -> None:
    written = [element.tag.rpartition("}")[2] for element in parsed(document(name)).iter()]
    with shown(browser, name) as (page, _, _):
        assert page.evaluate("[...document.querySelectorAll('*')].map(e => e.localName)") == written


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
@pytest.mark.parametrize("name", NAMES)
def test_it_is_accessible_by_axe(browser: Browser, name: str, width: int, scheme: Scheme) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    with shown(browser, name, width, scheme, "reduce") as (page, _, _):
        page.evaluate(_OPEN_ALL)
        options = {
            "resultTypes": ["violations"],
            "rules": {"target-size": {"enabled": True}},
        }
        found = axe.run(page, options=options).response["violations"]
        told = [(v["id"], n["target"], n["failureSummary"]) for v in found for n in v["nodes"][:3]]
        assert told == []


@pytest.mark.parametrize("name", ["after-sprains", "progress"])
def test_everything_to_open_is_large_enough_for_a_thumb(browser: Browser, name: str) -> None:
    with shown(browser, name) as (page, _, _):
        page.evaluate(_OPEN_ALL)
        heights = page.evaluate(
            "[...document.querySelectorAll('summary, .switch, .contents a')].map(e => e.offsetHeight)"
        )
        assert heights
        assert min(heights) >= 44


def test_the_keyboard_reaches_the_answer_and_shows_where_it_is(browser: Browser) -> None:
    with shown(browser, "after-sprains", 1280) as (page, _, _):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        assert page.locator(".skip").bounding_box()["y"] >= 0  # type: ignore[index]
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        page.locator("#limits summary").first.focus()
        page.keyboard.press("Enter")
        assert page.locator("#limits details[open]").count() == 1


def test_the_figures_move_until_they_are_stilled(browser: Browser) -> None:
    running = "document.getAnimations().filter(a => a.playState === 'running').length"
    with shown(browser, "after-sprains") as (page, _, _):
        assert page.evaluate(running) > 0
        page.locator("#still").check()
        assert page.evaluate(running) == 0
    with shown(browser, "after-sprains", motion="reduce") as (page, _, _):
        assert page.evaluate(running) == 0


@pytest.mark.parametrize("name", ["after-sprains", "red-flag", "progress"])
def test_it_prints_on_light_paper_with_the_instructions_opened(browser: Browser, name: str) -> None:
    with shown(browser, name, 1280, "dark") as (page, _, _):
        assert page.pdf(format="A4").startswith(b"%PDF")
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.body).getPropertyValue('--pg-ink')") == "#1d2a2e"
        assert page.evaluate("document.getAnimations().length") == 0
        if name == "after-sprains":
            assert page.locator("#EX1 .printed ol").bounding_box()["height"] > 20  # type: ignore[index]
            assert not page.locator(".contents").is_visible()
