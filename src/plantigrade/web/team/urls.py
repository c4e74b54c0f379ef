from django.urls import path

from plantigrade.web.team import squad_views, views

app_name = "team"
urlpatterns = [
    path("join/<str:code>/", views.join, name="join"),
    path("<uuid:organisation_id>/", views.roster, name="roster"),
    path("<uuid:organisation_id>/squad/", squad_views.squad, name="squad"),
    path("<uuid:organisation_id>/athlete/<int:grant_id>/", squad_views.place, name="place"),
    path("<uuid:organisation_id>/people/", views.members, name="members"),
    path("<uuid:organisation_id>/people/<int:membership_id>/end/", views.end, name="end"),
    path("<uuid:organisation_id>/athlete/", views.athlete, name="athlete"),
]
