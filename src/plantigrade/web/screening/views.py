"""A screening day: its list, the stations, and the results that evening."""

from __future__ import annotations

import csv
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from plantigrade.web.base.records import RecordError, sent_in
from plantigrade.web.screening import actions
from plantigrade.web.screening.forms import DayForm, ListForm, RowForm
from plantigrade.web.screening.presenters import entry_parts, marks_of, results_of
from plantigrade.web.screening.queries import day_of, entrants_of
from plantigrade.web.screening.records import records_from
from plantigrade.web.screening.table import rows
from plantigrade.web.team.membership import for_member
from plantigrade.web.team.models import Membership


@for_member()
def days(request: HttpRequest, membership: Membership) -> HttpResponseBase:
    form = DayForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        day = actions.open_day(membership=membership, **form.cleaned_data)
        return redirect("screening:entry", membership.organisation_id, day.pk)
    page = {"membership": membership, "days": membership.organisation.screening_days.all(), "form": form}
    return render(request, "screening/days.html", page, status=400 if form.errors else 200)


@require_safe
@for_member()
def entry(request: HttpRequest, membership: Membership, day_id: UUID) -> HttpResponseBase:
    """A station. What is entered is kept on the device first."""
    day = day_of(membership, day_id)
    page = {"membership": membership, "day": day, **entry_parts(list(entrants_of(day)))}
    return render(request, "screening/entry.html", page)


@for_member()
def edit(request: HttpRequest, membership: Membership, day_id: UUID) -> HttpResponseBase:
    """The list of a day: places, bibs, who is added and who goes."""
    day = day_of(membership, day_id)
    entrants = list(entrants_of(day))
    sent = request.POST if request.method == "POST" else None
    rows = [
        RowForm(
            sent,
            prefix=str(one.pk),
            measured=bool(one.marks.all()),
            initial={"place": number, "bib": one.bib},
        )
        for number, one in enumerate(entrants, 1)
    ]
    form = ListForm(sent, rows=rows)
    if sent is not None and form.is_valid():
        values = [(one.pk, row.cleaned_data) for one, row in zip(entrants, rows, strict=True)]
        actions.edit_list(
            membership=membership,
            day=day,
            rows=[(pk, row["place"], row["bib"], bool(row.get("remove"))) for pk, row in values],
            listed=form.cleaned_data["listed"],
        )
        return redirect("screening:entry", membership.organisation_id, day.pk)
    page = {
        "membership": membership,
        "day": day,
        "form": form,
        "rows": list(zip(entrants, rows, strict=True)),
    }
    return render(request, "screening/list.html", page, status=400 if form.errors else 200)


@for_member()
def marks(request: HttpRequest, membership: Membership, day_id: UUID) -> HttpResponseBase:
    """What all stations wrote; with POST, what this one writes."""
    day = day_of(membership, day_id)
    if request.method != "POST":
        return JsonResponse({"marks": marks_of(list(entrants_of(day)))})
    try:
        found = records_from(sent_in(request.body))
    except RecordError as error:
        return JsonResponse({"problem": str(error)}, status=400)
    kept, refused = actions.keep_marks(day=day, user=membership.user, records=found)
    return JsonResponse({"kept": kept, "refused": refused})


@require_safe
@for_member()
def results(request: HttpRequest, membership: Membership, day_id: UUID) -> HttpResponseBase:
    day = day_of(membership, day_id)
    page = {"membership": membership, "day": day, "results": results_of(list(entrants_of(day)))}
    return render(request, "screening/results.html", page)


@require_safe
@for_member()
def results_csv(request: HttpRequest, membership: Membership, day_id: UUID) -> HttpResponseBase:
    day = day_of(membership, day_id)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="screening-{day.on}.csv"'
    csv.writer(answer).writerows(rows(results_of(list(entrants_of(day)))))
    return answer
