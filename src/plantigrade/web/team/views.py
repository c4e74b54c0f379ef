"""A team's own pages."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from plantigrade.web.team import actions
from plantigrade.web.team.doors import INVITED
from plantigrade.web.team.forms import ConsentForm, FoundForm, InviteForm, JoinForm
from plantigrade.web.team.membership import for_member
from plantigrade.web.team.models import Membership, Role
from plantigrade.web.team.queries import invitation_of


@login_not_required
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Where an invitation leads: first to an account, then to the question."""
    invitation = invitation_of(code)
    if invitation is None:
        raise Http404
    dead = invitation.used_at is not None or invitation.expires_at < timezone.now()
    request.session[INVITED] = code
    kind = FoundForm if invitation.organisation is None else JoinForm if invitation.role else ConsentForm
    form = kind(request.POST if request.method == "POST" else None)
    if request.user.is_authenticated and request.method == "POST" and form.is_valid() and not dead:
        organisation = actions.accept(code=code, user=request.user, **form.cleaned_data)
        del request.session[INVITED]
        messages.success(request, _("Welcome to %(name)s.") % {"name": organisation.name})
        return redirect("home:front")
    shown = {"invitation": invitation, "form": form, "dead": dead}
    return render(request, "team/join.html", shown, status=400 if form.errors else 200)


@for_member(Role.OWNER)
def members(request: HttpRequest, membership: Membership) -> HttpResponseBase:
    """Who works here, and the way for others to come."""
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        role = Role(form.cleaned_data["role"]) if form.cleaned_data["role"] else None
        code = actions.invite(organisation=membership.organisation, role=role)
        address = request.build_absolute_uri(reverse("team:join", args=[code]))
        page = {"address": address, "organisation": membership.organisation}
        return render(request, "team/invited.html", page)
    there = membership.organisation.members.filter(left_at=None).select_related("user").order_by("joined_at")
    page = {"membership": membership, "members": there, "form": form}
    return render(request, "team/members.html", page, status=400 if form.errors else 200)


@require_POST
@for_member(Role.OWNER)
def end(request: HttpRequest, membership: Membership, membership_id: int) -> HttpResponseBase:
    organisation = membership.organisation
    if actions.end_membership(organisation=organisation, membership_id=membership_id):
        messages.success(request, _("This account sees nothing of yours any more."))
    else:
        messages.error(request, _("A team keeps one owner. Invite another owner first."))
    return redirect("team:members", organisation.pk)
