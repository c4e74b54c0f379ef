"""What makes the pages an application on the phone's home screen."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from plantigrade.draw.palette import LIGHT
from plantigrade.web.base.look import look_address
from plantigrade.web.pwa.icon import icon_svg

_SHELL = (
    "report/style.css",
    "plantigrade/app.css",
    "pwa/register.js",
    "pwa/outbox.js",
    "player/player.js",
    "player/run.js",
    "player/clock.js",
    "player/pain.js",
    "player/voice.js",
    "player/wake.js",
)


@login_not_required
def manifest(request: HttpRequest) -> JsonResponse:
    icons = [
        {
            "src": static(f"pwa/icon-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    return JsonResponse(
        {
            "name": "plantigrade",
            "short_name": "plantigrade",
            "description": _("Ankle mobility, measured and trained."),
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": LIGHT["paper"],
            "theme_color": LIGHT["paper"],
            "icons": icons,
        },
        content_type="application/manifest+json",
    )


@login_not_required
def icon(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(icon_svg(), content_type="image/svg+xml")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@login_not_required
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, with the list of what it keeps; a changed list is a new worker."""
    kept = [look_address(), reverse("pwa:offline"), *(static(path) for path in _SHELL)]
    # Pages ask for scripts with a mark of their content, scripts ask for one another without.
    kept += [f"{settings.STATIC_URL}{path}" for path in _SHELL if path.endswith(".js")]
    listed = ",\n  ".join(f'"{address}"' for address in kept)
    body = _worker().replace("/* kept */", listed)
    response = HttpResponse(body, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Service-Worker-Allowed"] = "/"
    return response


@cache
def _worker() -> str:
    return (files("plantigrade.web.pwa") / "worker.js").read_text(encoding="utf-8")


@login_not_required
def offline(request: HttpRequest) -> HttpResponse:
    return render(request, "pwa/offline.html")
