"""Unusable input, told line by line: where it is, what is wrong, what would be right."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

# Far above any case or history a person can produce; a larger file is a mistake, not a patient.
MOST_BYTES = 2_000_000
MOST_PROBLEMS = 50


@dataclass(frozen=True, slots=True)
class InputProblem:
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def _printable(text: str) -> str:
    """Without control characters: a key in a file must not be able to steer the terminal."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text)


class InputError(Exception):
    """The input cannot be used; `problems` holds every reason found in one pass."""

    def __init__(self, problems: list[InputProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in problems))

    def lines(self) -> list[str]:
        """One line a problem; past the first fifty, how many more there are."""
        shown = [_printable(str(p)) for p in self.problems[:MOST_PROBLEMS]]
        hidden = len(self.problems) - len(shown)
        return [*shown, f"and {hidden} more problems"] if hidden else shown


def read_text(path: str) -> tuple[str, str]:
    """Name and UTF-8 text of a file, or of standard input for "-". Raises InputError.

    Reads at most the limit and one byte, so that a huge file costs nothing.
    """
    name = "standard input" if path == "-" else path
    try:
        if path == "-":
            data = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(path).open("rb") as file:
                data = file.read(MOST_BYTES + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError([InputProblem(name, f"cannot be read ({reason}); check the path")]) from None
    if len(data) > MOST_BYTES:
        limit = MOST_BYTES // 1_000_000
        raise InputError([InputProblem(name, f"is larger than {limit} MB; one person's file is a few kB")])
    try:
        return name, data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        what = f"byte {error.start} is not UTF-8; save the file as UTF-8"
        raise InputError([InputProblem(f"{name}: line {line}", what)]) from None
