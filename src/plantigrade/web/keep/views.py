"""Settings, and what becomes of the data."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import activate, get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from plantigrade.web.base.clock import today
from plantigrade.web.base.language import keep_language
from plantigrade.web.keep.export import archive_blocks
from plantigrade.web.keep.feed import calendar_of
from plantigrade.web.keep.forms import DeleteForm, SettingsForm
from plantigrade.web.people import actions
from plantigrade.web.people.models import Person
from plantigrade.web.programme.queries import changed_at, plan_of, running
from plantigrade.web.team.access import for_person, own_person


@require_safe
@for_person
def more(request: HttpRequest, person: Person) -> HttpResponseBase:
    others = Person.objects.filter(owner=request.user.pk).exclude(pk=person.pk)
    return render(request, "keep/more.html", {"others": others})


@own_person
def settings(request: HttpRequest, person: Person) -> HttpResponseBase:
    known = {name: getattr(person, name) for name in SettingsForm.base_fields}
    known["player"] = [name for name, on in person.player.items() if on]
    form = SettingsForm(request.POST if request.method == "POST" else None, initial=known)
    if request.method == "POST" and form.is_valid():
        actions.change_person(person=person, **form.cleaned_data)
        chosen = form.cleaned_data["language"]
        with override(chosen or get_language()):
            messages.success(request, _("Saved."))
        answer = redirect("keep:more", person.id)
        keep_language(answer, chosen)
        return answer
    return render(request, "keep/settings.html", {"form": form}, status=400 if form.errors else 200)


@own_person
def reminders(request: HttpRequest, person: Person) -> HttpResponseBase:
    """The address of the calendar; sent, it becomes another one and the old one is dead."""
    if request.method == "POST":
        actions.renew_feed(person=person)
        messages.success(request, _("The old address no longer answers."))
        return redirect("keep:reminders", person.id)
    address = request.build_absolute_uri(reverse("open:feed", args=[person.feed_key]))
    return render(request, "keep/reminders.html", {"address": address})


@login_not_required
@require_safe
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """The days of work of the person whose secret this is."""
    person = Person.objects.filter(feed_key=key).first()
    if person is None:
        raise Http404
    held = running(person)

    def address(on: datetime.date) -> str:
        return request.build_absolute_uri(reverse("player:play", args=[person.id, on]))

    # A calendar program names no language of its person.
    if person.language:
        activate(person.language)
    body = calendar_of(
        plan_of(held) if held is not None else None,
        name="plantigrade",
        uid=f"{person.id}@plantigrade",
        zone=timezone.get_current_timezone(),
        stamp=changed_at(held) if held is not None else person.created_at,
        address=address,
    )
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")


@require_safe
@for_person
def export(request: HttpRequest, person: Person) -> HttpResponseBase:
    """Everything as one archive, sent while it is made."""
    name = f"plantigrade-{today().isoformat()}.zip"
    return StreamingHttpResponse(
        archive_blocks(person),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@own_person
def delete(request: HttpRequest, person: Person) -> HttpResponseBase:
    form = DeleteForm(request.POST if request.method == "POST" else None, expected=person.name)
    if request.method == "POST" and form.is_valid():
        actions.remove_person(person=person)
        return redirect("home:front")
    return render(request, "keep/delete.html", {"form": form}, status=400 if form.errors else 200)
