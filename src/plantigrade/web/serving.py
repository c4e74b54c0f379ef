"""Start of the application: migrate, then a web server and a worker until told to stop."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from plantigrade.web.children import Children

if TYPE_CHECKING:
    from plantigrade.web.network import Network

Demo = Literal["no", "empty", "always"]
LOOPBACK = "127.0.0.1"
_TRIED_PORTS = 20
_LOOK_S = 0.5


def serve(*, port: int, demo: Demo, lan: str | None = None, team: bool = False) -> int:
    """Runs until interrupted; a child that dies is started again. Returns the exit status.

    `lan` is None for this machine alone, else the address in its network, empty for the usual one.
    """
    from plantigrade.interop.problems import InputError, InputProblem
    from plantigrade.web.environment import SettingError
    from plantigrade.web.in_use import InUseError, shared

    if team:
        os.environ["PLANTIGRADE_MODE"] = "team"
    try:
        # Without the rest of Django, so that the server soon loads beside this process.
        from plantigrade.web.settings import DATA

        with shared(DATA):
            return _serve(DATA, port, demo, lan)
    except SettingError as error:
        raise InputError([InputProblem("settings", str(error))]) from None
    except InUseError:
        what = f"a backup is being put into {DATA}; start again when it is done"
        raise InputError([InputProblem("serve", what)]) from None


def _serve(folder: Path, port: int, demo: Demo, lan: str | None) -> int:
    free = free_port(port)
    network = None if lan is None else _network(folder, lan, free + 1)
    server = [sys.executable, "-m", "plantigrade.web.server", "--host", LOOPBACK, "--port", str(free)]
    places = [(LOOPBACK, free), *(network.places() if network else [])]
    commands = {"web": server} | (network.commands() if network else {})
    children = Children(commands)
    stop = _Stop()
    told = False
    try:
        _prepare_beside(folder, children, demo)
        while not stop.asked:
            children.look()
            if not told and all(_answers(*place) for place in places):
                _announce(f"http://{LOOPBACK}:{free}/", network)
                # Whoever waits for the first page needs it less than the server.
                commands["worker"] = [sys.executable, "-m", "plantigrade.web.worker"]
                told = True
            # Quick until the address is told, which is what somebody waits for.
            time.sleep(_LOOK_S if told else _LOOK_S / 10)
    except KeyboardInterrupt:
        pass
    finally:
        children.end()
    return 0


def _prepare_beside(folder: Path, children: Children, demo: Demo) -> None:
    """Brings the data up to date while the server loads; it answers nobody before that is done."""
    from plantigrade.web.in_use import preparing

    with preparing(folder):
        children.look()
        _prepare(demo)


class _Stop:
    """Whether somebody asked to end."""

    def __init__(self) -> None:
        self.asked = False
        signal.signal(signal.SIGTERM, self._ask)

    def _ask(self, *_: object) -> None:
        self.asked = True


def _network(folder: Path, lan: str, first_port: int) -> Network:
    """What phones need, told to the processes to come."""
    from plantigrade.web.network import certified, own_address

    address = own_address(lan)
    secure_port = free_port(first_port, str(address))
    network = certified(folder, address, secure_port, free_port(secure_port + 1, str(address)))
    network.tell()
    return network


def free_port(wanted: int, host: str = LOOPBACK) -> int:
    """The port, or the next one that nobody holds. Raises InputError when there is none."""
    from plantigrade.interop.problems import InputError, InputProblem

    for port in range(wanted, wanted + _TRIED_PORTS):
        with socket.socket(_family(host)) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
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
        from plantigrade.web.home.demo import add_demo_person

        add_demo_person(only_if_empty=demo == "empty")


def _answers(host: str, port: int) -> bool:
    """Whether a web server listens there: an address that is told works."""
    with socket.socket(_family(host)) as probe:
        return probe.connect_ex((host, port)) == 0


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _announce(address: str, network: Network | None) -> None:
    print(f"plantigrade runs at {address}  (Ctrl-C ends it)")
    _tell_founder(address if network is None else f"{network.secure}/")
    if network is None:
        _draw(address)
        return
    from django.conf import settings

    if settings.MODE == "team":
        print(f"In this network {network.secure}/, once its certificate is trusted: {network.door}")
        return
    from plantigrade.web.devices.actions import make_code
    from plantigrade.web.devices.pairing import shown

    print(f"For phones in this network, first {network.door}")
    _draw(network.door)
    print(f"then {network.secure}/ with the code {shown(make_code())}  (more codes: {address}devices/)")


def _tell_founder(address: str) -> None:
    """In a team without anybody, the link by which its first owner comes; a new one at each start."""
    from django.conf import settings

    from plantigrade.web.team.actions import invite
    from plantigrade.web.team.models import Membership

    if settings.MODE == "team" and not Membership.objects.exists():
        print(f"Nobody works here yet. Set up your team: {address}team/join/{invite(organisation=None)}/")


def _draw(address: str) -> None:
    import segno

    segno.make(address, micro=False).terminal(compact=True)
