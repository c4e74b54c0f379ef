"""Every address. What belongs to a person stands below /p/<id>/ and goes through `team.access`."""

from django.urls import include, path, register_converter

from plantigrade.web.base.converters import DateConverter
from plantigrade.web.base.look import look

register_converter(DateConverter, "date")
OF_PERSON = "p/<uuid:person_id>/"

urlpatterns = [
    path("look.css", look, name="look"),
    path("", include("plantigrade.web.home.urls")),
    path(f"{OF_PERSON}ankles/", include("plantigrade.web.assess.urls")),
    path(f"{OF_PERSON}programme/", include("plantigrade.web.programme.urls")),
    path(f"{OF_PERSON}session/", include("plantigrade.web.player.urls")),
    path(f"{OF_PERSON}progress/", include("plantigrade.web.progress.urls")),
    path(f"{OF_PERSON}tracks/", include("plantigrade.web.tracks.urls")),
    path(f"{OF_PERSON}videos/", include("plantigrade.web.videos.urls")),
    path(f"{OF_PERSON}care/", include("plantigrade.web.care.urls")),
    path(f"{OF_PERSON}more/files/", include("plantigrade.web.formats.urls")),
    path(f"{OF_PERSON}more/", include("plantigrade.web.keep.urls")),
    path("", include("plantigrade.web.keep.open_urls")),
    path("", include("plantigrade.web.keep.machine_urls")),
    path("devices/", include("plantigrade.web.devices.urls")),
    path(f"{OF_PERSON}sharing/", include("plantigrade.web.team.person_urls")),
    path("team/<uuid:organisation_id>/screening/", include("plantigrade.web.screening.urls")),
    path("team/<uuid:organisation_id>/tables/", include("plantigrade.web.sheets.urls")),
    path("team/<uuid:organisation_id>/", include("plantigrade.web.roster.urls")),
    path("team/", include("plantigrade.web.team.urls")),
    path("tokens/", include("plantigrade.web.api.page_urls")),
    path("api/v1/", include("plantigrade.web.api.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("plantigrade.web.pages.urls")),
    path("", include("plantigrade.web.operations.urls")),
    path("", include("plantigrade.web.pwa.urls")),
]

handler404 = "plantigrade.web.pages.views.not_found"
handler500 = "plantigrade.web.pages.views.broken"
