"""The invented person of the demonstration."""

from __future__ import annotations

from plantigrade.web.accounts.actions import sole_user
from plantigrade.web.people.actions import add_person
from plantigrade.web.people.models import Person


def add_demo_person(*, only_if_empty: bool) -> Person | None:
    """Adds the person, unless somebody is there and `only_if_empty`."""
    if only_if_empty and Person.objects.exists():
        return None
    return add_person(owner=sole_user(), name="Demo")
