"""A page as its visitors meet it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page


def violations(page: Page) -> list[str]:
    """What axe finds wrong with a page, each with its places."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(page).response["violations"]
    return [f"{one['id']}: {[node['target'] for node in one['nodes']][:3]}" for one in found]
