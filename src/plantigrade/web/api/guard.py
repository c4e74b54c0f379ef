"""What holds for every request of the API: a token, its pace, answers kept for a second asking."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import wraps

from allauth.account.adapter import get_adapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.csrf import csrf_exempt

from plantigrade.motion.limits import Limits
from plantigrade.web.api import actions
from plantigrade.web.api.models import Token
from plantigrade.web.api.problems import KIND, Fault, ProblemError, not_allowed
from plantigrade.web.devices.pairing import kept
from plantigrade.web.team.access import SAFE, after_change
from plantigrade.web.team.queries import memberships

_BLOCK = 1024 * 1024
_KEY = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
QUERY = frozenset(["after", "begin", "end", "limit"])
View = Callable[..., HttpResponseBase]


def guarded(view: View) -> View:
    """Cookies count for nothing here, so no page elsewhere can make a browser act."""

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def entered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            _check_size(request)
            token = _token(request)
            request.user = token.user
            request.token = token  # type: ignore[attr-defined]
            pace = _pace(token)
            _check_query(request)
        except ProblemError as problem:
            return _finished(request, problem.response(), {})

        def run() -> HttpResponseBase:
            return view(request, *args, **kwargs)

        try:
            response = _once(request, token, run)
        except ProblemError as problem:
            response = problem.response()
        return _finished(request, response, pace)

    return entered


def _check_size(request: HttpRequest) -> None:
    """Refuses what is too large before it is read."""
    sent = int(request.META.get("CONTENT_LENGTH") or 0)
    is_upload = request.content_type == "multipart/form-data"
    most = Limits().size_bytes + _BLOCK if is_upload else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if sent > most:
        fault = Fault("body", f"is larger than {most // 1_000_000} MB", "Send less at a time.")
        raise ProblemError(413, "size", "Too large.", fault)


def _check_query(request: HttpRequest) -> None:
    """A misspelt parameter is told: passed over it would give another list than the one that was meant."""
    unknown = sorted(set(request.GET) - QUERY)
    if unknown:
        do = f"The parameters are {', '.join(sorted(QUERY))}, each where the document has it."
        raise ProblemError(
            400,
            "shape",
            "Unknown parameter.",
            *(Fault(f"query.{name}", "is unknown", do) for name in unknown),
        )


def _token(request: HttpRequest) -> Token:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    found = None
    if scheme.lower() == "bearer" and secret:
        found = Token.objects.select_related("user").filter(sha256=kept(secret.strip())).first()
    if found is None or found.revoked_at is not None or found.expires_at <= timezone.now():
        if secret and _guesses(request):
            fault = Fault("header Authorization", "too many wrong tokens from here", "Wait for a minute.")
            raise ProblemError(429, "pace", "Too many wrong tokens.", fault, headers={"Retry-After": "60"})
        raise _no_token("no token that is valid")
    if not found.user.is_active:
        raise _no_token("the account of this token is closed")
    if settings.MODE == "team" and memberships(found.user).exists() and not is_mfa_enabled(found.user):
        fault = Fault(
            "account", "works with records of others without a second factor", "Add one in your account."
        )
        raise ProblemError(403, "second-factor", "A second factor is needed.", fault)
    return found


def _guesses(request: HttpRequest) -> bool:
    """Whether too many wrong tokens came from one address in this minute."""
    key = f"api-token/{get_adapter(request).get_client_ip(request)}/{timezone.now():%d%H%M}"
    cache.add(key, 0, timeout=60)
    return bool(cache.incr(key) > settings.API_WRONG_TOKENS_A_MINUTE)


def _no_token(what: str) -> ProblemError:
    fault = Fault("header Authorization", what, "Send Bearer and a token made on the page of tokens.")
    return ProblemError(
        401,
        "token",
        "A valid token is needed.",
        fault,
        headers={"WWW-Authenticate": 'Bearer realm="plantigrade"'},
    )


def _pace(token: Token) -> dict[str, str]:
    """The headers that tell how many requests are left; raises Problem for one too many."""
    left = actions.count_request(token=token)
    most, window_s = settings.API_REQUESTS_A_MINUTE, int(actions.WINDOW.total_seconds())
    begun = token.window_at or timezone.now()
    ends_s = max(1, round((begun + actions.WINDOW - timezone.now()).total_seconds()))
    told = {
        "RateLimit-Policy": f'"token";q={most};w={window_s}',
        "RateLimit": f'"token";r={max(0, left)};t={ends_s}',
    }
    if left < 0:
        fault = Fault("token", f"more than {most} requests in a minute", f"Wait for {ends_s} s.")
        raise ProblemError(
            429, "pace", "Too many requests.", fault, headers={**told, "Retry-After": str(ends_s)}
        )
    return told


def _once(request: HttpRequest, token: Token, run: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """A write under a key happens once; whoever asks again gets the same answer."""
    key = request.headers.get("Idempotency-Key")
    if key is None or request.method in SAFE:
        return _ran(request, run)
    if not _KEY.fullmatch(key):
        fault = Fault("header Idempotency-Key", "is no UUID", "Send one like uuidgen prints.")
        raise ProblemError(400, "shape", "The key cannot be used.", fault)
    asked = _fingerprint(request)
    with transaction.atomic():
        held, is_new = actions.claim_key(token=token, key=key, asked_sha256=asked)
        if not is_new:
            if held.asked_sha256 != asked:
                fault = Fault(
                    "header Idempotency-Key", "was used for another request", "Use a new key for each write."
                )
                raise ProblemError(422, "key", "The key was used before.", fault)
            return HttpResponse(
                held.body,
                status=held.status,
                content_type="application/json",
                headers={"Idempotent-Replay": "true"},
            )
        response = _ran(request, run)
        if response.status_code >= 400:
            transaction.set_rollback(True)
        else:
            assert isinstance(response, HttpResponse)
            actions.keep_answer(held=held, status=response.status_code, body=response.content.decode())
        return response


def _ran(request: HttpRequest, run: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    response = run()
    person = getattr(request, "person", None)
    if person is not None and request.method not in SAFE and response.status_code < 400:
        after_change(person)
    return response


def _fingerprint(request: HttpRequest) -> str:
    """SHA-256 of method, address and body; of an upload, of its fields and files, read in blocks."""
    found = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type == "multipart/form-data":
        for name, value in sorted(request.POST.items()):
            found.update(repr((name, value)).encode())
        for name, file in sorted(request.FILES.items()):
            found.update(repr(name).encode())
            for block in file.chunks(_BLOCK):  # type: ignore[union-attr]
                found.update(block)
            file.seek(0)  # type: ignore[union-attr]
    else:
        found.update(request.body)
    return found.hexdigest()


def _finished(request: HttpRequest, response: HttpResponseBase, more: dict[str, str]) -> HttpResponseBase:
    if response.status_code == 405 and response.headers.get("Content-Type") != KIND:
        response = not_allowed(response.headers).response()
    for name, value in more.items():
        response.headers[name] = value
    response.headers["Cache-Control"] = "private, no-cache" if request.method in SAFE else "no-store"
    response.headers["Vary"] = "Authorization"
    if (
        request.method in ("GET", "HEAD")
        and response.status_code == 200
        and isinstance(response, HttpResponse)
    ):
        etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
        response.headers["ETag"] = etag
        conditional = get_conditional_response(request, etag=etag, response=response)
        response = conditional if conditional is not None else response
    return response
