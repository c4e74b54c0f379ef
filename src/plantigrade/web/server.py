"""The web server's process."""

from __future__ import annotations

import argparse

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

# A household, on a database that writes one at a time.
_THREADS = 8


def main() -> None:
    parser = argparse.ArgumentParser(description="The web server's process; started by `plantigrade serve`.")
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args()
    Granian(
        "plantigrade.web.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        blocking_threads=_THREADS,
        log_level=LogLevels.error,
    ).serve()


if __name__ == "__main__":
    main()
