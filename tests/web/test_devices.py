"""Phones in the network: who comes in, with what, and what a stranger sees."""

from __future__ import annotations

import datetime as dt
import http.client
import ipaddress
import re
import ssl
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import time_machine
from cryptography import x509
from django.test import Client
from django.urls import get_resolver

from plantigrade.web.devices import pairing
from plantigrade.web.devices.actions import PairingError, make_code, pair
from plantigrade.web.devices.certificates import fingerprint, server_files
from plantigrade.web.devices.models import PairedDevice
from plantigrade.web.people.models import Person
from plantigrade.web.serving import free_port
from tests.web.running import FIRST_PORT, child_environment
from tests.web.test_access import addresses, filled

HERE = ipaddress.ip_address("127.0.0.1")
NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
EVERYWHERE = sorted(set(addresses(get_resolver())))
WITHOUT_PAIRING = {
    "devices/pair/",
    "devices/door/",
    "devices/plantigrade.crt",
    "calendar/<str:key>.ics",
    "health/",
    "look.css",
    "icon.svg",
    "manifest.webmanifest",
}


@pytest.fixture
def from_network(settings: Any, db: None) -> Client:  # noqa: ARG001
    settings.LISTENER = "network"
    settings.LAN_SECURE = "https://127.0.0.1:8001"
    return Client()


def paired(client: Client) -> Client:
    answer = client.post("/devices/pair/", {"code": make_code()}, secure=True)
    assert answer.status_code == 302
    return client


@pytest.mark.parametrize("address", [one for one in EVERYWHERE if one not in WITHOUT_PAIRING])
def test_a_stranger_in_the_network_gets_nothing(from_network: Client, alice: Person, address: str) -> None:
    """Every address there is and will be; a form that is sent is refused."""
    there = filled(address, alice.id)
    if address.startswith("api/"):  # by token alone, whatever was paired
        assert from_network.get(there, secure=True).status_code == 401
        assert from_network.post(there, secure=True).status_code == 401
        return
    asked = from_network.get(there, secure=True)
    assert (asked.status_code, asked.headers.get("location")) == (302, "/devices/pair/")
    assert from_network.post(there, secure=True).status_code == 403


def test_only_what_exists_is_open_without_pairing() -> None:
    assert set(EVERYWHERE) >= WITHOUT_PAIRING


def test_the_door_shows_itself_alone(settings: Any, client: Client, alice: Person) -> None:
    settings.LISTENER = "door"
    for address in ("/", f"/p/{alice.id}/", "/devices/pair/", "/health/"):
        assert client.get(address).headers.get("location") == "/devices/door/"


def test_a_code_lets_one_device_in_until_it_is_removed(from_network: Client, alice: Person) -> None:
    paired(from_network)
    cookie = from_network.cookies[pairing.COOKIE]
    assert {name: cookie[name] for name in ("secure", "httponly", "domain", "path")} == {
        "secure": True,
        "httponly": True,
        "domain": "",
        "path": "/",
    }
    home = f"/p/{alice.id}/"
    assert from_network.get(home, secure=True).status_code == 200
    device = PairedDevice.objects.get()
    assert cookie.value not in (device.token_sha256, device.name)
    from_network.post(f"/devices/{device.pk}/remove/", secure=True)
    assert from_network.get(home, secure=True).status_code == 302


def test_the_cookie_is_renewed_on_a_new_day(from_network: Client) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        paired(from_network)
        assert pairing.COOKIE not in from_network.get("/begin/", secure=True).cookies
        clock.shift(dt.timedelta(days=1))
        assert pairing.COOKIE in from_network.get("/begin/", secure=True).cookies
    assert str(PairedDevice.objects.get().seen_on) == "2026-11-27"


@pytest.mark.usefixtures("db")
def test_a_code_pairs_once_for_a_quarter_of_an_hour_and_bears_ten_mistakes() -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        once = make_code()
        assert pair(code=f" {once[:4].lower()}-{once[4:]} ", name="phone")
        late = make_code()
        clock.shift(pairing.CODE_LASTS + dt.timedelta(seconds=1))
        for dead in (once, late):
            with pytest.raises(PairingError):
                pair(code=dead, name="phone")
        older, guessed = make_code(), make_code()
        for wrong in [older, *["AAAAAAAA"] * (pairing.MOST_WRONG - 1)]:
            with pytest.raises(PairingError):
                pair(code=wrong, name="phone")
        with pytest.raises(PairingError):
            pair(code=guessed, name="phone")
    assert PairedDevice.objects.count() == 1


