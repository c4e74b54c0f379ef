"""What a person lets others do with the record, and what they did."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from plantigrade.web.people.models import Person
from plantigrade.web.team import actions
from plantigrade.web.team.access import for_person, own_person, treated_person
from plantigrade.web.team.forms import ConsentForm
from plantigrade.web.team.queries import entries_of, grants_of
from plantigrade.web.team.told import told

_ENTRIES_A_PAGE = 50


@require_safe
@for_person
def sharing(request: HttpRequest, person: Person) -> HttpResponseBase:
    page = Paginator(entries_of(person), _ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    forms = [(grant, ConsentForm(initial={"level": grant.level})) for grant in grants_of(person)]
    shown = {"grants": forms, "entries": page, "told": [told(entry) for entry in page]}
    return render(request, "team/sharing.html", shown)


@require_POST
@own_person
def withdraw(request: HttpRequest, person: Person, grant_id: int) -> HttpResponseBase:
    actions.withdraw_access(person=person, grant_id=grant_id, by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("They can no longer see your record."))
    return redirect("sharing:sharing", person.id)


@require_POST
@own_person
def limit(request: HttpRequest, person: Person, grant_id: int) -> HttpResponseBase:
    grant = get_object_or_404(grants_of(person), pk=grant_id)
    form = ConsentForm(request.POST)
    if form.is_valid():
        level = form.cleaned_data["level"]
        actions.give_access(person=person, organisation=grant.organisation, level=level, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("Saved."))
    return redirect("sharing:sharing", person.id)


@require_POST
@treated_person
def hand_over(request: HttpRequest, person: Person) -> HttpResponseBase:
    """A link by which a person without an account takes over the record that was kept for them."""
    grant = grants_of(person).filter(organisation__members__user=request.user.pk).first()
    if grant is None or person.owner.has_usable_password():
        messages.error(request, _("This record has its owner already."))
        return redirect("sharing:sharing", person.id)
    code = actions.invite(organisation=grant.organisation, person=person)
    address = request.build_absolute_uri(reverse("team:join", args=[code]))
    return render(request, "team/invited.html", {"address": address, "organisation": grant.organisation})
