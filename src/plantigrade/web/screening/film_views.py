"""The films of a day: many at once, each to its athlete by its name, the rest by hand."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from plantigrade.web.screening import actions_films as actions
from plantigrade.web.screening.forms import FilmsForm
from plantigrade.web.screening.matching import by_id
from plantigrade.web.screening.queries import day_of, entrants_of
from plantigrade.web.team.membership import for_member
from plantigrade.web.team.models import Membership
from plantigrade.web.videos.models import Clip


@for_member()
def films(request: HttpRequest, membership: Membership, day_id: UUID) -> HttpResponseBase:
    day = day_of(membership, day_id)
    entrants = list(entrants_of(day))
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FilmsForm(*sent)
    if request.method == "POST" and form.is_valid():
        files = form.cleaned_data["films"]
        found = actions.take_films(day=day, user=membership.user, files=files, entrants=entrants)
        text = ngettext("%(n)s film found its athlete.", "%(n)s films found their athletes.", found)
        messages.success(request, text % {"n": found})
        return redirect("screening:films", membership.organisation_id, day.pk)
    clips = Clip.objects.filter(person__in=[one.person_id for one in entrants], taken_on=day.on)
    page = {
        "membership": membership,
        "day": day,
        "form": form,
        "entrants": entrants,
        "loose": day.loose_clips.all(),
        "clips": clips.select_related("person").order_by("person__name", "created_at"),
    }
    return render(request, "screening/films.html", page, status=400 if form.errors else 200)


@require_POST
@for_member()
def film(request: HttpRequest, membership: Membership, day_id: UUID, clip_id: UUID) -> HttpResponseBase:
    """To an athlete, or away."""
    day = day_of(membership, day_id)
    clip = get_object_or_404(day.loose_clips, pk=clip_id)
    entrant = by_id(request.POST.get("entrant", ""), list(entrants_of(day)))
    if request.POST.get("act") == "remove":
        actions.remove(clip=clip)
    elif entrant is None:
        messages.error(request, _("Choose an athlete."))
    elif not actions.assign(clip=clip, user=membership.user, entrant=entrant):
        messages.error(request, _("This athlete lets nobody here record."))
    return redirect("screening:films", membership.organisation_id, day.pk)
