"""The cast of the application's tests, and one browser for all of them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, sync_playwright

from plantigrade.web.accounts.actions import sole_user
from plantigrade.web.people.actions import add_person
from plantigrade.web.people.models import Person

# The browser's driver runs an event loop in this thread, which Django would take for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture
def alice(db: None) -> Person:  # noqa: ARG001
    """The person at home."""
    return add_person(owner=sole_user(), name="Alice")


@pytest.fixture
def page_of(client: Client, alice: Person) -> Any:
    """Fetches a page below the person's address and checks its status."""

    def fetch(path: str = "", status: int = 200, **data: Any) -> str:
        address = f"/p/{alice.id}/{path}"
        response = client.post(address, data) if data else client.get(address)
        assert response.status_code == status, response.content[:400]
        return response.content.decode()

    return fetch


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The installed Chromium; none is downloaded."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for found in map(shutil.which, names) if found), None)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()
