"""The command `plantigrade`: reads arguments, calls one function, prints one answer.

Exit status: 0 answered, 2 the input was unusable (one line per problem on standard error), 1 our fault.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module

from plantigrade import __version__
from plantigrade.interop.problems import InputError
from plantigrade.knowledge.reading import KnowledgeError

# The module of each command: add(subparsers) and, through set_defaults(run=...), one function a command.
COMMANDS = {
    "serve": "serve",
    "import": "keep",
    "backup": "keep",
    "restore": "keep",
    "verify": "keep",
    "move-database": "move_database",
    "assess": "assess",
    "plan": "plan",
    "progress": "progress",
    "report": "report",
    "fhir": "fhir",
    "interview": "interview",
    "demo": "demo",
    "video": "video",
    "batch": "batch",
    "plots": "plots",
    "models": "models",
    "knowledge": "knowledge",
}


def parser(modules: Iterable[str] = COMMANDS.values()) -> argparse.ArgumentParser:
    """The argument parser with the commands of these modules, each taken once."""
    made = argparse.ArgumentParser(
        prog="plantigrade",
        description="Ankle mobility: measure it with its error, see what limits it, train it, follow it.",
        epilog="A self-management aid, not a medical device. It names likely limiting factors, no diagnosis.",
    )
    made.add_argument("--version", action="version", version=f"plantigrade {__version__}")
    commands = made.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for module in dict.fromkeys(modules):
        import_module(f"plantigrade.cli.{module}").add(commands)
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    # Only the module that is asked for is imported: a command must start quickly.
    asked = [COMMANDS[word] for word in words[:1] if word in COMMANDS]
    options = parser(asked or COMMANDS.values()).parse_args(words)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except InputError as error:
        print("\n".join(error.lines()), file=sys.stderr)
        return 2
    except KnowledgeError as error:
        print(f"The knowledge files do not fit together:\n{error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
