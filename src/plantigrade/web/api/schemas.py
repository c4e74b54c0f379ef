"""JSON schemas of our files as parts of the OpenAPI document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def whole(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema with what it refers to put in its place: another document does not know its `$defs`."""
    defs = schema.get("$defs", {})

    def inner(value: Any) -> Any:
        if isinstance(value, Mapping):
            name = value.get("$ref")
            if isinstance(name, str):
                return inner(defs[name.rpartition("/")[2]])
            return {key: inner(one) for key, one in value.items() if key not in ("$defs", "$schema", "$id")}
        return [inner(one) for one in value] if isinstance(value, list) else value

    found: dict[str, Any] = inner(schema)
    return found
