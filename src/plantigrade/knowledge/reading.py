"""One TOML file into frozen types, refusing whatever does not fit, with file, key and reason."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from cattrs import Converter, transform_error
from cattrs.errors import ForbiddenExtraKeysError
from cattrs.strategies import configure_union_passthrough
from cattrs.v import format_exception

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with the knowledge, and where."""

    file: str
    key: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.reason}"


class KnowledgeError(Exception):
    """The knowledge cannot be used; `problems` names every file, key and reason."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in problems))


def _strict(kind: type, accepted: tuple[type, ...], word: str) -> Callable[[Any, Any], Any]:
    def structure(value: Any, _: Any) -> Any:
        if type(value) not in accepted:
            raise ValueError(f"expected {word}, found {value!r}")
        return kind(value)

    return structure


@cache
def converter(*, detailed: bool = True) -> Converter:
    """The converter of all knowledge files: unknown keys refused, no silent coercion of kinds.

    One that is not `detailed` is made in two thirds of the time, and names the first fault only.
    """
    made = Converter(forbid_extra_keys=True, detailed_validation=detailed)
    made.register_structure_hook(float, _strict(float, (int, float), "a number"))
    made.register_structure_hook(int, _strict(int, (int,), "a whole number"))
    made.register_structure_hook(bool, _strict(bool, (bool,), "true or false"))
    made.register_structure_hook(str, _strict(str, (str,), "a text"))
    configure_union_passthrough(str | bool | float | None, made)
    return made


def _reason(error: BaseException, kind: type | None) -> str:
    if isinstance(error, ForbiddenExtraKeysError):
        return f"unknown key {', '.join(sorted(error.extra_fields))}"
    if isinstance(error, KeyError):
        return f"required key {error} is missing"
    if isinstance(error, ValueError | TypeError) and str(error):
        return str(error)
    return format_exception(error, kind)


def _problem(file: str, fault: str) -> Problem:
    reason, _, place = fault.rpartition(" @ $")
    return Problem(file, place.removeprefix(".") or "file", reason)


def read(directory: Traversable, file: str, kind: type[T]) -> T:
    """`directory/file` as a `kind`. Raises KnowledgeError naming file, key and reason."""
    try:
        raw = tomllib.loads((directory / file).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise KnowledgeError([Problem(file, "file", "is missing")]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KnowledgeError([Problem(file, "syntax", str(error))]) from None
    # Every start reads the files; a fault is rare and has time to be told in full.
    with suppress(Exception):
        return converter(detailed=False).structure(raw, kind)
    try:
        return converter().structure(raw, kind)
    except Exception as error:  # cattrs groups every fault of the file into one exception
        faults = transform_error(error, format_exception=_reason)
        raise KnowledgeError([_problem(file, fault) for fault in faults]) from None
