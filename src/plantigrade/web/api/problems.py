"""Errors of the API: application/problem+json (RFC 9457), each fault with where, what, and what to do."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpResponse

from plantigrade.interop.problems import InputError

KIND = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Fault:
    """`where` is a place in the request like "body.left[1]", a header or the address."""

    where: str
    what: str
    do: str


class ProblemError(Exception):
    """Ends a request. `code` is for programs and never changes; `title` is for people."""

    def __init__(
        self,
        status: int,
        code: str,
        title: str,
        *faults: Fault,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(title)
        self.status, self.code, self.title, self.faults = status, code, title, faults
        self.headers = dict(headers or {})

    def response(self) -> HttpResponse:
        body: dict[str, Any] = {
            "type": f"urn:plantigrade:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": " ".join(f"{fault.where}: {fault.what}. {fault.do}" for fault in self.faults),
            "problems": [asdict(fault) for fault in self.faults],
        }
        text = json.dumps(body, ensure_ascii=True)
        return HttpResponse(text, status=self.status, content_type=KIND, headers=self.headers)


def not_found() -> ProblemError:
    fault = Fault("address", "nothing is here for this token", "Check the id, and who may see the record.")
    return ProblemError(404, "not-found", "Nothing is here.", fault)


def broken(*, full: bool) -> ProblemError:
    """A fault of ours; nothing was kept."""
    if full:
        fault = Fault("server", "its disk is full, nothing was kept", "Make room and send it again.")
        return ProblemError(507, "full", "The disk of the server is full.", fault)
    fault = Fault("server", "a fault of the program, nothing was kept", "Try again; look into its log.")
    return ProblemError(500, "broken", "The server made a mistake.", fault)


def not_allowed(headers: Mapping[str, str]) -> ProblemError:
    allowed = headers.get("Allow", "")
    fault = Fault("method", "this address does not take it", f"Use one of {allowed}.")
    return ProblemError(405, "method", "Wrong method.", fault, headers={"Allow": allowed})


def unusable(*faults: Fault) -> ProblemError:
    return ProblemError(422, "unusable", "The request cannot be used.", *faults)


def of_input(error: InputError, where: str = "body") -> ProblemError:
    """The faults of a case file, each at its place in the body."""
    do = "Correct it after the schema and send it again."
    places = [(f"{where}.{one.where.removeprefix('case: ')}", one.what) for one in error.problems]
    return unusable(*(Fault(place, what, do) for place, what in places))


def of_validation(errors: Iterable[Mapping[str, Any]]) -> ProblemError:
    """The faults that the types found: 400 for what the document forbids, 422 for what it cannot say."""
    found = tuple(errors)
    faults = [_fault(error) for error in found]
    if all(error["type"] == "value_error" for error in found):
        return unusable(*faults)
    return ProblemError(400, "shape", "The request is not of the shape that the document asks for.", *faults)


def _fault(error: Mapping[str, Any]) -> Fault:
    source, *path = error["loc"]
    path = path[1:] if path[:1] == [source] else path  # "body" is also the name of the argument
    where = str(source)
    for part in path:
        where += f"[{part}]" if isinstance(part, int) else f".{part}"
    what = str(error["msg"]).removeprefix("Value error, ")
    return Fault(
        where, what[:1].lower() + what[1:], "Correct it after the OpenAPI document and send it again."
    )
