"""A page as its visitors meet it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

# The pages of an assessment, one of each kind.
QUESTIONS = (
    "safety",
    "caution",
    "you",
    "wall_test",
    "end_feel",
    "band_probe",
    "balance_test",
    "overhead_squat",
)


def violations(page: Page) -> list[str]:
    """What axe finds wrong with a page, each with its places."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(page).response["violations"]
    return [f"{one['id']}: {[node['target'] for node in one['nodes']][:3]}" for one in found]


def shown_wrong(page: Page, name: str) -> list[str]:
    """What axe finds, and whether the page is wider than its window."""
    # A click returns while the page that it leads to may have no document yet.
    page.wait_for_load_state()
    wider = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    found = [f"{wider} px wider than the window"] if wider > 0 else []
    return [f"{name}: {fault}" for fault in (*violations(page), *found)]


@contextmanager
def signed_in(
    browser: Browser, server: Any, client: Client, width: int, height: int, scheme: Any
) -> Iterator[Page]:
    """A window of the one whom the client is, that complains of whatever its console does."""
    context = browser.new_context(
        base_url=server.url, viewport={"width": width, "height": height}, color_scheme=scheme
    )
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": server.url}])
    page, said = context.new_page(), []
    page.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
    yield page
    context.close()
    assert not said
