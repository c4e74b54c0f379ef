"""A person's record as files for other people and their programs."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from plantigrade.interop.fhir.bundle import bundle
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.web.base.clock import today
from plantigrade.web.formats.queries import fhir_record
from plantigrade.web.people.access import for_person
from plantigrade.web.people.models import Person


@require_safe
@for_person
def files(request: HttpRequest, person: Person) -> HttpResponseBase:
    return render(request, "formats/files.html")


@require_safe
@for_person
def fhir(request: HttpRequest, person: Person) -> HttpResponseBase:
    """The record as a FHIR R4 bundle; the name only when it is asked for."""
    record = fhir_record(person, with_name="name" in request.GET)
    made = bundle(record, default_catalogue(), snomed="without_snomed" not in request.GET)
    return _download(
        json.dumps(made, ensure_ascii=False, indent=1, allow_nan=False).encode(),
        "application/fhir+json; charset=utf-8",
        f"plantigrade-{today().isoformat()}.fhir.json",
    )


def _download(body: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=content_type, headers=headers)
