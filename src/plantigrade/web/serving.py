"""Start of the application: migrate, then a web server and a worker until told to stop."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from typing import Literal

Demo = Literal["no", "empty", "always"]
LOOPBACK = "127.0.0.1"
_TRIED_PORTS = 20
_LOOK_S = 0.5
_LOOKS_AT_START = 400


def serve(*, port: int, demo: Demo) -> int:
    """Runs until interrupted; a child that dies is started again. Returns the exit status."""
    from plantigrade.interop.problems import InputError, InputProblem
    from plantigrade.web.environment import SettingError

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plantigrade.web.settings")
    try:
        _prepare(demo)
    except SettingError as error:
        raise InputError([InputProblem("settings", str(error))]) from None
    free = free_port(port)
    address = f"http://{LOOPBACK}:{free}/"
    children = Children(
        web=[sys.executable, "-m", "plantigrade.web.server", "--host", LOOPBACK, "--port", str(free)],
        worker=[sys.executable, "-m", "plantigrade.web.manage", "db_worker", "--interval", "1"],
    )
    children.start()
    _await_answer(free)
    _announce(address)
    return children.watch()


def free_port(wanted: int) -> int:
    """The port, or the next one that nobody holds. Raises InputError when there is none."""
    from plantigrade.interop.problems import InputError, InputProblem

    for port in range(wanted, wanted + _TRIED_PORTS):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((LOOPBACK, port))
            except OSError:
                continue
            return port
    raise InputError(
        [InputProblem("--port", f"{wanted} and the {_TRIED_PORTS} after it are in use; name another")]
    )


def _prepare(demo: Demo) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    if demo != "no":
        from plantigrade.web.people.demo import add_demo_person

        add_demo_person(only_if_empty=demo == "empty")


def _await_answer(port: int) -> None:
    """Until the web server listens, so that the address that is told works; not for ever."""
    for _ in range(_LOOKS_AT_START):
        with socket.socket() as probe:
            if probe.connect_ex((LOOPBACK, port)) == 0:
                return
        time.sleep(_LOOK_S / 10)


def _announce(address: str) -> None:
    import segno

    print(f"plantigrade runs at {address}  (Ctrl-C ends it)")
    segno.make(address, micro=False).terminal(compact=True)


class Children:
    """The processes of the application, started again when one dies."""

    def __init__(self, **commands: list[str]) -> None:
        self._commands = commands
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._stopping = False

    def start(self) -> None:
        signal.signal(signal.SIGTERM, self._stop)
        self._running = {name: subprocess.Popen(command) for name, command in self._commands.items()}

    def watch(self) -> int:
        """Until told to stop; starts a child again that has died."""
        try:
            while not self._stopping:
                for name, command in self._commands.items():
                    status = self._running[name].poll()
                    if status is not None:
                        print(f"The {name} process ended ({status}); it is started again.", file=sys.stderr)
                        self._running[name] = subprocess.Popen(command)
                time.sleep(_LOOK_S)
        except KeyboardInterrupt:
            pass
        finally:
            for child in self._running.values():
                child.terminate()
            for child in self._running.values():
                try:
                    child.wait(timeout=10)
                except subprocess.TimeoutExpired:
                    child.kill()
        return 0

    def _stop(self, *_: object) -> None:
        self._stopping = True
