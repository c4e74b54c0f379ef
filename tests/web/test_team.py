"""Teams: an athlete owns the record, lets others in, limits and shuts them out; nobody else gets anything."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import get_resolver, resolve
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import Browser

from plantigrade.web.accounts.models import User
from plantigrade.web.people.actions import add_person
from plantigrade.web.people.models import Person
from plantigrade.web.roster.actions import add_athlete, refresh_standing
from plantigrade.web.team import actions
from plantigrade.web.team.models import Entry, Level, Membership, Organisation, Role, Standing
from plantigrade.web.team.told import PARTS
from tests.web.looking import shown_wrong
from tests.web.test_access import OF_PERSON, addresses, filled, methods, with_token

OF_TEAM = sorted(address for address in addresses(get_resolver()) if "organisation_id" in address)
# Only the owner of a record opens these.
OWN = {"more/settings/", "more/reminders/", "more/delete/"}


@dataclass(frozen=True)
class Cast:
    """A practice with its people, an athlete who lets it in, and those who have no business there."""

    practice: Organisation
    athlete: User
    person: Person
    owner: User
    clinician: User
    assistant: User
    revoked: User
    elsewhere: User

    def grant(self) -> Any:
        return self.person.grants.get(withdrawn_at=None)


def account(name: str) -> User:
    return User.objects.create_user(name, f"{name}@example.org", "correct horse battery")


def member(organisation: Organisation, name: str, role: Role) -> User:
    user = account(name)
    Membership.objects.create(organisation=organisation, user=user, role=role)
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": "made for the test"}
    )
    return user


@pytest.fixture
def cast(db: None, settings: Any) -> Cast:  # noqa: ARG001
    settings.MODE = "team"
    practice, other = (Organisation.objects.create(name=name) for name in ("Practice", "Other club"))
    athlete = account("athlete")
    person = add_person(owner=athlete, name="Ada")
    revoked = member(practice, "revoked", Role.CLINICIAN)
    Membership.objects.filter(user=revoked).update(left_at=timezone.now())
    cast = Cast(
        practice=practice,
        athlete=athlete,
        person=person,
        owner=member(practice, "owner", Role.OWNER),
        clinician=member(practice, "clinician", Role.CLINICIAN),
        assistant=member(practice, "assistant", Role.ASSISTANT),
        revoked=revoked,
        elsewhere=member(other, "elsewhere", Role.OWNER),
    )
    actions.give_access(person=person, organisation=practice, level=Level.TREAT, by=athlete)
    refresh_standing(person=person)
    return cast


def of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def team_address(cast: Cast, address: str) -> str:
    return filled(address.replace("<uuid:organisation_id>", str(cast.practice.pk)), cast.person.id)


@pytest.mark.parametrize("who", ["revoked", "elsewhere"])
def test_a_stranger_a_revoked_clinician_and_another_team_get_404_everywhere(cast: Cast, who: str) -> None:
    client = with_token(of(getattr(cast, who)), getattr(cast, who))
    faults = []
    for address in OF_PERSON + OF_TEAM:
        for method in methods(client):
            status = method(team_address(cast, address)).status_code
            if status not in (404, 405):
                faults.append(f"{address} {method.__name__} {status}")
    assert not faults


def test_who_is_not_logged_in_is_sent_to_the_door(cast: Cast) -> None:
    client = Client()
    faults = []
    for address in OF_PERSON + OF_TEAM:
        answer = client.get(team_address(cast, address))
        if address.startswith("api/"):
            faults += [address] * (answer.status_code != 401)
        elif not answer.headers.get("location", "").startswith("/accounts/login/"):
            faults.append(f"{address} {answer.status_code}")
    assert not faults


def test_at_home_there_are_no_accounts_and_no_teams(client: Client, cast: Cast, settings: Any) -> None:
    settings.MODE = "solo"
    for address in ("/accounts/login/", "/accounts/signup/", f"/team/{cast.practice.pk}/"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("level", "who", "look", "record", "treat"),
    [
        (Level.TREAT, "clinician", 200, 302, 302),
        (Level.TREAT, "assistant", 200, 302, 403),
        (Level.RECORD, "clinician", 200, 302, 403),
        (Level.SEE, "clinician", 200, 403, 403),
        (Level.SEE, "athlete", 200, 302, 302),
    ],
)
def test_what_may_be_done_is_the_lesser_of_role_and_grant(
    cast: Cast, level: Level, who: str, look: int, record: int, treat: int
) -> None:
    actions.give_access(person=cast.person, organisation=cast.practice, level=level, by=cast.athlete)
    client, home = of(getattr(cast, who)), f"/p/{cast.person.id}/"
    morning = {"change_0_10": "0", "stiffness_min": "0"}
    assert client.get(home).status_code == look
    assert client.post(f"{home}progress/morning/", morning).status_code == record
    assert client.post(f"{home}programme/end/").status_code == treat
    for address in OWN:
        assert client.get(home + address).status_code == (200 if who == "athlete" else 403)


def test_withdrawing_shuts_out_at_once_and_is_told(cast: Cast) -> None:
    clinician, athlete = of(cast.clinician), of(cast.athlete)
    home = f"/p/{cast.person.id}/"
    assert clinician.get(home).status_code == 200
    assert athlete.post(f"{home}sharing/{cast.grant().pk}/withdraw/").status_code == 302
    assert clinician.get(home).status_code == 404
    page = athlete.get(f"{home}sharing/").content.decode()
    assert "clinician@example.org" in page
    assert "shut out" in page


@pytest.mark.parametrize("address", OF_PERSON)
def test_the_audit_has_words_for_every_address(address: str) -> None:
    assert resolve(filled(address, uuid.uuid4())).view_name.split(":")[0] in PARTS


def test_every_look_and_change_of_another_is_noted_and_stays(cast: Cast) -> None:
    client, home = of(cast.clinician), f"/p/{cast.person.id}/"
    client.get(f"{home}progress/")
    client.get(f"{home}progress/")
    client.post(f"{home}progress/morning/", {"change_0_10": "1", "stiffness_min": "0"})
    of(cast.athlete).get(f"{home}progress/")
    told = list(Entry.objects.filter(actor_id=cast.clinician.pk).values_list("kind", "what"))
    assert told == [("changed", "progress:morning"), ("looked", "progress:overview")]
    page = of(cast.athlete).get(f"{home}sharing/").content.decode()
    assert "changed: tests and progress" in page
    assert "looked at: tests and progress" in page
    entry = Entry.objects.first()
    assert entry is not None
    for forbidden in (
        entry.save,
        entry.delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.update(actor="nobody"),
    ):
        with pytest.raises(TypeError):
            forbidden()


def test_whoever_sees_records_of_others_needs_a_second_factor(cast: Cast) -> None:
    Authenticator.objects.filter(user=cast.clinician).delete()
    for address in (f"/p/{cast.person.id}/", f"/team/{cast.practice.pk}/"):
        assert of(cast.clinician).get(address).headers["location"] == "/accounts/2fa/"
    assert of(cast.athlete).get(f"/p/{cast.person.id}/").status_code == 200


def joined(code: str, email: str, **sent: str) -> Client:
    """A new person follows a link, makes an account and agrees."""
    client = Client()
    assert client.get(f"/team/join/{code}/").status_code == 200
    made = client.post("/accounts/signup/", {"email": email, "password1": "correct horse battery"})
    assert made.headers["location"] == f"/team/join/{code}/"
    assert client.post(f"/team/join/{code}/", sent).status_code == 302
    return client


@pytest.mark.usefixtures("cast")
def test_accounts_are_made_by_invitation_only() -> None:
    page = Client().post(
        "/accounts/signup/", {"email": "x@example.org", "password1": "correct horse battery"}
    )
    assert not User.objects.filter(email="x@example.org").exists(), page
    assert Client().get(f"/team/join/{uuid.uuid4()}/").status_code == 404


def test_an_invited_athlete_owns_a_record_and_says_what_may_be_done(cast: Cast) -> None:
    code = actions.invite(organisation=cast.practice)
    joined(code, "new@example.org", level="2")
    person = Person.objects.get(owner__email="new@example.org")
    assert person.grants.get().level == Level.RECORD
    assert "used up" in Client().get(f"/team/join/{code}/").content.decode()


def test_a_record_that_was_kept_for_somebody_becomes_theirs(cast: Cast) -> None:
    roster = f"/team/{cast.practice.pk}/"
    clinician = of(cast.clinician)
    added = clinician.post(f"{roster}athlete/", {"name": "Number 7", "group": "goal"})
    kept = Person.objects.get(name="Number 7")
    assert added.headers["location"] == f"/p/{kept.id}/"
    page = clinician.post(f"/p/{kept.id}/sharing/hand-over/").content.decode()
    code = page.split("/team/join/")[1].split("/")[0]
    athlete = joined(code, "seven@example.org", level="1")
    kept.refresh_from_db()
    assert kept.owner.email == "seven@example.org"
    assert not User.objects.filter(username__startswith="waiting-").exists()
    assert athlete.get(f"/p/{kept.id}/more/delete/").status_code == 200
    assert clinician.get(f"/p/{kept.id}/").status_code == 200
    assert clinician.post(f"/p/{kept.id}/programme/end/").status_code == 403


def test_an_athletes_pages_do_not_list_the_others_of_the_roster(cast: Cast) -> None:
    clinician = of(cast.clinician)
    clinician.post(f"/team/{cast.practice.pk}/athlete/", {"name": "Number 7", "group": "goal"})
    assert "Number 7" not in clinician.get(f"/p/{cast.person.pk}/more/").content.decode()


def test_a_founder_sets_up_a_team_that_keeps_one_owner(cast: Cast) -> None:
    founder = joined(actions.invite(organisation=None), "founder@example.org", name="New practice")
    user = User.objects.get(email="founder@example.org")
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": "made for the test"}
    )
    mine = Membership.objects.get(user=user)
    assert mine.role == Role.OWNER
    page = f"/team/{mine.organisation_id}/people/"
    founder.post(f"{page}{mine.pk}/end/")
    assert founder.get(page).status_code == 200
    assert of(cast.clinician).get(f"/team/{cast.practice.pk}/people/").status_code == 404


@pytest.fixture
def roster(cast: Cast) -> Any:
    """Fetches the roster as rows of text."""
    client = of(cast.clinician)

    def rows(query: str = "") -> list[str]:
        page = client.get(f"/team/{cast.practice.pk}/{query}").content.decode()
        return [
            part.split("</th>")[0].split(">")[1].split("<")[0] for part in page.split('<th scope="row">')[1:]
        ]

    return rows


def test_the_roster_puts_first_who_needs_somebody(cast: Cast, roster: Any) -> None:
    for name in ("Bea", "Cyd"):
        add_athlete(organisation=cast.practice, name=name, by=cast.clinician, group=f"group {name}")
    hurt = Person.objects.get(name="Cyd")
    of(cast.clinician).post(
        f"/p/{hurt.id}/progress/morning/", {"change_0_10": "5", "stiffness_min": "60", "locking": "on"}
    )
    assert roster()[0] == "Cyd"
    assert roster("?sort=name") == ["Ada", "Bea", "Cyd"]
    assert roster("?q=be") == ["Bea"]
    assert roster("?group=group+Cyd") == ["Cyd"]


def test_a_roster_of_thousands_is_a_handful_of_queries(
    cast: Cast, roster: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(60):
        add_athlete(organisation=cast.practice, name=f"Athlete {number:03}", by=cast.clinician)
    with django_assert_max_num_queries(14):
        assert len(roster("?sort=shorter")) == 50
    assert len(roster("?page=2&sort=name")) == 11


LOOKS = ((360, 740, "light"), (1280, 800, "dark"))


@pytest.mark.parametrize(("width", "height", "scheme"), LOOKS, ids=["phone", "desktop"])
def test_a_teams_pages_are_sound(
    browser: Browser,
    live_server: Any,
    transactional_db: None,  # noqa: ARG001
    cast: Cast,
    width: int,
    height: int,
    scheme: Any,
) -> None:
    for name in ("Bea", "Cyd"):
        add_athlete(organisation=cast.practice, name=name, by=cast.clinician, group="forwards")
    invited = actions.invite(organisation=cast.practice)
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": width, "height": height}, color_scheme=scheme
    )
    page, faults, home = context.new_page(), [], f"/p/{cast.person.id}/"
    team = f"/team/{cast.practice.pk}/"
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    for who, paths in (
        (None, ("/accounts/login/", f"/team/join/{invited}/", "/accounts/signup/")),
        (cast.owner, (team, f"{team}people/", f"{home}sharing/", home, f"{home}more/", "/accounts/2fa/")),
        (cast.athlete, (f"{home}sharing/", f"{home}more/", f"/team/join/{invited}/")),
    ):
        if who is not None:
            cookie = of(who).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        for path in paths:
            answer = page.goto(path)
            assert answer is not None
            faults += [f"{path} answers {answer.status}"] * (answer.status != 200)
            faults += shown_wrong(page, path)
    context.close()
    assert not faults


def test_a_roster_of_yesterday_is_read_again_by_one_job(cast: Cast) -> None:
    Standing.objects.update(on=datetime.date(2020, 1, 1))
    for _ in range(3):
        assert of(cast.clinician).get(f"/team/{cast.practice.pk}/").status_code == 200
    assert DBTaskResult.objects.filter(task_path__endswith="read_standings").count() == 1
