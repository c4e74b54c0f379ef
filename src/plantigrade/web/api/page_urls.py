from django.urls import path

from plantigrade.web.api import views

app_name = "tokens"
urlpatterns = [
    path("", views.tokens, name="tokens"),
    path("<uuid:token_id>/revoke/", views.revoke, name="revoke"),
]
