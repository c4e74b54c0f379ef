"""The page on which tokens are made, listed and ended."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from plantigrade.web.accounts.models import User
from plantigrade.web.api import actions
from plantigrade.web.api.forms import TokenForm
from plantigrade.web.api.models import Token
from plantigrade.web.api.presenters import token_parts


@never_cache
def tokens(request: HttpRequest) -> HttpResponse:
    """The secret is shown in the answer to the button and never again."""
    user: User = request.user  # type: ignore[assignment]
    form = TokenForm(request.POST if request.method == "POST" else None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        told = {"team": False, **form.cleaned_data}
        _token, secret = actions.make_token(user=user, **told)
        form = TokenForm()
    parts = {
        "tokens": [token_parts(one, timezone.now()) for one in Token.objects.filter(user=user)],
        "form": form,
        "secret": secret,
        "address": request.build_absolute_uri("/api/v1"),
    }
    return render(request, "api/tokens.html", parts, status=400 if form.errors else 200)


@require_POST
def revoke(request: HttpRequest, token_id: UUID) -> HttpResponse:
    actions.revoke_token(user=request.user, token_id=token_id)  # type: ignore[arg-type]
    messages.success(request, _("This token opens nothing any more."))
    return redirect("tokens:tokens")
