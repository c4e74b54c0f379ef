"""Secrets of pairing: what they look like, how long they hold, and how they are compared."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

# Without the signs that are read as one another.
_SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_LENGTH = 8
CODE_LASTS = dt.timedelta(minutes=15)
MOST_WRONG = 10
# Browsers keep no cookie for longer than 400 days; it is renewed on each day of use.
COOKIE, COOKIE_S = "__Host-plantigrade-device", 400 * 86_400


def new_code() -> str:
    """Eight signs, about 39 bits: with ten tries in a quarter of an hour nobody guesses it."""
    return "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))


def new_token() -> str:
    return secrets.token_urlsafe(32)


def kept(secret: str) -> str:
    """What the database keeps of a secret, in the form that typing it by hand gives."""
    return hashlib.sha256(secret.encode()).hexdigest()


def as_typed(code: str) -> str:
    """Without blanks and hyphens, in capitals."""
    return "".join(code.upper().replace("-", " ").split())


def shown(code: str) -> str:
    """In two halves, to be read aloud and typed."""
    return f"{code[: _LENGTH // 2]} {code[_LENGTH // 2 :]}"
