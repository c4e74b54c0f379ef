"""The operations of the API as methods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar
from uuid import UUID

from plantigrade.client.shapes import Person, Token, shaped
from plantigrade.client.transport import Transport

T = TypeVar("T")


class Client:
    """Talks to one server with one token.

    Every method raises ApiError for what the server refuses and OSError when it cannot be reached. Lists are
    fetched part by part while they are read.
    """

    def __init__(self, address: str, token: str, *, timeout_s: float = 30.0) -> None:
        self._http = Transport(address, token, timeout_s)

    def token(self) -> Token:
        """What the token is and may do."""
        return shaped(Token, self._http.json("GET", "/token"))

    def persons(self) -> Iterator[Person]:
        """The records that the token reaches."""
        return self._all(Person, "/persons")

    def person(self, person_id: UUID) -> Person:
        return shaped(Person, self._http.json("GET", f"/persons/{person_id}"))

    def add_person(self, name: str, *, units: str = "cm") -> Person:
        """A record of the token's own user."""
        return shaped(Person, self._http.json("POST", "/persons", body={"name": name, "units": units}))

    def _all(self, kind: type[T], path: str, query: Mapping[str, Any] | None = None) -> Iterator[T]:
        after = None
        while True:
            part = self._http.json("GET", path, query={**(query or {}), "after": after})
            for values in part["items"]:
                yield shaped(kind, values)
            after = part["next"]
            if after is None:
                return
