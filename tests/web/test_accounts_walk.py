"""Accounts of a team in a real browser: a second factor, a passkey, and a forgotten password."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, Page, expect

from plantigrade.web.environment import SettingError, mail
from plantigrade.web.team.models import Membership, Role
from tests.web.looking import shown_wrong
from tests.web.test_team import LOOKS, Cast, account, cast

__all__ = ["cast"]
PASSWORD = "correct horse battery"
_STEP_S = 30


@pytest.fixture
def newcomer(transactional_db: None, cast: Cast) -> Any:  # noqa: ARG001
    """A clinician with a password and no second factor yet."""
    user = account("newcomer")
    Membership.objects.create(organisation=cast.practice, user=user, role=Role.CLINICIAN)
    return user


@pytest.fixture(params=LOOKS, ids=["phone", "desktop"])
def page(request: Any, browser: Browser, live_server: Any) -> Iterator[Page]:
    width, height, scheme = request.param
    context = browser.new_context(
        base_url=live_server.url,
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        locale="en",
    )
    found = context.new_page()
    said: list[str] = []
    found.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    found.on("pageerror", lambda error: said.append(str(error)))
    yield found
    context.close()
    # A page of the door may answer 400 for a code that is wrong; nothing else is said.
    assert not [line for line in said if "status of 400" not in line]


def sign_in(page: Page, password: str = PASSWORD) -> None:
    page.goto("/accounts/login/")
    page.fill("[name=login]", "newcomer@example.org")
    page.fill("[name=password]", password)
    with page.expect_navigation():
        page.locator("form", has=page.locator("[name=password]")).locator("button[type=submit]").first.click()


def say_again(page: Page) -> None:
    """Before a key to the house is changed the password is asked for once more."""
    expect(page).to_have_url(re.compile("/accounts/reauthenticate/"))
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.locator("form", has=page.locator("[name=password]")).locator("button[type=submit]").first.click()


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    with page.expect_navigation():
        page.locator("main form button").first.click()
    page.goto("/")
    expect(page).to_have_url(re.compile("/accounts/login/"))


def code_of(secret: str, later: int = 0) -> str:
    """What an authenticator app shows now, or so many steps later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // _STEP_S + later)))


@pytest.mark.usefixtures("newcomer")
def test_a_second_factor_is_asked_for_set_up_and_then_needed(page: Page, cast: Cast) -> None:
    sign_in(page)
    page.goto(f"/team/{cast.practice.pk}/")
    expect(page).to_have_url(re.compile("/accounts/2fa/"))
    faults = shown_wrong(page, "second factor")
    page.goto("/accounts/2fa/totp/activate/")
    faults += shown_wrong(page, "the password once more")
    say_again(page)
    faults += shown_wrong(page, "activate")
    secret = page.input_value("#authenticator_secret")
    page.fill("[name=code]", "000000")
    page.locator("form", has=page.locator("[name=code]")).locator("button").first.click()
    expect(page.get_by_text("Incorrect code.")).to_be_visible()
    faults += shown_wrong(page, "a wrong code")
    page.fill("[name=code]", code_of(secret))
    page.locator("form", has=page.locator("[name=code]")).locator("button").first.click()
    expect(page).to_have_url(re.compile("recovery-codes"))
    faults += shown_wrong(page, "recovery codes")
    sign_out(page)
    sign_in(page)
    expect(page).to_have_url(re.compile("/accounts/2fa/authenticate/"))
    faults += shown_wrong(page, "the code is asked for")
    # A code counts once, so the next one is given.
    page.fill("[name=code]", code_of(secret, later=1))
    page.locator("form", has=page.locator("[name=code]")).locator("button").first.click()
    expect(page).not_to_have_url(re.compile("/accounts/"))
    assert page.goto(f"/team/{cast.practice.pk}/").status == 200  # type: ignore[union-attr]
    assert not faults


def test_a_passkey_opens_without_a_password(page: Page, cast: Cast, newcomer: Any) -> None:
    door = page.context.new_cdp_session(page)
    door.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = door.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    sign_in(page)
    page.goto("/accounts/2fa/webauthn/add/")
    say_again(page)
    faults = shown_wrong(page, "add a passkey")
    page.fill("[name=name]", "Phone")
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    expect(page).not_to_have_url(re.compile("webauthn/add"))
    faults += shown_wrong(page, "added")
    held = door.send("WebAuthn.getCredentials", {"authenticatorId": made["authenticatorId"]})
    assert len(held["credentials"]) == 1
    assert Authenticator.objects.get(user=newcomer, type=Authenticator.Type.WEBAUTHN).wrap().name == "Phone"
    sign_out(page)
    faults += shown_wrong(page, "sign in")
    page.click("#passkey_login")
    expect(page).not_to_have_url(re.compile("/accounts/"))
    assert page.goto(f"/team/{cast.practice.pk}/").status == 200  # type: ignore[union-attr]
    assert not faults


@pytest.mark.usefixtures("newcomer")
def test_a_forgotten_password_is_set_anew_by_mail(page: Page, settings: Any, tmp_path: Path) -> None:
    page.goto("/accounts/password/reset/")
    assert "sends no mail" in (page.text_content("main") or "")
    faults = shown_wrong(page, "no mail")
    settings.MAIL = f"file://{tmp_path}"
    for name, value in mail(settings.MAIL).items():
        setattr(settings, name, value)
    page.goto("/accounts/password/reset/")
    faults += shown_wrong(page, "forgotten")
    page.fill("[name=email]", "newcomer@example.org")
    page.locator("main form button").first.click()
    expect(page).to_have_url(re.compile("reset/done"))
    faults += shown_wrong(page, "mail sent")
    sent = message_from_bytes(next(tmp_path.iterdir()).read_bytes())
    assert sent["To"] == "newcomer@example.org"
    link = re.search(r"https?://\S+", str(sent.get_payload()))
    assert link is not None
    page.goto(link[0])
    faults += shown_wrong(page, "a new password")
    for box in page.locator("[type=password]").all():
        box.fill("battery horse correct")
    page.locator("main form button").first.click()
    expect(page).to_have_url(re.compile("key/done"))
    faults += shown_wrong(page, "set")
    page.goto(link[0])
    assert page.locator("[type=password]").count() == 0, "a link counts once"
    faults += shown_wrong(page, "a used link")
    sign_in(page)
    expect(page).to_have_url(re.compile("/accounts/login/"))
    sign_in(page, "battery horse correct")
    expect(page).not_to_have_url(re.compile("/accounts/login/"))
    assert not faults


@pytest.mark.parametrize("address", ["smtp://", "host:25", "http://host", "file://"])
def test_a_mail_server_that_cannot_be_is_told(address: str) -> None:
    with pytest.raises(SettingError, match="PLANTIGRADE_MAIL"):
        mail(address)


def test_a_mail_server_is_named_in_one_word() -> None:
    found = mail("smtp://a%40b:p%2Fw@mail.example.org")
    told = [found[f"EMAIL_{name}"] for name in ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_TLS")]
    assert told == ["mail.example.org", 587, "a@b", "p/w", True]
