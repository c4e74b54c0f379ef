"""A screening day of thirty athletes entered by keyboard in a browser: what the page itself costs.

`python -m tools.bench_entry FOLDER` fills a data folder. The keys follow one another without a pause, so the
time is that of the page; measuring and writing are not in it, and what is left of an hour is.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.conftest import chromium
from tests.web.running import Running, child_environment
from tools.bench_row import Row, spread

ATHLETES, AN_HOUR_S = 30, 3600
# The safety question by its first letter, three tries and the pain of each side, and nothing that stopped it.
SHEET = ("no,", "9.5", "10", "10", "0", "11", "11.5", "11.5", "0", "")


def fill() -> dict[str, str]:
    from plantigrade.web.starting import set_up

    set_up(migrate=True)
    from allauth.mfa.models import Authenticator
    from django.conf import settings
    from django.test import Client

    from plantigrade.web.accounts.models import User
    from plantigrade.web.base.clock import today
    from plantigrade.web.screening.actions import open_day
    from plantigrade.web.team.models import Membership, Organisation, Role

    practice = Organisation.objects.create(name="Club")
    user = User.objects.create_user("assistant", "assistant@example.org", "correct horse battery")
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": "made for the bench"}
    )
    held = Membership.objects.create(organisation=practice, user=user, role=Role.ASSISTANT)
    listed = [(str(n), f"Athlete {n}") for n in range(1, ATHLETES + 1)]
    day = open_day(membership=held, name="Screening", on=today(), whole_roster=False, listed=listed)
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"path": f"team/{practice.pk}/screening/{day.pk}/", "cookie": cookie}


def rows() -> Iterator[Row]:
    with TemporaryDirectory() as folder:
        place = Path(folder)
        filled = subprocess.run(
            [sys.executable, "-m", "tools.bench_entry", folder],
            check=True,
            capture_output=True,
            text=True,
            env=child_environment(place),
        )
        told = json.loads(filled.stdout.splitlines()[-1])
        with Running(place, "--team") as served:
            keys, times_s, behind_s = _entered(served.address, told)
    share = sum(times_s) / AN_HOUR_S
    what = f"{ATHLETES} athletes by keyboard in Chromium"
    yield Row(f"{what}: keystrokes of an athlete", f"{keys}", "", "")
    yield Row(
        f"{what}: the page's time for an athlete, keys without a pause",
        spread(times_s, "ms", 1000),
        "",
        "",
    )
    yield Row(f"{what}: the page's share of an hour", f"{share * 100:.1f} %", "", "")
    left = (AN_HOUR_S - sum(times_s)) / ATHLETES
    yield Row(f"{what}: left of an hour for measuring one athlete", f"{left:.0f} s", "", "")
    yield Row(f"{what}: until the last entry is safe on the server", f"{behind_s:.1f} s", "", "")


def _entered(address: str, told: dict[str, str]) -> tuple[int, list[float], float]:
    """Keystrokes of an athlete, seconds of each, and how long after the last key everything was sent."""
    with chromium() as browser:
        context = browser.new_context(locale="en")
        context.add_cookies([{"name": "sessionid", "value": told["cookie"], "url": address}])
        page = context.new_page()
        page.goto(address + told["path"])
        page.locator("[data-entrant]").first.wait_for()
        times = []
        page.keyboard.type("1")
        page.keyboard.press("Enter")
        for number in range(1, ATHLETES + 1):
            page.locator(f"[data-name]:text-matches('^{number} ')").wait_for()
            begun = time.perf_counter()
            for value in SHEET:
                page.keyboard.type(value)
                page.keyboard.press("Enter")
            times.append(time.perf_counter() - begun)
        ended = time.perf_counter()
        page.locator("[data-kept]:text-is('Everything is saved.')").wait_for()
        behind = time.perf_counter() - ended
        done = page.locator("[data-entrant] small:text-is('done')").count()
        assert done == ATHLETES, f"{done} of {ATHLETES} are done"
        context.close()
    return sum(len(value) + 1 for value in SHEET), times, behind


if __name__ == "__main__":
    os.environ |= {"PLANTIGRADE_DATA": sys.argv[1], "PLANTIGRADE_MODE": "team"}
    print(json.dumps(fill()))
