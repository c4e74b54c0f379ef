"""A team's people, those first who need somebody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from plantigrade.web.roster import actions
from plantigrade.web.roster.forms import AthleteForm
from plantigrade.web.roster.queries import Sort, page_of_roster
from plantigrade.web.team.membership import for_member
from plantigrade.web.team.models import Membership


@require_safe
@for_member()
def roster(request: HttpRequest, membership: Membership) -> HttpResponseBase:
    asked = request.GET
    shown = page_of_roster(
        membership.organisation,
        sort=Sort.of(asked.get("sort")),
        text=asked.get("q", ""),
        page=asked.get("page"),
        group=asked.get("group", ""),
    )
    if shown.stale:
        actions.have_standings_read(organisation_id=str(membership.organisation_id))
    return render(
        request, "roster/roster.html", {"membership": membership, "roster": shown, "form": AthleteForm()}
    )


@require_POST
@for_member()
def athlete(request: HttpRequest, membership: Membership) -> HttpResponseBase:
    form = AthleteForm(request.POST)
    if not form.is_valid():
        shown = page_of_roster(membership.organisation, sort=Sort.ATTENTION, text="", page=None)
        page = {"membership": membership, "roster": shown, "form": form}
        return render(request, "roster/roster.html", page, status=400)
    person = actions.add_athlete(
        organisation=membership.organisation, by=membership.user, **form.cleaned_data
    )
    return redirect("home:today", person.id)
