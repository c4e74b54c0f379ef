"""The thin path: from an empty machine to a programme."""

from __future__ import annotations

import pytest
from django.test import Client

from plantigrade.web.people.models import Person


@pytest.mark.django_db
def test_an_empty_machine_welcomes_and_begins(client: Client) -> None:
    assert "How far do your ankles bend?" in client.get("/").content.decode()
    begun = client.post("/begin/", {"name": "Alice", "units": "cm"})
    person = Person.objects.get()
    assert begun.headers["Location"] == f"/p/{person.id}/ankles/start/"
    assert client.get("/", follow=True).status_code == 200


def test_a_strangers_record_is_not_there(client: Client, alice: Person) -> None:
    from plantigrade.web.accounts.models import User

    alice.owner = User.objects.create(username="somebody else")
    alice.save()
    assert client.get(f"/p/{alice.id}/").status_code == 404
