"""Draws the icons of the home screen: python -m tools.icons (needs Chromium, as the page tests do)."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

from plantigrade.web.pwa.icon import icon_svg

OUT = Path("src/plantigrade/web/pwa/static/pwa")


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for size in (192, 512):
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(f"<style>*{{margin:0}}svg{{display:block;width:{size}px}}</style>{icon_svg()}")
            page.screenshot(path=OUT / f"icon-{size}.png")
        browser.close()


if __name__ == "__main__":
    main()
