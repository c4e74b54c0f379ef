from django.urls import path

from plantigrade.web.player import views

app_name = "player"
urlpatterns = [
    path("records/", views.records, name="records"),
    path("<date:on>/", views.play, name="play"),
]
