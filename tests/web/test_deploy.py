"""The examples of deploy/: what they name exists, and what they start runs."""

from __future__ import annotations

import configparser
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, closing
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import pytest
import yaml

from plantigrade.web import environment, settings
from plantigrade.web.database import database
from plantigrade.web.serving import free_port
from tests.web.running import FIRST_PORT, child_environment, until

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
NAMED = re.compile(r"PLANTIGRADE_[A-Z]+(?:_[A-Z]+)*")
# Read by compose and the proxy.
ELSEWHERE = {"PLANTIGRADE_NAME"}


def unit(path: Path) -> configparser.SectionProxy:
    read = configparser.ConfigParser(strict=False, interpolation=None)
    read.optionxform = str  # type: ignore[method-assign,assignment]
    read.read(path)
    return read["Service"]


def compose(name: str = "compose.yaml") -> dict[str, Any]:
    return dict(yaml.safe_load((DEPLOY / name).read_text("utf-8")))


def commands() -> Iterator[list[str]]:
    for path in UNITS:
        held = unit(path)
        yield from (held[key].split() for key in ("ExecStartPre", "ExecStart") if key in held)
    yield from (one["command"] for one in compose()["services"].values() if "command" in one)


def test_every_setting_that_is_named_is_read() -> None:
    known = {
        name
        for module in (settings, environment)
        for name in NAMED.findall(Path(str(module.__file__)).read_text("utf-8"))
    }
    for path in sorted(DEPLOY.rglob("*")):
        if path.is_file():
            assert set(NAMED.findall(path.read_text("utf-8"))) <= known | ELSEWHERE, path.name


def test_every_program_that_is_named_is_there() -> None:
    found = list(commands())
    assert len(found) == 6
    for words in found:
        assert Path(words[0]).name == "python"
        assert words[1] == "-m"
        assert importlib.util.find_spec(words[2]) is not None, words


def test_the_parts_of_the_compose_file_fit() -> None:
    held = compose()
    services = held["services"]
    assert services["web"]["deploy"]["replicas"] == services["worker"]["deploy"]["replicas"] == 2
    for name, one in services.items():
        assert set(one.get("depends_on", ())) <= services.keys(), name
        for volume in one.get("volumes", ()):
            source = volume.split(":")[0]
            assert source in held["volumes"] or (DEPLOY / source).is_file(), volume
        if "build" in one:
            root = DEPLOY / one["build"]["context"]
            for line in (root / one["build"]["dockerfile"]).read_text("utf-8").splitlines():
                if line.startswith("COPY"):
                    assert all((root / source).exists() for source in line.split()[1:-1]), line


def test_on_postgres_every_process_of_ours_waits_for_the_database_and_names_it() -> None:
    held, more = compose(), compose("compose.postgres.yaml")
    ours = {name for name, one in held["services"].items() if one["image"] == "plantigrade"}
    assert more["services"].keys() == ours | {"database"}
    server = more["services"]["database"]["environment"]
    for name in ours:
        one = more["services"][name]
        assert one["depends_on"] == {"database": {"condition": "service_healthy"}}
        address = one["environment"]["PLANTIGRADE_DATABASE"].replace("${DATABASE_PASSWORD:?}", "word")
        found = database(address, Path())
        assert (found["HOST"], found["NAME"], found["USER"]) == (
            "database",
            server["POSTGRES_DB"],
            server["POSTGRES_USER"],
        )
    assert all(volume.split(":")[0] in more["volumes"] for volume in more["services"]["database"]["volumes"])


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    for path in UNITS:
        # The place of the program is the machine's own.
        text = path.read_text("utf-8").replace("/opt/plantigrade/bin/python", sys.executable)
        (tmp_path / path.name).write_text(text, "utf-8")
    names = [str(tmp_path / path.name.replace("@", "@1")) for path in UNITS]
    (tmp_path / "plantigrade-worker@.service").rename(tmp_path / "plantigrade-worker@1.service")
    done = subprocess.run(["systemd-analyze", "verify", *names], capture_output=True, text=True)
    assert not [line for line in done.stderr.splitlines() if "plantigrade" in line], done.stderr


def test_what_the_units_start_runs_behind_a_proxy(tmp_path: Path) -> None:
    port = str(free_port(FIRST_PORT + 300))
    told = (DEPLOY / "systemd" / "plantigrade.env").read_text("utf-8").splitlines()
    values = dict(line.split("=", 1) for line in told if line and not line.startswith("#"))
    held = {**child_environment(tmp_path), **values, "PLANTIGRADE_DATA": str(tmp_path)}
    held["PLANTIGRADE_METRICS_TOKEN"] = "of this test"
    web, worker = (unit(path) for path in UNITS)

    def words(command: str) -> list[str]:
        return [sys.executable, *command.replace("8000", port).split()[1:]]

    subprocess.run(words(web["ExecStartPre"]), check=True, env=held, stdout=subprocess.DEVNULL)
    cookies = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))

    def ask(path: str, body: bytes | None = None, **headers: str) -> str:
        asked = urllib.request.Request(f"http://127.0.0.1:{port}/{path}", body, headers)
        try:
            with opener.open(asked, timeout=20) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            with closing(error):
                return str(error.code)
        except OSError:
            return ""

    with ExitStack() as running:
        log = running.enter_context((tmp_path / "log").open("wb"))
        for command in (web["ExecStart"], worker["ExecStart"]):
            process = running.enter_context(
                subprocess.Popen(words(command), env=held, stderr=log, stdout=log)
            )
            running.callback(process.terminate)
        until(lambda: ask("health/live"), "the web server")
        token = {"Authorization": "Bearer of this test"}
        seen = until(lambda: "null" not in (said := ask("health/ready", None, **token)) and said, "a worker")
        assert json.loads(seen)["status"] == "ok"
        assert ask("health/ready") == ask("metrics") == "404"
        through = {
            "Host": "clinic.example",
            "X-Forwarded-For": "192.0.2.7",
            "X-Forwarded-Proto": "https",
        }
        page = ask("accounts/login/", None, **through)
        form = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert form is not None, page
        csrf = next(one.value for one in cookies if one.name == "csrftoken")
        sent = f"csrfmiddlewaretoken={form[1]}&login=nobody@example.org&password=wrong".encode()
        more = {"Origin": "https://clinic.example", "Referer": "https://clinic.example/"}
        answer = ask("accounts/login/", sent, Cookie=f"csrftoken={csrf}", **through, **more)
        assert "nobody@example.org" in answer, answer[:200]
    lines = (tmp_path / "log").read_text("utf-8").splitlines()
    routes = [json.loads(line).get("route") for line in lines if line.startswith("{")]
    assert {"operations:live", "account_login"} <= set(routes)
