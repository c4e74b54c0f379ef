"""The team as a whole, and where somebody is counted in it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from plantigrade.web.roster.forms import PlaceForm
from plantigrade.web.roster.queries import people_of
from plantigrade.web.roster.squad import By, squad_parts
from plantigrade.web.team import actions
from plantigrade.web.team.membership import for_member
from plantigrade.web.team.models import Membership


@require_safe
@for_member()
def squad(request: HttpRequest, membership: Membership) -> HttpResponseBase:
    asked = request.GET
    parts = squad_parts(membership.organisation, By.of(asked.get("by")), asked.get("group", ""))
    return render(request, "roster/squad.html", {"membership": membership, **parts})


@for_member()
def place(request: HttpRequest, membership: Membership, grant_id: int) -> HttpResponseBase:
    """The group and the position of an athlete in this team."""
    grant = people_of(membership.organisation).filter(pk=grant_id).first()
    if grant is None:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = PlaceForm(sent, initial={"group": grant.group, "position": grant.position})
    if request.method == "POST" and form.is_valid():
        actions.place_athlete(grant=grant, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("roster:roster", membership.organisation_id)
    page = {"membership": membership, "grant": grant, "form": form}
    return render(request, "roster/place.html", page, status=400 if form.errors else 200)
