"""What a server refused, and why."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: where in the request, what is wrong, what to do."""

    where: str
    what: str
    do: str


class ApiError(Exception):
    """An answer that is none. `code` never changes; `retry_after_s` is set when waiting helps."""

    def __init__(
        self, status: int, code: str, title: str, faults: tuple[Fault, ...], retry_after_s: int | None = None
    ) -> None:
        self.status, self.code, self.faults, self.retry_after_s = status, code, faults, retry_after_s
        super().__init__("\n".join([title, *(f"{one.where}: {one.what}. {one.do}" for one in faults)]))
