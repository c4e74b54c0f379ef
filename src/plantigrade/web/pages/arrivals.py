"""Uploads that are refused by what they say of themselves, before any of it is written down."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from plantigrade.motion.limits import Limits
from plantigrade.web.api.problems import Fault, ProblemError
from plantigrade.web.people.models import Person
from plantigrade.web.screening.models import ScreeningDay

_KIND = "multipart/form-data"
_BLOCK = 256 * 1024
# Fields and boundaries around the files of a form.
_AROUND = 1_000_000
# A browser shows no answer while it still sends: so much of what is refused is read and thrown away.
_PATIENCE = 64_000_000


@dataclass(frozen=True, slots=True)
class Refusal:
    code: str
    status: int
    title: Any
    do: Any


_SIZE = Refusal(
    "size",
    413,
    _("This is too large to be taken in."),
    _("Cut clips to the squats, and send fewer at a time."),
)
_QUOTA = Refusal(
    "quota",
    413,
    _("The room for videos is used up."),
    _("Remove clips that are no longer needed, or ask whoever runs this server for more room."),
)
_FLOOR = Refusal(
    "full",
    507,
    _("There is not enough room on the disk of this server."),
    _("Whoever runs it has to make room; then send it again."),
)


class Arrivals:
    """Checks every upload by its announced length: the size, what is left of the quota, and of the disk.

    The server reads no more than was announced, so a wrong announcement gains nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Mapping[str, Any]
    ) -> HttpResponse | None:
        """Stands before whatever reads a form, the protection against forgery included."""
        if request.content_type != _KIND or request.method in ("GET", "HEAD", "OPTIONS"):
            return None
        found = _refusal(request, kwargs)
        if found is None:
            return None
        _read_away(request)
        if request.path_info.startswith("/api/"):
            fault = Fault("body", str(found.title), str(found.do))
            response = ProblemError(found.status, found.code, str(found.title), fault).response()
        else:
            response = render(request, "pages/refused.html", {"refused": found}, status=found.status)
        response.headers["Connection"] = "close"
        return response


def _refusal(request: HttpRequest, kwargs: Mapping[str, Any]) -> Refusal | None:
    sent = int(request.META.get("CONTENT_LENGTH") or 0)
    batch = request.resolver_match is not None and request.resolver_match.view_name in (
        "screening:films",
        "machine:take_in",
    )
    most = settings.UPLOAD_BYTES if batch else min(settings.UPLOAD_BYTES, Limits().size_bytes)
    if sent > most + _AROUND:
        return _SIZE
    if settings.FREE_BYTES and sent > _AROUND:
        places = {Path(settings.FILE_UPLOAD_TEMP_DIR), Path(settings.MEDIA_ROOT)}
        if any(shutil.disk_usage(place).free < sent + settings.FREE_BYTES for place in places):
            return _FLOOR
    used = _used(request, kwargs) if settings.QUOTA_BYTES else None
    return _QUOTA if used is not None and used + sent > settings.QUOTA_BYTES else None


def _used(request: HttpRequest, kwargs: Mapping[str, Any]) -> int | None:
    """What the videos of the person take, or the films of the organisation that wait for their athlete.

    None for whoever has no business there: they learn nothing by it.
    """
    root = Path(settings.MEDIA_ROOT)
    user = request.user
    if "person_id" in kwargs and user.is_authenticated:
        person = Person.objects.visible_to(user).filter(pk=kwargs["person_id"]).first()
        return size_of(root / str(person.pk)) if person is not None else None
    if "organisation_id" in kwargs and user.is_authenticated:
        days = ScreeningDay.objects.filter(
            organisation_id=kwargs["organisation_id"],
            organisation__members__user=user,
            organisation__members__left_at=None,
        )
        found = list(days.values_list("pk", flat=True))
        return sum(size_of(root / "screening" / str(pk)) for pk in found) if found else None
    return None


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder; files that go meanwhile are not counted."""
    total = 0
    for path in folder.rglob("*"):
        with suppress(OSError):
            if path.is_file():
                total += path.stat().st_size
    return total


def _read_away(request: HttpRequest) -> None:
    left = _PATIENCE
    with suppress(OSError):
        while left > 0 and (block := request.read(_BLOCK)):
            left -= len(block)
