"""A token as a line of its page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from plantigrade.web.api.models import Token
from plantigrade.web.api.scopes import scopes_of


def token_parts(token: Token, now: dt.datetime) -> dict[str, Any]:
    """`over` says why it works no more; empty while it does."""
    over: Any = ""
    if token.revoked_at is not None:
        over = _("ended")
    elif token.expires_at <= now:
        over = _("run out")
    return {"token": token, "scopes": ", ".join(scopes_of(token)), "over": over}
