"""Phones and other devices of the household."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from plantigrade.web.devices import actions, pairing
from plantigrade.web.devices.certificates import fingerprint
from plantigrade.web.devices.forms import CodeForm
from plantigrade.web.devices.gate import give_cookie
from plantigrade.web.devices.models import PairedDevice

_SYSTEMS = ("iPhone", "iPad", "Android", "Mac OS", "Windows", "Linux")


def devices(request: HttpRequest) -> HttpResponse:
    """How another device comes in, with a code when one is asked for, and who is in."""
    shown: dict[str, object] = {
        "devices": PairedDevice.objects.order_by("paired_at"),
        "open": settings.LAN_SECURE,
    }
    if settings.LAN_SECURE:
        shown |= {"door": settings.LAN_DOOR, "door_code": _drawn(settings.LAN_DOOR)}
        if request.method == "POST":
            code = actions.make_code()
            address = pairing_address(code)
            shown |= {"code": pairing.shown(code), "address": address, "pair_code": _drawn(address)}
    return render(request, "devices/devices.html", shown)


def pairing_address(code: str) -> str:
    return f"{settings.LAN_SECURE}{reverse('devices:pair')}?code={code}"


@login_not_required
@require_safe
def door(request: HttpRequest) -> HttpResponse:
    """What a phone does before it trusts this machine; the only page that comes by plain http."""
    return render(
        request,
        "devices/door.html",
        {"secure": settings.LAN_SECURE, "fingerprint": fingerprint(_authority())},
    )


@login_not_required
@require_safe
def certificate(request: HttpRequest) -> HttpResponseBase:
    return FileResponse(_authority().open("rb"), content_type="application/x-x509-ca-cert")


@login_not_required
def pair(request: HttpRequest) -> HttpResponse:
    """The code is sent by a button, so that no program that only looks at the address uses it up."""
    form = CodeForm(
        request.POST if request.method == "POST" else None, initial={"code": request.GET.get("code")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            token = actions.pair(code=form.cleaned_data["code"], name=_system(request))
        except actions.PairingError:
            text = _("This code is wrong or too old. Ask for a new one on the computer: More, then Phone.")
            form.add_error("code", text)
        else:
            response = redirect("home:front")
            give_cookie(response, token)
            return response
    return render(request, "devices/pair.html", {"form": form}, status=400 if form.errors else 200)


@require_POST
def remove(request: HttpRequest, device_id: UUID) -> HttpResponse:
    actions.remove_device(device_id=device_id)
    messages.success(request, _("This device can no longer look in."))
    return redirect("devices:devices")


def _authority() -> Path:
    path: Path = settings.DATA / "network" / "authority.crt"
    if not path.exists():
        raise Http404
    return path


def _system(request: HttpRequest) -> str:
    agent = request.headers.get("User-Agent", "")
    return next((system for system in _SYSTEMS if system in agent), _("unknown device"))


def _drawn(address: str) -> str:
    """A code as a picture in the page; its colours are the printer's, a dark page would hide it."""
    picture = segno.make(address, micro=False).svg_inline(
        border=3, light="#fff", dark="#000", svgclass="code", omitsize=True
    )
    return mark_safe(picture)
