from django.urls import path

from plantigrade.web.roster import squad_views, views

app_name = "roster"
urlpatterns = [
    path("", views.roster, name="roster"),
    path("athlete/", views.athlete, name="athlete"),
    path("athlete/<int:grant_id>/", squad_views.place, name="place"),
    path("squad/", squad_views.squad, name="squad"),
]
