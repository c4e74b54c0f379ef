"""HTTP with a token, over the standard library."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from plantigrade.client.errors import ApiError, Fault

_SAFE = ("GET", "HEAD")
_TRIES = 3


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The API sends nobody elsewhere; a redirect would carry the token along."""

    def redirect_request(self, *_args: Any) -> None:
        return None


class Transport:
    """Sends a request; a write that got no answer is sent again under the same key, so it happens once."""

    def __init__(self, address: str, token: str, timeout_s: float) -> None:
        if urlsplit(address).scheme not in ("http", "https"):
            raise ValueError(f"{address} is no address; it begins with http:// or https://")
        self._base = address.rstrip("/") + "/api/v1"
        self._token, self._timeout_s = token, timeout_s
        self._opener = urllib.request.build_opener(_NoRedirect)

    def json(
        self, method: str, path: str, *, query: Mapping[str, Any] | None = None, body: Any = None
    ) -> Any:
        """The answer as plain values; None for an empty one. Raises ApiError, OSError."""
        data = None if body is None else json.dumps(body, allow_nan=False).encode()
        return self.send(method, path, query=query, data=data, kind="application/json")

    def send(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        data: bytes | None = None,
        kind: str = "application/json",
    ) -> Any:
        told = {name: value for name, value in (query or {}).items() if value is not None}
        address = self._base + path + (f"?{urlencode(told)}" if told else "")
        headers = {"Authorization": f"Bearer {self._token}", "Accept": "application/json"}
        if data is not None:
            headers["Content-Type"] = kind
        if method not in _SAFE:
            headers["Idempotency-Key"] = str(uuid4())
        request = urllib.request.Request(address, data=data, headers=headers, method=method)
        for left in reversed(range(_TRIES)):
            try:
                with self._opener.open(request, timeout=self._timeout_s) as answer:
                    text = answer.read()
                    return json.loads(text) if text else None
            except urllib.error.HTTPError as error:
                raise _refused(error) from None
            except OSError:
                if not left:
                    raise
        raise AssertionError


def _refused(error: urllib.error.HTTPError) -> ApiError:
    with error:
        try:
            told = json.loads(error.read())
            faults = tuple(Fault(one["where"], one["what"], one["do"]) for one in told["problems"])
            code, title = str(told["type"]).rpartition(":")[2], str(told["title"])
        except (ValueError, KeyError, TypeError):
            faults, code, title = (), "unknown", f"The server answered {error.code}."
    wait = error.headers.get("Retry-After", "")
    return ApiError(error.code, code, title, faults, int(wait) if wait.isdigit() else None)
