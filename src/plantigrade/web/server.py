"""The web server's process."""

from __future__ import annotations

import argparse
import gc
import os
from pathlib import Path
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from plantigrade.web import lifeline
from plantigrade.web.environment import data_folder
from plantigrade.web.in_use import shared

# A household, on a database that writes one at a time.
_THREADS = 8


def application() -> Any:
    """What granian's own worker process serves; it must not outlive the process that watches it."""
    lifeline.hold_to_pool()
    # What is loaded stays: looking through it for waste takes a fifth of the start.
    gc.disable()
    from django.conf import settings
    from django.urls import get_resolver

    from plantigrade.web.in_use import await_prepared
    from plantigrade.web.wsgi import application as wsgi

    # Loaded before the first page asks for it, and beside the one who brings the data up to date.
    assert get_resolver().url_patterns
    gc.freeze()
    gc.enable()
    await_prepared(settings.DATA)
    return wsgi


def main() -> None:
    parser = argparse.ArgumentParser(description="The web server's process; started by `plantigrade serve`.")
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--listener", default="here", help="see web.devices.gate")
    parser.add_argument("--chain", type=Path, help="certificate for https, PEM")
    parser.add_argument("--key", type=Path, help="its key, PEM")
    options = parser.parse_args()
    # Before the settings are read, here and in granian's own workers.
    os.environ["PLANTIGRADE_LISTENER"] = options.listener
    if options.chain is not None:
        os.environ["PLANTIGRADE_SECURE"] = "1"
    lifeline.hold()
    with shared(data_folder()):
        Granian(
            "plantigrade.web.server:application",
            factory=True,
            address=options.host,
            port=options.port,
            interface=Interfaces.WSGI,
            blocking_threads=_THREADS,
            log_level=LogLevels.error,
            ssl_cert=options.chain,
            ssl_key=options.key,
        ).serve()


if __name__ == "__main__":
    main()
