from django.urls import path

from plantigrade.web.tracks import upkeep_views, views

app_name = "tracks"
urlpatterns = [
    path("wedge/", views.wedge, name="wedge"),
    path("upkeep/", upkeep_views.upkeep, name="upkeep"),
    path("shoes/", views.shoes, name="shoes"),
]
