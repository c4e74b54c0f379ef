"""How the ankles change: retests, mornings, decisions."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from plantigrade.web.base.clock import today
from plantigrade.web.people.models import Person
from plantigrade.web.programme.queries import running
from plantigrade.web.progress import actions
from plantigrade.web.progress.effects import preview_of
from plantigrade.web.progress.forms import MorningForm, RetestForm
from plantigrade.web.progress.month_presenters import month_parts
from plantigrade.web.progress.month_queries import month as month_of
from plantigrade.web.progress.presenters import (
    decision_parts,
    effect_parts,
    kept_parts,
    overview_parts,
    pain_parts,
    tests_on,
)
from plantigrade.web.progress.queries import adherence_of, decision_due, retest_due, review_of
from plantigrade.web.team.access import for_person, treated_person
from plantigrade.web.tracks.queries import wedge_ready
from plantigrade.web.tracks.upkeep import upkeep_of

# No record is older, and no sum of days before it leaves the calendar.
FIRST_REPORT = date(1900, 1, 1)


@require_safe
@for_person
def overview(request: HttpRequest, person: Person) -> HttpResponseBase:
    found = review_of(person, today())
    if found is None:
        return redirect("assess:start", person.id)
    parts = overview_parts(found, person.unit)
    parts |= {
        "retest_due": retest_due(person, today()),
        "upkeep_offered": upkeep_of(person, today(), found).offer,
        "kept": kept_parts(adherence_of(person, today())),
        "decision_due": decision_due(person, today()),
        "answered": person.verdicts.exclude(answered_at=None).reverse(),
    }
    return render(request, "progress/overview.html", parts)


@for_person
def retest(request: HttpRequest, person: Person) -> HttpResponseBase:
    """The weekly test of both sides; sent again on the same day it corrects itself."""
    unit = person.unit
    sent = request.POST if request.method == "POST" else None
    form = RetestForm(sent, units=unit, held=tests_on(person, today()))
    if request.method == "POST" and form.is_valid():
        actions.keep_retest(person=person, on=today(), tests=form.tests())
        messages.success(request, _("The test is saved."))
        return redirect("progress:overview", person.id)
    return render(
        request,
        "progress/retest.html",
        {"form": form, "step": "0.25" if unit == "in" else "0.5"},
        status=400 if form.errors else 200,
    )


@for_person
def morning(request: HttpRequest, person: Person) -> HttpResponseBase:
    """The morning after; what it asks for is shown at once."""
    held = person.mornings.filter(on=today()).first()
    initial = {name: getattr(held, name) for name in MorningForm.base_fields} if held else None
    form = MorningForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        _held, decision, changed = actions.log_morning(
            person=person, on=today(), told=form.cleaned_data, today=today()
        )
        if decision.kind == "continue":
            messages.success(request, _("Saved. Nothing speaks against going on."))
            return redirect("home:today", person.id)
        return render(
            request, "progress/pain.html", {**pain_parts(decision, person.unit), "changed": changed}
        )
    return render(request, "progress/morning.html", {"form": form}, status=400 if form.errors else 200)


@require_safe
@for_person
def month(request: HttpRequest, person: Person, on: date | None = None) -> HttpResponseBase:
    """The report of the weeks up to today, or to a day before."""
    if on is not None and not FIRST_REPORT <= on <= today():
        raise Http404
    found = month_of(person, on or today(), today())
    return render(request, "progress/month.html", month_parts(found, person.unit))


@treated_person
def decision(request: HttpRequest, person: Person) -> HttpResponseBase:
    """The decision as it stands, accepted or put off."""
    found = review_of(person, today(), wedge_ready=wedge_ready(person, today()))
    if found is None:
        return redirect("assess:start", person.id)
    programme = running(person)
    if programme is not None and programme.upkeep:
        return redirect("tracks:upkeep", person.id)
    held = person.verdicts.filter(on=today()).exclude(answered_at=None).first()
    if request.method == "POST" and held is not None:
        # A second tab, or a page gone back to: the answer of today counts until it is taken back.
        if request.POST.get("answer") == "reopen" and actions.reopen_decision(person=person, on=today()):
            messages.success(request, _("Taken back. The programme is as it was before your answer."))
        return redirect("progress:decision", person.id)
    if held is not None:
        return render(request, "progress/answered.html", {"held": held})
    would = preview_of(person, found)
    if request.method == "POST" and request.POST.get("answer") in ("accept", "decline"):
        accepted = request.POST["answer"] == "accept"
        actions.answer_decision(
            person=person,
            on=today(),
            decision=found.decision,
            accepted=accepted,
            made=would.made if would is not None else (),
        )
        messages.success(
            request,
            _("Accepted. It counts from today on.")
            if accepted
            else _("Kept as it was; we ask again in three weeks."),
        )
        return redirect("progress:decision", person.id)
    parts = decision_parts(found, person.unit)
    parts["would"] = effect_parts(would) if would is not None else None
    return render(request, "progress/decision.html", parts)
