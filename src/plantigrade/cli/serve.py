"""plantigrade serve: the application in the browser."""

from __future__ import annotations

import argparse


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "serve",
        help="the application in the browser, on this machine (what `make run` starts)",
        description="Starts the web server and the worker, and prints the address. Ctrl-C ends both.",
    )
    command.add_argument("--port", type=int, default=8000, help="port (default: 8000, or the next free one)")
    command.add_argument(
        "--lan",
        nargs="?",
        const="",
        metavar="ADDRESS",
        help="also answer phones in this network, by https, once paired (default: this machine's address)",
    )
    command.add_argument(
        "--team", action="store_true", help="accounts and a roster in place of one household"
    )
    command.add_argument("--demo", action="store_true", help="add an invented person with months of history")
    command.add_argument("--demo-if-empty", action="store_true", help="the same, when nobody is there yet")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from plantigrade.web.serving import serve

    return serve(
        port=options.port,
        lan=options.lan,
        team=options.team,
        demo="always" if options.demo else "empty" if options.demo_if_empty else "no",
    )
