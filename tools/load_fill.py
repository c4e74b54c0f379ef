"""A practice with thousands of athletes and a year of each, made in bulk.

`python -m tools.load_fill ATHLETES DATA` fills a data folder and prints what the load needs to sign in.
A few people are made as the application makes them; the database copies them under other ids and names.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from importlib.resources import files
from typing import Any
from uuid import UUID, uuid4

WEEKS, SESSIONS_A_WEEK, SETS = 52, 3, 5
CLINICIANS = 50


def fill(athletes: int) -> dict[str, Any]:
    """The organisation, a session of each clinician and some athletes' ids."""
    from plantigrade.web.starting import set_up

    set_up(migrate=True)
    from django.db import connection, transaction

    from plantigrade.web.people.models import Person
    from plantigrade.web.team.models import Organisation

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute("PRAGMA cache_size=-400000")
    practice = Organisation.objects.create(name="Large practice")
    with transaction.atomic():
        made = list(_templates(practice))
        for person in made:
            _copy(person, athletes // len(made) - 1)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    chance = random.Random(3)
    ids = [str(one) for one in Person.objects.order_by("pk").values_list("pk", flat=True)]
    return {
        "organisation": str(practice.pk),
        "cookies": list(_clinicians(practice)),
        "people": chance.sample(ids, min(500, len(ids))),
    }


def _templates(practice: Any) -> Iterator[Any]:
    """One person for each worked case, with a year behind."""
    from plantigrade.web.accounts.models import User
    from plantigrade.web.people.actions import add_person
    from plantigrade.web.roster.actions import refresh_standing
    from plantigrade.web.team.actions import give_access
    from plantigrade.web.team.models import Level

    keeper = User.objects.create_user("keeper")
    for number, path in enumerate(sorted(_examples())):
        person = add_person(owner=keeper, name=f"Template {number}")
        _year(person, json.loads(path.read_text("utf-8")), random.Random(number))
        give_access(
            person=person, organisation=practice, level=Level.TREAT, by=keeper, group=f"Squad {number}"
        )
        refresh_standing(person=person)
        yield person


def _examples() -> Iterator[Any]:
    for path in (files("plantigrade.interop") / "examples").iterdir():
        if path.name.endswith(".json") and path.name != "red-flag.json":
            yield path


def _year(person: Any, raw: dict[str, Any], chance: random.Random) -> None:
    from django.utils import timezone

    from plantigrade.web.assess.actions import import_assessment
    from plantigrade.web.base.clock import today
    from plantigrade.web.home.demo import screened
    from plantigrade.web.player.models import Session, SetLog
    from plantigrade.web.programme.actions import start_programme
    from plantigrade.web.progress.models import MorningCheck, Retest

    now, last = timezone.now(), today() - timedelta(days=1 + chance.randrange(9))

    def at(day: date) -> datetime:
        return now - (today() - day)

    # The programme that runs began eight weeks ago; what was trained before is of those that ended.
    begun = last - timedelta(weeks=8)
    assessed = import_assessment(person=person, at=at(begun - timedelta(days=1)), raw=screened(raw))
    start_programme(person=person, assessment=assessed, starts_on=begun, minutes="10")
    days = [last - timedelta(weeks=w, days=2 * n) for w in range(WEEKS) for n in range(SESSIONS_A_WEEK)]
    sessions = [
        Session(id=uuid4(), person=person, day=day, started_at=at(day), finished_at=at(day)) for day in days
    ]
    Session.objects.bulk_create(sessions)
    SetLog.objects.bulk_create(
        SetLog(session=one, item=n, exercise="EX1", side="left", set_number=1, seconds=60, at=one.started_at)
        for one in sessions
        for n in range(SETS)
    )
    MorningCheck.objects.bulk_create(
        MorningCheck(person=person, on=day, change_0_10=0, stiffness_min=0) for day in days
    )
    Retest.objects.bulk_create(
        Retest(
            person=person,
            on=last - timedelta(weeks=week),
            side=side,
            ktw_cm=[round(9 - week / 30 + chance.gauss(0, 0.4), 1) for _ in range(3)],
        )
        for week in range(WEEKS)
        for side in ("left", "right")
    )


def _copy(person: Any, times: int) -> None:
    """The person and all rows below it, `times` over, by the database itself."""
    from plantigrade.web.keep.tables import TABLES
    from plantigrade.web.people.models import Person
    from plantigrade.web.team.models import Grant, Standing

    _copy_rows(Person, "id", [person.pk], times)
    for table in TABLES:
        _copy_rows(table.model, "person_id", [person.pk], times)
        for inner in table.inner:
            keys = table.model._base_manager.filter(person=person).values_list("pk", flat=True)
            _copy_rows(inner.model, f"{inner.parent}_id", list(keys), times)
    for model in (Grant, Standing):
        _copy_rows(model, "person_id", [person.pk], times)


def _key(key: Any) -> Any:
    """A key as the database holds it."""
    from django.db import connection

    return key.hex if isinstance(key, UUID) and connection.vendor == "sqlite" else key


def _numbered(column: str, kind: str, kept: int) -> str:
    """SQL: the beginning of a text or a UUID tells rows of a template apart, the end the copies."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return f"substr({column}, 1, {kept}) || printf('%010x', n)"
    plain = f"replace({column}::text, '-', '')"
    return f"(substr({plain}, 1, {kept}) || lpad(to_hex(n), 10, '0'))::{kind}"


def _copy_rows(model: Any, above: str, keys: list[Any], times: int) -> None:
    from django.db import connection, models

    from plantigrade.web.accounts.models import User
    from plantigrade.web.team.models import Organisation

    names, values = [], []
    for column in model._meta.concrete_fields:
        quoted = f'"{column.column}"'
        if isinstance(column, models.AutoField):
            continue
        kept = column.is_relation and column.related_model in (User, Organisation)
        if (column.primary_key or column.is_relation) and not kept:
            value = _numbered(quoted, "uuid", 22)
        elif column.name == "feed_key":
            value = _numbered(quoted, "text", 20)
        elif column.name == "name" and model.__name__ == "Person":
            value = f"{quoted} || ' ' || n"
        else:
            value = quoted
        names.append(quoted)
        values.append(value)
    rows = f'SELECT * FROM "{model._meta.db_table}" WHERE "{above}" = %s'
    numbers = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < %s)"
    put = (
        f'{numbers} INSERT INTO "{model._meta.db_table}" ({", ".join(names)}) '
        f"SELECT {', '.join(values)} FROM ({rows}) AS t CROSS JOIN c"
    )
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute(put, [times, _key(key)])


def _clinicians(practice: Any) -> Iterator[str]:
    """Signed in, with a second factor: the cookie of each."""
    from allauth.mfa.models import Authenticator
    from django.conf import settings
    from django.test import Client

    from plantigrade.web.accounts.models import User
    from plantigrade.web.team.models import Membership, Role

    for number in range(CLINICIANS):
        user = User.objects.create_user(f"clinician{number}", f"c{number}@example.org", None)
        Membership.objects.create(organisation=practice, user=user, role=Role.CLINICIAN)
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "of the bench"})
        client = Client()
        client.force_login(user)
        yield client.cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    os.environ |= {"PLANTIGRADE_DATA": sys.argv[2], "PLANTIGRADE_MODE": "team"}
    print(json.dumps(fill(int(sys.argv[1]))))
