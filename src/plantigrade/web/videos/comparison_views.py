"""Two clips compared: chosen, waited for, looked at, and what follows from them."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from plantigrade.web.people.models import Person
from plantigrade.web.team.access import for_person
from plantigrade.web.videos import actions
from plantigrade.web.videos.actions_work import is_stale
from plantigrade.web.videos.comparison_presenters import comparison_parts
from plantigrade.web.videos.findings import findings_of_comparison, offer_of
from plantigrade.web.videos.forms import PairForm
from plantigrade.web.videos.models import Comparison
from plantigrade.web.videos.queries import comparable, month_apart
from plantigrade.web.videos.ranges import ranged
from plantigrade.web.videos.views import use_findings


def _comparison(person: Person, comparison_id: UUID) -> Comparison:
    """The comparison; one whose worker died waits again from now on."""
    found = person.comparisons.select_related("before", "after").filter(pk=comparison_id).first()
    if found is None:
        raise Http404
    if is_stale(found):
        actions.compare_again(comparison=found)
    return found


@for_person
def compare(request: HttpRequest, person: Person) -> HttpResponseBase:
    """Which two; at first the newest and the one about a month older."""
    clips = comparable(person)
    chosen = month_apart(clips)
    form = PairForm(
        request.POST if request.method == "POST" else None,
        clips=clips,
        initial={"before": str(chosen[0].pk), "after": str(chosen[1].pk)} if chosen else {},
    )
    if request.method == "POST" and form.is_valid():
        before, after = form.pair()
        return redirect(actions.compare(before=before, after=after))
    parts = {
        "form": form,
        "enough": len(clips) > 1,
        "held": person.comparisons.select_related("before", "after").reverse(),
    }
    return render(request, "videos/compare.html", parts, status=400 if form.errors else 200)


@require_safe
@for_person
def comparison(request: HttpRequest, person: Person, comparison_id: UUID) -> HttpResponseBase:
    held = _comparison(person, comparison_id)
    parts = comparison_parts(held, has_film=held.after.file.storage.exists(held.film))
    address = reverse("videos:act_on_comparison", args=[person.id, held.id, "use"])
    parts["offer"] = offer_of(person, held.after.taken_on, findings_of_comparison(held), address)
    return render(request, "videos/comparison.html", parts)


@require_safe
@for_person
def comparison_state(request: HttpRequest, person: Person, comparison_id: UUID) -> HttpResponseBase:
    """How far it is."""
    held = _comparison(person, comparison_id)
    return JsonResponse({"state": held.state, "stage": held.stage, "share": held.share})


@require_POST
@for_person
def act_on_comparison(
    request: HttpRequest, person: Person, comparison_id: UUID, act: str
) -> HttpResponseBase:
    """cancel, again, remove, or use what was found."""
    held = _comparison(person, comparison_id)
    if act == "use":
        found = findings_of_comparison(held)
        return use_findings(request, person, held.after.taken_on, found, held.get_absolute_url())
    if act == "remove":
        actions.remove_comparison(comparison=held)
        return redirect("videos:compare", person.id)
    if act == "cancel":
        actions.cancel_comparison(comparison=held)
    elif act == "again":
        actions.compare_again(comparison=held)
    else:
        raise Http404
    return redirect(held)


@require_safe
@for_person
def film(request: HttpRequest, person: Person, comparison_id: UUID) -> HttpResponseBase:
    """Both clips side by side in step, as one film."""
    held = _comparison(person, comparison_id)
    storage = held.after.file.storage
    if not storage.exists(held.film):
        raise Http404
    return ranged(request, storage.path(held.film), "video/mp4")
