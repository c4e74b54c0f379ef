"""A page as its visitors meet it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

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
