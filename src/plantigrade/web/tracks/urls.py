from django.urls import path

from plantigrade.web.tracks import views

app_name = "tracks"
urlpatterns = [
    path("wedge/", views.wedge, name="wedge"),
    path("shoes/", views.shoes, name="shoes"),
]
