"""The pages on which an export comes back."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from plantigrade.web.accounts.models import User
from plantigrade.web.keep import waiting
from plantigrade.web.keep.actions import KnownError, import_person
from plantigrade.web.keep.forms import ImportForm, KnownForm
from plantigrade.web.keep.problems import FileError
from plantigrade.web.keep.schema import schema_text
from plantigrade.web.people.models import Person

_WAITS = "import"


def take_in(request: HttpRequest) -> HttpResponseBase:
    """The form for a file; a person who is here already is asked about first."""
    user = _user(request)
    sent = request.method == "POST"
    form = ImportForm(request.POST, request.FILES) if sent else ImportForm()
    if sent and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            return _arrived(request, import_person(owner=user, file=file.file))
        except KnownError as here:
            request.session[_WAITS] = {
                "token": waiting.keep(file),
                "person": str(here.person.pk),
                "at": here.exported_at.isoformat(),
            }
            return redirect("machine:known")
        except FileError as refused:
            form.add_error("file", str(refused))
    return render(request, "keep/import.html", {"form": form}, status=400 if form.errors else 200)


def known(request: HttpRequest) -> HttpResponseBase:
    """Replace, keep both, or nothing: for the file that waits."""
    user = _user(request)
    told = request.session.get(_WAITS, {})
    path = waiting.found(told.get("token"))
    here = Person.objects.visible_to(user).filter(pk=told.get("person")).first() if path else None
    if path is None or here is None:
        return redirect("machine:take_in")
    form = KnownForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        choice = form.cleaned_data["choice"]
        person = here
        try:
            if choice != "none":
                with path.open("rb") as file:
                    person = import_person(owner=user, file=file, choice=choice)
        except FileError as refused:
            form.add_error(None, str(refused))
        else:
            del request.session[_WAITS]
            path.unlink(missing_ok=True)
            return _arrived(request, person) if choice != "none" else redirect("home:today", here.pk)
    parts = {"form": form, "here": here, "at": datetime.fromisoformat(told["at"])}
    return render(request, "keep/known.html", parts, status=400 if form.errors else 200)


@require_safe
def export_schema(request: HttpRequest) -> HttpResponse:
    """The schema of export.json."""
    return HttpResponse(schema_text(), content_type="application/schema+json")


def _arrived(request: HttpRequest, person: Person) -> HttpResponseBase:
    messages.success(request, _("%(name)s is here, with everything.") % {"name": person.name})
    return redirect("home:today", person.pk)


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user
