from django.urls import path

from plantigrade.web.team import views

app_name = "team"
urlpatterns = [
    path("join/<str:code>/", views.join, name="join"),
    path("<uuid:organisation_id>/people/", views.members, name="members"),
    path("<uuid:organisation_id>/people/<int:membership_id>/end/", views.end, name="end"),
]
