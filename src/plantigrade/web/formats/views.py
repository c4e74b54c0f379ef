"""A person's record as files for other people and their programs."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from plantigrade.interop.fhir.bundle import bundle
from plantigrade.knowledge.catalogue import default_catalogue
from plantigrade.report.print.content import printed_values
from plantigrade.report.print.pdf import pdf
from plantigrade.web.base.clock import today
from plantigrade.web.formats.queries import fhir_record, printed_report
from plantigrade.web.people.models import Person
from plantigrade.web.team.access import for_person


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


@require_safe
@for_person
def report(request: HttpRequest, person: Person) -> HttpResponseBase:
    """The report as a PDF of one page and an appendix; before the first assessment there is none."""
    printed = printed_report(person, with_name="name" in request.GET)
    if printed is None:
        messages.info(request, _("There is nothing to print yet. Measure first."))
        return redirect("formats:files", person.id)
    made = pdf(printed_values(printed, default_catalogue()), timezone.localtime())
    return _download(made, "application/pdf", f"plantigrade-{today().isoformat()}.pdf")


def _download(body: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=content_type, headers=headers)
