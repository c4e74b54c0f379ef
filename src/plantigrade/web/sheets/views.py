"""A team's own tables: sent, understood, looked at, taken in, and taken back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from plantigrade.interop.sheets.reading import SheetError
from plantigrade.interop.sheets.table import csv_lines, table_schema
from plantigrade.web.base.clock import today
from plantigrade.web.sheets import actions
from plantigrade.web.sheets.forms import FileForm, ReadingForm
from plantigrade.web.sheets.plan import plan_of, reading_of, sheets_held
from plantigrade.web.sheets.presenters import shown_plan
from plantigrade.web.sheets.queries import import_of, table_of
from plantigrade.web.team.membership import for_member
from plantigrade.web.team.models import Membership


@for_member()
def tables(request: HttpRequest, membership: Membership) -> HttpResponseBase:
    """What came in before, and the way for the next."""
    sent = request.method == "POST"
    form = FileForm(request.POST, request.FILES) if sent else FileForm()
    if sent and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            held = actions.send(membership=membership, file_name=file.name, data=file.read())
        except SheetError as error:
            form.add_error("file", str(error))
        else:
            return redirect("sheets:table", membership.organisation_id, held.pk)
    imports = membership.organisation.imports.exclude(taken_in_at=None).select_related("by")
    page = {"membership": membership, "form": form, "imports": imports}
    return render(request, "sheets/tables.html", page, status=400 if form.errors else 200)


@for_member()
def table(request: HttpRequest, membership: Membership, import_id: UUID) -> HttpResponseBase:
    """How the columns are read, and what would come in; then it does."""
    held = import_of(membership, import_id)
    back = redirect("sheets:tables", membership.organisation_id)
    if held.taken_in_at is not None:
        return back
    if request.POST.get("do") == "drop":
        actions.drop(held=held)
        messages.success(request, _("The table is forgotten."))
        return back
    sent = request.POST if request.method == "POST" else None
    form = ReadingForm(sent, sheets=sheets_held(held), at=held.sheet, reading=reading_of(held))
    if sent is not None and form.is_valid():
        seen = form.reading() == reading_of(held) and form.sheet == held.sheet
        if seen and sent.get("do") == "take":
            done = actions.take_in(
                membership=membership, import_id=held.pk, replace=sent.get("other") == "replace"
            )
            messages.success(request, _("%(name)s is taken in.") % {"name": done.file_name})
            return back
        actions.choose(held=held, reading=form.reading(), sheet=form.sheet)
        return redirect("sheets:table", membership.organisation_id, held.pk)
    plan = None if form.errors else plan_of(held)
    page = {
        "membership": membership,
        "held": held,
        "form": form,
        "plan": shown_plan(plan) if plan is not None else None,
    }
    return render(request, "sheets/table.html", page, status=400 if form.errors else 200)


@require_POST
@for_member()
def undo(request: HttpRequest, membership: Membership, import_id: UUID) -> HttpResponseBase:
    held = import_of(membership, import_id)
    tests, athletes = actions.undo(membership=membership, import_id=held.pk)
    told = [
        ngettext("%(count)s test is as before.", "%(count)s tests are as before.", tests) % {"count": tests},
        ngettext("%(count)s athlete is gone.", "%(count)s athletes are gone.", athletes)
        % {"count": athletes},
    ]
    messages.success(request, " ".join(told))
    return redirect("sheets:tables", membership.organisation_id)


@require_safe
@for_member()
def our_table(_request: HttpRequest, membership: Membership) -> HttpResponseBase:
    """Every test of everybody here, as it comes from the database."""
    lines = csv_lines(table_of(membership.organisation))
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="wall-tests-{today()}.csv"'
    return answer


@require_safe
@for_member()
def our_schema(_request: HttpRequest, _membership: Membership) -> HttpResponseBase:
    answer = HttpResponse(table_schema(), content_type="application/json")
    answer["Content-Disposition"] = 'attachment; filename="wall-tests.schema.json"'
    return answer
