"""Clips of squats and lunges."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from plantigrade.web.people.access import for_person
from plantigrade.web.people.models import Person


@require_safe
@for_person
def clips(request: HttpRequest, person: Person) -> HttpResponseBase:
    return render(request, "videos/clips.html", {"clips": person.clips.all()})
