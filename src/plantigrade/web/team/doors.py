"""What holds for every request while accounts guard the house."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from plantigrade.web.team.queries import invitation_of, memberships

INVITED = "invitation"
_OF_ACCOUNTS = ("/accounts/", "/team/")


class AccountsDoor(LoginRequiredMiddleware):
    """At home there is nobody to log in. In a team everybody does, and whoever sees records of others has a
    second factor."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if request.path_info.startswith("/api/"):
            return None  # by token alone (`api.guard`); a cookie opens nothing there
        if settings.MODE == "solo":
            if request.path_info.startswith(_OF_ACCOUNTS):
                raise Http404
            return None
        if request.path_info == reverse("account_reset_password") and not settings.MAIL:
            return render(request, "team/no_mail.html")
        turned_away = super().process_view(request, view, args, kwargs)
        if turned_away is not None or not request.user.is_authenticated:
            return turned_away
        if not request.path_info.startswith("/accounts/") and self._lacks_second_factor(request):
            messages.warning(
                request, _("You work with records of others: add a second factor to your account first.")
            )
            return redirect("mfa_index")
        return None

    def _lacks_second_factor(self, request: HttpRequest) -> bool:
        open_to_all = getattr(request.resolver_match, "app_name", "") in ("pwa", "pages")
        if open_to_all or request.path_info == reverse("look"):
            return False
        return memberships(request.user).exists() and not is_mfa_enabled(request.user)  # type: ignore[arg-type]


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.MODE == "team" and invitation_of(request.session.get(INVITED, "")) is not None

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        code = request.session.get(INVITED)
        return reverse("team:join", args=[code]) if code else "/"

    get_signup_redirect_url = get_login_redirect_url
