"""Every route of the API behind the guard; what is no route gets a problem instead of a page."""

from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, re_path

from plantigrade.web.api.api import api
from plantigrade.web.api.guard import guarded
from plantigrade.web.api.problems import not_found


def nothing(request: HttpRequest) -> HttpResponseBase:
    return not_found().response()


app_name = "api"
urlpatterns = [one for one in api.urls[0] if isinstance(one, URLPattern) and one.name != "api-root"]
for one in urlpatterns:
    one.callback = guarded(one.callback)
urlpatterns.append(re_path("", guarded(nothing), name="nothing"))
