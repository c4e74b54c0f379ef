"""Start of the application: migrate, then a web server and a worker until told to stop."""

from __future__ import annotations

import signal
import socket
import sys
import time
from typing import Literal

from plantigrade.web.children import Children

Demo = Literal["no", "empty", "always"]
LOOPBACK = "127.0.0.1"
_TRIED_PORTS = 20
_LOOK_S = 0.5


def serve(*, port: int, demo: Demo) -> int:
    """Runs until interrupted; a child that dies is started again. Returns the exit status."""
    from plantigrade.interop.problems import InputError, InputProblem
    from plantigrade.web.in_use import InUseError, shared
    from plantigrade.web.starting import set_up

    set_up(migrate=False)
    from django.conf import settings

    try:
        with shared(settings.DATA):
            return _serve(port, demo)
    except InUseError:
        what = f"a backup is being put into {settings.DATA}; start again when it is done"
        raise InputError([InputProblem("serve", what)]) from None


def _serve(port: int, demo: Demo) -> int:
    _prepare(demo)
    free = free_port(port)
    children = Children(
        {
            "web": [
                sys.executable, "-m", "plantigrade.web.server", "--host", LOOPBACK, "--port", str(free),
            ],
            "worker": [sys.executable, "-m", "plantigrade.web.worker"],
        }
    )  # fmt: skip
    stop = _Stop()
    told = False
    try:
        while not stop.asked:
            children.look()
            if not told and _answers(free):
                _announce(f"http://{LOOPBACK}:{free}/")
                told = True
            # Quick until the address is told, which is what somebody waits for.
            time.sleep(_LOOK_S if told else _LOOK_S / 10)
    except KeyboardInterrupt:
        pass
    finally:
        children.end()
    return 0


class _Stop:
    """Whether somebody asked to end."""

    def __init__(self) -> None:
        self.asked = False
        signal.signal(signal.SIGTERM, self._ask)

    def _ask(self, *_: object) -> None:
        self.asked = True


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
    from plantigrade.web.starting import set_up

    set_up(migrate=True)
    from plantigrade.web.keep.tidying import tidy

    tidy()
    if demo != "no":
        from plantigrade.web.people.demo import add_demo_person

        add_demo_person(only_if_empty=demo == "empty")


def _answers(port: int) -> bool:
    """Whether the web server listens: the address that is told works."""
    with socket.socket() as probe:
        return probe.connect_ex((LOOPBACK, port)) == 0


def _announce(address: str) -> None:
    import segno

    print(f"plantigrade runs at {address}  (Ctrl-C ends it)")
    segno.make(address, micro=False).terminal(compact=True)
