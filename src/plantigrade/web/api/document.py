"""The OpenAPI document, with what holds for every route: scopes, problems, keys of writes."""

from __future__ import annotations

import json
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

_PROBLEM = {
    "description": "What is wrong, fault by fault.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_TEXTS = {"type": "string"}
_PROBLEM_SHAPE = {
    "type": "object",
    "description": "RFC 9457. `type` never changes; each of `problems` tells where, what, and what to do.",
    "required": ["type", "title", "status", "detail", "problems"],
    "properties": {
        "type": _TEXTS,
        "title": _TEXTS,
        "status": {"type": "integer"},
        "detail": _TEXTS,
        "problems": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["where", "what", "do"],
                "properties": {"where": _TEXTS, "what": _TEXTS, "do": _TEXTS},
            },
        },
    },
}
_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "A UUID of this write; with the same request it gives the same answer for a day.",
    "schema": {"type": "string", "format": "uuid"},
}


ROOT = "/api/v1/"


class Api(NinjaAPI):
    """Names operations by their functions, and tells in the document what the guard adds."""

    def get_openapi_operation_id(self, operation: Any) -> str:
        return str(operation.view_func.__name__)

    def get_root_path(self, path_params: Any) -> str:
        return ROOT

    def get_openapi_schema(self, **more: Any) -> OpenAPISchema:
        found = super().get_openapi_schema(**more)
        found["components"]["schemas"]["Problem"] = _PROBLEM_SHAPE
        for path in found["paths"].values():
            for method, operation in path.items():
                operation["responses"]["4XX"] = _PROBLEM
                if method != "get":
                    operation["parameters"] = [*operation["parameters"], _KEY]
        return found


def document() -> str:
    from plantigrade.web.api.api import api

    return json.dumps(api.get_openapi_schema(), indent=1, ensure_ascii=False) + "\n"
