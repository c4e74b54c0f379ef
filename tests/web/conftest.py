"""The cast of the application's tests."""

from __future__ import annotations

import os
from typing import Any

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import Client

from plantigrade.web.accounts.actions import sole_user
from plantigrade.web.people.actions import add_person
from plantigrade.web.people.models import Person
from plantigrade.web.team import append_only
from tests.web.databases import SERVER

# The browser's driver runs an event loop in this thread, which Django would take for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On Postgres, what is about SQLite's file is skipped with its reason."""
    for item in items if SERVER else ():
        for mark in item.iter_markers("sqlite"):
            item.add_marker(pytest.mark.skip(reason=mark.args[0]))


@pytest.fixture(scope="session", autouse=True)
def _emptying_between_tests() -> None:
    """Only tests empty the audit: the triggers that forbid it are taken off for that moment."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def emptied(self: Any, sql_list: Any) -> None:
        append_only.drop(self.connection)
        flush(self, sql_list)
        append_only.add(self.connection)

    BaseDatabaseOperations.execute_sql_flush = emptied  # type: ignore[method-assign]


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
