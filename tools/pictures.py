"""The README's pictures, taken of the application with its example person (docs/pictures).

`python -m tools.pictures`, after a change of the look.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from playwright.sync_api import Browser, Page

from tests.conftest import chromium
from tests.web.running import Running

OUT = Path(__file__).resolve().parent.parent / "docs" / "pictures"
DESK, PHONE = (1100, 840), (360, 780)


def _page(browser: Browser, size: tuple[int, int], scheme: Literal["light", "dark"], address: str) -> Page:
    scale = 2 if size == PHONE else 1
    window = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=scale,
        color_scheme=scheme,
        locale="en-GB",
        timezone_id="UTC",
    )
    page = window.new_page()
    page.goto(address)
    # The note says that the person is invented; on a picture it says nothing.
    page.evaluate("() => document.querySelector('.demo-note').toggleAttribute('hidden', true)")
    return page


def take(browser: Browser, home: str) -> None:
    """`home` is the address of the example person."""
    _page(browser, DESK, "light", f"{home}ankles/").screenshot(path=OUT / "answer.png")
    _page(browser, DESK, "dark", f"{home}progress/").screenshot(path=OUT / "progress.png")
    weeks = _page(browser, DESK, "light", f"{home}programme/")
    weeks.get_by_role("heading", name="Your 12 weeks").evaluate("one => one.scrollIntoView()")
    weeks.evaluate("() => scrollBy(0, -70)")
    weeks.screenshot(path=OUT / "programme.png")
    session = _page(browser, PHONE, "light", home)
    session.get_by_role("link", name="Start the session").click()
    session.get_by_role("button", name="Start").click()
    session.get_by_role("button", name="Pause").wait_for()
    session.screenshot(path=OUT / "session.png")


def main() -> int:
    with (
        TemporaryDirectory() as folder,
        Running(Path(folder), "--demo-if-empty") as served,
        chromium() as browser,
    ):
        take(browser, f"{served.address}p/{served.person()}/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
