"""The API as a whole. Its document is made from the types of its routes (docs/adr/0020)."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja.errors import HttpError, ValidationError

from plantigrade.interop.problems import InputError
from plantigrade.web.api import problems
from plantigrade.web.api.document import Api
from plantigrade.web.api.routes import measures, persons, programmes, teams, training, videos
from plantigrade.web.api.scopes import READ_OR_RECORD

api = Api(
    title="plantigrade",
    version="1",
    description="Measure, train and follow ankle mobility from a program. How to begin: docs/api.md.",
    docs_url=None,
    urls_namespace="api-document",
    auth=READ_OR_RECORD,
)
for routes in (persons, measures, programmes, training, videos, teams):
    api.add_router("", routes.router)


@api.exception_handler(problems.ProblemError)
def problem(request: HttpRequest, error: problems.ProblemError) -> HttpResponse:
    return error.response()


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Any) -> HttpResponse:
    return problems.not_found().response()


@api.exception_handler(InputError)
def bad_input(request: HttpRequest, error: InputError) -> HttpResponse:
    return problems.of_input(error).response()


@api.exception_handler(ValidationError)
def bad_values(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problems.of_validation(error.errors).response()


@api.exception_handler(HttpError)
def bad_body(request: HttpRequest, error: HttpError) -> HttpResponse:
    fault = problems.Fault("body", str(error).lower(), "Send JSON after the OpenAPI document.")
    return problems.ProblemError(error.status_code, "body", "The body cannot be read.", fault).response()
