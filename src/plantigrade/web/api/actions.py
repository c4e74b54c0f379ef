"""Writes of tokens and of kept answers."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from plantigrade.web.accounts.models import User
from plantigrade.web.api.models import KeptAnswer, Token
from plantigrade.web.devices.pairing import kept, new_token
from plantigrade.web.team.models import Level

PREFIX = "plantigrade_"  # so that a secret is known for one wherever it turns up
WINDOW = dt.timedelta(minutes=1)
ANSWERS_LAST = dt.timedelta(hours=24)


@transaction.atomic
def make_token(*, user: User, name: str, level: Level, team: bool, days: int) -> tuple[Token, str]:
    """A token with its secret, which is told this once."""
    secret = PREFIX + new_token()
    token = Token.objects.create(
        user=user,
        name=name,
        sha256=kept(secret),
        level=level,
        team=team,
        expires_at=timezone.now() + dt.timedelta(days=days),
    )
    return token, secret


def revoke_token(*, user: User, token_id: UUID) -> None:
    """It opens nothing from now on; it stays in the list."""
    Token.objects.filter(pk=token_id, user=user, revoked_at=None).update(revoked_at=timezone.now())


def count_request(*, token: Token) -> int:
    """How many requests of this minute are left, below zero for one too many. Counted in the database, so
    that every process and machine counts together."""
    now = timezone.now()
    held = Token.objects.filter(pk=token.pk)
    fresh = held.filter(Q(window_at=None) | Q(window_at__lte=now - WINDOW) | Q(window_at__gt=now))
    if not fresh.update(window_at=now, window_used=1, last_used_at=now):
        within = held.filter(window_used__lt=settings.API_REQUESTS_A_MINUTE)
        if not within.update(window_used=F("window_used") + 1, last_used_at=now):
            token.refresh_from_db(fields=["window_at"])
            return -1
    token.refresh_from_db(fields=["window_at", "window_used"])
    left: int = settings.API_REQUESTS_A_MINUTE - token.window_used
    return left


def claim_key(*, token: Token, key: str, asked_sha256: str) -> tuple[KeptAnswer, bool]:
    """The answer under this key, and whether it is still to be given. Within the transaction of the write: a
    second request with the key waits for the first."""
    KeptAnswer.objects.filter(at__lt=timezone.now() - ANSWERS_LAST).delete()
    return KeptAnswer.objects.get_or_create(token=token, key=key, defaults={"asked_sha256": asked_sha256})


def keep_answer(*, held: KeptAnswer, status: int, body: str) -> None:
    held.status, held.body = status, body
    held.save(update_fields=["status", "body"])
