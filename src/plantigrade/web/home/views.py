"""The front door, and what there is to do today."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from plantigrade.web.home.forms import BeginForm
from plantigrade.web.home.today import today_of
from plantigrade.web.people import actions
from plantigrade.web.people.models import Person
from plantigrade.web.progress.presenters import kept_parts
from plantigrade.web.team.access import for_person
from plantigrade.web.team.queries import memberships


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Home: the person's day when there is one, else the welcome."""
    person = Person.objects.filter(owner_id=request.user.pk).first()
    if person is None and settings.MODE == "team":
        mine = memberships(request.user).first()  # type: ignore[arg-type]
        if mine is not None:
            return redirect("roster:roster", mine.organisation_id)
    if person is None:
        return render(request, "home/welcome.html", {"form": BeginForm()})
    return redirect("home:today", person.id)


def begin(request: HttpRequest) -> HttpResponse:
    """A new person on this machine."""
    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = actions.add_person(owner=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return redirect("assess:start", person.id)
    return render(request, "home/welcome.html", {"form": form}, status=400 if form.errors else 200)


@require_safe
@for_person
def today(request: HttpRequest, person: Person) -> HttpResponseBase:
    found = today_of(person)
    return render(request, "home/today.html", {"today": found, "kept": kept_parts(found.kept)})


@require_POST
@for_person
def remove_demo(request: HttpRequest, person: Person) -> HttpResponseBase:
    if person.is_demo:
        actions.remove_person(person=person)
    return redirect("home:front")
