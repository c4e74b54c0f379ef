"""Clips of squats and lunges: sent, read in the background, looked at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from plantigrade.web.assess import actions as assess_actions
from plantigrade.web.assess.findings import Finding
from plantigrade.web.base.clock import today
from plantigrade.web.people.models import Person
from plantigrade.web.team.access import for_person
from plantigrade.web.videos import actions
from plantigrade.web.videos.actions_work import is_stale
from plantigrade.web.videos.findings import findings_of, offer_of
from plantigrade.web.videos.forms import ClipForm
from plantigrade.web.videos.models import Clip
from plantigrade.web.videos.presenters import clip_parts, models_missing
from plantigrade.web.videos.queries import compared_with, flat_before
from plantigrade.web.videos.ranges import ranged

FILES = {
    "clip-overlay.mp4": "video/mp4",
    "clip-keyframes.png": "image/png",
    "clip.csv": "text/csv",
    "clip.trc": "text/plain",
    "clip.mot": "text/plain",
}


def _clip(person: Person, clip_id: UUID) -> Clip:
    """The clip; one whose worker died waits again from now on."""
    found = person.clips.filter(pk=clip_id).first()
    if found is None:
        raise Http404
    if is_stale(found):
        actions.again(clip=found)
    return found


@for_person
def clips(request: HttpRequest, person: Person) -> HttpResponseBase:
    """All clips, and the form for a new one."""
    form = ClipForm(request.POST, request.FILES) if request.method == "POST" else ClipForm()
    if request.method == "POST" and form.is_valid():
        added = actions.add_clip(person=person, taken_on=today(), **form.cleaned_data)
        return redirect("videos:clip", person.id, added.id)
    parts = {"clips": person.clips.reverse(), "form": form, "missing": models_missing()}
    return render(request, "videos/clips.html", parts, status=400 if form.errors else 200)


@require_safe
@for_person
def clip(request: HttpRequest, person: Person, clip_id: UUID) -> HttpResponseBase:
    held = _clip(person, clip_id)
    parts = clip_parts(held)
    address = reverse("videos:act", args=[person.id, held.id, "use"])
    parts["offer"] = offer_of(person, held.taken_on, findings_of(held), address)
    parts["compared"] = compared_with(held)
    parts["partner"] = None if parts["compared"] else flat_before(held)
    return render(request, "videos/clip.html", parts)


@require_safe
@for_person
def state(request: HttpRequest, person: Person, clip_id: UUID) -> HttpResponseBase:
    """How far the reading is."""
    held = _clip(person, clip_id)
    return JsonResponse({"state": held.state, "stage": held.stage, "share": held.share})


@require_POST
@for_person
def act(request: HttpRequest, person: Person, clip_id: UUID, act: str) -> HttpResponseBase:
    """cancel, again, remove, or use what was found."""
    held = _clip(person, clip_id)
    if act == "use":
        return use_findings(request, person, held.taken_on, findings_of(held), held.get_absolute_url())
    if act == "remove":
        actions.remove(clip=held)
        return redirect("videos:clips", person.id)
    if act == "cancel":
        actions.cancel(clip=held)
    elif act == "again":
        actions.again(clip=held)
    else:
        raise Http404
    return redirect("videos:clip", person.id, held.id)


def use_findings(
    request: HttpRequest, person: Person, on: date, offered: Sequence[Finding], back: str
) -> HttpResponseBase:
    """Takes the findings that were ticked into the assessment, and goes on with it."""
    ticked = request.POST.getlist("finding")
    chosen = [one for one in offered if one.key in ticked]
    if not chosen:
        messages.error(request, _("Nothing was ticked, so nothing was taken over."))
        return redirect(back)
    assess_actions.use_findings(person=person, on=on, findings=chosen)
    messages.success(request, _("Taken into your assessment. You can take it back there."))
    return redirect("assess:question", person.id)


@require_safe
@for_person
def file(request: HttpRequest, person: Person, clip_id: UUID, name: str) -> HttpResponseBase:
    """One of the files that the reading wrote, or the clip itself."""
    held = _clip(person, clip_id)
    wanted = str(held.file.name) if name == "original" else f"{held.folder}/{name}"
    if (name not in FILES and name != "original") or not held.file.storage.exists(wanted):
        raise Http404
    kind = FILES.get(name, "application/octet-stream")
    return ranged(request, held.file.storage.path(wanted), kind, attachment=name == "original")
