"""The two listeners that `serve --lan` adds: https for paired devices, and the door that leads to it."""

from __future__ import annotations

import datetime as dt
import ipaddress
import os
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

from plantigrade.interop.problems import InputError, InputProblem
from plantigrade.web.devices.certificates import Address, ServerFiles, server_files

# Any address outside of the own network: choosing the way there tells the own address; nothing is sent.
_ELSEWHERE = ("192.0.2.1", 9)


@dataclass(frozen=True, slots=True)
class Network:
    """Where phones find this machine."""

    address: Address
    secure_port: int
    door_port: int
    files: ServerFiles

    @property
    def secure(self) -> str:
        return f"https://{_host(self.address)}:{self.secure_port}"

    @property
    def door(self) -> str:
        return f"http://{_host(self.address)}:{self.door_port}/"

    def places(self) -> list[tuple[str, int]]:
        return [(str(self.address), port) for port in (self.secure_port, self.door_port)]

    def tell(self) -> None:
        """Into the environment of the processes to come."""
        os.environ["PLANTIGRADE_LAN"] = f"{self.secure},{self.door}"
        known = os.environ.get("PLANTIGRADE_HOSTS", "")
        os.environ["PLANTIGRADE_HOSTS"] = ",".join(filter(None, (known, _host(self.address))))

    def commands(self) -> dict[str, list[str]]:
        server = [sys.executable, "-m", "plantigrade.web.server", "--host", str(self.address)]
        trusted = ["--chain", str(self.files.chain), "--key", str(self.files.key)]
        return {
            "network": [*server, "--port", str(self.secure_port), "--listener", "network", *trusted],
            "door": [*server, "--port", str(self.door_port), "--listener", "door"],
        }


def own_address(wanted: str) -> Address:
    """The address named, or the one by which this machine reaches its network. Raises InputError."""
    try:
        found = ipaddress.ip_address(wanted) if wanted else _outgoing()
    except ValueError:
        what = f"{wanted} is not an address of a network; write it as in 192.168.1.20"
        raise InputError([InputProblem("--lan", what)]) from None
    if found is None:
        what = "this machine seems to be in no network; join one, or name the address: --lan 192.168.1.20"
        raise InputError([InputProblem("--lan", what)])
    if not (found.is_private or found.is_loopback):
        what = f"{found} is a public address; plantigrade at home answers in a private network only"
        raise InputError([InputProblem("--lan", what)])
    return found


def certified(folder: Path, address: Address, secure_port: int, door_port: int) -> Network:
    return Network(
        address, secure_port, door_port, server_files(folder / "network", address, dt.datetime.now(dt.UTC))
    )


def _outgoing() -> Address | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_ELSEWHERE)
        except OSError:
            return None
        found = ipaddress.ip_address(probe.getsockname()[0])
    return None if found.is_unspecified else found


def _host(address: Address) -> str:
    return f"[{address}]" if address.version == 6 else str(address)
