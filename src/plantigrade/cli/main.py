"""The command `plantigrade`: reads arguments, calls one function, prints one answer.

Exit status: 0 answered, 2 the input was unusable (one line per problem on standard error), 1 our fault.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from plantigrade import __version__
from plantigrade.interop.problems import InputError
from plantigrade.knowledge.reading import KnowledgeError

# Each module offers add(subparsers) and, through set_defaults(run=...), one function a command.
GROUPS = (
    "serve",
    "assess",
    "plan",
    "progress",
    "interview",
    "demo",
    "video",
    "batch",
    "models",
    "knowledge",
)


def parser(groups: Sequence[str] = GROUPS) -> argparse.ArgumentParser:
    """The argument parser with the commands of these groups."""
    made = argparse.ArgumentParser(
        prog="plantigrade",
        description="Ankle mobility: measure it with its error, see what limits it, train it, follow it.",
        epilog="A self-management aid, not a medical device. It names likely limiting factors, no diagnosis.",
    )
    made.add_argument("--version", action="version", version=f"plantigrade {__version__}")
    commands = made.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for group in groups:
        import_module(f"plantigrade.cli.{group}").add(commands)
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    # Only the group that is asked for is imported: a command must start quickly.
    asked = [word for word in words[:1] if word in GROUPS]
    options = parser(asked or GROUPS).parse_args(words)
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
