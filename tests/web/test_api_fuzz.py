"""Schemathesis sends what the OpenAPI document allows and what it forbids, and finds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings

from plantigrade.web.accounts.actions import sole_user
from plantigrade.web.api.actions import make_token
from plantigrade.web.roster.actions import refresh_standing
from plantigrade.web.team.actions import give_access
from plantigrade.web.team.models import Level, Membership, Organisation, Role
from tests.web.populated import populated_person

ROOT = Path(__file__).parents[2]
QUICK, LONG = 6, 60


@dataclass(frozen=True)
class Target:
    """The application with a person who has a row in every table, and the ids that open something."""

    headers: dict[str, str]
    ids: dict[str, str]


@pytest.fixture
def target(db: None, settings: Any) -> Iterator[Target]:  # noqa: ARG001
    settings.API_REQUESTS_A_MINUTE = 1_000_000
    person = populated_person()
    team = Organisation.objects.create(name="Practice")
    Membership.objects.create(organisation=team, user=sole_user(), role=Role.OWNER)
    give_access(person=person, organisation=team, level=Level.TREAT, by=sole_user())
    refresh_standing(person=person)
    secret = make_token(user=sole_user(), name="fuzz", level=Level.TREAT, team=True, days=1)[1]
    signals = (request_started, request_finished)
    for signal in signals:  # the test's transaction lives in this connection
        signal.disconnect(close_old_connections)
    ids = {
        "person_id": person.pk,
        "organisation_id": team.pk,
        "assessment_id": person.assessments.get().pk,
        "clip_id": person.clips.get().pk,
    }
    yield Target({"Authorization": f"Bearer {secret}"}, {name: str(id_) for name, id_ in ids.items()})
    for signal in signals:
        signal.connect(close_old_connections)


schema = schemathesis.openapi.from_path(ROOT / "docs" / "openapi.json")
# What the document can say and is not kept to is 400; 422 is for what it cannot say, like a day to come.
schema.config.checks.positive_data_acceptance.expected_statuses.append("422")
schema.app = get_wsgi_application()
bounded = {
    "deadline": None,
    "derandomize": True,
    "database": None,
    "phases": [Phase.explicit, Phase.generate],
    "suppress_health_check": list(HealthCheck),
}


@schema.parametrize()
@settings(max_examples=QUICK, **bounded)  # type: ignore[arg-type]
def test_nothing_is_found(case: schemathesis.Case[Any], target: Target) -> None:
    sent_and_checked(case, target)


@pytest.mark.slow
@schema.parametrize()
@settings(max_examples=LONG, **bounded)  # type: ignore[arg-type]
def test_nothing_is_found_for_long(case: schemathesis.Case[Any], target: Target) -> None:
    sent_and_checked(case, target)


def sent_and_checked(case: schemathesis.Case[Any], target: Target) -> None:
    """An id that is one becomes one that opens something, so that more than 404 is tried."""
    for name, value in case.path_parameters.items():
        if name in target.ids and _is_id(value):
            case.path_parameters[name] = target.ids[name]
    case.call_and_validate(headers=target.headers)


def _is_id(value: Any) -> bool:
    try:
        return str(UUID(str(value))) == str(value).lower()
    except ValueError:
        return False