def test_a_wrong_code_is_told_and_kept(from_network: Client) -> None:
    answer = from_network.post("/devices/pair/", {"code": "WRONG"}, secure=True)
    assert answer.status_code == 400
    assert "too old" in answer.content.decode()
    assert 'value="WRONG"' in answer.content.decode()


def test_the_page_here_shows_a_code_that_pairs(client: Client, from_network: Client, settings: Any) -> None:
    settings.LISTENER = "here"
    assert "<svg" in client.get("/devices/").content.decode()
    told = client.post("/devices/").content.decode()
    code = re.search(r"code=([A-Z2-9]{8})", told)
    assert code is not None
    settings.LISTENER = "network"
    assert from_network.post("/devices/pair/", {"code": code[1]}, secure=True).status_code == 302


def test_certificates_are_kept_and_renewed_in_time(tmp_path: Path) -> None:
    first = server_files(tmp_path, HERE, NOW)
    mark, chain = fingerprint(first.authority), first.chain.read_bytes()
    server_files(tmp_path, HERE, NOW + dt.timedelta(days=360))
    assert first.chain.read_bytes() == chain
    server_files(tmp_path, HERE, NOW + dt.timedelta(days=390))
    assert first.chain.read_bytes() != chain
    chain = first.chain.read_bytes()
    server_files(tmp_path, ipaddress.ip_address("192.168.1.20"), NOW)
    assert first.chain.read_bytes() != chain
    assert fingerprint(first.authority) == mark
    server_files(tmp_path, HERE, NOW + dt.timedelta(days=3400))
    assert fingerprint(first.authority) != mark
    assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.iterdir())


def test_the_authority_speaks_for_private_addresses_alone(tmp_path: Path) -> None:
    made = x509.load_pem_x509_certificate(server_files(tmp_path, HERE, NOW).authority.read_bytes())
    limits = made.extensions.get_extension_for_class(x509.NameConstraints)
    assert limits.critical
    assert limits.value.permitted_subtrees is not None
    assert all(
        net.value.is_private or str(net.value) == "100.64.0.0/10" for net in limits.value.permitted_subtrees
    )


class Answer(NamedTuple):
    status: int
    text: str
    headers: Message


@dataclass(frozen=True)
class Served:
    here: str
    door: str
    secure: str
    code: str
    authority: Path

    def ask(self, method: str, path: str, body: dict[str, str] | None = None, cookie: str = "") -> Answer:
        """By https as a phone does that trusts the authority and nothing else."""
        parts = urllib.parse.urlsplit(self.secure)
        trust = ssl.create_default_context(cafile=str(self.authority))
        line = http.client.HTTPSConnection(parts.hostname or "", parts.port, timeout=20, context=trust)
        line.request(
            method,
            path,
            urllib.parse.urlencode(body) if body else None,
            {
                "Cookie": cookie,
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": self.secure + "/",
            },
        )
        answer = line.getresponse()
        text = answer.read().decode()
        line.close()
        return Answer(answer.status, text, answer.headers)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """`plantigrade serve --lan` on an empty folder."""
    command = [sys.executable, "-m", "plantigrade.cli.main", "serve", "--lan", "127.0.0.1"]
    with subprocess.Popen(
        [*command, "--port", str(free_port(FIRST_PORT + 100))],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=child_environment(tmp_path),
    ) as process:
        assert process.stdout is not None
        told = ""
        while "with the code" not in told:
            line = process.stdout.readline()
            assert line, told
            told += line
        try:
            code = re.search(r"code (\S{4}) (\S{4})", told)
            assert code is not None
            secure, door = (
                re.findall(pattern, told)[0] for pattern in (r"https://[^/\s]+", r"first (http://\S+)")
            )
            here = re.findall(r"runs at (http://\S+)", told)[0]
            yield Served(here, door, secure, code[1] + code[2], tmp_path / "network" / "authority.crt")
        finally:
            process.terminate()


def test_a_phone_trusts_pairs_and_comes_in(served: Served) -> None:
    assert served.ask("GET", "/").headers["location"] == "/devices/pair/"
    form = served.ask("GET", f"/devices/pair/?code={served.code}")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form.text)
    assert token is not None
    csrf = form.headers["set-cookie"].split(";")[0]
    sent = {"code": served.code, "csrfmiddlewaretoken": token[1]}
    entered = served.ask("POST", "/devices/pair/", sent, csrf)
    assert entered.status == 302, entered.text
    cookie = entered.headers["set-cookie"].split(";")[0]
    assert cookie.startswith(pairing.COOKIE)
    front = served.ask("GET", "/", cookie=cookie)
    assert front.status == 200
    assert "How far do your ankles bend?" in front.text
